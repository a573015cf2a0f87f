package settlement

import (
	"cmp"
	"slices"
	"time"
)

// Difference is something that does not agree. Net and Due are what it is worth in net sales and in commission, in fen: of
// [Check] facts less events, of [Late] now less at the close, of [Compare] theirs less ours.
type Difference struct {
	Kind    string
	OrderID string
	Net     int64
	Due     int64
	Day     time.Time // the other day that it speaks of; zero: none
	At      time.Time // when what changed it was stored; zero: not known
}

// The kinds of differences, as they are named: of the facts against the events,
const (
	NoEvents   = "no_events"   // in the day's figures, but no event tells of it
	NotCounted = "not_counted" // the events tell of it, the day's figures lack it
	Pending    = "pending"     // came after the day's figures were made; the next run counts it
	LineSum    = "line_sum"    // the lines do not add up to the order's total
	State      = "state"       // paid or refunded differs
	DayTotal   = "day_total"   // the day's total differs from the sum of its lines
)

// of the events against the close of the day,
const (
	LateEvent   = "late"         // an event of the day was stored after the close
	RefundLater = "refund_later" // refunded on a later day, counted on the order's
)

// and of the statement against our orders.
const (
	OnlyTheirs         = "only_theirs" // in the statement, not in our orders
	OnlyOurs           = "only_ours"   // in our orders, not in the statement
	PaidDiffers        = "paid"
	RefundMissing      = "refund_missing"
	RefundExtra        = "refund_extra" // refunded in the statement, not by us
	RefundDiffers      = "refund"
	RefundOtherDay     = "refund_other_day"
	PaidOtherDay       = "paid_other_day"
	OrderOtherDay      = "order_other_day" // in the statement of this day, our order of another
	CommissionDiffers  = "commission"
	CommissionRounding = "commission_rounding" // a fen, by another rounding
)

// Kinds are all kinds, in the order in which they are told.
var Kinds = []string{
	NoEvents, NotCounted, Pending, LineSum, State, DayTotal, LateEvent, RefundLater,
	OnlyTheirs, OnlyOurs, PaidDiffers, RefundMissing, RefundExtra, RefundDiffers, RefundOtherDay, PaidOtherDay, OrderOtherDay,
	CommissionDiffers, CommissionRounding,
}

// Check holds the orders of a day as the facts have them against the events. Made is when the facts were: what was stored
// afterwards is not wrong, but pending.
func Check(day time.Time, orders []Order, told map[string]Told, made time.Time) (out []Difference) {
	seen := map[string]bool{}
	for _, o := range orders {
		seen[o.ID] = true
		t, ok := told[o.ID]
		d := Difference{OrderID: o.ID, Net: o.Sold - t.Sold, At: t.Stored}
		switch {
		case !ok:
			d.Kind = NoEvents
		case o.Bill == t.Bill && o.Sold == t.Sold && o.Refunded == t.Refunded:
			continue
		case !made.IsZero() && t.Stored.After(made):
			d.Kind = Pending
		case o.Bill != t.Bill:
			d.Kind = LineSum
			d.Net = o.Bill - t.Bill
		default:
			d.Kind = State
		}
		out = append(out, d)
	}
	for id, t := range told {
		if seen[id] || !t.Day.Equal(day) || !t.Settles {
			continue
		}
		d := Difference{Kind: NotCounted, OrderID: id, Net: -t.Sold, At: t.Stored}
		if !made.IsZero() && t.Stored.After(made) {
			d.Kind = Pending
		}
		out = append(out, d)
	}
	return ordered(out)
}

// Late tells which orders of a day came to something else since its close.
func Late(day time.Time, closed, now map[string]Told) (out []Difference) {
	for id, t := range now {
		before := closed[id]
		if !t.Day.Equal(day) || t.Sold == before.Sold && t.Refunded == before.Refunded {
			continue
		}
		d := Difference{Kind: LateEvent, OrderID: id, Net: t.Sold - before.Sold, At: t.Stored}
		if t.RefundDay.After(day) && t.Refunded > before.Refunded {
			d.Kind, d.Day = RefundLater, t.RefundDay
		}
		out = append(out, d)
	}
	return ordered(out)
}

// ByKind adds up differences of one kind.
type ByKind struct {
	Kind     string
	Count    int
	Net, Due int64
}

// Totals adds differences up by their names.
func Totals(all []Difference) (out []ByKind) {
	for _, d := range all {
		at := slices.IndexFunc(out, func(b ByKind) bool { return b.Kind == d.Kind })
		if at < 0 {
			at, out = len(out), append(out, ByKind{Kind: d.Kind})
		}
		out[at].Count++
		out[at].Net += d.Net
		out[at].Due += d.Due
	}
	return out
}

// ordered sorts by name, then by what is at stake.
func ordered(all []Difference) []Difference {
	slices.SortFunc(all, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(slices.Index(Kinds, a.Kind), slices.Index(Kinds, b.Kind)),
			cmp.Compare(size(b), size(a)), cmp.Compare(a.OrderID, b.OrderID))
	})
	return all
}

func size(d Difference) int64 { return max(d.Net, -d.Net) + max(d.Due, -d.Due) }
