package shrink

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// NegBin is a negative binomial distribution: a Poisson count whose rate is
// gamma distributed. Its variance is Mean + Mean²/Size.
type NegBin struct{ Mean, Size float64 }

// manyCounts is the mean from which on counts are as good as continuous.
const manyCounts = 200

// Quantiles fills out with the smallest counts whose probability of not being
// exceeded reaches each of levels, which rise. A mean of 0 gives 0.
func (d NegBin) Quantiles(levels, out []float64) {
	if !(d.Mean > 0) {
		for i := range out {
			out[i] = 0
		}
		return
	}
	size := math.Min(math.Max(d.Size, 1e-3), 1e9)
	if d.Mean > manyCounts {
		variance := d.Mean + d.Mean*d.Mean/size
		shape, scale := d.Mean*d.Mean/variance, variance/d.Mean
		for i, p := range levels {
			out[i] = math.Round(scale * mathext.GammaIncRegInv(shape, p))
		}
		return
	}
	odds := d.Mean / (size + d.Mean)
	mass := math.Exp(-size * math.Log1p(d.Mean/size))
	sum, count := mass, 0.0
	for i, p := range levels {
		for sum < p && count < 1e6 {
			mass *= odds * (size + count) / (count + 1)
			count++
			sum += mass
		}
		out[i] = count
	}
}
