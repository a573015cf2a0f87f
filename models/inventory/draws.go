package inventory

import (
	"fmt"
	"math"
	"sort"
)

// levels of a Demand's quantiles.
var levels = [7]float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95}

func (d Demand) quantiles() [7]float64 {
	return [7]float64{d.Q05, d.Q10, d.Q25, d.Q50, d.Q75, d.Q90, d.Q95}
}

// mostUnits is more than any store sells of anything.
const mostUnits = 1e9

// check refuses a demand that is none.
func (d Demand) check() error {
	if !(d.Mean >= 0 && d.Mean <= mostUnits) {
		return fmt.Errorf("mean demand is %v; it must be from 0 to %v units", d.Mean, mostUnits)
	}
	before := 0.0
	for i, q := range d.quantiles() {
		if !(q >= before && q <= mostUnits) {
			return fmt.Errorf("demand quantile %v is %v after %v; quantiles must not be negative or above %v units, and must not fall",
				levels[i], q, before, mostUnits)
		}
		before = q
	}
	return nil
}

// whole reports whether the demand is counted in whole units.
func (d Demand) whole() bool {
	for _, q := range d.quantiles() {
		if q != math.Trunc(q) {
			return false
		}
	}
	return true
}

// at is the quantile function: straight lines between the given quantiles, the
// lower tail going on to 0 at most, the upper one exponential. Whole demand is
// rounded to whole units.
func (d *Demand) at(p float64) float64 {
	q := [7]float64{d.Q05, d.Q10, d.Q25, d.Q50, d.Q75, d.Q90, d.Q95}
	switch {
	case p <= levels[0]:
		return math.Max(0, q[0]-(q[1]-q[0])*(levels[0]-p)/levels[0])
	case p >= levels[6]:
		return q[6] + (q[6]-q[5])/math.Ln2*math.Log((1-levels[6])/(1-p))
	}
	i := 1
	for p > levels[i] {
		i++
	}
	return q[i-1] + (q[i]-q[i-1])*(p-levels[i-1])/(levels[i]-levels[i-1])
}

// drawCount is how many equally likely outcomes stand for a distribution.
const drawCount = 400

// draws are equally likely outcomes, rising.
type draws []float64

// outcomes of the demand, at the middles of equal probabilities.
func (d Demand) outcomes() draws {
	whole := d.whole()
	out := make(draws, drawCount)
	for i := range out {
		out[i] = d.at((float64(i) + 0.5) / drawCount)
		if whole {
			out[i] = math.Round(out[i])
		}
	}
	return out
}

// beyond is what is asked for on top of booked units, knowing that at least those are.
func (d draws) beyond(booked float64) draws {
	rest := d[sort.SearchFloat64s(d, booked):]
	if len(rest) == 0 {
		return draws{0}
	}
	out := make(draws, len(rest))
	for i, v := range rest {
		out[i] = v - booked
	}
	return out
}

func (d draws) mean() float64 {
	sum := 0.0
	for _, v := range d {
		sum += v
	}
	return sum / float64(len(d))
}

// reach is the chance that demand is at most s.
func (d draws) reach(s float64) float64 {
	return float64(sort.Search(len(d), func(i int) bool { return d[i] > s })) / float64(len(d))
}

// short and over are the expected units missing and left of a stock of s.
func (d draws) short(s float64) float64 {
	sum := 0.0
	for _, v := range d {
		sum += math.Max(0, v-s)
	}
	return sum / float64(len(d))
}

func (d draws) over(s float64) float64 {
	sum := 0.0
	for _, v := range d {
		sum += math.Max(0, s-v)
	}
	return sum / float64(len(d))
}

// until is the demand over periods times the cover period, before units of a
// fresh delivery spoil: its mean grows with the periods, its spread with their
// root. full is the mean of a whole period.
func (d draws) until(periods, full float64) draws {
	if periods <= 1 {
		return d
	}
	mean, widen := d.mean(), math.Sqrt(periods)-1
	out := make(draws, len(d))
	for i, v := range d {
		out[i] = math.Max(v, v+(periods-1)*full+widen*(v-mean))
	}
	return out
}
