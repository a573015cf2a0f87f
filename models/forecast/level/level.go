package level

import "math"

// keeps are the candidate paces of forgetting: what a day counts a day later.
var keeps = [...]float64{0.99, 0.97, 0.95, 0.92, 0.88, 0.80, 0.70}

const (
	poolDays  = 100 // days that a category's errors weigh in a series' choice of pace
	priorDays = 1   // days that the prior level weighs at the start of a series
	ring      = 8   // past levels remembered, more than lead
	lead      = 4   // days ahead at which a pace is judged: the middle of a week
)

// filter is a discounted Gamma-Poisson level (Harvey and Fernandes 1989): sales
// over mean days, both forgetting at the same pace.
type filter struct{ sold, days float64 }

func (f filter) level() float64 { return f.sold / f.days }

// run is one pass of a filter over a series, with its errors lead days ahead.
type run struct {
	filter
	n, square           float64 // errors: count, sum of e²
	actual, mean, mean2 float64 // sums of sales, of forecasts and of their squares
}

// follow filters the days in stock; days out of stock say nothing.
func (s *series) follow(w *week, prior, keep float64) run {
	r := run{filter: filter{sold: prior * priorDays, days: priorDays}}
	var past [ring]float64
	first := weekday(s.start)
	for k, y := range s.y {
		past[k%ring] = r.level()
		if s.out[k] > 0 {
			continue
		}
		usual := w[(first+k)%7]
		ahead := usual * past[(k-min(k, lead-1))%ring]
		e := y - ahead
		r.n++
		r.square += e * e
		r.actual += y
		r.mean += ahead
		r.mean2 += ahead * ahead
		r.sold = keep*r.sold + y
		r.days = keep*r.days + usual
	}
	return r
}

// levels follows every series at every pace and keeps the pace with the least
// squared error relative to sales, its own and poolDays of its category's. (The
// absolute error would have rare goods foretold as 0 but for the days after a sale.)
func (t *table) levels(weeks []week, prior []float64) []run {
	all := make([][len(keeps)]run, len(t.series))
	pooled := make([][len(keeps)]float64, t.groups)
	count := make([]float64, t.groups)
	for i := range t.series {
		s := &t.series[i]
		for j, keep := range keeps {
			all[i][j] = s.follow(&weeks[i], prior[i], keep)
			pooled[s.group][j] += all[i][j].relative()
		}
		count[s.group] += all[i][0].n
	}
	out := make([]run, len(t.series))
	for i := range t.series {
		g, least := t.series[i].group, math.Inf(1)
		for j := range keeps {
			loss := all[i][j].relative()
			if count[g] > 0 {
				loss += poolDays * pooled[g][j] / count[g]
			}
			if loss < least {
				least, out[i] = loss, all[i][j]
			}
		}
	}
	return out
}

// relative is the sum of squared errors over the mean day's sales, as of Pearson.
func (r run) relative() float64 {
	if r.actual == 0 {
		return 0
	}
	return r.square * r.n / r.actual
}

// The weights of the wider mean in a prior level, in series.
const (
	chainInGroup = 1
	groupInLocal = 3
)

// priors gives each series a level to start from: the mean of its category in its
// store, pulled to the category's and the chain's, every series counting once.
func (t *table) priors() []float64 {
	local, group := make([]filter, t.locals), make([]filter, t.groups)
	var chain filter
	for i := range t.series {
		s := &t.series[i]
		mean := s.weekdays().mean
		if inStock(s.out) == 0 {
			continue
		}
		for _, f := range []*filter{&local[s.local], &group[s.group], &chain} {
			f.sold += mean
			f.days++
		}
	}
	top := 0.0
	if chain.days > 0 {
		top = chain.level()
	}
	out := make([]float64, len(t.series))
	for i := range t.series {
		l, g := local[t.series[i].local], group[t.series[i].group]
		middle := (g.sold + chainInGroup*top) / (g.days + chainInGroup)
		out[i] = (l.sold + groupInLocal*middle) / (l.days + groupInLocal)
	}
	return out
}
