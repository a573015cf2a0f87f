// Package customer describes every user who ever bought: recency, frequency and value, how often and how regularly, whether still a
// customer, what is to come, what the user is worth, how far promotions and shares move him, and how that developed.
//
// Shapes: long tables in, a share of the users at a time (Book.Add), rows of a user together and in order of days; one row per user
// out, ordered by user. What concerns everybody (fifths, priors, the models) is learned when all have been added (Book.Finish), so
// that a million users take some hundred bytes each and nothing is read twice. Units: days, local hours 0 to 23, money in integer fen,
// shares 0 to 1. The same users in other shares give the same rows.
//
// A visit is a day with at least one order: goods of one basket come as several orders when they are picked up on different days,
// which is no rhythm.
//
// RFM (Hughes 1994): scores 1 to 5 by fifths of the users of the window, equal values together at their mid-rank, so that a score says
// where a user stands and not how ties were broken. Segments follow days since the last order, because fifths always hold a fifth:
// see Segment.
//
// Hours: counts per hour are smoothed around the clock with a triangular kernel, less the more there are, and shrunk, users to their
// community, communities to the chain, by a prior of 20 orders.
//
// Rhythm: the time between visits has, while a user is a customer, a gamma prior of the chain, so that the usual gap is
// (α + days from first to last visit) / (r + repeat visits), and a pause as long as this one happens to somebody who is still there
// with probability (1 + pause / (α + t_x)) ^ -(r + x).
//
// Future: BG/NBD or MBG/NBD, whichever fits better, and Gamma-Gamma (package clv). Where nobody bought twice there is no model: see
// Chain.
//
// Promotions: a user's share of spend in campaigns or at a discount, as visits out of visits with a beta prior of the chain (package
// shrink), with its 95 % interval.
//
// Trend: visits of the last 8 weeks against those of up to 16 weeks before, given their sum binomial: exact two-sided test (mid-p), and
// the ratio of the rates with a 95 % interval (Jeffreys). See Trend for the labels.
//
// Privacy: categories come without the sensitive ones (the query leaves them out), no more than three are named, and nothing here is
// read by anything that sets a price.
//
// Errors name the row and what to do.
package customer
