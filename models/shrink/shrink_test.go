package shrink

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestShareCovers simulates shares with a known prior and counts how often the
// interval of the posterior holds the truth, for few and many groups.
func TestShareCovers(t *testing.T) {
	for _, c := range []struct {
		groups         int
		mean, strength float64
	}{{8, 0.2, 30}, {60, 0.1, 20}, {60, 0.3, 200}, {200, 0.05, 50}} {
		rng := rand.New(rand.NewPCG(7, uint64(c.groups)))
		prior := distuv.Beta{Alpha: c.mean * c.strength, Beta: (1 - c.mean) * c.strength, Src: rng}
		held, all := 0, 0
		for range 6000 / c.groups {
			truth, k, n := make([]float64, c.groups), make([]float64, c.groups), make([]float64, c.groups)
			for i := range truth {
				truth[i] = prior.Rand()
				n[i] = 20 + float64(rng.IntN(300))
				k[i] = distuv.Binomial{N: n[i], P: truth[i], Src: rng}.Rand()
			}
			fit, err := FitShare(k, n, c.mean)
			if err != nil {
				t.Fatal(err)
			}
			for i := range truth {
				p := fit.Posterior(k[i], n[i])
				if all++; truth[i] >= p.Quantile(0.025) && truth[i] <= p.Quantile(0.975) {
					held++
				}
			}
		}
		if rate := float64(held) / float64(all); math.Abs(rate-0.95) > 0.015 {
			t.Errorf("%+v: interval holds the truth in %.3f of %d cases, want .95", c, rate, all)
		}
	}
}

func TestShareWithoutData(t *testing.T) {
	fit, err := FitShare(nil, nil, 0.25)
	if err != nil {
		t.Fatal(err)
	}
	if got := fit.Posterior(0, 0).Mean(); math.Abs(got-0.25) > 1e-9 {
		t.Errorf("mean %v without data, want the prior's .25", got)
	}
}

func TestRateRecovers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for _, a := range []float64{0.2, 1, 5, 40} {
		const n = 20_000
		count, expected := make([]float64, n), make([]float64, n)
		for i := range count {
			expected[i] = 0.2 + 10*rng.Float64()
			rate := distuv.Gamma{Alpha: a, Beta: a, Src: rng}.Rand()
			count[i] = distuv.Poisson{Lambda: rate * expected[i], Src: rng}.Rand()
		}
		got, err := FitRate(count, expected, nil)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got/a-1) > 0.12 {
			t.Errorf("strength %.3f, want %.3f", got, a)
		}
	}
}

// TestRateWeights: an entry of weight three is three entries.
func TestRateWeights(t *testing.T) {
	one, err := FitRate([]float64{0, 5, 5, 5, 9}, []float64{3, 2, 2, 2, 4}, nil)
	if err != nil {
		t.Fatal(err)
	}
	three, err := FitRate([]float64{0, 5, 9}, []float64{3, 2, 4}, []float64{1, 3, 1})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(one/three-1) > 1e-3 {
		t.Errorf("strength %v of repeated entries, %v of weighted ones", one, three)
	}
}

func TestRefuses(t *testing.T) {
	nan := math.NaN()
	for name, err := range map[string]error{
		"lengths":        second(FitShare([]float64{1}, nil, 0.5)),
		"mean":           second(FitShare(nil, nil, 1)),
		"nan mean":       second(FitShare(nil, nil, nan)),
		"k above n":      second(FitShare([]float64{3}, []float64{2}, 0.5)),
		"nan":            second(FitShare([]float64{nan}, []float64{2}, 0.5)),
		"infinite":       second(FitShare([]float64{1}, []float64{math.Inf(1)}, 0.5)),
		"rate lengths":   second(FitRate([]float64{1}, nil, nil)),
		"rate negative":  second(FitRate([]float64{-1}, []float64{1}, nil)),
		"rate of 0":      second(FitRate([]float64{1}, []float64{0}, nil)),
		"rate weights":   second(FitRate([]float64{1}, []float64{1}, []float64{1, 2})),
		"rate infinite":  second(FitRate([]float64{1}, []float64{math.Inf(1)}, nil)),
		"rate nan count": second(FitRate([]float64{nan}, []float64{1}, nil)),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestNegBin compares quantiles with the distribution function.
func TestNegBin(t *testing.T) {
	levels := []float64{0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95}
	out := make([]float64, len(levels))
	for _, d := range []NegBin{{0.1, 0.5}, {1, 1}, {3.3, 1e9}, {30, 4}, {199, 50}} {
		d.Quantiles(levels, out)
		for i, q := range out {
			if up, down := d.cdf(q), d.cdf(q-1); up < levels[i]-1e-9 || down >= levels[i]+1e-9 {
				t.Errorf("%+v: quantile %v is %v, with cdf %v there and %v before", d, levels[i], q, up, down)
			}
		}
	}
	NegBin{0, 1}.Quantiles(levels, out)
	if out[6] != 0 {
		t.Errorf("quantile %v of nothing", out[6])
	}
	low, high := NegBin{199, 50}, NegBin{201, 50}
	a, b := make([]float64, 7), make([]float64, 7)
	low.Quantiles(levels, a)
	high.Quantiles(levels, b)
	for i := range a {
		if math.Abs(b[i]-a[i]) > 6 {
			t.Errorf("at level %v the count %v turns %v where counts become continuous", levels[i], a[i], b[i])
		}
	}
}

func (d NegBin) cdf(k float64) float64 {
	sum := 0.0
	for j := 0.0; j <= k; j++ {
		lg := lgamma(j+d.Size) - lgamma(d.Size) - lgamma(j+1)
		sum += math.Exp(lg - d.Size*math.Log1p(d.Mean/d.Size) + j*math.Log(d.Mean/(d.Mean+d.Size)))
	}
	return sum
}

func Example() {
	// Of 40 buyers in one community 12 buy rice, of 400 in another 40, of 300 in a
	// third 45; in the chain a tenth do.
	fit, err := FitShare([]float64{12, 40, 45}, []float64{40, 400, 300}, 0.1)
	if err != nil {
		fmt.Println(err)
		return
	}
	small, large := fit.Posterior(12, 40), fit.Posterior(40, 400)
	fmt.Printf("%.2f %.2f\n", small.Mean(), large.Mean())
	// Output: 0.25 0.10
}
