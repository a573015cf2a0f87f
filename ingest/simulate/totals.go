package simulate

import (
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// Totals is the truth about a stream: what a receiver must hold that has counted every event once.
type Totals struct {
	Click, Order, Share int64 // distinct events
	Orders              int64 // distinct order ids
	Paid                int64 // fen that paid events ask for
	Sold                int64 // fen of lines that were paid and neither cancelled nor refunded; what the daily facts call sold
	First, Last         time.Time

	open map[string]int64 // orders paid and not handed over: what they would still bring
}

func (t *Totals) begin() { *t = Totals{open: map[string]int64{}} }

// Events is how many there are of all types.
func (t *Totals) Events() int64 { return t.Click + t.Order + t.Share }

func (t *Totals) add(e event.Event) {
	if t.Last = e.Common().Time; t.First.IsZero() {
		t.First = t.Last
	}
	switch e := e.(type) {
	case *event.Click:
		t.Click++
	case *event.Share:
		t.Share++
	case *event.Order:
		t.Order++
		t.order(e)
	}
}

// order follows an order until nothing but refunds of named lines can happen to it.
func (t *Totals) order(o *event.Order) {
	amount := int64(0)
	for _, l := range o.Lines {
		amount += l.Amount()
	}
	switch o.Status {
	case "placed":
		t.Orders++
	case "paid":
		t.Paid += amount
		t.Sold += amount
		t.open[o.OrderID] = amount
	case "picked_up":
		delete(t.open, o.OrderID)
	case "cancelled", "refunded":
		left, open := t.open[o.OrderID]
		if len(o.Lines) == 0 { // the whole order
			amount = left
		}
		t.Sold -= amount
		if !open {
			return
		}
		if left -= amount; left > 0 {
			t.open[o.OrderID] = left
		} else {
			delete(t.open, o.OrderID)
		}
	}
}
