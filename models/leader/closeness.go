package leader

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// RankCorrelation is Spearman's, ties at their mean rank; NaN below three values, or where all are equal.
func RankCorrelation(a, b []float64) float64 {
	if len(a) != len(b) || len(a) < 3 {
		return math.NaN()
	}
	return stat.Correlation(ranks(a), ranks(b), nil)
}

func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	out := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			out[k] = float64(i+j+1) / 2
		}
		i = j
	}
	return out
}

// RankInterval is the rank correlation with its 95 % interval by bootstrap.
func RankInterval(a, b []float64, seed uint64) Range {
	const draws = 400
	r := Range{Mean: RankCorrelation(a, b)}
	rng := rand.New(rand.NewPCG(seed, uint64(len(a))))
	var got []float64
	x, y := make([]float64, len(a)), make([]float64, len(a))
	for range draws {
		for i := range x {
			k := rng.IntN(len(a))
			x[i], y[i] = a[k], b[k]
		}
		if c := RankCorrelation(x, y); !math.IsNaN(c) {
			got = append(got, c)
		}
	}
	if len(got) == 0 {
		r.Low, r.High = math.NaN(), math.NaN()
		return r
	}
	slices.Sort(got)
	r.Low, r.High = got[len(got)*25/1000], got[min(len(got)-1, len(got)*975/1000)]
	return r
}
