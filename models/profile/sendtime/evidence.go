package sendtime

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Evidence is what stands behind a group's curve.
type Evidence struct {
	Users  int
	Orders int
	Design float64 // orders of this group that say as much as one of a stranger; 1 and more
}

// Evidence counts the users and orders of each group.
func (m *Model) Evidence() []Evidence {
	out, squares := make([]Evidence, len(m.h.Groups)), make([]float64, len(m.h.Groups))
	within := m.within()
	count := make(map[int32]int)
	for u := range m.h.Users {
		clear(count)
		for i := m.h.first[u]; i < m.past[u]; i++ {
			count[m.h.group[i]]++
		}
		for g, n := range count {
			out[g].Users++
			out[g].Orders += n
			squares[g] += float64(n) * float64(n)
		}
	}
	for g := range out {
		out[g].Design = 1
		if n := float64(out[g].Orders); n > 0 {
			out[g].Design = 1 + within*(squares[g]/n-1)
		}
	}
	return out
}

// within is how far orders of one user resemble each other: the correlation of lying in the chain's best three hours.
func (m *Model) within() float64 {
	chain := m.chainAll()
	best, _ := chain.Best(3, anyTime)
	pairs, both, orders, hits := 0.0, 0.0, 0.0, 0.0
	for u := range m.h.Users {
		n, x := 0.0, 0.0
		for i := m.h.first[u]; i < m.past[u]; i++ {
			n++
			if best.Holds(int(m.h.slot[i]/2), 3) {
				x++
			}
		}
		pairs, both, orders, hits = pairs+n*(n-1), both+x*(x-1), orders+n, hits+x
	}
	p := hits / orders
	if pairs == 0 || !(p > 0 && p < 1) {
		return 1 // nothing to see: take users for all of one mind
	}
	return math.Min(1, math.Max(0, (both/pairs-p*p)/(p*(1-p))))
}

// Effective is the number of independent orders that know as much as a group's curve for a weekday, the wider curve's part included.
func (m *Model) Effective(g, weekday int, e Evidence) float64 {
	_, total := m.Params.Group.blend(&m.counts[g], weekday)
	return (total + m.Params.Group.Prior) / e.Design
}

// surest bounds what a curve may claim to know, in orders.
const surest = 1e5

// Interval is the middle part of what a share may be that so many independent orders tell of.
func Interval(share, effective, part float64) (low, high float64) {
	n := math.Min(surest, effective)
	if share <= 0 || share >= 1 {
		return share, share
	}
	b := distuv.Beta{Alpha: share * n, Beta: (1 - share) * n}
	return b.Quantile((1 - part) / 2), b.Quantile((1 + part) / 2)
}

// GroupHours counts the orders of a group by hour, on working days or weekends.
func (m *Model) GroupHours(g int, weekend bool) (n [Hours]int) {
	for d := range m.counts[g] {
		if Weekend(d) == weekend {
			for s, x := range m.counts[g][d] {
				n[s/2] += int(x)
			}
		}
	}
	return n
}

// ChainClass is the chain's curve on working days or weekends, ChainAll that of the whole week.
func (m *Model) ChainClass(weekend bool) (c Curve) {
	n := 0.0
	for d := range m.Chain {
		if Weekend(d) == weekend {
			n++
			for h, x := range m.Chain[d] {
				c[h] += x
			}
		}
	}
	for h := range c {
		c[h] /= n
	}
	return c
}
