package level

import "math"

// spread is how the variance of demand grows with its mean: linear·m + square·m²,
// the negative binomial's form, times a factor per series.
type spread struct{ linear, square float64 }

func (v spread) at(mean float64) float64 { return v.linear*mean + v.square*mean*mean }

const (
	ownDays     = 20   // days that the category's spread weighs against a series' own
	groupDays   = 200  // days that the chain's spread weighs against a category's
	minSpread   = 1e-3 // lower bound of both terms together, relative to the mean
	plainLinear = 1.0  // without data: Poisson, and half as much again of the mean
	plainSquare = 0.25
)

// spreads fits the chain's spread to the errors of all series by weighted least
// squares, and per series the factor by which its errors differ, shrunk to its
// category's and that to 1.
func (t *table) spreads(runs []run) (spread, []float64) {
	v := fitSpread(runs)
	type sum struct{ square, variance, n float64 }
	groups := make([]sum, t.groups)
	for i, r := range runs {
		g := &groups[t.series[i].group]
		g.square += r.square
		g.variance += v.linear*r.mean + v.square*r.mean2
		g.n += r.n
	}
	factor := make([]float64, len(runs))
	for i, r := range runs {
		g := groups[t.series[i].group]
		wide := 1.0
		if g.n > 0 && g.variance > 0 {
			wide = (g.square + groupDays*g.variance/g.n) / (g.variance * (1 + groupDays/g.n))
		}
		factor[i] = wide
		if variance := v.linear*r.mean + v.square*r.mean2; r.n > 0 && variance > 0 {
			factor[i] = (r.square + ownDays*wide*variance/r.n) / (variance * (1 + ownDays/r.n))
		}
	}
	return v, factor
}

// fitSpread regresses squared error over mean on mean, one point per series.
func fitSpread(runs []run) spread {
	middle, n := 0.0, 0.0
	for _, r := range runs {
		if r.usable() {
			middle += r.mean2 / r.mean
			n++
		}
	}
	if n == 0 {
		return spread{plainLinear, plainSquare}
	}
	middle /= n
	var sw, sx, sy, sxx, sxy float64
	for _, r := range runs {
		if !r.usable() {
			continue
		}
		x, y := r.mean2/r.mean, r.square/r.mean
		w := r.n / ((1 + x/middle) * (1 + x/middle))
		sw += w
		sx += w * x
		sy += w * y
		sxx += w * x * x
		sxy += w * x * y
	}
	v := spread{linear: sy / sw}
	if den := sw*sxx - sx*sx; den > 1e-12*sw*sxx {
		v.square = (sw*sxy - sx*sy) / den
		v.linear = (sy - v.square*sx) / sw
	}
	if v.square < 0 {
		v = spread{linear: sy / sw}
	} else if v.linear < 0 {
		v = spread{square: sxy / sxx}
	}
	if v.at(middle) < minSpread*middle {
		v.linear += minSpread
	}
	return v
}

// usable runs have enough errors to speak of their spread.
func (r run) usable() bool { return r.n >= coldDays && r.mean > 0 && !math.IsInf(r.square, 0) }
