// Package assortment chooses the range of one store: which items to offer so that most of its households' needs are met, for
// most margin and least waste, within its room.
//
// Shapes: one Item per candidate, one Limits per store; out comes a Range: the items in the order in which they are worth a
// place, of which the first Size are the range. Units: orders, units and fen per week.
//
// Objective. Items of a category can stand in for each other: of the demand of an item that is not offered, a share σ goes to
// those of its category that are, in proportion to their own demand (exogenous substitution: Kök and Fisher 2007, "Demand
// estimation and assortment optimization under substitution"). With d_i the demand of item i when all are offered, m_i its
// margin per order, D the demand of the whole category and D_S that of the items offered,
//
//	f(S) = Σ_categories Σ_{i∈S} m_i d_i (1 + σ - σ D_S/D) - Σ_{i∈S} waste_i
//
// The more of a category is offered, the less one more item adds: f is submodular, and adding the item that gains most, again
// and again, comes within 1 - 1/e of the best there is when f grows with every item (Nemhauser, Wolsey and Fisher 1978), in
// practice far closer. Gains only fall, so that one is computed again only when it is the largest (Minoux 1978: lazy greedy).
// What gains nothing is not offered. An item that is new to the store must gain a little more than one that is there.
//
// Waste: a delivery is one pack at least, and what of it does not sell within the shelf life is thrown away.
//
// Limits that contradict each other are no errors: what is locked stays, a ban loses against a lock, a quota's minimum
// against its maximum and the room; a Note says so. Input that is no number is an error that names the item.
//
// Exploration: some places go to items outside the range drawn at random, with known chances, so that what is learned from
// them can be weighed fairly afterwards (Horvitz and Thompson 1952; systematic sampling after Madow 1949).
package assortment
