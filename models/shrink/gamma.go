package shrink

import (
	"fmt"
	"math"
)

// The range of strengths considered: groups that differ wildly to not at all.
const (
	minStrength = 0.02
	maxStrength = 1000.0
)

// FitRate learns from counts and expected counts how much rates differ around 1:
// the maximum-likelihood strength a of r ~ Gamma(a, a), between 0.02 (wildly) and
// 1000 (hardly). weight is how many groups an entry stands for; nil means 1 each.
// Counts need not be whole. Without data it is 1.
func FitRate(count, expected, weight []float64) (float64, error) {
	if len(count) != len(expected) || weight != nil && len(weight) != len(count) {
		return 0, fmt.Errorf("shrink: %d counts, %d expected, %d weights; give one of each per group", len(count), len(expected), len(weight))
	}
	informed := false
	for i, y := range count {
		e := expected[i]
		if !(y >= 0) || !(e >= 0) || math.IsInf(y, 0) || math.IsInf(e, 0) || e == 0 && y > 0 {
			return 0, fmt.Errorf("shrink: group %d counts %v where %v was expected; both must be finite, not negative, and nothing can come of 0", i, y, e)
		}
		informed = informed || e > 0
	}
	if !informed {
		return 1, nil
	}
	score := func(x float64) float64 { return logRates(count, expected, weight, math.Exp(x)) }
	low, high := math.Log(minStrength), math.Log(maxStrength)
	const points = 17
	step, best, at := (high-low)/(points-1), math.Inf(-1), 0
	for j := range points {
		if s := score(low + step*float64(j)); s > best {
			best, at = s, j
		}
	}
	from := math.Max(low, low+step*float64(at-1))
	to := math.Min(high, low+step*float64(at+1))
	return math.Exp(maximum(score, from, to)), nil
}

func logRates(count, expected, weight []float64, a float64) float64 {
	la, sum := lgamma(a), 0.0
	for i, y := range count {
		e := expected[i]
		if e == 0 {
			continue
		}
		v := -a * math.Log1p(e/a)
		if y > 0 {
			v += lgamma(a+y) - la + y*math.Log(e/(a+e))
		}
		if weight != nil {
			v *= weight[i]
		}
		sum += v
	}
	return sum
}

// maximum of f between from and to by golden section.
func maximum(f func(float64) float64, from, to float64) float64 {
	ratio := (math.Sqrt(5) - 1) / 2
	a, b := to-ratio*(to-from), from+ratio*(to-from)
	fa, fb := f(a), f(b)
	for to-from > 1e-4 {
		if fa < fb {
			from, a, fa = a, b, fb
			b = from + ratio*(to-from)
			fb = f(b)
		} else {
			to, b, fb = b, a, fa
			a = to - ratio*(to-from)
			fa = f(a)
		}
	}
	return (from + to) / 2
}

// Rate is the posterior mean of a group's rate and the share of it that is the
// group's own, after count where expected was expected.
func Rate(strength, count, expected float64) (rate, own float64) {
	return (strength + count) / (strength + expected), expected / (strength + expected)
}
