// Package shrink holds the empirical-Bayes estimates that the models share:
// noisy rates of small groups are pulled towards the rate of the whole, as far
// as the data say that groups differ.
//
// Shapes: parallel slices, one entry per group (successes and trials, or counts
// and expected counts). Units: whatever the caller counts; rates are relative.
//
// Beta-binomial: k of n with θ ~ Beta(s·p, s·(1−p)), the mean p given, the
// strength s integrated over a grid by its marginal likelihood with a uniform
// prior on the variance between groups (Morris and Tang 2011, "Estimating random
// effects via adjustment for density maximization"), which in simulation kept the
// coverage of intervals within a point of the nominal one from 8 groups on, where a
// uniform prior on the standard deviation lost nearly two. The posterior, a mixture
// of betas, is summed up by the beta of the same mean and variance.
//
// Gamma-Poisson: y with rate r·e, r ~ Gamma(a, a), so that y is negative
// binomial with mean e and size a (Clayton and Kaldor 1987); a by maximum
// likelihood over weighted cells.
//
// Errors: impossible input (more successes than trials, negative or non-finite
// numbers) is an error that names the entry. No data at all gives the prior.
package shrink
