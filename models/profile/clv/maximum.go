package clv

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// farthest is how far from 1 the logarithm of a parameter may be, in scaled units.
const farthest = 18

// problem is a log-likelihood of positive parameters, with its derivatives by them.
type problem struct {
	names  []string
	unit   []float64 // of the parameters, so that all are near 1
	start  []float64 // in those units
	center []float64 // of the prior, in those units
	spread float64   // of the prior, on the logarithm; 0 is no prior
	value  func(parameters, grad []float64) float64
}

// maximum finds the largest value and the standard errors there; a parameter whose error cannot be told has NaN.
func (p problem) maximum() (parameters, errs []float64, err error) {
	n := len(p.start)
	real := func(x []float64) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = p.unit[i] * math.Exp(x[i])
		}
		return out
	}
	prior := func(x, grad []float64) (sum float64) {
		if p.spread == 0 {
			return 0
		}
		for i := range x {
			d := (x[i] - math.Log(p.center[i])) / p.spread
			sum += d * d / 2
			if grad != nil {
				grad[i] += d / p.spread
			}
		}
		return sum
	}
	gradient := func(grad, x []float64) {
		if outside(x) {
			for i := range grad {
				grad[i] = math.Copysign(1, x[i])
			}
			return
		}
		at := real(x)
		p.value(at, grad)
		for i := range grad {
			grad[i] *= -at[i]
		}
		prior(x, grad)
	}
	target := optimize.Problem{
		Func: func(x []float64) float64 {
			if outside(x) {
				return math.Inf(1)
			}
			v := prior(x, nil) - p.value(real(x), nil)
			if math.IsNaN(v) {
				return math.Inf(1)
			}
			return v
		},
		Grad: gradient,
	}
	x := make([]float64, n)
	for i, s := range p.start {
		x[i] = math.Log(s)
	}
	best, found := x, target.Func(x)
	settings := &optimize.Settings{GradientThreshold: 1e-9 * (1 + math.Abs(found)), MajorIterations: 500}
	grad := make([]float64, n)
	for round := range 5 { // a descent that stops at a bend goes on by Nelder and Mead's simplex, and then again by BFGS
		method := optimize.Method(&optimize.BFGS{})
		if round%2 == 1 {
			method = &optimize.NelderMead{}
		}
		result, err := optimize.Minimize(target, best, settings, method)
		if result == nil {
			return nil, nil, err
		}
		if result.F <= found { // whatever made it stop
			best, found = result.X, result.F
		}
		if gradient(grad, best); flat(grad, found) {
			break
		}
	}
	if p.spread > 0 { // with a prior there is a maximum, and whatever is near it will do
		return real(best), p.errors(gradient, best), nil
	}
	for i, v := range best { // so far out the slope is nothing because the parameter is
		if math.Abs(v) > farthest/2 {
			return nil, nil, fmt.Errorf("the data leave %s open (it runs to %.2g): too few customers, or none behaves otherwise than the rest", p.names[i], real(best)[i])
		}
	}
	if !flat(grad, found) {
		return nil, nil, errors.New("no maximum of the likelihood was found; check the units and that the rows are customers")
	}
	return real(best), p.errors(gradient, best), nil
}

// flat says whether the slope is nothing beside the value.
func flat(grad []float64, value float64) bool {
	for _, g := range grad {
		if !(math.Abs(g) <= 1e-7*(1+math.Abs(value))) {
			return false
		}
	}
	return true
}

func outside(x []float64) bool {
	for _, v := range x {
		if !(math.Abs(v) <= farthest) {
			return true
		}
	}
	return false
}

// errors are the standard errors of the parameters, by the delta method from the Hessian on the logarithms.
func (p problem) errors(gradient func(grad, x []float64), x []float64) []float64 {
	n := len(x)
	jacobian := mat.NewDense(n, n, nil)
	fd.Jacobian(jacobian, gradient, x, &fd.JacobianSettings{Formula: fd.Central, Step: 1e-4})
	hessian := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			hessian.SetSym(i, j, (jacobian.At(i, j)+jacobian.At(j, i))/2)
		}
	}
	out := make([]float64, n)
	var factor mat.Cholesky
	var inverse mat.SymDense
	if !factor.Factorize(hessian) || factor.InverseTo(&inverse) != nil {
		for i := range out {
			out[i] = math.NaN()
		}
		return out
	}
	for i := range out {
		out[i] = p.unit[i] * math.Exp(x[i]) * math.Sqrt(inverse.At(i, i))
	}
	return out
}
