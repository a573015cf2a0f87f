package inventory

import (
	"math"
	"sort"
)

// curve is the quantile function of a demand. Small counts are steps: the chances
// of the negative binomial of the same mean that fits the given quantiles best, kept
// between them. Else it is made of pieces: straight lines between the quantiles,
// below them one that goes on to 0 at most, above them an exponential tail.
type curve struct {
	steps       []float64 // chance of at most 0, 1, 2 ... units
	from, slope [8]float64
	whole       bool
}

// fewUnits is the 95 % quantile from which on whole units are only rounded.
const fewUnits = 60

func (d *Demand) curve() *curve {
	q := d.quantiles()
	c := &curve{whole: d.whole()}
	if c.whole && q[6] <= fewUnits && d.Mean > 0 {
		c.steps = d.steps(q)
		return c
	}
	c.from[0], c.slope[0] = q[0], q[0]-q[1]
	for i := 1; i < 7; i++ {
		c.from[i], c.slope[i] = q[i-1], q[i]-q[i-1]
	}
	c.from[7], c.slope[7] = q[6], (q[6]-q[5])/math.Ln2
	return c
}

// locate finds the piece of a probability and how far along it lies.
func locate(p float64) (piece uint8, weight float64) {
	switch {
	case p <= levels[0]:
		return 0, (levels[0] - p) / levels[0]
	case p >= levels[6]:
		return 7, math.Log((1 - levels[6]) / (1 - p))
	}
	for p > levels[piece] {
		piece++
	}
	return piece, (p - levels[piece-1]) / (levels[piece] - levels[piece-1])
}

// at is the demand that is not exceeded with chance p.
func (c *curve) at(p float64) float64 {
	if c.steps != nil {
		return c.step(p)
	}
	return c.along(locate(p))
}

func (c *curve) along(piece uint8, weight float64) float64 {
	v := max(0, c.from[piece]+c.slope[piece]*weight)
	if c.whole {
		return math.Round(v)
	}
	return v
}

func (c *curve) step(p float64) float64 { return float64(sort.SearchFloat64s(c.steps, p)) }

// below is the chance that less than v is asked for.
func (c *curve) below(v float64) float64 {
	if c.steps != nil {
		k := int(min(math.Ceil(v), float64(len(c.steps)))) - 1
		if k < 0 {
			return 0
		}
		return min(c.steps[k], 1-1e-6)
	}
	low, high := 0.0, 1-1e-6
	for range 40 {
		if middle := (low + high) / 2; c.at(middle) < v {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// sizes of the negative binomials that are tried; the last is a Poisson in all but name.
var sizes = [...]float64{
	0.1, 0.14, 0.2, 0.27, 0.35, 0.45, 0.55, 0.7, 0.85, 1, 1.2, 1.45, 1.75, 2.1, 2.5, 3, 3.6, 4.3, 5.2, 6.3, 7.7, 9.5, 12, 16, 22, 32, 50, 100, 1000,
}

// steps are the chances of at most 0, 1, 2 ... units, until nothing is left.
func (d *Demand) steps(q [7]float64) []float64 {
	// chances at the quantiles and below them, in one pass per size
	mean := min(d.Mean, 5*(q[6]+1)) // more is a slip
	gap := func(size float64) float64 {
		sum, j := 0.0, 0
		odds, mass := mean/(size+mean), math.Exp(-size*math.Log1p(mean/size))
		less := 0.0
		for k := 0.0; j < len(q); k++ {
			upTo := less + mass
			for ; j < len(q) && q[j] == k; j++ {
				off := max(0, levels[j]-upTo) + max(0, less-levels[j])
				sum += off * off
			}
			less = upTo
			mass *= odds * (size + k) / (k + 1)
		}
		return sum
	}
	var gaps [len(sizes)]float64
	least := math.Inf(1)
	for i, size := range sizes {
		gaps[i] = gap(size)
		least = min(least, gaps[i])
	}
	// of those that fit as well, the one in the middle
	fits := make([]int, 0, len(sizes))
	for i := range sizes {
		if gaps[i] <= least+1e-6 {
			fits = append(fits, i)
		}
	}
	size := sizes[fits[len(fits)/2]]
	odds, mass := mean/(size+mean), math.Exp(-size*math.Log1p(mean/size))
	var fit []float64
	for k, sum := 0.0, 0.0; sum < 1-1e-6 && k < 20*fewUnits; k++ {
		sum += mass
		fit = append(fit, sum)
		mass *= odds * (size + k) / (k + 1)
	}
	// demand steadier than chance allows: the tail is the fit's, but begins where it should
	top := int(q[6])
	shift := max(0, sort.SearchFloat64s(fit, levels[6])-top)
	var out []float64
	for k, j := 0, 0; ; k++ {
		for j < len(q) && q[j] <= float64(k) {
			j++
		}
		low, high, at := 0.0, 1.0, k
		if j > 0 {
			low = levels[j-1]
		}
		if j < len(q) {
			high = levels[j] - 1e-9
		} else {
			at += shift
		}
		if at >= len(fit)-1 && k >= top {
			return append(out, 1)
		}
		out = append(out, min(max(fit[min(at, len(fit)-1)], low), high))
	}
}
