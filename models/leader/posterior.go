package leader

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// gammaOf is a posterior summed up by the gamma distribution of the same mean and variance.
type gammaOf struct{ shape, rate float64 }

func (g gammaOf) mean() float64 { return g.shape / g.rate }

func (g gammaOf) quantile(p float64) float64 { return mathext.GammaIncRegInv(g.shape, p) / g.rate }

func (g gammaOf) times(x float64) Range {
	return Range{x * g.mean(), x * g.quantile(.05), x * g.quantile(.95)}
}

const gridB, gridC = 28, 10

// modelError is how far the separation itself is off, as a share of what it finds: the spread beyond that of the counts in simulated
// worlds 1 to 4. Without it the interval of a sharer with hundreds of purchases would claim too much.
const modelError = .1

// posterior of a sharer's rate: the likelihood of the purchases under both rates, over a grid of them with their gamma priors.
// So it knows how sure the separation is: a few purchases that may have come either way give a wide interval.
func (c *process) posterior(s int32, p Purchases) gammaOf {
	priorRate := c.bringA / c.prior[s]
	if len(c.of[s]) == 0 {
		return gammaOf{c.bringA, priorRate + c.shares[s]}
	}
	var a, b []float64 // odds, and how often, of purchases that are alike
	var n []float64
	for _, i := range c.of[s] {
		x, y := c.odds(&c.events[i], p)
		a, b, n = append(a, x), append(b, y), append(n, 1)
	}
	if len(a) > 64 {
		a, b, n = bundle(a, b)
	}
	exposed := c.exposure(int(s))
	// around the maximum: a few standard deviations of the complete-data gammas either way
	shapeB, shapeC := c.bringA+sumP(c, s), c.claimA+float64(len(c.of[s]))-sumP(c, s)
	rateB, rateC := priorRate+c.shares[s], c.claimA/c.claimPrior[s]+exposed
	all := gammaOf{c.bringA + float64(len(c.of[s])), rateB}
	low, high := gammaOf{c.bringA, rateB}.quantile(.002), all.quantile(.9995)
	low = math.Max(low, high*1e-4)
	lowC, highC := gammaOf{math.Max(shapeC/2, .1), rateC}.quantile(.01), gammaOf{shapeC + shapeB/2, rateC}.quantile(.995)
	lowC = math.Max(lowC, highC*1e-4)
	var logs [gridB * gridC]float64
	var at [gridB]float64
	peak := math.Inf(-1)
	for i := range gridB {
		at[i] = low * math.Pow(high/low, float64(i)/(gridB-1))
		for j := range gridC {
			claim := lowC * math.Pow(highC/lowC, float64(j)/(gridC-1))
			l := c.bringA*math.Log(at[i]) - rateB*at[i] + c.claimA*math.Log(claim) - rateC*claim // the grids are of logarithms
			for k := range a {
				l += n[k] * math.Log(a[k]*at[i]+b[k]*claim)
			}
			logs[i*gridC+j] = l
			peak = math.Max(peak, l)
		}
	}
	var sum, mean, square float64
	for i := range gridB {
		w := 0.0
		for j := range gridC {
			w += math.Exp(logs[i*gridC+j] - peak)
		}
		sum, mean, square = sum+w, mean+w*at[i], square+w*at[i]*at[i]
	}
	mean, square = mean/sum, square/sum
	variance := math.Max(square-mean*mean, 0) + modelError*modelError*mean*mean
	return gammaOf{mean * mean / variance, mean / variance}
}

func sumP(c *process, s int32) (sum float64) {
	for _, i := range c.of[s] {
		sum += c.events[i].p
	}
	return sum
}

// bundle puts purchases with nearly the same odds together: only the ratio of the two matters.
func bundle(a, b []float64) (x, y, n []float64) {
	const perDecade, bins = 12, 145
	var count, sa, sb [bins]float64
	for k := range a {
		ratio := math.Log10(math.Max(a[k], 1e-300) / math.Max(b[k], 1e-300))
		i := int(math.Max(0, math.Min(bins-1, math.Round(ratio*perDecade)+bins/2)))
		count[i]++
		sa[i] += a[k] / (a[k] + b[k])
		sb[i] += b[k] / (a[k] + b[k])
	}
	for i := range count {
		if count[i] > 0 {
			x, y, n = append(x, sa[i]/count[i]), append(y, sb[i]/count[i]), append(n, count[i])
		}
	}
	return x, y, n
}

// marginPrior is how many purchases of the chain's mean margin are added to a sharer's own.
const marginPrior = 10
