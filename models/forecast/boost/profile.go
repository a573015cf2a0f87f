package boost

import (
	"math"

	"github.com/linli-project/linli/models/forecast/history"
)

// week holds a factor per weekday, Monday first; 1 is a usual day.
type week [7]float32

const (
	window      = 56 // days that a frame looks back on
	profileHalf = 28 // days after which a day counts half in a weekday profile
	groupDays   = 50 // usual days of its parent that a group's profile is mixed with
	ownDays     = 8  // and a series' own
)

// sums are what weekday profiles are made of: sales, and usual sales of the same days.
type sums struct{ sold, usual [7]float64 }

func (s *sums) add(o *sums) {
	for d := range s.sold {
		s.sold[d] += o.sold[d]
		s.usual[d] += o.usual[d]
	}
}

// mix is the profile where usual days of the parent's weigh in.
func (s *sums) mix(parent week, days float64) week {
	var w week
	for d := range w {
		w[d] = float32((s.sold[d] + days*float64(parent[d])) / (s.usual[d] + days))
	}
	return w
}

// profiles gives, as of a day, the weekday profile of each series' surroundings (chain, kind, product, corner, each mixed with the
// one before) and its own. Usual days are counted in the chain's average sales per series and day.
func (m *matrix) profiles(origin int32) (around, own []week) {
	n := len(m.h.Series)
	per := make([]sums, n)
	keep := make([]float64, window)
	for k := range keep {
		keep[k] = math.Pow(0.5, float64(k)/profileHalf)
	}
	m.each(n, func(i int) { per[i] = weekSums(&m.h.Series[i], origin, keep, m.scale) })
	var all sums
	for i := range per {
		all.add(&per[i])
	}
	one := week{1, 1, 1, 1, 1, 1, 1}
	chain := all.mix(one, 1)
	around = make([]week, n)
	for i := range around {
		around[i] = chain
	}
	for _, g := range []group{m.g.kind, m.g.product, m.g.corner} {
		total := make([]sums, g.n)
		for i := range per {
			total[g.of[i]].add(&per[i])
		}
		for i := range around {
			around[i] = total[g.of[i]].mix(around[i], groupDays)
		}
	}
	own = make([]week, n)
	for i := range own {
		own[i] = per[i].mix(around[i], ownDays)
	}
	return around, own
}

func weekSums(s *history.Series, origin int32, keep []float64, scale float64) (w sums) {
	var days [7]float64
	sold, weight := 0.0, 0.0
	for k := range keep {
		y, seen := s.At(origin - int32(k))
		if !seen {
			continue
		}
		d := history.Weekday(origin - int32(k))
		w.sold[d] += keep[k] * float64(y)
		days[d] += keep[k]
		sold, weight = sold+keep[k]*float64(y), weight+keep[k]
	}
	if weight == 0 {
		return w
	}
	for d := range days {
		w.sold[d] /= scale
		w.usual[d] = days[d] * sold / weight / scale
	}
	return w
}
