package leader

import (
	"math"
	"slices"

	"github.com/linli-project/linli/models/shrink"
)

// priors learns how much sharers differ, around the mean of their community, which is shrunk to the chain's.
func (c *process) priors(brought, own []float64) error {
	shares, rest, b, o := 0.0, 0.0, 0.0, 0.0
	for s := range c.shares {
		shares, rest = shares+c.shares[s], rest+c.exposure(s)
		b, o = b+brought[s], o+own[s]
	}
	if shares <= 0 {
		return nil
	}
	c.mean, c.claim = (b+1e-3)/(shares+1), (o+1e-3)/(rest+1)
	got, expected := make([]float64, len(c.perCommunity)), make([]float64, len(c.perCommunity))
	for s, k := range c.community {
		got[k] += brought[s]
	}
	fitted := regress(brought, c.shares, c.covariates, c.bringA)
	clear(expected)
	for s, k := range c.community {
		expected[k] += fitted[s] * c.shares[s]
	}
	var err error
	if c.communityStrength, err = shrink.FitRate(got, nonzero(expected, got), nil); err != nil {
		return err
	}
	for k := range c.perCommunity { // sharers of a community are few: its mean is not known better than they allow
		weight := math.Min(1, most/math.Max(expected[k], 1e-9))
		c.perCommunity[k], _ = shrink.Rate(math.Max(c.communityStrength, 5), got[k]*weight, expected[k]*weight)
	}
	e := make([]float64, len(c.shares))
	for s, k := range c.community {
		c.prior[s] = fitted[s] * c.perCommunity[k]
		e[s] = c.prior[s] * c.shares[s]
	}
	if c.bringA, err = strength(brought, nonzero(e, brought)); err != nil {
		return err
	}
	exposure := make([]float64, len(e))
	for s := range e {
		exposure[s] = c.exposure(s)
	}
	c.claimPrior = regress(own, exposure, c.covariates, c.claimA)
	for s := range e {
		e[s] = c.claimPrior[s] * exposure[s]
	}
	c.claimA, err = strength(own, nonzero(e, own))
	return err
}

// most is what the mean of a community weighs at most, in purchases.
const most = 50.0

// strength of a gamma prior, from at most so many rows evenly taken: more would not change it.
func strength(count, expected []float64) (float64, error) {
	const enough = 20_000
	if stride := len(count)/enough + 1; stride > 1 {
		var c, e []float64
		for i := 0; i < len(count); i += stride {
			c, e = append(c, count[i]), append(e, expected[i])
		}
		count, expected = c, e
	}
	a, err := shrink.FitRate(count, expected, nil)
	return math.Min(a, mostAlike), err
}

// mostAlike bounds how alike a few people may be taken for: with little to go by, the likelihood would often say that all are the same.
const mostAlike = 4.0

// nonzero lifts expectations of nothing where there was something.
func nonzero(expected, count []float64) []float64 {
	out := slices.Clone(expected)
	for i := range out {
		if count[i] > 0 && !(out[i] > 0) {
			out[i] = 1e-9
		}
	}
	return out
}

// follow says how far those whom shares bring are those who come often anyway: 0, anybody alike; 1, in proportion to how often. People
// write to neighbours who buy, though not only to them. Chosen on one simulated world, where it mattered little between .5 and 1.
const follow = .75
