package inventory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// CoverOptions say how days are added up.
type CoverOptions struct {
	Samples     int     // 0 means 1000
	Correlation float64 // of demand between days, 0..1: a forecast too low today is too low tomorrow
	Seed        uint64
}

// Sampler adds daily demands up to the demand of a period by seeded sampling: a
// Latin hypercube of days under a Gaussian copula with one correlation. Make one
// per length of period and use it for all lines.
type Sampler struct {
	days    int
	chances [][]float64 // per sample, per day
}

// NewSampler for periods of so many days.
func NewSampler(days int, opt CoverOptions) (*Sampler, error) {
	if days < 1 {
		return nil, fmt.Errorf("inventory: a cover period of %d days; it must be at least 1", days)
	}
	if !(opt.Correlation >= 0 && opt.Correlation <= 1) {
		return nil, fmt.Errorf("inventory: correlation between days of %v; it must be between 0 and 1", opt.Correlation)
	}
	n := opt.Samples
	if n <= 0 {
		n = 1000
	}
	rng := rand.New(rand.NewPCG(opt.Seed, uint64(days)))
	normal := func() []float64 {
		out := make([]float64, n)
		for i, k := range rng.Perm(n) {
			out[i] = mathext.NormalQuantile((float64(k) + 0.5) / float64(n))
		}
		return out
	}
	common := normal()
	s := &Sampler{days: days, chances: make([][]float64, n)}
	for i := range s.chances {
		s.chances[i] = make([]float64, days)
	}
	shared, own := math.Sqrt(opt.Correlation), math.Sqrt(1-opt.Correlation)
	for d := range days {
		for i, z := range normal() {
			s.chances[i][d] = 0.5 * math.Erfc(-(shared*common[i]+own*z)/math.Sqrt2)
		}
	}
	return s, nil
}

// Sum is the demand of the whole period. Its mean is the sum of the means.
func (s *Sampler) Sum(days []Demand) (Demand, error) {
	if len(days) != s.days {
		return Demand{}, fmt.Errorf("inventory: %d days for a sampler of %d; make one for this length", len(days), s.days)
	}
	var sum Demand
	wholes := make([]bool, len(days))
	for i, d := range days {
		if err := d.check(); err != nil {
			return Demand{}, fmt.Errorf("inventory: day %d of the period: %w", i+1, err)
		}
		sum.Mean += d.Mean
		wholes[i] = d.whole()
	}
	if len(days) == 1 {
		return days[0], nil
	}
	totals := make([]float64, len(s.chances))
	for i, chances := range s.chances {
		for d, p := range chances {
			v := days[d].at(math.Min(p, 1-1e-6))
			if wholes[d] {
				v = math.Round(v)
			}
			totals[i] += v
		}
	}
	slices.Sort(totals)
	for j, q := range [7]*float64{&sum.Q05, &sum.Q10, &sum.Q25, &sum.Q50, &sum.Q75, &sum.Q90, &sum.Q95} {
		*q = totals[min(int(math.Ceil(levels[j]*float64(len(totals))))-1, len(totals)-1)]
	}
	return sum, nil
}

// Cover adds up the days of one period; see Sampler for many.
func Cover(days []Demand, opt CoverOptions) (Demand, error) {
	s, err := NewSampler(len(days), opt)
	if err != nil {
		return Demand{}, err
	}
	return s.Sum(days)
}
