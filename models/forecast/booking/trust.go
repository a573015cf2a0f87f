package booking

import (
	"math"
	"slices"
)

// trust says how far a base forecast holds: the size of its negative binomial is
// 1/(floor + slope·x), x what the forecast itself says, or one over its mean.
type trust struct {
	floor, slope float64
	factor       map[string]float64 // by category
}

// size of the negative binomial around a base forecast.
func (t trust) size(category string, mean, own float64) float64 {
	x := own
	if math.IsNaN(x) {
		x = 1 / math.Max(mean, .1)
	}
	f, ok := t.factor[category]
	if !ok {
		f = 1
	}
	return clamp(1/(f*(t.floor+t.slope*x)), weakest, strongest)
}

// ownSpread is 1/size as a forecast's variance has it.
func ownSpread(mean, variance float64) float64 {
	if !(mean > 0) || !(variance >= 0) || math.IsInf(variance, 0) {
		return math.NaN()
	}
	return math.Max(variance/mean-1, 0) / mean
}

// Variance is about that of a base forecast with these quantiles at Levels: a normal's
// with the same way from the lowest to the highest. The fit of trust mends what is
// wrong with it for other shapes.
func Variance(q [7]float64) float64 {
	const way = 3.2897 // standard deviations from 5 % to 95 %
	d := (q[6] - q[0]) / way
	return d * d
}

// fitTrust finds the sizes under which the totals are likeliest.
func (m *Model) fitTrust(rows []past) trust {
	t := trust{floor: .25, slope: .25, factor: map[string]float64{}}
	known := slices.DeleteFunc(slices.Clone(rows), func(r past) bool { return math.IsNaN(r.mean) })
	if len(known) == 0 {
		return t
	}
	likelihood := func(rows []past, t trust) float64 {
		sum := 0.0
		for _, r := range rows {
			lot := m.lotOf(r.category)
			mean := math.Max(r.mean/lot, leastMean)
			sum += logNegBin(r.total/lot, mean, t.size("", mean, ownSpread(mean, r.variance/lot/lot)))
		}
		return sum
	}
	some := thin(known, mostRows)
	x := likeliest(func(x []float64) float64 {
		rare := .02 * ((x[0]+2)*(x[0]+2) + (x[1]+2)*(x[1]+2)) // keeps both in bounds where the data do not
		return likelihood(some, trust{floor: math.Exp(x[0]), slope: math.Exp(x[1])}) - rare
	}, math.Log(t.floor), math.Log(t.slope))
	t.floor, t.slope = math.Exp(x[0]), math.Exp(x[1])
	for name, part := range byCategory(known) {
		some := thin(part, mostRows)
		x := likeliest(func(x []float64) float64 {
			return likelihood(some, trust{floor: t.floor * math.Exp(x[0]), slope: t.slope * math.Exp(x[0])})
		}, 0)
		n := float64(len(part))
		t.factor[name] = math.Exp(clamp(x[0], -5, 5) * n / (n + chainRows))
	}
	return t
}

func logNegBin(n, mean, size float64) float64 {
	return lgamma(size+n) - lgamma(size) - size*math.Log1p(mean/size) + n*math.Log(mean/(size+mean))
}
