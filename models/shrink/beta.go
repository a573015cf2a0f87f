package shrink

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mathext"
)

const (
	gridPoints = 33
	gridLow    = 0.5 // smallest prior strength considered, in trials
	gridHigh   = 1e5 // largest
	negligible = 1e-4
)

// Share is a fitted prior of the shares of groups around Mean.
type Share struct {
	Mean     float64
	strength []float64 // points of the grid with weight
	weight   []float64 // sum 1
}

// FitShare learns from successes of trials per group how much groups differ
// around mean, 0 < mean < 1.
func FitShare(successes, trials []float64, mean float64) (Share, error) {
	if len(successes) != len(trials) {
		return Share{}, fmt.Errorf("shrink: %d successes but %d trials; give one of each per group", len(successes), len(trials))
	}
	if !(mean > 0 && mean < 1) {
		return Share{}, fmt.Errorf("shrink: mean share %v; it must be between 0 and 1, both excluded", mean)
	}
	for i, n := range trials {
		if k := successes[i]; !(k >= 0 && k <= n) || math.IsInf(n, 0) {
			return Share{}, fmt.Errorf("shrink: group %d has %v successes of %v trials; it must be 0 <= successes <= trials", i, k, n)
		}
	}
	strength, weight := make([]float64, gridPoints), make([]float64, gridPoints)
	step := math.Log(gridHigh/gridLow) / (gridPoints - 1)
	for j := range strength {
		s := gridLow * math.Exp(step*float64(j))
		strength[j] = s
		weight[j] = math.Log(s) - 2*math.Log(s+1) + logLikelihood(successes, trials, s*mean, s*(1-mean))
	}
	total := floats.LogSumExp(weight)
	fit := Share{Mean: mean}
	for j, w := range weight {
		if w = math.Exp(w - total); w > negligible {
			fit.strength = append(fit.strength, strength[j])
			fit.weight = append(fit.weight, w)
		}
	}
	if len(fit.weight) == 0 {
		return Share{}, errors.New("shrink: no prior strength fits these shares; check that the counts are finite")
	}
	floats.Scale(1/floats.Sum(fit.weight), fit.weight)
	return fit, nil
}

// logLikelihood is that of the beta-binomial, binomial coefficients left out.
func logLikelihood(successes, trials []float64, a, b float64) float64 {
	la, lb, lab := lgamma(a), lgamma(b), lgamma(a+b)
	sum := 0.0
	for i, k := range successes {
		n := trials[i]
		if n == 0 {
			continue
		}
		sum += lab - lgamma(a+b+n) + lgamma(b+n-k) - lb
		if k > 0 {
			sum += lgamma(a+k) - la
		}
	}
	return sum
}

// Posterior is what is known of a group's share after k successes of n trials.
func (f Share) Posterior(k, n float64) Beta {
	mean, square := 0.0, 0.0
	for j, s := range f.strength {
		a, b := s*f.Mean+k, s*(1-f.Mean)+n-k
		m := a / (a + b)
		mean += f.weight[j] * m
		square += f.weight[j] * m * (a + 1) / (a + b + 1)
	}
	size := mean*(1-mean)/(square-mean*mean) - 1
	return Beta{A: mean * size, B: (1 - mean) * size}
}

// Beta is a beta distribution.
type Beta struct{ A, B float64 }

// Mean of the distribution.
func (d Beta) Mean() float64 { return d.A / (d.A + d.B) }

// Quantile at p, 0 < p < 1.
func (d Beta) Quantile(p float64) float64 { return mathext.InvRegIncBeta(d.A, d.B, p) }

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
