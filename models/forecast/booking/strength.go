package booking

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"
	"gonum.org/v1/gonum/stat"
)

// How many rows a fit looks at, at most: more do not sharpen it. A first look takes
// fewer.
const (
	mostRows = 5000
	someRows = 800
)

// Bounds of the strengths, and how many rows the chain's weighs against a category's.
const (
	weakest   = .05
	strongest = 1e5
	chainRows = 100
)

// byLead is something known per lead, for the chain and by category.
type byLead struct {
	chain    []float64
	category map[string][]float64
}

func (s byLead) of(category string) []float64 {
	if c, ok := s.category[category]; ok {
		return c
	}
	return s.chain
}

// fitSteadiness finds the strengths under which the shares booked of so many rows
// are likeliest.
func (m *Model) fitSteadiness(rows []past, most int) byLead {
	known := slices.DeleteFunc(slices.Clone(rows), func(r past) bool { return r.total == 0 })
	s := byLead{chain: make([]float64, len(m.leads)), category: map[string][]float64{}}
	parts, some := byCategory(known), thin(known, most)
	for name := range parts {
		s.category[name] = make([]float64, len(m.leads))
	}
	for j := range m.leads {
		all := m.fitShares(some, j, 4)
		s.chain[j] = math.Exp(all)
		for name, part := range parts {
			x, n := m.fitShares(thin(part, most), j, all), float64(len(part))
			s.category[name][j] = math.Exp((n*x + chainRows*all) / (n + chainRows))
		}
	}
	return s
}

// fitShares is the logarithm of the strength at a lead.
func (m *Model) fitShares(rows []past, lead int, start float64) float64 {
	x := likeliest(func(x []float64) float64 {
		c := math.Exp(x[0])
		sum := -.02 * (x[0] - 4) * (x[0] - 4)
		for _, r := range rows {
			f, lot := clamp(r.share[lead], sure, 1-sure), m.lots[r.category]
			sum += logBetaBin(r.kept[lead]/lot, r.total/lot, c*f, c*(1-f))
		}
		return sum
	}, start)
	return clamp(x[0], math.Log(weakest), math.Log(strongest))
}

// likeliest is where f is greatest, by the simplex of Nelder and Mead.
func likeliest(f func(x []float64) float64, start ...float64) []float64 {
	problem := optimize.Problem{Func: func(x []float64) float64 {
		v := -f(x)
		for _, xi := range x {
			if math.Abs(xi) > 15 {
				v = math.Inf(1)
			}
		}
		if math.IsNaN(v) {
			return math.Inf(1)
		}
		return v
	}}
	settings := optimize.Settings{FuncEvaluations: 60 * len(start), Converger: &optimize.FunctionConverge{Absolute: 1e-3, Iterations: 12}}
	found, err := optimize.Minimize(problem, start, &settings, &optimize.NelderMead{})
	if found == nil || err != nil && len(found.X) != len(start) {
		return start
	}
	return found.X
}

// lot estimates how many units are ordered together: the part of the squared error
// of shares that grows with the total, not with its square.
func lot(rows []past) float64 {
	var x, y, w []float64
	for _, r := range rows {
		for j, f := range r.share {
			if f > .05 && f < .95 && r.total > 0 {
				e := r.kept[j] - f*r.total
				x, y = append(x, r.total), append(y, e*e/(f*(1-f)*r.total))
				w = append(w, 1/((1+r.total/10)*(1+r.total/10)))
			}
		}
	}
	if len(x) < 50 {
		return 1
	}
	intercept, slope := stat.LinearRegression(x, y, w, false)
	if slope < 0 {
		intercept = stat.Mean(y, w)
		slope = 0
	}
	return clamp(intercept/(1-math.Min(slope, .5)), .001, stat.Mean(x, nil))
}

func logBetaBin(k, n, a, b float64) float64 {
	return lgamma(a+k) - lgamma(a) + lgamma(n-k+b) - lgamma(b) + lgamma(a+b) - lgamma(a+b+n)
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
