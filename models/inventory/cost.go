package inventory

import "math"

// cost is the money side of one line, per unit.
type cost struct {
	under float64 // margin missed
	over  float64 // lost with a unit thrown away
	hold  float64 // keeping a unit, until the next delivery in a plan, for a day in a scene
	known bool    // price and cost were given
}

func (l *Line) cost(opt Options) cost {
	price, unit := float64(l.PriceFen), float64(l.CostFen)
	c := cost{known: price > 0 && unit > 0}
	if unit <= 0 {
		unit = price * (1 - opt.DefaultMargin)
	}
	if price <= 0 {
		price = unit / (1 - opt.DefaultMargin)
	}
	c.under = math.Max(0, price-unit)
	c.over = math.Max(0, unit-float64(l.SalvageFen))
	if l.life() > l.cover() {
		c.hold = opt.Holding * unit
	}
	return c
}

// life is for how many days a fresh unit can be sold, at least 1.
func (l *Line) life() int {
	if l.ShelfLifeDays > 0 {
		return l.ShelfLifeDays
	}
	return l.cover()
}

func (l *Line) cover() int {
	_, cover := l.served()
	return cover
}
