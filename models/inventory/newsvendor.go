package inventory

import "math"

// plan is the decision problem of one line without ages: stock net of booked units
// against demand beyond them.
type plan struct {
	cost
	aim
	rest draws // demand beyond booked within the period
	last draws // demand beyond booked until fresh units spoil
	ends bool  // nothing lasts beyond the period
	have float64
}

// aim is the service level of a line, and where it comes from.
type aim struct {
	level  float64
	bound  bool // the level is given or the lower bound, not a result of the costs
	capped bool // the costs ask for more than the upper bound, which is the level
	wished bool // the level was asked for
	reach  bool // the level has to be reached, not just come near
}

func (l *Line) plan(opt Options) *plan {
	p := &plan{cost: l.cost(opt), rest: l.Demand.outcomes().beyond(l.Booked), have: l.projected() - l.Booked}
	periods := math.Max(1, float64(l.life())/float64(l.cover()))
	p.ends = periods == 1
	p.last = p.rest.until(periods, l.Demand.Mean, opt.Correlation)
	p.settle(l.wish(opt), opt)
	return p
}

// wish is the aim of a line before its costs are looked at.
func (l *Line) wish(opt Options) aim {
	switch c := l.cost(opt); {
	case l.Service > 0:
		return aim{level: l.Service, bound: true, wished: true, reach: true}
	case opt.Service > 0:
		return aim{level: opt.Service, bound: true, wished: true, reach: true}
	case !c.known || c.under+c.over+c.hold == 0:
		return aim{level: opt.DefaultService, bound: true}
	}
	return aim{}
}

// expected is the expected cost of a net stock of s, in fen: missed, wasted, kept.
func (p *plan) expected(s float64) (missed, wasted, kept float64) {
	return p.under * p.rest.short(s), p.over * p.last.over(s), p.hold * p.rest.over(s)
}

// lasting reports whether hardly anything spoils if spoiling is not thought of: of
// what the service level takes, rounded up to a pack or the least order. Customers who
// take the freshest leave what is old to the others.
func (p *plan) lasting(l *Line, opt Options) bool {
	if p.ends {
		return false
	}
	level, spoiled := p.level, 0.0
	if !p.bound {
		level = min(p.under/(p.under+p.hold), opt.MaxService)
	}
	s := p.rest.quantile(level) + max(0, l.PackSize-1, l.MinOrder-1)
	for _, v := range p.last {
		spoiled += max(0, s-v*(1-l.PickFresh))
	}
	return spoiled/float64(len(p.last)) < 0.002*p.rest.mean()
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
func (p *plan) settle(wish aim, opt Options) {
	if p.aim = wish; p.bound {
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
	if p.ends {
		p.level = p.under / (p.under + p.over + p.hold)
	}
	p.clip(opt)
}

// clip keeps a level that came from the costs within the options' bounds.
func (a *aim) clip(opt Options) {
	switch {
	case a.level < opt.MinService:
		a.level, a.bound = opt.MinService, true
	case a.level > opt.MaxService:
		a.level, a.capped = opt.MaxService, true
	}
}

// packs is the cheapest number of packs: the search starts at the quantile of
// demand and goes on while a pack more or less is cheaper, which ends at the optimum
// as the objective is convex. Nothing, or the least that may be ordered, stand beside
// it. Booked units are always covered.
func (l *Line) packs(p *plan) float64 {
	objective := func(n float64) float64 { return p.objective(p.have + n*l.PackSize) }
	least := math.Ceil(l.MinOrder/l.PackSize - 1e-9)
	owed := math.Ceil(max(0, -p.have)/l.PackSize - 1e-9)
	if owed > 0 {
		owed = max(owed, least)
	}
	gap := (p.rest.quantile(p.level) - p.have) / l.PackSize
	enough := max(owed, math.Ceil(gap-1e-9)) // reaches the level
	if p.reach {
		if enough > 0 {
			return max(enough, least)
		}
		return 0
	}
	start := max(owed, math.Floor(gap+1e-9))
	best := descend(objective, start, owed, half(start/100), 1)
	if p.capped {
		best = min(best, enough)
	}
	if best > owed && best < least {
		if best = owed; objective(least) < objective(owed) {
			best = least
		}
	}
	return best
}
