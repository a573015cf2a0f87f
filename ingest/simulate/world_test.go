package simulate

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

func world(t testing.TB, cfg Config) *World {
	t.Helper()
	w, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func digest(h hash.Hash, d *Day) string {
	h.Reset()
	var b []byte
	for _, e := range d.Events {
		b = e.AppendJSON(b[:0])
		h.Write(b)
	}
	for _, m := range d.Stock {
		fmt.Fprintln(h, m)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func digests(w *World) (list []string) {
	h := sha256.New()
	for d := range w.Today() + 3 {
		list = append(list, digest(h, w.Day(d)))
	}
	return list
}

func TestSameSeedSameWorld(t *testing.T) {
	a, b := world(t, Small()), world(t, Small())
	want := digests(a)
	if got := digests(b); !slices.Equal(got, want) {
		t.Error("two worlds of the same seed differ")
	}
	if !reflect.DeepEqual(a.Master(), b.Master()) || !reflect.DeepEqual(a.Truth(), b.Truth()) {
		t.Error("master data or truth of two worlds of the same seed differ")
	}
	h := sha256.New()
	for _, d := range []int{9, 2, 3, 12, 0} { // any order gives the same days
		if digest(h, b.Day(d)) != want[d] {
			t.Errorf("day %d differs when it is asked for out of turn", d)
		}
	}
	cfg := Small()
	cfg.Seed++
	for d, got := range digests(world(t, cfg)) {
		if got == want[d] {
			t.Errorf("day %d is the same under another seed", d)
		}
	}
}

func TestTruthOfAnyMomentIsTheSame(t *testing.T) {
	early, late := world(t, Small()), world(t, Small())
	late.Day(late.Today())
	late.Day(1)
	if !reflect.DeepEqual(early.Truth(), late.Truth()) {
		t.Error("truth depends on what was generated before")
	}
}

func TestEveryEventIsValid(t *testing.T) {
	w := world(t, Small())
	seen := map[string]bool{}
	counts := map[string]int{}
	for d := range w.Today() + 2 {
		day := w.Day(d)
		last := day.Date
		for _, e := range day.Events {
			h := e.Common()
			if h.Time.Before(last) || !h.Time.Before(day.Date.AddDate(0, 0, 1)) {
				t.Fatalf("day %d: %s at %s is out of turn", d, h.ID, h.Time)
			}
			last = h.Time
			if seen[h.ID] {
				t.Fatalf("event id %s twice", h.ID)
			}
			seen[h.ID] = true
			got, unknown, err := event.Decode(e.AppendJSON(nil), e.Type(), time.Time{})
			if err != nil || unknown != 0 || !reflect.DeepEqual(got, e) {
				t.Fatalf("%s\ndecodes to %+v, %d unknown, %v", e.AppendJSON(nil), got, unknown, err)
			}
			counts[string(e.Type())]++
			switch e := e.(type) {
			case *event.Click:
				counts[e.Action]++
			case *event.Order:
				counts[e.Status]++
			case *event.Share:
				counts[e.Channel]++
			}
		}
	}
	for _, want := range slices.Concat(event.Actions, event.Statuses, event.Channels) {
		if counts[want] == 0 {
			t.Errorf("no %s in the world", want)
		}
	}
}

func TestBetweenIsTheDaysInARow(t *testing.T) {
	w := world(t, Small())
	var want []event.Event
	for d := range 4 {
		want = append(want, w.Day(d).Events...)
	}
	start := w.Date(0)
	cuts := []time.Duration{-time.Hour, 0, 10 * time.Hour, 10*time.Hour + 1, 24 * time.Hour, 60 * time.Hour, 96 * time.Hour}
	var got []event.Event
	for i := range len(cuts) - 1 {
		got = slices.AppendSeq(got, w.Between(start.Add(cuts[i]), start.Add(cuts[i+1])))
	}
	if len(got) != len(want) {
		t.Fatalf("%d events between, %d in the days", len(got), len(want))
	}
	for i := range got {
		if got[i].Common().ID != want[i].Common().ID {
			t.Fatalf("event %d is %s, want %s", i, got[i].Common().ID, want[i].Common().ID)
		}
	}
}

// TestOrdersLiveThroughTheirStates follows each order: placed, paid, ready, picked up, with ends on the way.
func TestOrdersLiveThroughTheirStates(t *testing.T) {
	w := world(t, Small())
	after := map[string]string{"": "placed", "placed": "paid cancelled", "paid": "ready cancelled refunded", "ready": "picked_up refunded",
		"picked_up": "refunded", "refunded": "ready", "cancelled": ""}
	state := map[string]string{}
	for d := range w.Today() + 1 {
		for _, e := range w.Day(d).Events {
			if o, ok := e.(*event.Order); ok {
				if !strings.Contains(after[state[o.OrderID]], o.Status) {
					t.Fatalf("order %s goes from %q to %s", o.OrderID, state[o.OrderID], o.Status)
				}
				state[o.OrderID] = o.Status
				if pickup, _ := time.ParseInLocation(time.DateOnly, o.PickupDate, Zone); o.Status == "picked_up" {
					if late := w.Day(d).Date.Sub(pickup); late < 0 || late > 24*time.Hour {
						t.Fatalf("order %s for %s was picked up on %s", o.OrderID, o.PickupDate, o.Time)
					}
				}
			}
		}
	}
}

func TestNonsenseIsRefused(t *testing.T) {
	for want, change := range map[string]func(*Config){
		"days must be":                     func(c *Config) { c.Days = 0 },
		"stores must be":                   func(c *Config) { c.Stores = -1 },
		"communities per store must be":    func(c *Config) { c.CommunitiesPerStore = 21 },
		"households per community must be": func(c *Config) { c.HouseholdsPerCommunity = 1 },
		"today must be":                    func(c *Config) { c.Today = time.Time{} },
	} {
		cfg := Small()
		change(&cfg)
		if _, err := New(cfg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
}

func TestSmallestWorldsStand(t *testing.T) {
	for _, cfg := range []Config{
		{Today: Small().Today, Days: 1, Stores: 1, CommunitiesPerStore: 1, HouseholdsPerCommunity: 20},
		{Today: time.Date(2027, 2, 10, 23, 59, 0, 0, time.UTC), Days: 3, Stores: 3, CommunitiesPerStore: 1, HouseholdsPerCommunity: 25},
	} {
		w := world(t, cfg)
		for d := range 100 {
			w.Day(d)
		}
		for _, r := range w.Truth() {
			if r.Value != r.Value || r.Value < 0 {
				t.Fatalf("truth %+v", r)
			}
		}
	}
}

func BenchmarkDefault(b *testing.B) {
	for b.Loop() {
		w := world(b, Default())
		events := 0
		for d := range w.Today() + 1 {
			events += len(w.Day(d).Events)
		}
		b.ReportMetric(float64(events), "events/op")
	}
}
