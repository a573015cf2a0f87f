package inventory

import (
	"fmt"
	"math"
)

// Bounds of what a line may say; beyond them is a slip of the unit.
const (
	mostDays  = 10_000 // of a shelf life
	mostAhead = 31     // of lead time and of a cover period
	mostPacks = 1e9    // in one order
	mostFen   = 1e12   // of one unit
)

// check refuses what cannot be, and mends what can: stock below nothing is a slip
// of counting and taken as nothing, a pack of 0 is one unit.
func (l *Line) check() error {
	if len(l.Daily) == 0 {
		if err := l.Demand.check(); err != nil {
			return err
		}
	}
	most := l.Demand.Q95
	for t := range l.Daily {
		if err := l.Daily[t].check(); err != nil {
			return fmt.Errorf("day %d: %w", t, err)
		}
		most = math.Max(most, l.Daily[t].Q95)
	}
	for _, f := range []struct {
		name    string
		v, most float64
	}{
		{"booked", l.Booked, mostUnits}, {"on_order", l.OnOrder, mostUnits}, {"pack_size", l.PackSize, mostUnits},
		{"min_order", l.MinOrder, mostUnits}, {"usual", l.Usual, mostAhead * mostUnits},
		{"price_fen", float64(l.PriceFen), mostFen}, {"cost_fen", float64(l.CostFen), mostFen}, {"salvage_fen", float64(l.SalvageFen), mostFen},
		{"days", float64(l.Days), mostAhead}, {"lead_days", float64(l.LeadDays), mostAhead},
		{"shelf_life_days", float64(l.ShelfLifeDays), mostDays}, {"pick_fresh", l.PickFresh, 1}, {"service", l.Service, 0.999},
	} {
		if !(f.v >= 0) || math.IsInf(f.v, 0) {
			return fmt.Errorf("%s is %v; it must be finite and not negative", f.name, f.v)
		}
		if f.v > f.most {
			return fmt.Errorf("%s is %v; it must not be above %v", f.name, f.v, f.most)
		}
	}
	if l.Delivers > 127 {
		return fmt.Errorf("delivers is %d; give a sum of 1 (Sunday) to 64 (Saturday)", l.Delivers)
	}
	if l.Delivers != 0 && l.Start.IsZero() {
		return fmt.Errorf("delivers is given without start; say which weekday the first day is")
	}
	if math.IsNaN(l.OnHand) || math.IsInf(l.OnHand, 0) {
		return fmt.Errorf("on_hand is %v; it must be finite", l.OnHand)
	}
	l.OnHand = math.Max(0, l.OnHand)
	l.Days = max(1, l.Days)
	if l.PackSize == 0 {
		l.PackSize = 1
	}
	if packs := max(most*float64(l.cover()), l.Booked, l.MinOrder) / l.PackSize; packs > mostPacks {
		return fmt.Errorf("pack_size is %v, of which %.3g would be needed; it must be larger", l.PackSize, packs)
	}
	return l.checkStock()
}

// checkStock looks at batches and deliveries and adds them up.
func (l *Line) checkStock() error {
	for t, b := range l.BookedDaily {
		if !(b >= 0 && b <= mostUnits) {
			return fmt.Errorf("booked on day %d is %v; it must be from 0 to %v units", t, b, mostUnits)
		}
	}
	if len(l.Stock) == 0 && l.OnHand > 0 {
		l.Stock = []Batch{{Units: l.OnHand}}
	}
	l.OnHand = 0
	for k, b := range l.Stock {
		if !(math.Abs(b.Units) <= mostUnits) {
			return fmt.Errorf("batch %d of the stock has %v units; it must be a number, at most %v", k, b.Units, mostUnits)
		}
		if b.DaysLeft < 0 || b.DaysLeft > mostDays {
			return fmt.Errorf("batch %d of the stock has %d days left; give 0 if unknown, and no batch that has had its day", k, b.DaysLeft)
		}
		l.OnHand += math.Max(0, b.Units)
	}
	if len(l.Arrivals) == 0 && l.OnOrder > 0 {
		l.Arrivals = []Arrival{{Units: l.OnOrder}}
	}
	l.OnOrder = 0
	for k, a := range l.Arrivals {
		switch {
		case !(a.Units >= 0 && a.Units <= mostUnits):
			return fmt.Errorf("delivery %d under way has %v units; it must be from 0 to %v", k, a.Units, mostUnits)
		case a.Day < 0:
			return fmt.Errorf("delivery %d under way comes on day %d; days count from 0, what has come is stock", k, a.Day)
		case a.DaysLeft < 0 || a.DaysLeft > mostDays:
			return fmt.Errorf("delivery %d under way has %d days left on arrival; give 0 for fresh", k, a.DaysLeft)
		case k > 0 && a.Day < l.Arrivals[k-1].Day:
			return fmt.Errorf("delivery %d under way comes before the one in front of it; give them by day", k)
		}
		l.OnOrder += a.Units
	}
	return nil
}
