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

// drawCount is how many equally likely outcomes stand for a distribution.
const drawCount = 400

// draws are equally likely outcomes, rising.
type draws []float64

// outcomes of the demand, at the middles of equal probabilities.
func (d Demand) outcomes() draws {
	c := d.curve()
	out := make(draws, drawCount)
	for i := range out {
		out[i] = c.at((float64(i) + 0.5) / drawCount)
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

// above is the draws with so many units more.
func (d draws) above(booked float64) draws {
	if booked == 0 {
		return d
	}
	out := make(draws, len(d))
	for i, v := range d {
		out[i] = v + booked
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
// fresh delivery spoil: its mean grows with the periods, its spread as that of
// equally correlated sums. full is the mean of a whole period.
func (d draws) until(periods, full, correlation float64) draws {
	if periods <= 1 {
		return d
	}
	mean, widen := d.mean(), math.Sqrt(periods+periods*(periods-1)*correlation)-1
	out := make(draws, len(d))
	for i, v := range d {
		out[i] = math.Max(v, v+(periods-1)*full+widen*(v-mean))
	}
	return out
}

// quantile of the draws: the smallest outcome that is enough with chance p.
func (d draws) quantile(p float64) float64 {
	return d[min(max(int(math.Ceil(p*float64(len(d))))-1, 0), len(d)-1)]
}
