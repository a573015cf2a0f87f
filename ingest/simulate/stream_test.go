package simulate

import (
	"crypto/sha256"
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// print is a fingerprint of a stream: every byte, every key, in order.
func print(in iter.Seq[Message]) string {
	h := sha256.New()
	for m := range in {
		fmt.Fprintln(h, m.Type, m.Key, m.Time)
		h.Write(m.Value)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestSameSeedSameStream(t *testing.T) {
	const n = 30_000
	want := print(Stream(5, n))
	if print(Stream(5, n)) != want {
		t.Error("two streams of the same seed differ")
	}
	if print(Stream(6, n)) == want {
		t.Error("the same stream under another seed")
	}
	for _, workers := range []int{1, 2, 7} {
		w := world(t, Sized(5, n, 0, 0))
		w.workers = workers
		for range 2 { // a world can be streamed again
			if print(w.Stream(n, nil)) != want {
				t.Errorf("%d workers make another stream", workers)
			}
		}
	}
}

func TestParallelDaysAreTheSame(t *testing.T) {
	cfg := Small()
	cfg.Stores, cfg.Days = 9, 6
	one, many := world(t, cfg), world(t, cfg)
	one.workers, many.workers = 1, 5
	if a, b := digests(one), digests(many); !slices.Equal(a, b) {
		t.Errorf("%v\n%v", a, b)
	}
}

// TestTotalsAreTheTruth folds the messages as a receiver would that may keep everything.
func TestTotalsAreTheTruth(t *testing.T) {
	const n = 40_000
	w := world(t, Sized(3, n, 2, 0))
	var totals Totals
	var click, order, share, paid, sold int64
	ids, orders, bytes := map[string]bool{}, map[string]map[string]int64{}, 0
	users, sessions := map[string]bool{}, map[string]bool{}
	last := time.Time{}
	for m := range w.Stream(n, &totals) {
		e, unknown, err := event.Decode(m.Value, m.Type, time.Time{})
		if err != nil || unknown > 0 || ids[e.Common().ID] || e.Common().UserID != m.Key || e.Common().Time.UnixMilli() != m.Time || e.Common().Time.Before(last) {
			t.Fatalf("%s: %v", m.Value, err)
		}
		ids[e.Common().ID], users[m.Key], last = true, true, e.Common().Time
		bytes += len(m.Value)
		switch e := e.(type) {
		case *event.Click:
			click++
			sessions[e.SessionID] = true
		case *event.Share:
			share++
		case *event.Order:
			order++
			bill := orders[e.OrderID]
			switch e.Status {
			case "placed":
				orders[e.OrderID] = nil
			case "paid":
				bill = map[string]int64{}
				for _, l := range e.Lines {
					bill[l.ProductID] = l.Amount()
					paid += l.Amount()
				}
				orders[e.OrderID] = bill
			case "cancelled", "refunded":
				for _, l := range e.Lines {
					delete(bill, l.ProductID)
				}
				if len(e.Lines) == 0 {
					clear(bill)
				}
			}
		}
	}
	for _, bill := range orders {
		for _, amount := range bill {
			sold += amount
		}
	}
	want := Totals{Click: click, Order: order, Share: share, Orders: int64(len(orders)), Paid: paid, Sold: sold, First: totals.First, Last: last, open: totals.open}
	if fmt.Sprint(totals) != fmt.Sprint(want) || totals.Events() != n || sold == 0 || sold >= paid {
		t.Errorf("%+v\nwant %+v", totals, want)
	}
	if !totals.Last.Before(w.Date(w.Today())) || totals.First.Before(w.Date(0)) || totals.First.After(w.Date(1)) {
		t.Errorf("from %s to %s, today is %s", totals.First, totals.Last, w.Date(w.Today()))
	}
	if len(totals.open) > len(orders)/2 {
		t.Errorf("%d of %d orders are kept in mind", len(totals.open), len(orders))
	}
	within(t, "mean bytes", float64(bytes)/n, 250, 400)
	within(t, "users", float64(len(users)), 300, 2000)
	within(t, "clicks per session", float64(click)/float64(len(sessions)), 3, 20)
	for u := range users {
		if len(u) != 28 {
			t.Fatalf("user %s", u)
		}
	}
}

func TestStreamEndsWhenItsReaderDoes(t *testing.T) {
	n := 0
	for range Stream(1, 1_000_000) {
		if n++; n == 10 {
			break
		}
	}
	for range Stream(1, 0) {
		t.Error("an event in a stream of none")
	}
}

func TestWorldsAreSizedForTheirEvents(t *testing.T) {
	for _, c := range []struct {
		n            int64
		stores, days int
	}{{1, 0, 0}, {20_000, 0, 0}, {150_000, 0, 0}, {50_000, 0, 3}, {50_000, 1, 0}} {
		cfg := Sized(1, c.n, c.stores, c.days)
		w := world(t, cfg)
		var totals Totals
		for range w.Stream(c.n, &totals) {
		}
		if totals.Events() != c.n || !totals.Last.Before(cfg.Today) || c.stores > 0 && cfg.Stores != c.stores || c.days > 0 && cfg.Days != c.days {
			t.Errorf("%+v: %d stores, %d days, %d events, the last at %s", c, cfg.Stores, cfg.Days, totals.Events(), totals.Last)
		}
	}
	for _, n := range []int64{5_000_000, 1 << 31} {
		cfg := Sized(1, n, 0, 0)
		if err := cfg.validate(); err != nil || int64(cfg.Stores)*int64(cfg.Days)*perStoreDay < n {
			t.Errorf("%d events: %+v %v", n, cfg, err)
		}
	}
}

func BenchmarkStream(b *testing.B) {
	b.ReportAllocs()
	n, bytes := int64(0), int64(0)
	for m := range Stream(1, int64(b.N)) {
		n++
		bytes += int64(len(m.Value))
	}
	b.ReportMetric(float64(bytes)/float64(n), "bytes/event")
}
