// Package profile describes who lives around a store: each user's recency,
// frequency and value, each community's taste for categories, and when either
// orders.
//
// Shapes: long tables in, one slice of rows out, ordered by their key. Units:
// counts of orders and distinct buyers, days, local hours 0 to 23, money in integer
// fen; shares 0 to 1; the affinity index has the chain at 100.
//
// RFM (Hughes 1994): scores 1 to 5 by fifths of the users, equal values together at
// their mid-rank, so that a score says where a user stands and not how ties were
// broken. Segments follow days since the last order, because fifths always hold a
// fifth: see Segment.
//
// Affinity: the share of a community's buyers who bought a category is binomial
// with a beta prior around the chain's share, its strength learnt per category
// (package shrink); index and 95 % interval are the posterior's mean and quantiles
// over the chain's share, taken as known. Privacy: see Affinity.
//
// Hours: counts per hour are smoothed around the clock with a triangular kernel,
// less the more there are, and shrunk, users to their community, communities to the
// chain, by a prior of 20 orders: on real orders a three-hour window chosen so held .380 of later ones, the
// chain's .307 and an unshrunk one .375.
//
// Errors name the row and column. A community without a user or an order has no row.
package profile
