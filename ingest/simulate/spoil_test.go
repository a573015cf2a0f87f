package simulate

import (
	"bytes"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

func TestSpoiledStreamIsCountedRight(t *testing.T) {
	w := world(t, Small())
	from, to := w.Date(0), w.Date(11)
	shares := Shares{Duplicate: .05, Late: .03, Broken: .02}
	days := 0
	run := func(seed uint64) (all [][]byte, n Counts) {
		messages, counts := Spoil(seed, shares, Encode(w.Between(from, to)))
		seen := map[string]bool{}
		var got Counts
		last := time.Time{}
		add := func(of func(*Tally) *int64, typ event.Type) { *of(&got.Tally)++; *of(got.of(typ))++ }
		for m := range messages {
			all = append(all, m.Value)
			add(func(t *Tally) *int64 { return &t.Messages }, m.Type)
			e, _, err := event.Decode(m.Value, m.Type, time.Time{})
			switch {
			case err != nil:
				add(func(t *Tally) *int64 { return &t.Broken }, m.Type)
			case seen[e.Common().ID]:
				add(func(t *Tally) *int64 { return &t.Duplicates }, m.Type)
			default:
				seen[e.Common().ID] = true
				add(func(t *Tally) *int64 { return &t.Events }, m.Type)
				if e.Common().UserID != m.Key {
					t.Fatalf("%s has the key %s", m.Value, m.Key)
				}
				if e.Common().Time.Before(last) {
					got.Late++ // those after which nothing newer had come are not seen
					if last.Sub(e.Common().Time) > shares.LateBy+time.Hour && shares.LateBy > 0 {
						t.Fatalf("an event of %s comes after one of %s", e.Common().Time, last)
					}
					if last.Sub(e.Common().Time) > 24*time.Hour {
						days++
					}
				} else {
					last = e.Common().Time
				}
			}
		}
		if got.Late > counts.Late || got.Late < counts.Late*9/10 {
			t.Errorf("saw %d late events of %d", got.Late, counts.Late)
		}
		if counts.Click.Late+counts.Order.Late+counts.Share.Late != counts.Late {
			t.Errorf("late by type: %+v", *counts)
		}
		got.Late, got.Click.Late, got.Order.Late, got.Share.Late = counts.Late, counts.Click.Late, counts.Order.Late, counts.Share.Late
		if got != *counts {
			t.Errorf("saw %+v, want %+v", got, *counts)
		}
		return all, *counts
	}
	a, n := run(7)
	for name, c := range map[string]struct {
		got  int64
		want float64
	}{"duplicate": {n.Duplicates, .05}, "late": {n.Late, .03}, "broken": {n.Broken, .02}} {
		if share := float64(c.got) / float64(n.Events); share < c.want*.75 || share > c.want*1.25 {
			t.Errorf("share of %s is %.3f, want %.2f", name, share, c.want)
		}
	}
	if b, _ := run(7); !equal(a, b) {
		t.Error("the same seed spoils differently")
	}
	if c, _ := run(8); equal(a, c) {
		t.Error("another seed spoils the same way")
	}
	shares.LateBy, days = 100*time.Hour, 0
	d, n := run(7)
	if e, _ := run(7); !equal(d, e) {
		t.Error("the same seed spoils differently, by time")
	}
	if len(a) != len(d) || int64(days) < n.Late/5 { // a quarter of the log scale from a minute to 100 hours lies above a day, twice run
		t.Errorf("%d messages, want %d; %d of %d late by more than a day", len(d), len(a), days, 2*n.Late)
	}
}

func equal(a, b [][]byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			return false
		}
	}
	return true
}
