package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestShares: the shares found are convex, none of a member that is not used, and no other ones are better.
func TestShares(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 2))
		n := 2 + rng.IntN(5)
		used := make([]bool, n)
		for m := range used {
			used[m] = m == 0 || rng.IntN(4) > 0
		}
		a, b := mat.NewSymDense(n, nil), make([]float64, n)
		p := make([]float64, n)
		for range 50 {
			for m := range p {
				p[m] = rng.ExpFloat64()
			}
			y := 0.6*p[0] + 0.4*p[1] + 0.5*rng.NormFloat64()
			a.SymRankOne(a, 1, mat.NewVecDense(n, p))
			for m := range b {
				b[m] += y * p[m]
			}
		}
		w := onSimplex(a, b, used, expected(used))
		loss := func(w []float64) float64 {
			v := mat.NewVecDense(n, w)
			return mat.Inner(v, a, v) - 2*mat.Dot(mat.NewVecDense(n, b), v)
		}
		sum, best := 0.0, loss(w)
		for m, share := range w {
			if sum += share; share < 0 || share > 0 && !used[m] {
				t.Fatalf("seed %d: shares %v of members %v", seed, w, used)
			}
			for o := range w {
				if other := append([]float64{}, w...); o != m && used[m] && used[o] && w[o] >= 0.001 {
					other[m], other[o] = other[m]+0.001, other[o]-0.001
					if loss(other) < best-1e-6*math.Abs(best) {
						t.Errorf("seed %d: %v is better than the shares %v", seed, other, w)
					}
				}
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("seed %d: shares %v add up to %v", seed, w, sum)
		}
	}
}

// TestExpected: before anything was seen, shares are convex whichever members there are, and stay so when all members say 0.
func TestExpected(t *testing.T) {
	for mask := 1; mask < 16; mask++ {
		used := make([]bool, 4)
		for m := range used {
			used[m] = mask>>m&1 == 1
		}
		prior := expected(used)
		for _, w := range [][]float64{prior, onSimplex(mat.NewSymDense(4, nil), make([]float64, 4), used, prior)} {
			sum := 0.0
			for m, share := range w {
				if sum += share; !(share >= 0) || share > 0 && !used[m] {
					t.Errorf("shares %v of members %v", w, used)
				}
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Errorf("shares %v of members %v add up to %v", w, used, sum)
			}
		}
	}
}

// TestBlend: a member that says nothing of a series leaves its share to the others.
func TestBlend(t *testing.T) {
	c := &cast{mean: [][][]float32{{{10}, nil}, {{20}, {40}}, nil}}
	for k, want := range []float64{12.5, 40} {
		if got := c.blend(k, 0, []float64{0.6, 0.2, 0.2}); math.Abs(got-want) > 1e-9 {
			t.Errorf("series %d: %v, want %v", k, got, want)
		}
	}
	if got := c.blend(1, 0, []float64{1, 0, 0}); got != -1 {
		t.Errorf("nobody says anything: %v", got)
	}
}

// TestAsked: the member whose quantiles are taken is asked for the forecast, whatever its share of the mean; others only with one.
func TestAsked(t *testing.T) {
	alone := shares{{0, 0, 1, 0}, {0, 0, 1, 0}, {0, 0, 1, 0}}
	for _, c := range []struct{ used, want []bool }{
		{[]bool{true, true, true, true}, []bool{true, false, true, false}},
		{[]bool{false, true, true, true}, []bool{false, true, true, false}},
	} {
		if got := asked(alone, c.used); !slices.Equal(got, c.want) {
			t.Errorf("of members %v are asked %v, want %v", c.used, got, c.want)
		}
	}
}

// TestRatios: a member that foretells nothing at all tells no spread, and the blend may foretell more.
func TestRatios(t *testing.T) {
	got := ratios([][7]float32{{1, 2, 3, 4, 5, 6, 7}, {}}, []float32{4, 0})
	if got[0] != [7]float32{0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75} || got[1] != wide || wide[3] < 0.69 || wide[3] > 0.7 {
		t.Errorf("ratios %v", got)
	}
}
