// Package household estimates of what kinds of households a community consists, from what they buy and when, and from those few that
// told their kind with consent. It never says anything about one household: posteriors of single households are summed and forgotten.
//
// Shapes: a [Table] has one row per household and blocks of counts (orders or lines per category, per hour); labels name the kinds of
// some rows. Units: counts; shares 0 to 1.
//
// # Recognising kinds
//
// Blocks of shares are taken as their square roots (Hellinger distance), blocks of counts as log(1 + n); each block is centred and scaled
// to the same total variance, and weighed. Indicators of the kinds are regressed on that by ridge regression, whose leave-one-out errors
// are known without refitting (PRESS, Allen 1974): the ridge and the weights of blocks are those with the least of it. With fewer rows than
// columns the same is solved in the rows (the dual). Leave-one-out scores are turned into probabilities by a logistic regression per
// kind on the score (Platt 1999), normalised over the kinds.
//
// # From households to mixes
//
// Counting the likeliest kinds, or summing probabilities, pulls every community to the average of the labelled. Instead, what a kind makes
// of a household's likelihood is taken as the same everywhere and the mix as what differs (prior shift, Saerens, Latinne and Decaestecker
// 2002): EM finds the mix of all, then that of each community. The share of a kind in a community has a beta prior around that of all,
// whose strength is learnt over the communities by marginal likelihood, so that communities which hardly differ, or whose baskets say
// little, stay near the average. Households of one place count half, as they are alike in more than their kind, and what the classifier has wrong
// of all alike is taken out first, by scaling the kinds' likelihoods until all households look like the mix of all. Share and interval are the posterior's, computed on a grid, of the households at hand: those with labels
// count as what they said. What labels are too few to know (the classifier itself) is added by a bootstrap over the labelled.
//
// Errors: rows or labels that contradict each other. A kind with fewer than MinLabels labels joins [Other]; with fewer than two kinds left, or
// fewer than MinTotal labels in all, there is [ErrFewLabels] and no estimate.
package household
