package community

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
)

// ridge is the weight of no effect of a standardised trait, in communities.
const ridge = 3.0

// penetration estimates the share of households that buy, around what communities of like distance to the store, size and age of
// the store have: a ridge regression of the logit on their logarithms, unknown ones at the mean, then beta-binomial shrinkage to it.
func penetration(sites []site) error {
	if len(sites) == 0 {
		return nil
	}
	means, err := expected(sites)
	if err != nil {
		return err
	}
	around := func(strength float64) float64 {
		sum := 0.0
		for i, s := range sites {
			a, b := strength*means[i], strength*(1-means[i])
			sum += logBeta(a+s.buyers, b+s.households-s.buyers) - logBeta(a, b)
		}
		return sum
	}
	strength := math.Exp(highest(func(x float64) float64 { return around(math.Exp(x)) + x - 2*math.Log1p(math.Exp(x)) }, math.Log(0.5), math.Log(1e5)))
	for i := range sites {
		s := &sites[i]
		a, b := strength*means[i]+s.buyers, strength*(1-means[i])+s.households-s.buyers
		s.comparable = means[i]
		s.penetration = estimate{a / (a + b), mathext.InvRegIncBeta(a, b, lowEnd), mathext.InvRegIncBeta(a, b, highEnd)}
	}
	return nil
}

// expected is the share of each site by its traits, so levelled that the buyers of all add up.
func expected(sites []site) ([]float64, error) {
	const traits = 3
	n := len(sites)
	x, y := mat.NewDense(n, traits, nil), mat.NewVecDense(n, nil)
	for i, s := range sites {
		x.Set(i, 0, math.NaN())
		if s.distance >= 0 {
			x.Set(i, 0, math.Log(math.Max(s.distance, nearest)))
		}
		x.Set(i, 1, math.Log(s.households))
		x.Set(i, 2, math.NaN())
		if s.open >= 0 {
			x.Set(i, 2, math.Log1p(float64(s.open)))
		}
		y.SetVec(i, math.Log((s.buyers+0.5)/(s.households-s.buyers+0.5)))
	}
	for t := range traits {
		standardise(x, t)
	}
	mean := mat.Sum(y) / float64(n)
	for i := range n {
		y.SetVec(i, y.AtVec(i)-mean)
	}
	var gram mat.Dense
	gram.Mul(x.T(), x)
	for t := range traits {
		gram.Set(t, t, gram.At(t, t)+ridge)
	}
	var right, beta, fit mat.VecDense
	right.MulVec(x.T(), y)
	if err := beta.SolveVec(&gram, &right); err != nil {
		return nil, fmt.Errorf("community: penetration by distance, size and age of store: %w", err)
	}
	fit.MulVec(x, &beta)
	buyers := 0.0
	for _, s := range sites {
		buyers += s.buyers
	}
	share := func(i int, level float64) float64 { return 1 / (1 + math.Exp(-level-fit.AtVec(i))) }
	low, high := -30.0, 30.0
	for range 60 {
		level, sum := (low+high)/2, 0.0
		for i, s := range sites {
			sum += s.households * share(i, level)
		}
		if sum < buyers {
			low = level
		} else {
			high = level
		}
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Min(1-1e-6, math.Max(1e-6, share(i, (low+high)/2)))
	}
	return out, nil
}

// standardise brings a column to mean 0 and variance 1; what is not known is at the mean.
func standardise(x *mat.Dense, column int) {
	n, _ := x.Dims()
	known, sum, squares := 0.0, 0.0, 0.0
	for i := range n {
		if v := x.At(i, column); !math.IsNaN(v) {
			known++
			sum += v
			squares += v * v
		}
	}
	mean, spread := sum/math.Max(1, known), 0.0
	if known > 1 {
		spread = math.Sqrt(math.Max(0, squares/known-mean*mean))
	}
	for i := range n {
		v := x.At(i, column)
		if math.IsNaN(v) || spread < 1e-9 {
			x.Set(i, column, 0)
			continue
		}
		x.Set(i, column, (v-mean)/spread)
	}
}
