// Package leader tells what people who share (团长, KOC 关键意见消费者) bring to a store: three ways to attribute purchases to shares,
// side by side, how far shares carry, and who stands where.
//
// A purchase is what one buyer bought through one share on one business day and kept: paid, neither cancelled nor refunded. Those
// through one's own share are counted apart and credited to nobody.
//
// # Last touch
//
// The sharer of the share that a purchase came through.
//
// # Shapley
//
// The game of each purchase: its players are the sharers, and a coalition brings the purchase if it holds everybody on the chain of at
// least one share that the buyer opened within 7 days before, from the root of its cascade down. Its Shapley value (1953) is computed
// exactly by the unanimity games of unions of chains; for a single chain of n people that is 1/n each, as in the sum game of Zhao et al. (2018,
// "Shapley Value Methods for Attribution Modeling in Online Advertising"). The buyer is no player. The same game with channels as players
// gives the credit of channels. Values sum to the purchases.
//
// # Incremental
//
// What would not have been without the shares. The purchases that come through a sharer's shares are taken as two processes on top of each
// other: those that the shares brought, at brings_s purchases per share, spread over the time since the share as an answer density that is learnt from all; and
// those of people who would have come anyway and happened to use the link, at a part claims_s of the community's own purchases, by each
// buyer's own rate and the community's hours and weekends. That the shared product was bought speaks for the first. Which of the two a
// purchase came from is a latent variable: expectation-maximisation, known as stochastic declustering of point processes (Zhuang, Ogata
// and Vere-Jones 2002; Veen and Schoenberg 2008). Both rates have gamma priors around a regression on what else is seen of the sharer (people
// who look without buying, number of shares) and the community's mean: empirical Bayes. The posterior is summed over a grid of both
// rates and widened by the measured error of the separation. Purchases later than 24 hours after their share, or before it, came of themselves.
//
// # Viral coefficient, ranks
//
// See Viral. Rank intervals are from draws of the posteriors; data and seed decide them, not the number of threads. The order of the rows
// moves results by rounding only; the queries order them.
//
// # Shapes and units
//
// Columns in, one value per row; ids are 64-bit hashes (two of ten million collide with a chance of 3 in a million), times Unix milliseconds,
// hours local, money fen, ranges 90 % intervals. Memory is about 150 bytes per purchase through a share and per share.
//
// # Odd data
//
// A share that names itself or a later one as its parent: the chain is cut at its earliest share. An unknown parent: the share begins a
// chain. A share id twice: the first row counts. A purchase through an unknown share: nobody's. Result.Notes counts each. Columns
// of different length are an error.
package leader
