// Package settlement reckons what a store's day comes to and names whatever does
// not agree, to the fen. It is computation alone: rows in, rows out; the owner's
// room reads the tables.
//
// Three sources tell of the same orders. The events as they are stored are
// folded here ([Fold]), independently of the SQL that makes the facts; the facts
// are the order lines that every figure is summed from ([Order]); the platform's
// statement is what was imported of it ([Row]). [Check] holds the facts against
// the events, [Late] the events against themselves at the close of the day, and
// [Compare] our orders against the statement, so that ours plus the named
// differences is theirs. Money is whole fen. An order belongs to the day of its
// first event, and so does whatever is refunded of it later.
package settlement

import "time"

// Line is a line of an order, or the part of one that was cancelled or refunded.
type Line struct {
	Position  uint16
	ProductID string
	Name      string
	NameEn    string
	Unit      string
	Status    string
	Sold      bool // paid for, neither cancelled nor refunded
	Quantity  float64
	UnitPrice int64
	Discount  int64
	Amount    int64
}

// Order is an order as the facts have it.
type Order struct {
	ID       string
	Customer string // a code
	At       time.Time
	Lines    []Line
	Bill     int64 // all lines, whatever became of them
	Sold     int64 // of that, paid for and kept
	Refunded int64
	Settles  bool  // anything of it was paid for
	Due      int64 // its share of the day's commission
}

// Add puts a line to the order.
func (o *Order) Add(l Line) {
	o.Lines = append(o.Lines, l)
	o.Bill += l.Amount
	switch {
	case l.Sold:
		o.Sold += l.Amount
		o.Settles = true
	case l.Status == "refunded":
		o.Refunded += l.Amount
		o.Settles = true
	}
}

// Paid is what the customer paid, before refunds.
func (o Order) Paid() int64 { return o.Sold + o.Refunded }

// Pick gives the orders of which anything was paid, each with its share of the day's commission.
func Pick(all []Order, rate float64) []Order {
	var out []Order
	var nets []int64
	for _, o := range all {
		if o.Settles {
			out, nets = append(out, o), append(nets, o.Sold)
		}
	}
	for i, due := range Split(nets, rate) {
		out[i].Due = due
	}
	return out
}

// Sum is what some orders come to.
type Sum struct {
	Orders, Lines             int
	Paid, Refunded, Sold, Due int64
}

// Total adds up orders.
func Total(orders []Order) (s Sum) {
	for _, o := range orders {
		s.Orders++
		s.Lines += len(o.Lines)
		s.Paid += o.Paid()
		s.Refunded += o.Refunded
		s.Sold += o.Sold
		s.Due += o.Due
	}
	return s
}
