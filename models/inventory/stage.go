package inventory

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

const (
	longest = 28  // shelf life in days beyond which ages are not followed
	fade    = 4   // days at the end of a horizon over which costs fade out
	week    = 7   // the long run is looked at for that long, or the next whole delivery
	rough   = 100 // paths of a first look
)

// horizon is for how many days a line is played: until what is ordered now has
// been sold or has spoiled, and a few days in which later orders make up for what
// it was too much or too little. still is how long the long run
// takes to become one, and is then looked at.
func (l *Line) horizon(lasting bool) (days, still int) {
	arrives, cover := l.served()
	days = arrives + cover
	life := min(l.life(), longest)
	switch {
	case lasting: // only what is old on the first day can spoil
		for _, b := range l.Stock {
			days = max(days, min(b.DaysLeft, longest))
		}
	case life > cover:
		days += life + fade
		still = l.LeadDays + life + (week+cover-1)/cover*cover
	}
	return days, still
}

// fanDays is how many days of a fan a line may need.
func (l *Line) fanDays() int {
	days, still := l.horizon(false)
	lasting, _ := l.horizon(true)
	arrives, cover := l.served()
	return max(days, still, lasting) + (arrives+cover-1)/cover
}

// ready makes a scene of a line: demand paths, batches, later orders.
func (v *solver) ready(l *Line, s *scene, days int) {
	s.cost, s.life, s.lead, s.fresh, s.pack = l.cost(v.opt), l.life(), l.LeadDays, l.PickFresh, l.PackSize
	s.arrives, s.cover = l.served()
	s.perPack = 1 / s.pack
	s.hold /= float64(s.cover)
	s.least, s.days, s.paths = math.Ceil(l.MinOrder/l.PackSize-1e-9)*l.PackSize, days, v.fan.paths
	s.demand = grown(s.demand, s.paths*days)
	l.draw(v.fan, v.curves, days, s.demand)
	s.stock, s.inbound = sorted(l.shelved()), l.coming()
	s.come, s.weight = grown(s.come, days), grown(s.weight, days)
	s.shelf.batches = grown(s.shelf.batches, len(s.stock)+len(s.inbound)+days+1)
	for t := range s.weight {
		s.weight[t] = 0
		if t >= s.arrives {
			s.weight[t] = 1
		}
	}
	s.plan(l.deliveries(days))
}

func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// stage makes the main scene ready to be played for any order.
func (v *solver) stage(l *Line, wish aim, lasting bool) (safety float64) {
	days, still := l.horizon(lasting)
	v.curves = v.curves[:0]
	for t := range l.Daily {
		v.curves = append(v.curves, l.Daily[t].curve())
	}
	if len(l.Daily) == 0 {
		v.curves = append(v.curves, l.Demand.curve())
	}
	v.ready(l, &v.main, days)
	if still > 0 {
		// where the horizon ends must not matter, so its last days count less and less
		for k := range fade {
			v.main.weight[days-1-k] = float64(k+1) / (fade + 1)
		}
	}
	safety = v.safety(l, wish, still)
	v.main.aim(safety)
	return safety
}

// safety is how many spreads above the mean later orders fill up to: what is
// cheapest in the long run, found on the first paths by a shop that starts with one
// delivery and is looked at once the first goods have spoiled.
func (v *solver) safety(l *Line, wish aim, still int) float64 {
	if wish.bound {
		return normal(wish.level)
	}
	c := l.cost(v.opt)
	guess := normal(c.under / (c.under + c.hold + 0.3*c.over + 1e-9))
	if still == 0 {
		return guess
	}
	calm := *l
	calm.Stock, calm.Arrivals, calm.Booked, calm.BookedDaily = nil, nil, 0, nil
	s := &v.calm
	v.ready(&calm, s, still)
	for t := range l.LeadDays + min(l.life(), longest) {
		s.weight[t] = 0
	}
	if len(s.later) == 0 {
		return guess
	}
	return descend(func(k float64) float64 {
		s.aim(k)
		s.round = 0.5
		return s.play(s.refill(s.later[0].upTo), min(rough, s.paths)).fen
	}, guess, -3, 1, 0.25)
}

func normal(p float64) float64 { return mathext.NormalQuantile(min(max(p, 0.02), 0.99)) }
