package inventory

import (
	"fmt"
	"slices"
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
type Sampler struct{ *fan }

// NewSampler for periods of so many days.
func NewSampler(days int, opt CoverOptions) (*Sampler, error) {
	if days < 1 {
		return nil, fmt.Errorf("inventory: a cover period of %d days; it must be at least 1", days)
	}
	if !(opt.Correlation >= 0 && opt.Correlation <= 1) {
		return nil, fmt.Errorf("inventory: correlation between days of %v; it must be between 0 and 1", opt.Correlation)
	}
	if opt.Samples <= 0 {
		opt.Samples = 1000
	}
	return &Sampler{newFan(opt.Samples, days, opt.Correlation, opt.Seed)}, nil
}

// Sum is the demand of the whole period. Its mean is the sum of the means.
func (s *Sampler) Sum(days []Demand) (Demand, error) {
	if len(days) != s.days {
		return Demand{}, fmt.Errorf("inventory: %d days for a sampler of %d; make one for this length", len(days), s.days)
	}
	for i, d := range days {
		if err := d.check(); err != nil {
			return Demand{}, fmt.Errorf("inventory: day %d of the period: %w", i+1, err)
		}
	}
	if len(days) == 1 {
		return days[0], nil
	}
	return s.sum(days, 0), nil
}

// sum adds up days, the first of which is the fan's given one.
func (f *fan) sum(days []Demand, first int) Demand {
	totals, n := make([]float64, f.paths), len(days)
	demand := make([]float64, f.paths*n)
	var sum Demand
	for t := range days {
		sum.Mean += days[t].Mean
		f.read(days[t].curve(), first+t, 0, 1, demand, n, t)
	}
	for i := range totals {
		for _, v := range demand[i*n : (i+1)*n] {
			totals[i] += v
		}
	}
	slices.Sort(totals)
	for j, q := range [7]*float64{&sum.Q05, &sum.Q10, &sum.Q25, &sum.Q50, &sum.Q75, &sum.Q90, &sum.Q95} {
		*q = draws(totals).quantile(levels[j])
	}
	return sum
}

// Cover adds up the days of one period; see Sampler for many.
func Cover(days []Demand, opt CoverOptions) (Demand, error) {
	s, err := NewSampler(len(days), opt)
	if err != nil {
		return Demand{}, err
	}
	return s.Sum(days)
}
