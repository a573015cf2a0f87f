package simulate

import (
	"crypto/sha256"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// TestFraudIsAdded: planted cases come beside what happens anyway, which stays as it is to the byte; every planted event is one that
// the collector takes; and the truth names who cheats.
func TestFraudIsAdded(t *testing.T) {
	cfg := Small()
	cfg.Days, cfg.Stores, cfg.CommunitiesPerStore = 56, 4, 3
	honest := world(t, cfg)
	cfg.Fraud = true
	w, again := world(t, cfg), world(t, cfg)
	h := sha256.New()
	planted, refunds := 0, 0
	paid := map[string]time.Time{}
	for d := range w.Today() {
		day := w.Day(d)
		if digest(h, day) != digest(h, again.Day(d)) {
			t.Fatalf("day %d differs in a second world", d)
		}
		if !slices.IsSortedFunc(day.Events, func(a, b event.Event) int { return a.Common().Time.Compare(b.Common().Time) }) {
			t.Errorf("day %d is not in time order", d)
		}
		base := &Day{Stock: day.Stock}
		own := honest.Day(d)
		at := 0
		for _, e := range day.Events {
			if at < len(own.Events) && e.Common().ID == own.Events[at].Common().ID {
				base.Events, at = append(base.Events, e), at+1
				continue
			}
			planted++
			if w.dayOf(e.Common().Time) != d {
				t.Errorf("%s of day %d is of %s", e.Common().ID, d, e.Common().Time)
			}
			if _, _, err := event.Decode(e.AppendJSON(nil), e.Type(), time.Time{}); err != nil {
				t.Errorf("%s: %v", e.AppendJSON(nil), err)
			}
			if o, ok := e.(*event.Order); ok && o.Status == "paid" {
				paid[o.OrderID] = o.Time
			} else if ok {
				refunds++
				if since := o.Time.Sub(paid[o.OrderID]); since <= 7*24*time.Hour || since > 14*24*time.Hour {
					t.Errorf("order %s is refunded after %s", o.OrderID, since)
				}
			}
		}
		if digest(h, base) != digest(h, own) {
			t.Fatalf("day %d is another one without what was planted", d)
		}
	}
	of := map[string]int{}
	for _, x := range w.Truth() {
		if x.Kind == "fraud" {
			of[x.Key2]++
		}
	}
	if of[SelfReferral] != 1 || of[Ring] != 3 || of[Burst] != 1 || of[LateRefund] != 1 || planted < 100 || refunds < 5 {
		t.Errorf("%v planted, %d events, %d refunds", of, planted, refunds)
	}
	for _, x := range honest.Truth() {
		if x.Kind == "fraud" {
			t.Errorf("%s cheats in an honest world", x.Key1)
		}
	}
}
