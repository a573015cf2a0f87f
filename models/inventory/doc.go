// Package inventory turns demand, stock and bookings into an order sheet: how many
// packs of each product a store orders, what that risks, and why.
//
// Shapes: one Line per store and product in, one Row per line out, ordered by
// store and by money at stake. Units: quantities as the product is counted (pieces
// or kilograms), money integer fen, days whole.
//
// Method. Demand of the cover period, from the next delivery to the one after, is
// a distribution given by its quantiles; Sampler adds days up to it. Knowing the
// booked units B, what is still to come is D − B given D >= B. For goods that do
// not outlast the period the quantity is the newsvendor's (Arrow, Harris and
// Marschak 1951): demand is covered with chance Cu/(Cu+Co), Cu the margin missed,
// Co the cost less salvage of a unit thrown away. For longer lives a unit left
// over is lost only if demand until it spoils does not take it: the level solves
// (Cu+h)·F(s) + Co·G(s) = Cu with F the demand of the period, G that until spoiling
// (mean grown with time, spread with its root) and h the cost of keeping. Stock on
// hand counts as fresh; age buckets are not modelled yet. The level is kept within
// bounds; where it is, or where cost is unknown, quantities are compared by the
// cost that has this level as its optimum. Packs are rounded to whichever side
// costs less; booked units are always covered.
//
// StakeFen is the expected cost of ordering nothing minus that of the order made:
// missed margin, waste and keeping together.
//
// Errors name the line, store, product and field. Negative stock on hand counts
// as none, a pack size of 0 as 1, a stretch of 0 days as 1.
package inventory
