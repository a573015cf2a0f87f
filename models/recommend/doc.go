// Package recommend says what range a store should offer next, and why: items to keep, to add, to drop and to test.
//
// It joins four packages: demand (what every store would sell of everything), backtest (where that beat the chain list),
// assortment (which items to offer within a store's room and rules) and, beside them, basket (what a user buys next).
//
// Shapes: one Input of a day's close with a demand.Panel of orders per store, product and week; out come one Row per store and
// product that there is something to say about, one Candidate per product in or near the range, one Gate per store. Units:
// products as they are counted, money in fen, expectations per 7 days of being offered.
//
// What a unit is worth: its margin; where the cost is unknown, its price times the margin rate of its category or of the chain;
// where no cost is known at all, its price. Units per order are the product's own, pulled to the category's. A product without
// a price is taken to be worth what an order of its category is.
//
// Waste by the rule of package assortment is scaled down to what the chain recorded as thrown away, where it recorded any.
//
// A store whose list made for it did not cover more of past demand than the chain list gets the range that the chain's demand alone
// leads to, under its own rules, and is told so.
//
// Sensitive products (health, children, age): what one store sold of them is shown from 20 buyers on only, and the index of
// the category likewise; otherwise the chain's figures stand alone.
//
// Everything is drawn and ordered by store, product and seed: the same input gives the same rows.
//
// Errors name the store, product or rule.
package recommend
