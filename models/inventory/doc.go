// Package inventory turns demand, stock and bookings into an order sheet: how many
// packs of each product a store orders, what that risks, and why; and into curves of
// service against waste, what any other quantity would lead to.
//
// Shapes: one Line per store and product in, one Row per line out, ordered by store
// and by money at stake; WhatIf, WhatIfService and Curves give Points. Units:
// quantities as the product is counted (pieces or kilograms), money integer fen, days
// whole. The first day is day 0; what is on hand is there in its morning.
//
// Demand is a mean and seven quantiles, for the cover period (from this delivery to
// the next) or for each day. Small counts follow the negative binomial of that mean
// that fits the quantiles best, kept between them; other demand straight lines
// between the quantiles and an exponential tail. Days hang together by a Gaussian
// copula with one correlation. Knowing the booked units B, what is still to come is
// D − B given D >= B.
//
// Goods that do not outlast the period, when the order comes on the first day: the
// newsvendor (Arrow, Harris and Marschak 1951). Demand is covered with chance
// Cu/(Cu+Co), Cu the margin missed, Co the cost less salvage of a unit thrown away.
//
// Goods that last are played through (scene): stock and goods under way by age, lead
// time, the supplier's days, packs and least order, customers of whom a share takes
// the freshest (LIFO) and the others the oldest (FIFO), over some hundred demand
// paths that all quantities and all lines share. An order is followed until it is
// sold or spoiled, while later orders fill up to a base stock less what is about to
// spoil (estimated withdrawal and aging, Broekmeulen and van Donselaar 2009) whose
// safety is the cheapest in the long run of the same line; the cheapest quantity is
// found downhill. That is one step of policy improvement, a rollout (Bertsekas,
// Tsitsiklis and Wu 1997). Costs are missed margin, waste and keeping; what is left at
// the end keeps its worth. On cases small enough for exact dynamic programming (life 2
// and 3 days, lead 0 and 1, deliveries daily and every other day, FIFO and LIFO) its
// long-run cost is .5 % above the optimum in the mean; for one-day goods, where only
// the quantiles stand between us and the oracle, .1 % (see the tests).
//
// Where hardly anything would spoil, and for goods that keep longer than 28 days, no
// ages are followed: the level of service solves (Cu+h)·F(s) + Co·G(s) = Cu with F
// the demand of the period, G that until spoiling and h the cost of keeping; stock is
// what mean demand leaves of it until the order comes.
//
// The quantity that the costs ask for is kept between bounds of the service level: at
// most the fewest packs that reach the upper one (or the least order), and not less
// than the lower one takes. At the lower bound, and where cost is unknown, quantities
// are compared by the cost that has the level as its optimum, so packs are rounded to
// whichever side costs less; goods of which hardly any would spoil are rounded up. A
// level that was asked for is reached with the fewest packs. Booked units are always
// covered.
//
// StakeFen is the expected cost of ordering nothing now minus that of the order made:
// missed margin, waste and keeping together.
//
// Stated fallbacks, all tested: negative stock counts as none, a pack size of 0 as 1, a
// stretch of 0 days as 1, a shelf life of 0 as the cover period; stock of unknown age
// has one to (shelf life − 1) days left, evenly; without a cost the margin is
// Options.DefaultMargin and the level Options.DefaultService, and so without a price;
// without demand by day that of the period is spread evenly over its days, and all
// periods are alike.
//
// Errors name the line, store, product and field: quantiles that fall, are negative or
// no numbers, negative cost, lead time or life, batches that have had their day.
package inventory
