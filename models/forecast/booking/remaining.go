package booking

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// What a distribution is cut to.
const (
	mostLots   = 4000  // expected counts beyond this are told in larger lots
	mostCounts = 60000 // longest distribution
	tails      = 20    // of a geometric tail's mean length, as far as it is followed
	finer      = 4     // times that a lot may be divided afterwards
	cut        = 1e-9  // probability relative to the greatest at which it ends
)

// lotsFor is the lot in which to count so that the distribution is not too long;
// single units matter little where there are so many.
func lotsFor(s situation) float64 {
	most := math.Min(mostLots, s.size*mostCounts/(finer*tails))
	return math.Max(s.lot, math.Max(s.mean, s.booked)/most)
}

// remaining is the distribution of what is still to come after b of a total with
// mean mu and size a, of which a share f is usually booked, as steadily as c says:
//
//	P(r) ~ z^r (a+b)_r (c(1-f))_r / ((c+b)_r r!),  z = mu/(a+mu)
//
// the negative binomial total thinned by a beta-binomial share, given b, which need
// not be whole. It is written over p; it sums to 1.
func remaining(mu, a, b, f, c float64, p []float64) []float64 {
	p = append(p[:0], 1)
	alpha, beta, gamma, z := a+b, c*(1-f), c+b, mu/(a+mu)
	if !(beta > 0) || !(mu > 0) {
		return p
	}
	const large = 1e200 // before floats overflow
	weight, top, sum := 1.0, 1.0, 1.0
	for r := 0.0; len(p) < mostCounts; r++ {
		ratio := z * (alpha + r) * (beta + r) / ((gamma + r) * (r + 1))
		weight *= ratio
		if weight > large {
			for i := range p {
				p[i] /= large
			}
			weight, top, sum = weight/large, top/large, sum/large
		}
		top = math.Max(top, weight)
		if ratio < 1 && weight < top*cut*(1-ratio) {
			break
		}
		p = append(p, weight)
		sum += weight
	}
	floats.Scale(1/sum, p)
	return p
}

// moments are mean and variance of a distribution on 0, 1, 2, ...
func moments(p []float64) (mean, variance float64) {
	for r, v := range p {
		mean += float64(r) * v
	}
	for r, v := range p {
		variance += (float64(r) - mean) * (float64(r) - mean) * v
	}
	return mean, variance
}

// less is the distribution of r - x + len(q) - 1 for independent r ~ p and x ~ q.
func less(p, q []float64) []float64 {
	out := make([]float64, len(p)+len(q)-1)
	for x, w := range q {
		if w == 0 {
			continue
		}
		for r, v := range p {
			out[r-x+len(q)-1] += v * w
		}
	}
	return out
}

// quantiles fills out with the smallest counts whose probability of not being
// exceeded reaches each of levels, which rise.
func quantiles(p, levels, out []float64) {
	sum, r := p[0], 0
	for i, level := range levels {
		for sum < level && r < len(p)-1 {
			r++
			sum += p[r]
		}
		out[i] = float64(r)
	}
}

// smoothed fills out with the quantiles of counts that stand for anything nearer to
// them than to their neighbours. What is likelier than not stands for itself.
func smoothed(p, levels, out []float64) {
	below, r := 0.0, 0
	for i, level := range levels {
		for below+p[r] < level && r < len(p)-1 {
			below += p[r]
			r++
		}
		if out[i] = float64(r); p[r] <= .5 && p[r] > 0 {
			out[i] += math.Min((level-below)/p[r], 1) - .5
		}
	}
}
