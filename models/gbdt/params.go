package gbdt

import (
	"fmt"
	"math"
	"runtime"
)

// Loss is what training minimises.
type Loss int

// The losses. Scores of Poisson and Tweedie are logarithms of the mean; predictions are always on the scale of Y.
const (
	L2      Loss = iota // squared error, for a mean
	Poisson             // log link
	Tweedie             // log link, variance ~ mean^Power
	Pinball             // for the quantile Quantile
)

// Params are the settings of a training. Zero values take the defaults in brackets.
type Params struct {
	Loss     Loss
	Power    float64 // Tweedie: 1 <= Power < 2 [1.5]
	Quantile float64 // Pinball: 0 < Quantile < 1 [0.5]

	Rounds       int     // trees [100]
	Leaves       int     // leaves of a tree, at most 32768 [31]
	MaxDepth     int     // splits from root to leaf; 0: no bound
	MinLeaf      int     // rows of a leaf; estimated from the hessian where that varies, as in LightGBM [20]
	MinHessian   float64 // hessian of a leaf [1e-3]
	LearningRate float64 // [0.1]
	L2           float64 // ridge on leaf values [0]
	MinGain      float64 // gain of a split [0]

	RowFraction    float64 // rows drawn per tree [1]
	RowEvery       int     // trees that share a draw of rows [1]
	ColumnFraction float64 // columns drawn per tree [1]

	OneHotLevels int     // up to so many levels, a category splits one against the rest [4]
	MaxCatLevels int     // levels on the smaller side of a many-against-many split [32]
	CatSmooth    float64 // pseudo-rows that pull a level to zero in the sorting, and rows a level needs [10]
	CatL2        float64 // ridge added in many-against-many splits [10]
	MinCatGroup  int     // rows between two many-against-many candidates [100]

	Seed      uint64
	Threads   int                                   // 0: one per core; the model does not depend on it
	EarlyStop int                                   // rounds without a better validation loss before training ends; 0: never
	Progress  func(round int, train, valid float64) // mean losses after each round; valid is NaN without validation
}

// defaults fills zero values in and refuses impossible ones.
func (p Params) defaults() (Params, error) {
	number := func(x *float64, d float64) {
		if *x == 0 {
			*x = d
		}
	}
	count := func(x *int, d int) {
		if *x == 0 {
			*x = d
		}
	}
	number(&p.Power, 1.5)
	number(&p.Quantile, 0.5)
	number(&p.MinHessian, 1e-3)
	number(&p.LearningRate, 0.1)
	number(&p.RowFraction, 1)
	number(&p.ColumnFraction, 1)
	number(&p.CatSmooth, 10)
	number(&p.CatL2, 10)
	count(&p.Rounds, 100)
	count(&p.Leaves, 31)
	count(&p.MinLeaf, 20)
	count(&p.RowEvery, 1)
	count(&p.OneHotLevels, 4)
	count(&p.MaxCatLevels, 32)
	count(&p.MinCatGroup, 100)
	count(&p.Threads, runtime.GOMAXPROCS(0))
	if p.Loss < L2 || p.Loss > Pinball {
		return p, fmt.Errorf("loss %d is unknown: use L2, Poisson, Tweedie or Pinball", p.Loss)
	}
	if p.Loss == Poisson {
		p.Power = 1
	}
	for _, c := range []struct {
		name   string
		value  float64
		lo, hi float64
	}{
		{"Power", p.Power, 1, math.Nextafter(2, 0)},
		{"Quantile", p.Quantile, 1e-9, 1 - 1e-9},
		{"Rounds", float64(p.Rounds), 1, 1 << 20},
		{"Leaves", float64(p.Leaves), 2, maxLeaves},
		{"MaxDepth", float64(p.MaxDepth), 0, maxLeaves},
		{"MinLeaf", float64(p.MinLeaf), 1, math.MaxInt32},
		{"MinHessian", p.MinHessian, 0, math.MaxFloat64},
		{"LearningRate", p.LearningRate, 1e-9, 10},
		{"L2", p.L2, 0, math.MaxFloat64},
		{"MinGain", p.MinGain, 0, math.MaxFloat64},
		{"RowFraction", p.RowFraction, 1e-9, 1},
		{"RowEvery", float64(p.RowEvery), 1, math.MaxInt32},
		{"ColumnFraction", p.ColumnFraction, 1e-9, 1},
		{"OneHotLevels", float64(p.OneHotLevels), 1, 256},
		{"MaxCatLevels", float64(p.MaxCatLevels), 1, 256},
		{"CatSmooth", p.CatSmooth, 0, math.MaxFloat64},
		{"CatL2", p.CatL2, 0, math.MaxFloat64},
		{"MinCatGroup", float64(p.MinCatGroup), 1, math.MaxInt32},
		{"Threads", float64(p.Threads), 1, 1024},
		{"EarlyStop", float64(p.EarlyStop), 0, math.MaxInt32},
	} {
		if !(c.value >= c.lo && c.value <= c.hi) {
			return p, fmt.Errorf("training parameter %s = %v is not between %v and %v", c.name, c.value, c.lo, c.hi)
		}
	}
	return p, nil
}
