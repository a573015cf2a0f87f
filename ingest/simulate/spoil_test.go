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
	run := func(seed uint64) (all [][]byte, n Counts) {
		messages, counts := Spoil(seed, Shares{Duplicate: .05, Late: .03, Broken: .02}, Encode(w.Between(from, to)))
		seen := map[string]bool{}
		var got Counts
		last := time.Time{}
		for m := range messages {
			all = append(all, m.Value)
			got.Messages++
			e, _, err := event.Decode(m.Value, m.Type, time.Time{})
			switch {
			case err != nil:
				got.Broken++
			case seen[e.Common().ID]:
				got.Duplicates++
			default:
				seen[e.Common().ID] = true
				got.Events++
				if e.Common().Time.Before(last) {
					got.Late++ // those after which nothing newer had come are not seen
				} else {
					last = e.Common().Time
				}
			}
		}
		if got.Late > counts.Late || got.Late < counts.Late*9/10 {
			t.Errorf("saw %d late events of %d", got.Late, counts.Late)
		}
		got.Late = counts.Late
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
