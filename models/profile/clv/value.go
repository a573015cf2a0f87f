package clv

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Value is a fitted Gamma-Gamma model of the mean value of purchases.
type Value struct {
	P float64 `json:"p"` // shape of a purchase's value around the customer's mean
	Q float64 `json:"q"` // shape of the customers' scales
	V float64 `json:"v"` // their scale, money
	// usual replaces the mean of all customers where q <= 1 leaves it infinite
	usual float64
}

// Mean is the expected value of a purchase of somebody of whom nothing is known.
func (m Value) Mean() float64 {
	if m.Q <= 1.05 && m.usual > 0 {
		return m.usual
	}
	return m.P * m.V / (m.Q - 1)
}

// Expected is the expected value of the next purchases of a customer whose n purchases so far average mean; n 0 gives Mean.
func (m Value) Expected(n, mean float64) float64 {
	if !(n > 0) || !(mean > 0) || math.IsInf(n*mean, 0) {
		return m.Mean()
	}
	return m.P * (m.V + n*mean) / (m.P*n + m.Q - 1)
}

// Spending is a customer's purchases and their mean value; Weight customers who are alike.
type Spending struct {
	Purchases float64
	Mean      float64
	Weight    float64 // 0 means 1
}

// ValueFit is a fitted model of values.
type ValueFit struct {
	Value
	Errors        [3]float64 `json:"-"` // standard errors of P, Q and V
	LogLikelihood float64    `json:"log_likelihood"`
	Customers     float64    `json:"customers"`
	Left          float64    `json:"left_out"` // customers without a purchase of positive value
	Prior         bool       `json:"prior"`
}

// FitValue fits the Gamma-Gamma model. Customers without purchases, or whose mean is not positive (gifts, returns), are left out and counted.
func FitValue(customers []Spending) (ValueFit, error) {
	var f ValueFit
	rows := make([]spending, 0, len(customers))
	for i, c := range customers {
		w := c.Weight
		if w == 0 {
			w = 1
		}
		switch {
		case math.IsNaN(c.Mean) || math.IsInf(c.Mean, 0) || !(c.Purchases >= 0) || math.IsInf(c.Purchases, 0) || !(w > 0):
			return f, fmt.Errorf("clv: customer %d: %v purchases of mean value %v; both must be numbers, the first not negative", i, c.Purchases, c.Mean)
		case c.Purchases == 0 || c.Mean <= 0:
			f.Left += w
			continue
		}
		rows = append(rows, spending{c.Purchases, c.Mean, w})
	}
	if len(rows) == 0 {
		return f, fmt.Errorf("clv: none of %d customers has a purchase of positive value; there is no value to learn", len(customers))
	}
	slices.SortFunc(rows, func(a, b spending) int {
		return cmp.Or(cmp.Compare(a.n, b.n), cmp.Compare(a.mean, b.mean), cmp.Compare(a.weight, b.weight))
	})
	rows = merge(rows)
	var sum, purchases float64 // in this order, whatever that of the customers
	for _, r := range rows {
		f.Customers += r.weight
		purchases += r.weight * r.n
		sum += r.weight * r.n * r.mean
	}
	usual := sum / purchases
	p := problem{
		names: []string{"p", "q", "v"}, unit: []float64{1, 1, usual}, start: []float64{3, 3, .7}, center: []float64{3, 3, .7},
		value: func(x, grad []float64) float64 {
			return Value{P: x[0], Q: x[1], V: x[2]}.logLikelihood(rows, grad)
		},
	}
	if f.Customers < enough {
		f.Prior, p.spread = true, 1
	}
	x, errs, err := p.maximum()
	if err != nil && p.spread == 0 {
		f.Prior, p.spread = true, 3
		x, errs, err = p.maximum()
	}
	if err != nil {
		return f, fmt.Errorf("clv: fit values: %w", err)
	}
	f.Value = Value{P: x[0], Q: x[1], V: x[2], usual: usual}
	copy(f.Errors[:], errs)
	f.LogLikelihood = f.logLikelihood(rows, nil)
	return f, nil
}

// merge adds up the weights of equal rows, which stand together.
func merge(rows []spending) []spending {
	n := 0
	for _, r := range rows {
		if n > 0 && rows[n-1].n == r.n && rows[n-1].mean == r.mean {
			rows[n-1].weight += r.weight
			continue
		}
		rows[n] = r
		n++
	}
	return rows[:n]
}

// Lifetime is what a customer is expected to spend in the time horizon to come, discounted: each of steps equal periods counts at its
// middle, at the rate per unit of time.
func Lifetime(m Purchases, c Cell, perPurchase, horizon, rate float64, steps int) float64 {
	before, sum, step := 0.0, 0.0, horizon/float64(steps)
	for k := 1; k <= steps; k++ {
		upTo := m.Expected(c, step*float64(k))
		sum += (upTo - before) * math.Exp(-step*(float64(k)-.5)*math.Log1p(rate))
		before = upTo
	}
	return sum * perPurchase
}
