package settlement

import (
	"cmp"
	"math/big"
	"slices"
	"time"
)

// Event is an order event as it is stored. Quantities are in thousandths.
type Event struct {
	EventID     string    `ch:"event_id"`
	OrderID     string    `ch:"order_id"`
	Status      string    `ch:"status"`
	At          time.Time `ch:"event_time"`
	BusinessDay time.Time `ch:"business_day"`
	IngestedAt  time.Time `ch:"ingested_at"`
	Products    []string  `ch:"products"`
	Quantities  []int64   `ch:"quantities"`
	Prices      []int64   `ch:"prices"`
	Discounts   []int64   `ch:"discounts"`
}

// Told is what the events tell of one order.
type Told struct {
	ID        string
	Day       time.Time // of the first event
	Bill      int64     // what all lines come to
	Sold      int64     // of that, paid for and kept
	Refunded  int64
	Settles   bool      // anything of it was paid for
	Stored    time.Time // when the newest event that moves money was stored
	RefundDay time.Time // of the last refund; zero: none
}

var reach = map[string]int{"placed": 1, "paid": 2, "refunded": 2, "ready": 3, "picked_up": 4}

// bills says whose lines are the bill: the last paid event's, else the last placed one's, else what was handed over.
var bills = map[string]int{"paid": 4, "placed": 3, "picked_up": 2, "ready": 1}

// Fold reckons each order from its events, in whatever order they came.
func Fold(events []Event) map[string]Told {
	of := map[string][]Event{}
	for _, e := range events {
		of[e.OrderID] = append(of[e.OrderID], e)
	}
	out := make(map[string]Told, len(of))
	for id, list := range of {
		slices.SortFunc(list, func(a, b Event) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.EventID, b.EventID)) })
		out[id] = fold(id, list)
	}
	return out
}

// UpTo are the events that were stored by an instant.
func UpTo(events []Event, at time.Time) (out []Event) {
	for _, e := range events {
		if !e.IngestedAt.After(at) {
			out = append(out, e)
		}
	}
	return out
}

func fold(id string, events []Event) Told {
	t := Told{ID: id, Day: events[0].BusinessDay}
	reached, rank := 0, 0
	var bill Event
	whole := map[string]bool{}                                            // status of an event that names no lines: all of them
	units := map[string]map[string]int64{"cancelled": {}, "refunded": {}} // of products
	for _, e := range events {
		reached = max(reached, reach[e.Status])
		if r := bills[e.Status]; r > 0 && r >= rank && len(e.Products) > 0 {
			bill, rank = e, r
		}
		if back := units[e.Status]; back != nil {
			whole[e.Status] = whole[e.Status] || len(e.Products) == 0
			for i, p := range e.Products {
				back[p] += e.Quantities[i]
			}
		}
		if e.Status == "refunded" {
			t.RefundDay = later(t.RefundDay, e.BusinessDay)
		}
		if e.Status != "ready" && e.Status != "picked_up" {
			t.Stored = later(t.Stored, e.IngestedAt)
		}
	}
	above := map[string]int64{} // units of a product in earlier lines
	for i, p := range bill.Products {
		n, before := bill.Quantities[i], above[p]
		above[p] += n
		cancelled := clamp(units["cancelled"][p]-before, n)
		if whole["cancelled"] {
			cancelled = n
		}
		refunded := clamp(units["refunded"][p]-max(0, before-units["cancelled"][p]), n-cancelled)
		if whole["refunded"] {
			refunded = n - cancelled
		}
		total := half(n, bill.Prices[i], 1000) - bill.Discounts[i]
		t.Bill += total
		back := total - portion(total, n-refunded, n) // the last part of the line
		if n == 0 {
			back = 0
		}
		t.Refunded += back
		t.Settles = t.Settles || refunded > 0
		if kept := n - cancelled - refunded; reached >= reach["paid"] && (kept > 0 || n == 0) {
			t.Sold += portion(total, kept, n)
			t.Settles = true
		}
	}
	return t
}

// portion is what the first units of a line come to; the parts of a line add up to it.
func portion(total, units, of int64) int64 {
	if of == 0 {
		return total
	}
	return half(total, units, of)
}

// half is a * b / c, rounded half up, without overflow.
func half(a, b, c int64) int64 {
	p := new(big.Int).Mul(big.NewInt(a), big.NewInt(b))
	p.Add(p.Mul(p, big.NewInt(2)), big.NewInt(c))
	return p.Div(p, big.NewInt(2*c)).Int64()
}

func clamp(v, high int64) int64 { return max(0, min(v, high)) }

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
