package forecast

import (
	"slices"

	"gonum.org/v1/gonum/mat"
)

// onSimplex minimises w'Aw - 2b'w over non-negative shares of sum 1, by projected gradient steps.
func onSimplex(a *mat.SymDense, b []float64, used []bool, start []float64) []float64 {
	n := len(b)
	w := slices.Clone(start)
	trace := 0.0
	for m := range n {
		trace += a.At(m, m)
	}
	if !(trace > 0) { // all said 0, as before the first sale
		return w
	}
	var g mat.VecDense
	for range 3000 {
		g.MulVec(a, mat.NewVecDense(n, w))
		for m := range w {
			w[m] -= (g.AtVec(m) - b[m]) / trace
		}
		project(w, used)
	}
	return w
}

// project takes w to the nearest shares (Duchi and others 2008).
func project(w []float64, used []bool) {
	var v []float64
	for m, x := range w {
		if used[m] {
			v = append(v, x)
		}
	}
	slices.Sort(v)
	slices.Reverse(v)
	sum, shift := 0.0, 0.0
	for k, x := range v {
		sum += x
		if t := (sum - 1) / float64(k+1); x > t {
			shift = t
		}
	}
	for m := range w {
		if w[m] = max(0, w[m]-shift); !used[m] {
			w[m] = 0
		}
	}
}
