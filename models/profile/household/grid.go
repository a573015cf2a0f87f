package household

import (
	"math"
)

// gridPost is what the households of a group say of the share of one kind: the likelihood at the points of the grid, the others' kinds being
// mixed as a first look had them.
type gridPost struct {
	logLike [gridPoints]float64
	rest    []float64 // mix of the other kinds, sum 1
}

// tempered is what a household counts for beside those of the same group: people of one place resemble each other, in tastes and in what is
// sold there, beyond their kinds, so that many of them say less than as many strangers (a power likelihood, Bissiri and others 2016).
const tempered = .5

// at is a point of the grid.
func at(j int) float64 { return (float64(j) + .5) / gridPoints }

// two gives the likelihoods of one household for the kind and for the others; a label is as good as certain.
func (e *Estimator) two(i, kind int, rest []float64) (is, not float64) {
	const certain = 1e-4
	switch known := int(e.known[i]); {
	case known == kind:
		return 1, certain
	case known >= 0:
		return certain, 1
	}
	for k, x := range e.like[0][i*len(rest) : (i+1)*len(rest)] {
		if k == kind {
			is = float64(x)
		} else {
			not += rest[k] * float64(x)
		}
	}
	return is, not
}

func (e *Estimator) onGrid(rows []int, mix []float64, kind int) gridPost {
	g := gridPost{rest: make([]float64, len(mix))}
	for k, p := range mix {
		if k != kind {
			g.rest[k] = p / math.Max(1e-12, 1-mix[kind])
		}
	}
	product := [gridPoints]float64{}
	for j := range product {
		product[j] = 1
	}
	for n, i := range rows {
		is, not := e.two(i, kind, g.rest)
		for j := range product {
			p := at(j)
			product[j] *= p*is + (1-p)*not
		}
		if n%16 == 15 || n == len(rows)-1 { // before it becomes too small or large for a number
			for j, x := range product {
				g.logLike[j] += tempered * math.Log(x)
				product[j] = 1
			}
		}
	}
	return g
}

// betaOnGrid is a beta prior on the grid, sum 1, as logarithms.
func betaOnGrid(mean, strength float64) (out [gridPoints]float64) {
	a, b := math.Max(mean, 1e-6)*strength, math.Max(1-mean, 1e-6)*strength
	for j := range out {
		out[j] = (a-1)*math.Log(at(j)) + (b-1)*math.Log(1-at(j))
	}
	norm := logSum(&out)
	for j := range out {
		out[j] -= norm
	}
	return out
}

func logSum(x *[gridPoints]float64) float64 {
	top := math.Inf(-1)
	for _, v := range x {
		top = math.Max(top, v)
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - top)
	}
	return top + math.Log(sum)
}

// spreads are the standard deviations of a share between groups that are thought possible, and usual how large they are in towns: before
// any is seen, as likely as a half-normal variable of this scale says.
var spreads = []float64{.003, .01, .02, .03, .045, .06, .08, .1, .125, .15, .18, .22, .26, .3}

const usualSpread = .1

// learntPrior is the prior of a group's share, over what the groups say of how much they differ: the mixture of betas of all spreads, each with
// the weight that the groups' households give it. Strength is that of a beta with the mean spread.
func learntPrior(posts [][]gridPost, kind int, mean float64) (prior [gridPoints]float64, strength float64) {
	mean = math.Min(math.Max(mean, 1e-4), 1-1e-4)
	weight := make([]float64, len(spreads))
	priors := make([][gridPoints]float64, len(spreads))
	top := math.Inf(-1)
	for s, sd := range spreads {
		size := mean*(1-mean)/(sd*sd) - 1
		if size < 1 {
			weight[s] = math.Inf(-1)
			continue
		}
		priors[s] = betaOnGrid(mean, size)
		weight[s] = -.5 * sd * sd / (usualSpread * usualSpread)
		low, high := 0.0, sd+.02 // the width that this spread stands for
		if s > 0 {
			low = spreads[s-1]
		}
		if s+1 < len(spreads) {
			high = spreads[s+1]
		}
		weight[s] += math.Log((high - low) / 2)
		for n := range posts {
			both := posts[n][kind].logLike
			for j := range both {
				both[j] += priors[s][j]
			}
			weight[s] += logSum(&both)
		}
		top = math.Max(top, weight[s])
	}
	sum, variance := 0.0, 0.0
	for s := range weight {
		weight[s] = math.Exp(weight[s] - top)
		sum += weight[s]
		variance += weight[s] * spreads[s] * spreads[s]
	}
	for s, w := range weight {
		for j := range prior {
			prior[j] += w / sum * math.Exp(priors[s][j])
		}
	}
	for j := range prior {
		prior[j] = math.Log(prior[j])
	}
	return prior, math.Max(1, mean*(1-mean)/(variance/sum)-1)
}

// realised is the mean and the variance of the kind's share among the households at hand.
func (g *gridPost) realised(e *Estimator, rows []int, kind int, prior [gridPoints]float64) (mean, variance float64) {
	weight := g.logLike
	for j := range weight {
		weight[j] += prior[j]
	}
	norm := logSum(&weight)
	n := float64(len(rows))
	type look struct{ p, w, share, noise float64 }
	var looks []look
	for j := range weight {
		if w := math.Exp(weight[j] - norm); w > 1e-4 {
			looks = append(looks, look{p: at(j), w: w})
		}
	}
	for _, i := range rows {
		is, not := e.two(i, kind, g.rest)
		for l := range looks {
			a := looks[l].p * is
			r := a / (a + (1-looks[l].p)*not)
			looks[l].share += r / n
			looks[l].noise += r * (1 - r) / (n * n)
		}
	}
	total := 0.0
	for _, l := range looks {
		total += l.w
		mean += l.w * l.share
	}
	mean /= total
	for _, l := range looks {
		variance += l.w / total * (l.noise + (l.share-mean)*(l.share-mean))
	}
	return mean, variance
}
