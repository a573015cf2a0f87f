package inventory

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Options of an order sheet.
type Options struct {
	MinService     float64           // lower bound of the service level; 0 means 0.50
	MaxService     float64           // upper bound; 0 means 0.98
	DefaultService float64           // where price or cost is unknown; 0 means 0.80
	DefaultMargin  float64           // share of the price, for the fen figures where cost is unknown; 0 means 0.25
	Holding        float64           // keeping a unit over a cover period, share of its cost; 0 means 0.005
	Unit           string            // Chinese measure word of the reasons; "" means 份
	UnitOf         map[string]string // by product, where another measure word fits better
}

func (o Options) filled() (Options, error) {
	for _, f := range []struct {
		v     *float64
		plain float64
		name  string
	}{
		{&o.MinService, 0.50, "MinService"}, {&o.MaxService, 0.98, "MaxService"}, {&o.DefaultService, 0.80, "DefaultService"},
		{&o.DefaultMargin, 0.25, "DefaultMargin"}, {&o.Holding, 0.005, "Holding"},
	} {
		if *f.v == 0 {
			*f.v = f.plain
		}
		if !(*f.v > 0 && *f.v < 1) {
			return o, fmt.Errorf("inventory: option %s is %v; it must be between 0 and 1", f.name, *f.v)
		}
	}
	if o.MinService > o.MaxService {
		return o, fmt.Errorf("inventory: MinService %v is above MaxService %v; swap them", o.MinService, o.MaxService)
	}
	if o.Unit == "" {
		o.Unit = "份"
	}
	return o, nil
}

// OrderSheet decides the quantity of every line. Rows are ordered by store, then
// by money at stake, the most first, then by product.
func OrderSheet(lines []Line, opt Options) ([]Row, error) {
	opt, err := opt.filled()
	if err != nil {
		return nil, err
	}
	seen := make(map[[2]string]bool, len(lines))
	rows := make([]Row, len(lines))
	for i := range lines {
		l := lines[i]
		if err := l.check(); err != nil {
			return nil, fmt.Errorf("inventory: line %d (%s, %s): %w", i, l.StoreID, l.ProductID, err)
		}
		key := [2]string{l.StoreID, l.ProductID}
		if seen[key] {
			return nil, fmt.Errorf("inventory: line %d (%s, %s): a second line of this product; give one per store and product", i, l.StoreID, l.ProductID)
		}
		seen[key] = true
		rows[i] = l.order(opt)
	}
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.StoreID, b.StoreID), cmp.Compare(b.StakeFen, a.StakeFen), cmp.Compare(a.ProductID, b.ProductID))
	})
	return rows, nil
}

// check refuses what cannot be, and mends what can: stock below nothing is a slip
// of counting and taken as nothing, a pack of 0 is one unit.
func (l *Line) check() error {
	if err := l.Demand.check(); err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		v    float64
	}{
		{"booked", l.Booked}, {"on_order", l.OnOrder}, {"pack_size", l.PackSize}, {"min_order", l.MinOrder}, {"usual", l.Usual},
		{"price_fen", float64(l.PriceFen)}, {"cost_fen", float64(l.CostFen)}, {"salvage_fen", float64(l.SalvageFen)},
		{"days", float64(l.Days)}, {"shelf_life_days", float64(l.ShelfLifeDays)},
	} {
		if !(f.v >= 0) || math.IsInf(f.v, 0) {
			return fmt.Errorf("%s is %v; it must be finite and not negative", f.name, f.v)
		}
	}
	if math.IsNaN(l.OnHand) || math.IsInf(l.OnHand, 0) {
		return fmt.Errorf("on_hand is %v; it must be finite", l.OnHand)
	}
	l.OnHand = math.Max(0, l.OnHand)
	l.Days = max(1, l.Days)
	if l.PackSize == 0 {
		l.PackSize = 1
	}
	return nil
}

// order decides one line.
func (l *Line) order(opt Options) Row {
	all := l.Demand.outcomes()
	p := plan{cost: l.cost(opt), rest: all.beyond(l.Booked), have: l.OnHand + l.OnOrder - l.Booked}
	p.last = p.rest.until(l.periods(), l.Demand.Mean)
	p.settle(opt)
	packs := l.packs(&p)
	quantity := packs*l.PackSize + 0 // never minus zero
	missed, wasted, kept := p.expected(p.have + quantity)
	missed0, wasted0, kept0 := p.expected(p.have)
	r := Row{
		StoreID: l.StoreID, ProductID: l.ProductID, Quantity: quantity, Packs: uint32(packs), PackSize: l.PackSize,
		Expected: l.Demand.Mean, Low: math.Max(l.Demand.Q10, l.Booked), High: math.Max(l.Demand.Q90, l.Booked),
		Booked: l.Booked, OnHand: l.OnHand, OnOrder: l.OnOrder, ServiceLevel: p.level,
		ExpectedWasteFen: int64(math.Round(wasted)), ExpectedMissedFen: int64(math.Round(missed)),
		StakeFen: int64(math.Round(math.Max(0, missed0+wasted0+kept0-missed-wasted-kept))),
	}
	if l.Booked > 0 {
		rest := p.rest.mean()
		r.Expected = l.Booked + rest
		r.Low, r.High = l.Booked+p.rest.quantile(0.10), l.Booked+p.rest.quantile(0.90)
	}
	f := Facts{
		Start: l.Start, Days: l.Days, Usual: l.Usual, Expected: r.Expected, Low: r.Low, High: r.High,
		Booked: l.Booked, OnHand: l.OnHand, OnOrder: l.OnOrder, Packs: packs, PackSize: l.PackSize, MinOrder: l.MinOrder,
		Enough: p.have >= p.rest.quantile(p.level),
	}
	if packs > 0 && l.ShelfLifeDays > max(1, l.Days) && l.OnHand+l.OnOrder+quantity > r.High {
		f.Keeps = l.ShelfLifeDays
	}
	r.ReasonZh, r.ReasonEn = f.Zh(opt.unit(l.ProductID)), f.En()
	return r
}

// packs is the cheapest number of packs: the search starts at the quantile of
// demand and goes on while a pack more or less is cheaper, which ends at the optimum
// as the objective is convex. Nothing, or the least that may be ordered, stand beside
// it. Booked units are always covered.
func (l *Line) packs(p *plan) float64 {
	objective := func(n float64) float64 { return p.objective(p.have + n*l.PackSize) }
	least := math.Ceil(l.MinOrder/l.PackSize - 1e-9)
	owed := math.Ceil(math.Max(0, -p.have)/l.PackSize - 1e-9)
	if owed > 0 {
		owed = math.Max(owed, least)
	}
	best := math.Max(owed, math.Floor((p.rest.quantile(p.level)-p.have)/l.PackSize+1e-9))
	bestCost := objective(best)
	for _, step := range [2]float64{1, -1} {
		for best+step >= owed {
			c := objective(best + step)
			if c >= bestCost*(1-1e-12) {
				break
			}
			best, bestCost = best+step, c
		}
	}
	if best > owed && best < least {
		if best = owed; objective(least) < objective(owed) {
			best = least
		}
	}
	return best
}

// unit is the product's measure word.
func (o *Options) unit(product string) string {
	if u := o.UnitOf[product]; u != "" {
		return u
	}
	return o.Unit
}
