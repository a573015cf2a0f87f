package settlement

import "time"

// Row is a row of the platform's statement.
type Row struct {
	OrderID    string    `ch:"order_id"`
	Day        time.Time `ch:"business_day"`
	Paid       int64     `ch:"paid_fen"`
	Refunded   int64     `ch:"refunded_fen"`
	Commission int64     `ch:"commission_fen"`
	Known      bool      `ch:"known"`   // the statement speaks of commission
	OurDay     time.Time `ch:"our_day"` // of our order of this id; zero: we have none
	Source     string    `ch:"source"`
	ImportedAt time.Time `ch:"imported_at"`
}

// Theirs adds up what the statement says of one day.
func Theirs(day time.Time, rows []Row) (s Sum) {
	for _, r := range rows {
		if r.Day.Equal(day) {
			s.Orders++
			s.Paid += r.Paid
			s.Refunded += r.Refunded
			s.Due += r.Commission
		}
	}
	s.Sold = s.Paid - s.Refunded
	return s
}

// amounts of one order in the statement: of all days, and of the day that is compared.
type amounts struct {
	paid, refunded, due    int64
	paidOn, refundedOn, on int64
	paidDay, refundDay     time.Time // the last other day
	known                  bool
	rows                   int
}

// Compare names every difference between our orders of a day and the statement: net sales of ours plus all Net are those that
// the statement has for the day, and so is the commission with Due, where the statement speaks of it. An order's difference in
// commission stands with the difference in money that explains it at our rate, to a fen; else it is a difference of its own.
func Compare(day time.Time, orders []Order, rows []Row, rate float64) (out []Difference) {
	of, ours := map[string]*amounts{}, map[string]bool{}
	speaks := false
	for _, r := range rows {
		if of[r.OrderID] == nil {
			of[r.OrderID] = &amounts{}
		}
		of[r.OrderID].add(r, day)
		speaks = speaks || r.Known
	}
	for _, o := range orders {
		ours[o.ID] = true
		a := of[o.ID]
		if a == nil {
			d := Difference{Kind: OnlyOurs, OrderID: o.ID, Net: -o.Sold}
			if speaks {
				d.Due = -o.Due
			}
			out = append(out, d)
			continue
		}
		out = append(out, a.against(o, rate, speaks)...)
	}
	for _, r := range rows {
		if ours[r.OrderID] || !r.Day.Equal(day) {
			continue
		}
		d := Difference{Kind: OnlyTheirs, OrderID: r.OrderID, Net: r.Paid - r.Refunded, Due: r.Commission}
		if r.OurDay.Unix() > 0 && !r.OurDay.Equal(day) {
			d.Kind, d.Day = OrderOtherDay, r.OurDay
		}
		out = append(out, d)
	}
	return ordered(out)
}

func (a *amounts) add(r Row, day time.Time) {
	a.rows++
	a.paid += r.Paid
	a.refunded += r.Refunded
	a.due += r.Commission
	a.known = a.known || r.Known
	if r.Day.Equal(day) {
		a.paidOn += r.Paid
		a.refundedOn += r.Refunded
		a.on += r.Commission
		return
	}
	if r.Paid != 0 {
		a.paidDay = later(a.paidDay, r.Day)
	}
	if r.Refunded != 0 {
		a.refundDay = later(a.refundDay, r.Day)
	}
}

// against names the differences of one order.
func (a *amounts) against(o Order, rate float64, speaks bool) (out []Difference) {
	add := func(kind string, net int64, day time.Time) {
		if net != 0 {
			out = append(out, Difference{Kind: kind, OrderID: o.ID, Net: net, Day: day})
		}
	}
	add(PaidDiffers, a.paid-o.Paid(), time.Time{})
	switch {
	case a.refunded == 0:
		add(RefundMissing, o.Refunded, time.Time{})
	case o.Refunded == 0:
		add(RefundExtra, -a.refunded, time.Time{})
	default:
		add(RefundDiffers, o.Refunded-a.refunded, time.Time{})
	}
	add(PaidOtherDay, a.paidOn-a.paid, a.paidDay)
	add(RefundOtherDay, a.refunded-a.refundedOn, a.refundDay)
	delta := a.on - o.Due
	if !speaks || delta == 0 {
		return out
	}
	switch explained := near(a.due, Due(a.paid-a.refunded, rate)); {
	case a.known && explained && len(out) > 0:
		out[0].Due = delta
	case a.known && explained && near(delta, 0):
		out = append(out, Difference{Kind: CommissionRounding, OrderID: o.ID, Due: delta})
	default:
		out = append(out, Difference{Kind: CommissionDiffers, OrderID: o.ID, Due: delta})
	}
	return out
}

// near allows for rounding an order by itself or with its day.
func near(a, b int64) bool { return a-b <= 1 && b-a <= 1 }
