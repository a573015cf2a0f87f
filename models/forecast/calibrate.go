package forecast

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

const (
	bands     = 3   // of forecast volume, a third each
	cellDays  = 200 // scored days that a cell needs to speak for itself
	edge      = 1e-6
	firstDays = 14 // history that an earlier origin must have
)

// calibration says, per volume band and horizon, at which probability of the
// fitted distribution each quantile really lies.
type calibration struct {
	bounds [bands - 1]float64
	levels [bands][][7]float64 // band, horizon-1
}

// plain trusts the distribution as fitted.
func plain(horizon int) calibration {
	var c calibration
	for b := range c.levels {
		c.levels[b] = make([][7]float64, horizon)
		for h := range c.levels[b] {
			c.levels[b][h] = Levels
		}
	}
	return c
}

func (c *calibration) band(mean float64) int {
	b := 0
	for b < bands-1 && mean > c.bounds[b] {
		b++
	}
	return b
}

// seen is the place of one actual within its forecast's distribution.
type seen struct {
	mean, place float64
	horizon     int
}

// calibrate forecasts from earlier weekly origins and notes where the actuals of
// days in stock fell (split conformal on the probability scale, Chernozhukov,
// Wüthrich and Zhu 2021). A cell of few days is pooled over horizons, then bands.
func calibrate(t table, origin int32, opt Options, whole []bool) calibration {
	var marks []seen
	for k := 1; k <= opt.Tests; k++ {
		past := origin - int32(k*max(7, opt.Horizon))
		if past-t.first()+1 < firstDays {
			break
		}
		marks = append(marks, places(learn(t.until(past), past), t, opt.Horizon, whole)...)
	}
	c := plain(opt.Horizon)
	if len(marks) < cellDays {
		return c
	}
	means := make([]float64, len(marks))
	for i, m := range marks {
		means[i] = m.mean
	}
	slices.Sort(means)
	for b := range c.bounds {
		c.bounds[b] = means[len(means)*(b+1)/bands]
	}
	cells := make([][]float64, bands*opt.Horizon)
	var all []float64
	for _, m := range marks {
		at := c.band(m.mean)*opt.Horizon + m.horizon - 1
		cells[at] = append(cells[at], m.place)
		all = append(all, m.place)
	}
	slices.Sort(all)
	for b := range bands {
		band := slices.Concat(cells[b*opt.Horizon : (b+1)*opt.Horizon]...)
		slices.Sort(band)
		for h := range opt.Horizon {
			cell := cells[b*opt.Horizon+h]
			slices.Sort(cell)
			switch {
			case len(cell) >= cellDays:
				c.levels[b][h] = quantilesOf(cell)
			case len(band) >= cellDays:
				c.levels[b][h] = quantilesOf(band)
			default:
				c.levels[b][h] = quantilesOf(all)
			}
		}
	}
	return c
}

// quantilesOf sorted places, at Levels.
func quantilesOf(sorted []float64) [7]float64 {
	var q [7]float64
	n := len(sorted)
	for j, p := range Levels {
		at := p*float64(n+1) - 1
		low := min(max(int(math.Floor(at)), 0), n-1)
		high := min(low+1, n-1)
		share := min(max(at-float64(low), 0), 1)
		q[j] = min(max(sorted[low]+share*(sorted[high]-sorted[low]), edge), 1-edge)
	}
	return q
}

// places puts the actuals after f's origin into f's distributions.
func places(f *fit, truth table, horizon int, whole []bool) []seen {
	marks := make([]seen, 0, len(f.series)*horizon)
	next := 0
	for i := range f.series {
		s := &f.series[i]
		for truth.series[next].store != s.store || truth.series[next].product != s.product {
			next++
		}
		full := &truth.series[next]
		for h := 1; h <= horizon; h++ {
			at := len(s.y) - 1 + h
			if at >= len(full.y) || full.out[at] > 0 {
				continue
			}
			mean, variance := f.demand(i, h)
			if mean <= 0 {
				continue
			}
			marks = append(marks, seen{mean, place(full.y[at], mean, variance, whole[s.group], uint64(i)<<8|uint64(h)), h})
		}
	}
	return marks
}

// place is the probability of less than y; for whole numbers a point, fixed by
// key, between that of less and that of not more.
func place(y, mean, variance float64, whole bool, key uint64) float64 {
	if !whole {
		return mathext.GammaIncReg(mean*mean/variance, y*mean/variance)
	}
	size := binomialSize(mean, variance)
	p := size / (size + mean)
	below := 0.0
	if y >= 1 {
		below = mathext.RegIncBeta(size, y, p)
	}
	upTo := mathext.RegIncBeta(size, y+1, p)
	return below + (upTo-below)*scatter(key)
}

// binomialSize of the negative binomial with this mean and variance, which is at
// least a little over the mean.
func binomialSize(mean, variance float64) float64 {
	return mean * mean / max(variance-mean, 0.02*mean)
}

// scatter spreads keys over 0..1 (splitmix64, Steele and others 2014).
func scatter(x uint64) float64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}
