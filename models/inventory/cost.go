package inventory

import "math"

// cost is the money side of one line, per unit.
type cost struct {
	under float64 // margin missed
	over  float64 // lost with a unit thrown away
	hold  float64 // keeping a unit for another period
	known bool    // price and cost were given
}

func (l *Line) cost(opt Options) cost {
	price, unit := float64(l.PriceFen), float64(l.CostFen)
	c := cost{known: price > 0 && unit > 0}
	if unit <= 0 {
		unit = price * (1 - opt.DefaultMargin)
	}
	c.under = math.Max(0, price-unit)
	c.over = math.Max(0, unit-float64(l.SalvageFen))
	if l.periods() > 1 {
		c.hold = opt.Holding * unit
	}
	return c
}

// periods is how many cover periods a fresh unit lasts, at least 1.
func (l *Line) periods() float64 {
	return math.Max(1, float64(l.ShelfLifeDays)/float64(max(1, l.Days)))
}

// plan is the decision problem of one line: stock net of booked units against
// demand beyond them.
type plan struct {
	cost
	rest  draws // demand beyond booked within the period
	last  draws // demand beyond booked until fresh units spoil
	have  float64
	level float64 // service level aimed at
	bound bool    // the level is given, not a result of the costs
}

// expected is the expected cost of a net stock of s, in fen: missed, wasted, kept.
func (p *plan) expected(s float64) (missed, wasted, kept float64) {
	return p.under * p.rest.short(s), p.over * p.last.over(s), p.hold * p.rest.over(s)
}

// objective is what a quantity is judged by: expected cost, or, where the service
// level is given, the cost that has this level as its optimum.
func (p *plan) objective(s float64) float64 {
	if p.bound {
		return p.level*p.rest.short(s) + (1-p.level)*p.rest.over(s)
	}
	missed, wasted, kept := p.expected(s)
	return missed + wasted + kept
}

// settle finds the service level: where one more unit saves as much as it costs,
// (under + hold)·F(s) + over·G(s) = under with F the chance that demand of the
// period, and G that demand until spoiling, is at most s. For goods that last one
// period F = G and this is the newsvendor's under / (under + over).
func (p *plan) settle(opt Options) {
	if !p.known || p.under+p.over+p.hold == 0 {
		p.level, p.bound = opt.DefaultService, true
		return
	}
	low, high := 0.0, 1.0
	for range 40 {
		middle := (low + high) / 2
		s := p.rest.quantile(middle)
		if (p.under+p.hold)*middle+p.over*p.last.reach(s) < p.under {
			low = middle
		} else {
			high = middle
		}
	}
	p.level = (low + high) / 2
	if p.periodEnds() {
		p.level = p.under / (p.under + p.over + p.hold)
	}
	if clipped := math.Min(math.Max(p.level, opt.MinService), opt.MaxService); clipped != p.level {
		p.level, p.bound = clipped, true
	}
}

// periodEnds reports whether nothing lasts beyond the period.
func (p *plan) periodEnds() bool { return &p.rest[0] == &p.last[0] }

// quantile of the draws: the smallest outcome that is enough with chance p.
func (d draws) quantile(p float64) float64 {
	return d[min(max(int(math.Ceil(p*float64(len(d))))-1, 0), len(d)-1)]
}
