package classic

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"
)

// simulated is a series of Poisson sales with a weekly pattern and a wandering level.
func simulated(seed uint64, days int, level float64) []float64 {
	r := rand.New(rand.NewPCG(seed, 1))
	week := [7]float64{0.8, 0.8, 0.9, 0.9, 1.1, 1.3, 1.2}
	out := make([]float64, days)
	for k := range out {
		level *= math.Exp(0.03 * r.NormFloat64())
		limit, product := math.Exp(-math.Min(level*week[k%7], 500)), r.Float64()
		for product > limit {
			out[k]++
			product *= r.Float64()
		}
	}
	return out
}

func BenchmarkMembers(b *testing.B) {
	out := make([]float64, 7)
	for _, days := range []int{83, 1900} {
		y := simulated(1, days, 5)
		for _, m := range Members() {
			b.Run(m.Name()+"/"+strconv.Itoa(days), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					m.Forecast(y, 0, 7, out)
				}
			})
		}
	}
}
