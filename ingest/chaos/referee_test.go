package main

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
)

// TestSettle holds the referee to cases worked out by hand, in every arrival order that a shuffle finds.
func TestSettle(t *testing.T) {
	at := time.Date(2026, 11, 20, 16, 30, 0, 0, time.UTC) // half past midnight of the 21st
	order := func(i int, status string, lines ...event.Line) *event.Order {
		return &event.Order{Head: event.Head{ID: fmt.Sprint("e", i), Time: at.Add(time.Duration(i) * time.Minute), UserID: "u", StoreID: "s", CommunityID: "c"},
			OrderID: "o", Status: status, Lines: lines}
	}
	l := func(product string, quantity, price, discount int64) event.Line {
		return event.Line{ProductID: product, Quantity: quantity, UnitPrice: price, Discount: discount}
	}
	apples, pears := l("apples", 3000, 333, 100), l("pears", 1500, 101, 0)
	for name, c := range map[string]struct {
		events []*event.Order
		want   string // line status quantity amount discount sold
	}{
		"paid": {[]*event.Order{order(0, "placed", apples), order(1, "paid", apples, pears)},
			"[1 paid 3000 899 100 1] [2 paid 1500 152 0 1]"},
		"the bill is the paid one": {[]*event.Order{order(0, "paid", apples), order(1, "placed", pears), order(2, "picked_up", pears)},
			"[1 picked_up 3000 899 100 1]"},
		"cancelled whole": {[]*event.Order{order(0, "placed", apples), order(1, "cancelled")},
			"[1 cancelled 3000 899 100 0]"},
		"never paid": {[]*event.Order{order(0, "placed", apples)}, "[1 placed 3000 899 100 0]"},
		"one of three back, rounded half up": {[]*event.Order{order(0, "paid", apples), order(1, "picked_up"), order(2, "refunded", l("apples", 1000, 333, 0))},
			"[1 picked_up 2000 599 67 1] [1 refunded 1000 300 33 0]"},
		"what one line cannot take back the next does": {[]*event.Order{order(0, "paid", pears, pears), order(1, "refunded", l("pears", 2000, 101, 0))},
			"[1 refunded 1500 152 0 0] [2 paid 1000 101 0 1] [2 refunded 500 51 0 0]"},
		"some cancelled, the rest refunded": {[]*event.Order{order(0, "paid", apples), order(1, "cancelled", l("apples", 1000, 333, 0)), order(2, "refunded")},
			"[1 cancelled 1000 300 33 0] [1 refunded 2000 599 67 0]"},
		"more back than was bought": {[]*event.Order{order(0, "paid", pears), order(1, "refunded", l("pears", 9000, 101, 0))},
			"[1 refunded 1500 152 0 0]"},
		"no bill": {[]*event.Order{order(0, "cancelled")}, ""},
	} {
		for range 10 {
			rand.Shuffle(len(c.events), func(i, j int) { c.events[i], c.events[j] = c.events[j], c.events[i] })
			got := ""
			for _, r := range settle(c.events, map[string]master.Product{}) {
				if r.Day != "2026-11-21" || r.Hour != 0 {
					t.Errorf("%s: on %s at %d", name, r.Day, r.Hour)
				}
				if got != "" {
					got += " "
				}
				got += fmt.Sprint([]any{r.Line, r.Status, r.Quantity, r.Amount, r.Discount, r.Sold})
			}
			if got != c.want {
				t.Errorf("%s: got %s, want %s", name, got, c.want)
			}
		}
	}
}

// TestPlan: the same seed gives the same plan, with as many kills as asked for, and only joined guests are touched.
func TestPlan(t *testing.T) {
	o := options{seed: 7, duration: 20 * time.Minute, kills: 222, sinks: 2}
	a, b := fmt.Sprint(plan(o)), fmt.Sprint(plan(o))
	if a != b {
		t.Error("the same seed gives two plans")
	}
	o.seed = 8
	if fmt.Sprint(plan(o)) == a {
		t.Error("two seeds give the same plan")
	}
	n, here, last := map[string]int{}, false, time.Duration(0)
	for _, a := range plan(o) {
		n[string(a.verb)]++
		switch {
		case a.verb == join || a.verb == leave:
			if a.who != "sink-3" || here == (a.verb == join) {
				t.Errorf("%v: the guest is here: %v", a, here)
			}
			here = a.verb == join
		case a.who == "sink-3" && !here:
			t.Errorf("%v, but it is not here", a)
		}
		if a.at < last || a.at > o.duration {
			t.Errorf("%v comes after %v", a, last)
		}
		last = a.at
	}
	if n["kill"] != 222 || n["pause"] < 20 || n["join"] < 20 || n["join"] != n["leave"] {
		t.Errorf("%v", n)
	}
}
