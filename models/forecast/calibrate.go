package forecast

import (
	"math"
	"slices"
)

const (
	bands     = 3   // of volume, a third of the forecasts each
	cellDays  = 400 // days in stock with which a cell speaks as loud as what is around it
	leastDays = 100 // without as many rehearsed days nothing is corrected
)

// calibration corrects quantiles by what earlier forecasts missed: each quantile's distance from the median is stretched, per
// volume band and horizon, so that as much fell below as should have. Split conformal prediction with asymmetric scores scaled
// by the forecast's own spread (Romano, Patterson and Candès 2019), pooled over cells of few days.
type calibration struct {
	bounds  [bands - 1]float64
	stretch [bands][][7]float64 // band, horizon-1
	round   [7]float64          // goods sold by the piece: whole part of the quantile and this; 0: as it is
}

// spot is a rehearsed day: what was foretold and what was sold.
type spot struct {
	band, h int
	whole   bool
	mean    float64
	q       [7]float64
	y       float64
}

func (c *calibration) band(mean float64) int {
	b := 0
	for b < bands-1 && mean > c.bounds[b] {
		b++
	}
	return b
}

func calibrate(spots []spot, horizon int) *calibration {
	c := &calibration{}
	for b := range c.stretch {
		c.stretch[b] = make([][7]float64, horizon)
		for h := range c.stretch[b] {
			c.stretch[b][h] = [7]float64{1, 1, 1, 1, 1, 1, 1}
		}
	}
	if len(spots) < leastDays {
		return c
	}
	means := make([]float64, len(spots))
	for i := range spots {
		means[i] = spots[i].mean
	}
	slices.Sort(means)
	for b := range c.bounds {
		c.bounds[b] = means[len(means)*(b+1)/bands]
	}
	cells := make([][]int, bands*horizon)
	all := make([]int, len(spots))
	for i := range spots {
		all[i] = i
		spots[i].band = c.band(spots[i].mean)
		at := spots[i].band*horizon + spots[i].h - 1
		cells[at] = append(cells[at], i)
	}
	for j := range Levels {
		if j == 3 {
			continue // the median stays
		}
		whole := stretchOf(spots, all, j, 1)
		for b := range bands {
			band := stretchOf(spots, slices.Concat(cells[b*horizon:(b+1)*horizon]...), j, whole)
			for h := range horizon {
				c.stretch[b][h][j] = stretchOf(spots, cells[b*horizon+h], j, band)
			}
		}
	}
	c.rounding(spots)
	return c
}

// stretchOf is the factor on the distance of quantile j from the median under which it has its share of the days below, mixed with that
// of its surroundings.
func stretchOf(spots []spot, cell []int, j int, around float64) float64 {
	ratios := make([]float64, 0, len(cell))
	for _, i := range cell {
		s := &spots[i]
		if d := math.Abs(s.q[j] - s.q[3]); d > 1e-6*s.mean && d > 0 {
			ratios = append(ratios, (s.y-s.q[3])/d)
		}
	}
	n := len(ratios)
	if n < 20 {
		return around
	}
	slices.Sort(ratios)
	at := ratios[min(n-1, int(Levels[j]*float64(n)))]
	if j < 3 {
		at = -at
	}
	return (float64(n)*min(max(at, 0.2), 5) + cellDays*around) / float64(n+cellDays)
}

// apply corrects the quantiles of a day.
func (c *calibration) apply(q [7]float64, mean float64, h int, whole bool) [7]float64 {
	out := q
	for j := range out {
		if out[j] = max(0, q[3]+(q[j]-q[3])*c.stretch[c.band(mean)][h-1][j]); whole && c.round[j] > 0 {
			out[j] = math.Floor(out[j] + c.round[j])
		}
	}
	slices.Sort(out[:])
	return out
}

// rounding finds, for goods sold by the piece, how each quantile is best made whole, if at all.
func (c *calibration) rounding(spots []spot) {
	var pieces []int
	for i := range spots {
		if spots[i].whole {
			pieces = append(pieces, i)
		}
	}
	if len(pieces) < leastDays {
		return
	}
	var best [7]float64
	for j := range Levels {
		least := math.Inf(1)
		for _, r := range []float64{0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8} {
			c.round = [7]float64{}
			c.round[j] = r
			loss := 0.0
			for _, i := range pieces {
				s := &spots[i]
				q := max(0, s.q[3]+(s.q[j]-s.q[3])*c.stretch[s.band][s.h-1][j])
				if r > 0 {
					q = math.Floor(q + r)
				}
				loss += pinball(Levels[j], s.y, q)
			}
			if loss < least {
				least, best[j] = loss, r
			}
		}
	}
	c.round = best
}

func pinball(level, y, q float64) float64 { return 2 * max(level*(y-q), (level-1)*(y-q)) }
