// Package recommend ranks what a store should offer next from what sold in it and
// in the chain.
//
// Shapes: one row of Sales per store and product, one row of Stores per store; out
// come at most Top rows of keep, add and test, Adds more of add and test, and Drops
// of drop per store. Units: products as they are counted, money integer fen in, expected fen out, rates per
// 7 days of being offered.
//
// Method. Orders with product p in store s are Poisson with mean e·c·r, where
// e = (chain rate of p) × (store's share of the chain's orders) × (share of the
// window offered), c ~ Gamma(b, b) is how much the store takes to p's category and
// r ~ Gamma(a, a) how much it takes to p itself; a and b by maximum likelihood
// (Clayton and Kaldor 1987; the two levels one after the other, p's own orders left
// out of its c). Expected orders are the posterior mean, their 80 % interval that
// of the negative binomial to come; times units per order they are units. Counting
// a store's own history alone is worse than one list for the chain; shrinking beats
// both. Score = expected units × margin, or × price where no margin is known
// anywhere; one that is unknown is estimated from the margin rate of the others.
// What sells at a loss scores nothing and is not listed.
//
// Without OfferedDays every store is taken to offer every product on every day, as
// where a chain has one catalogue: not sold then means not wanted. With it, a
// product without a row was not offered and its absence says nothing.
//
// A store without orders gets the expectations of a small store: the lower quartile
// of the others.
//
// Errors name the row, store, product and column. Negative units are returns beyond
// sales and count as none.
package recommend
