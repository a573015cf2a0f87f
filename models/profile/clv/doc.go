// Package clv says of every customer how many purchases are still to come and what they are worth, from three numbers:
// repeat purchases x, time t_x from the first purchase to the last, and age T since the first.
//
// # Methods
//
// BG/NBD (Fader, Hardie and Lee 2005, "Counting your customers the easy way"): while alive a customer buys at a Poisson rate
// λ ~ Gamma(r, α) and leaves after each repeat purchase with probability p ~ Beta(a, b). With FirstDrop a customer may also leave
// after the first purchase (MBG/NBD, Batislam, Denizel and Filiztekin 2007; CBG/NBD, Hoppe and Wagner 2007), so that who bought
// once is not alive for certain. Both have four parameters, so their likelihoods can be compared as they are.
//
// Gamma-Gamma (Fader and Hardie 2013, "The gamma-gamma model of monetary value"): a customer's n purchases average z, where
// n·z ~ Gamma(p·n, ν) and ν ~ Gamma(q, v); the expected value is a mean of the customer's own and everybody's, weighted by n.
//
// Both are fitted by maximum likelihood: BFGS (gonum/optimize) with analytic gradients on the logarithms of the parameters,
// standard errors from the Hessian at the maximum (central differences of the gradient) by the delta method. Equal customers are
// one cell with a weight, so that cost follows the number of distinct cells. With few informative customers (fewer than 100 who
// came back) a weak log-normal prior keeps the estimates finite, and the fit says so; with none there is nothing to learn and
// Fit refuses.
//
// # Numbers that hold for large x and T
//
// The two parts of the likelihood are added as logarithms. Expected purchases are not taken from the textbook's 2F1, which
// loses its digits for large x and breaks at a = 1, but from a sum of positive terms that equals it: a customer who never left
// would buy N times in t, N negative binomial, and buys the i-th time if still there, so
//
//	E[X(t)] = Σ_{i≥0} P(N > i) (b')_i / (a + b')_i,   b' = b + survived chances to leave
//
// # Units
//
// Time is in any unit, the same everywhere (weeks and days are usual); money likewise. A purchase is a purchase occasion: what is
// bought on one day counts once, since goods ordered together are no rhythm. Errors name the row and what to do.
package clv
