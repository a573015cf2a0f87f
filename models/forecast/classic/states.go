package classic

import "math"

// state is that of an ETS model; season is by day of the series modulo 7.
type state struct {
	level, trend float64
	season       [7]float64
}

const (
	columns = 9 // the data and up to eight initial states
	hair    = 1e-8
	brief   = 112 // days whose errors decide on the initial states during the search
)

// etsPass runs a model over a series. Errors are linear in the initial states: the
// data are run from states of 0, and each state from 1 over data of 0, side by side as
// columns; least squares then tell how to combine them.
type etsPass struct {
	level, trend [columns]float64
	season       [7][columns]float64
	gram         [columns][columns]float64 // sums of products of the columns' errors
	at           state
}

// run returns the sum of squared errors and leaves the last state in at. Only so many
// days decide on the initial states; after them the combination alone goes on, which
// takes a tenth of the time.
func (p *etsPass) run(m form, a paces, y []float64, days int) float64 {
	if m == (form{}) {
		return p.level0(a.level, y)
	}
	k := m.states()
	p.begin(m, k)
	n := min(len(y), days)
	for t, v := range y[:n] {
		p.step(m, a, v, p.season[t%7][:k+1])
	}
	combine := p.least(k)
	p.at = state{}
	for j, c := range combine[:k+1] {
		p.at.level += c * p.level[j]
		p.at.trend += c * p.trend[j]
		for d := range p.at.season {
			p.at.season[d] += c * p.season[d][j]
		}
	}
	sse := 0.0
	for i := range k + 1 {
		for j := range i + 1 {
			v := combine[i] * combine[j] * p.gram[i][j]
			if j < i {
				v *= 2
			}
			sse += v
		}
	}
	return math.Max(0, sse) + p.at.follow(a, y[n:], n)
}

// begin sets the columns: 1 to k are the initial states, 0 the data.
func (p *etsPass) begin(m form, k int) {
	*p = etsPass{}
	p.level[1] = 1
	j := 2
	if m.trend {
		p.trend[j] = 1
		j++
	}
	for d := 0; j <= k; d, j = d+1, j+1 {
		p.season[d][j], p.season[6][j] = 1, -1
	}
}

// step takes one day; season is the row of its weekday.
func (p *etsPass) step(m form, a paces, y float64, season []float64) {
	level, trend := p.level[:len(season)], p.trend[:len(season)]
	if m.trend {
		for j := range season {
			trend[j] *= a.damp
			level[j] += trend[j]
		}
	}
	if y != y {
		return
	}
	var e [columns]float64
	e[0] = y
	for j := range season {
		v := e[j] - level[j] - season[j]
		e[j] = v
		level[j] += a.level * v
		trend[j] += a.trend * v
		season[j] += a.season * v
	}
	for i := range season {
		row := &p.gram[i]
		v := e[i]
		for j := range i + 1 {
			row[j] += v * e[j]
		}
	}
}

// least solves for the weights of columns 1 to k that leave the least squares of
// column 0, whose own weight is 1, by Cholesky's method. The last six of a seasonal
// model are drawn to 0 by a hair, so that a weekday never seen is an even one.
func (p *etsPass) least(k int) (x [columns]float64) {
	var l [columns][columns]float64
	x[0] = 1
	for i := 1; i <= k; i++ {
		for j := 1; j <= i; j++ {
			v := p.gram[i][j]
			for h := 1; h < j; h++ {
				v -= l[i][h] * l[j][h]
			}
			if i == j && k > 6 && i > k-6 {
				v += hair * p.gram[i][i]
			}
			if j < i {
				l[i][j] = v * l[j][j] // the diagonal holds reciprocals
			} else if v > 1e-10*p.gram[i][i] {
				l[i][i] = 1 / math.Sqrt(v)
			}
		}
		v := -p.gram[i][0]
		for h := 1; h < i; h++ {
			v -= l[i][h] * x[h]
		}
		x[i] = v * l[i][i]
	}
	for i := k; i >= 1; i-- {
		v := x[i]
		for h := i + 1; h <= k; h++ {
			v -= l[h][i] * x[h]
		}
		x[i] = v * l[i][i]
	}
	return x
}

// level0 is run for A,N,N, whose only initial state needs no matrix.
func (p *etsPass) level0(pace float64, y []float64) float64 {
	level, one := 0.0, 1.0
	var ee, eo, oo float64
	for _, v := range y {
		if v != v {
			continue
		}
		e := v - level
		ee += e * e
		eo += e * one
		oo += one * one
		level += pace * e
		one -= pace * one
	}
	start := eo / oo
	p.at = state{level: level + start*one}
	return math.Max(0, ee-start*eo)
}

// follow goes on from a state over y, whose first is day t, and returns the sum of
// squared errors.
func (s *state) follow(a paces, y []float64, t int) float64 {
	sse := 0.0
	for _, v := range y {
		s.trend *= a.damp
		s.level += s.trend
		d := t % 7
		t++
		if v != v {
			continue
		}
		e := v - s.level - s.season[d]
		sse += e * e
		s.level += a.level * e
		s.trend += a.trend * e
		s.season[d] += a.season * e
	}
	return sse
}
