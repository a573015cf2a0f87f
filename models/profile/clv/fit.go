package clv

import (
	"fmt"
	"math"
)

// enough is how many customers who came back need no prior.
const enough = 100

// Fit is a fitted model of purchases.
type Fit struct {
	Purchases
	Errors        [4]float64 `json:"-"` // standard errors of R, Alpha, A and B; NaN where the data cannot tell
	LogLikelihood float64    `json:"log_likelihood"`
	Customers     float64    `json:"customers"`
	Returned      float64    `json:"returned"` // customers with a repeat purchase
	Cells         int        `json:"-"`        // distinct customers
	Prior         bool       `json:"prior"`    // few customers: a weak prior took part
}

// FitPurchases fits BG/NBD or, with firstDrop, MBG/NBD to customers in any order.
func FitPurchases(customers []Cell, firstDrop bool) (Fit, error) {
	cells, err := compress(customers)
	if err != nil {
		return Fit{}, err
	}
	f := Fit{Cells: len(cells)}
	var age, repeats float64
	for _, c := range cells {
		f.Customers += c.Weight
		age += c.Weight * c.Age
		repeats += c.Weight * c.Frequency
		if c.Frequency > 0 {
			f.Returned += c.Weight
		}
	}
	if f.Returned == 0 || age == 0 {
		return Fit{}, fmt.Errorf("clv: none of %v customers bought a second time; there is no rhythm to learn", f.Customers)
	}
	// The time of one repeat purchase is about alpha/r; with most of the time unused by those who left, alpha is less.
	scale := age / repeats
	p := problem{
		names: []string{"r", "alpha", "a", "b"}, unit: []float64{1, scale, 1, 1}, start: []float64{.7, .5, .5, 2}, center: []float64{.7, .5, .5, 2},
		value: func(x, grad []float64) float64 {
			return Purchases{R: x[0], Alpha: x[1], A: x[2], B: x[3], FirstDrop: firstDrop}.logLikelihood(cells, grad)
		},
	}
	if f.Returned < enough {
		f.Prior, p.spread = true, 1.5
	}
	x, errs, err := p.maximum()
	if err != nil && p.spread == 0 { // large, and yet nothing tells some parameter: say that nobody leaves
		f.Prior, p.spread = true, 3
		x, errs, err = p.maximum()
	}
	if err != nil {
		return Fit{}, fmt.Errorf("clv: fit purchases: %w", err)
	}
	f.Purchases = Purchases{R: x[0], Alpha: x[1], A: x[2], B: x[3], FirstDrop: firstDrop}
	copy(f.Errors[:], errs)
	f.LogLikelihood = f.logLikelihood(cells, nil)
	return f, nil
}

// FitBetter fits both and gives the one with the larger likelihood, BG/NBD if they are equal.
func FitBetter(customers []Cell) (Fit, error) {
	plain, err := FitPurchases(customers, false)
	if err != nil {
		return Fit{}, err
	}
	first, err := FitPurchases(customers, true)
	if err != nil || !(first.LogLikelihood > plain.LogLikelihood) {
		return plain, nil //nolint:nilerr // the other one holds
	}
	return first, nil
}

// Frequencies compares how many customers bought again 0, 1, … times with what the model expects of customers of their ages; the last
// entry is "that often or more".
func (f Fit) Frequencies(customers []Cell, upTo int) (actual, expected []float64) {
	actual, expected = make([]float64, upTo+1), make([]float64, upTo+1)
	byAge := map[float64]float64{}
	var ages []float64
	for _, c := range customers {
		w := c.Weight
		if w == 0 {
			w = 1
		}
		actual[min(upTo, int(math.Min(c.Frequency, float64(upTo))))] += w
		if byAge[c.Age] == 0 {
			ages = append(ages, c.Age)
		}
		byAge[c.Age] += w
	}
	for _, age := range ages {
		rest := 1.0
		for n, p := range f.Chances(upTo-1, age) {
			expected[n] += byAge[age] * p
			rest -= p
		}
		expected[upTo] += byAge[age] * math.Max(0, rest)
	}
	return actual, expected
}
