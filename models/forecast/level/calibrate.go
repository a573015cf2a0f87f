package level

import (
	"math"
	"slices"
)

const (
	bands    = 3   // of forecast volume, a third each
	cellDays = 200 // scored days that a cell needs to speak for itself
	edge     = 1e-6
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

// calibrate notes where the actuals of days in stock fell in the forecasts of
// earlier origins (split conformal on the probability scale, Chernozhukov, Wüthrich
// and Zhu 2021). A cell of few days is pooled over horizons, then bands.
func calibrate(past []*fit, t table, opt Options, whole []bool) calibration {
	var marks []seen
	for _, f := range past {
		marks = append(marks, places(f, t, opt.Horizon, whole)...)
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
