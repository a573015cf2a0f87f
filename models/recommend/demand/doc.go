// Package demand estimates how much every store will sell of every item in the next period: what it sold itself, pulled
// towards stores like it and towards the chain, as far as the past shows that this pays.
//
// Shapes: a Panel has one row per store and item that sold, with what sold in each of P periods of equal length, oldest
// first (orders with the item, units or money: the caller decides what is counted). An Origin stands at the start of period
// t and knows the periods before it; its row of a store has one entry per item. Units: what the panel counts, per period.
//
// Method. The demand of store s for item i is n_s · p(i | s), n_s the store's volume (of the last periods, halving every
// two), and
//
//	p(i | s) = Σ_k w_k p_k(i | s)
//
// a mixture of parts, each a distribution over the items: the chain over three spans of time, the store itself over two, the
// ten and the forty stores most like it, the store's taste for categories times the chain's choice within them, what its
// households buy in other stores, the same weeks of the year before, and a uniform rest. It is empirical Bayes by
// interpolation (Jelinek and Mercer 1980; Zhai and Lafferty 2004, "A study of smoothing methods for language models"): the
// weights are those that make the sales of past periods likeliest, given what was known before each, by
// expectation-maximisation, which has one optimum. Stores of little, middle and much history have weights of their own,
// pulled towards the common ones. Nothing is set by hand for a data set, and nothing sees a period before it has been scored.
//
// Stores are alike when they sell more, and less, of the same items than the chain does: the cosine of their Pearson
// residuals.
//
// Where it is known what a store offers (Panel.Offered), the absence of sales of an item that was not offered says nothing:
// for it the chain's parts alone count, divided by the share of the chain that offered it, times the store's taste for its category.
//
// The likeliest weights are not those that make the best lists where stores sell much of few items: Outlook.Lean moves the estimate
// towards what the store's own past says, each item's sales per period since the store first sold it. Package backtest learns it.
//
// Spread: what sells is negative binomial around the estimate, the size by maximum likelihood over the last known period.
//
// Errors name the row or option. A store that never sold anything gets the chain's demand at the volume of a small store.
package demand
