package classic

import (
	"math"

	"github.com/linli-project/linli/models/shrink"
)

// week is a profile by weekday, Monday first: factors of mean 1.
type week [7]float64

// halfSeen is how many of the seven days around one must be seen for a mean of them.
const halfSeen = 4

// profile is the weekly profile of a series: each weekday's sales over the mean days
// around them (classical decomposition, as ratios of sums, so that days without sales
// do no harm), drawn to 1 as far as chance explains the difference (empirical Bayes,
// Gamma-Poisson). On 300 series of FreshRetailNet it took 2 % off the theta models'
// error, against taking the unshrunk season out where a test finds one.
func profile(y []float64, first int, unit float64) week {
	var sold, even week
	sum, n := 0.0, 0
	for k, v := range y {
		if v == v {
			sum += v
			n++
		}
		if k < 6 {
			continue
		}
		if mid := y[k-3]; mid == mid && n >= halfSeen && sum > 0 {
			d := weekday(first, k-3)
			sold[d] += mid / unit
			even[d] += sum / float64(n) / unit
		}
		if old := y[k-6]; old == old {
			sum -= old
			n--
		}
		if n == 0 {
			sum = 0 // no remainder of rounding
		}
	}
	out := week{1, 1, 1, 1, 1, 1, 1}
	strength, err := shrink.FitRate(sold[:], even[:], nil)
	if err != nil { // numbers out of range, which mend keeps away
		return out
	}
	total := 0.0
	for d := range out {
		out[d], _ = shrink.Rate(strength, sold[d], even[d])
		total += out[d]
	}
	for d := range out {
		out[d] *= 7 / total
	}
	return out
}

// dispersion is the variance of a day over its mean, from the differences of days a
// week apart, which neither level nor profile touches: the unit in which sales by
// weight, or in lots, vary like counts.
func dispersion(y []float64) float64 {
	square, pairs := 0.0, 0.0
	for k := 7; k < len(y); k++ {
		if d := y[k] - y[k-7]; d == d {
			square += d * d / 2
			pairs++
		}
	}
	mean := lastMean(y, len(y))
	if pairs < 7 {
		return mean // as much as can be
	}
	return math.Max(square/pairs/mean, 1e-4*mean)
}
