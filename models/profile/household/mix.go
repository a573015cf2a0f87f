package household

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// interval is the middle of a beta variable of that mean and variance.
func interval(mean, variance float64) (low, high float64) {
	n := mean*(1-mean)/math.Max(variance, 1e-9) - 1
	if !(n > 0) {
		return 0, 1
	}
	b := distuv.Beta{Alpha: mean * n, Beta: (1 - mean) * n}
	return math.Min(mean, b.Quantile((1-part)/2)), math.Max(mean, b.Quantile((1+part)/2)) // beside the mean only where all but certain
}

// mixOf finds the likeliest mix of some households by EM, under a Dirichlet prior of that many households around another mix.
func (e *Estimator) mixOf(b int, rows []int, prior []float64, strength float64) []float64 {
	kinds := len(prior)
	mix, next := slices.Clone(prior), make([]float64, kinds)
	for range 200 {
		for k := range next {
			next[k] = strength * prior[k]
		}
		for _, i := range rows {
			if k := e.known[i]; k >= 0 {
				next[k]++
				continue
			}
			f := e.like[b][i*kinds : (i+1)*kinds]
			sum := 0.0
			for k, x := range f {
				sum += mix[k] * float64(x)
			}
			for k, x := range f {
				next[k] += mix[k] * float64(x) / sum
			}
		}
		moved := 0.0
		for k := range next {
			next[k] /= float64(len(rows)) + strength
			moved = math.Max(moved, math.Abs(next[k]-mix[k]))
		}
		mix, next = next, mix
		if moved < 1e-6 {
			break
		}
	}
	return mix
}

// spread is the variance of each group's shares over the bootstrapped classifiers.
func (e *Estimator) spread(order []int, members [][]int, r Result) [][]float64 {
	out := make([][]float64, len(order))
	strength := 0.0
	for _, s := range r.Strength {
		strength += s / float64(len(r.Strength))
	}
	for n := range order {
		out[n] = make([]float64, len(r.All))
	}
	if len(e.like) < 3 {
		return out
	}
	for n, g := range order {
		var all [][]float64
		for b := 1; b < len(e.like); b++ {
			all = append(all, e.share(b, members[g], e.mixOf(b, members[g], r.All, strength)))
		}
		for k := range r.All {
			mean := 0.0
			for _, s := range all {
				mean += s[k] / float64(len(all))
			}
			for _, s := range all {
				out[n][k] += (s[k] - mean) * (s[k] - mean) / float64(len(all)-1)
			}
		}
	}
	return out
}

// share is the expected share of each kind among some households under a mix.
func (e *Estimator) share(b int, rows []int, mix []float64) []float64 {
	out := make([]float64, len(mix))
	for _, i := range rows {
		if k := e.known[i]; k >= 0 {
			out[k] += 1 / float64(len(rows))
			continue
		}
		f := e.like[b][i*len(mix) : (i+1)*len(mix)]
		sum := 0.0
		for k, x := range f {
			sum += mix[k] * float64(x)
		}
		for k, x := range f {
			out[k] += mix[k] * float64(x) / sum / float64(len(rows))
		}
	}
	return out
}
