// Package backtest asks of the past whether a list of N items made for each store would have covered more of what the store
// went on to sell than one list for the whole chain, and decides store by store which of the two it gets: the gate.
//
// Shapes: a demand.Panel in; out comes one Trial per period with a Line for each number of slots, and per store a Gate row.
// Coverage is the share of a period's sales (in what the panel counts) that were of items on the list made before it.
//
// The lists:
//
//	chain  the chain's best sellers, over its whole history, recent periods or the last one, whichever covered most before
//	own    the store's own best sellers, filled up with the chain's
//	ours   the items with the highest expected sales (package demand), own sales counting as much more as served all stores best
//	       in the periods before: where a store sells much of few items, the likeliest mixture smooths the head of its list too much
//	given  ours where it beat the chain list in the periods before, in sum and over
//	       lists of half, the same and twice the length; else the chain list
//
// What a store did not offer could not sell there, so lists are made of expected sales with the offer as it was, not of what an item
// would sell if it were taken up.
//
// Everything that a period's lists rest on, the weights of the mixture, the span of the chain list and the gate, was learned
// in the periods before it.
//
// Intervals are of the paired difference between lists: a ratio of sums over stores, linearised, stores as clusters
// (Cochran 1977, "Sampling Techniques", chapter 6), 95 % by Student's t.
package backtest
