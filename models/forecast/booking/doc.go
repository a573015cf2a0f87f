// Package booking foretells the demand of a pickup date from a base forecast and the
// orders already booked for it (presale).
//
// Shapes: a History of past pickup dates, columns with one entry per row and, for
// bookings, one column per lead; a Model out of it; one row of Now per store, product
// and pickup date to foretell; Rows out, parallel to Now. Units: quantities as the
// product is counted, leads in hours or days before the goods are handed out, as the
// caller likes but all alike, days since 1970-01-01.
//
// Method. Demand N of a date is negative binomial round the base forecast μ:
// λ ~ Gamma(a, a/μ), N ~ Poisson(λ). By a lead a share is booked whose mean F the
// booking curve gives and which varies from day to day: B of N beta-binomial with
// mean F and strength c. Given B the rest has a closed form (see remaining.go), of
// which the pick-up methods of revenue management (Talluri and van Ryzin 2004, §9.3)
// are corners: c infinite gives the negative binomial of mean (1-F)(a+B)/(a/μ+F) and
// size a+B, with a near 0 that is multiplicative pick-up; c = a makes the rest
// independent of B, which is additive pick-up; c < a lets early orders take from the
// later. Both strengths are found by maximum likelihood, so the past decides: a from
// totals against base forecasts, as 1/a = floor + slope·x with x the spread that the
// base forecast itself claims, or 1/μ; c from the shares booked, per lead. Both per
// category, pulled to the chain's.
//
// The curve is a chain of steps: of what is not booked by one lead, which share is by
// the next, so that it rises by construction. A step of the chain is moved by
// promotion and by category within it, shrunk by the beta-binomial of models/shrink;
// then its log odds are moved by weekday (of the chain, of the category) and by
// product, each normal around 0 with a variance that the data tell (expectation
// maximization, Laplace approximation). Rows weigh by what they tell, (c+1)/(c+N) per
// unit. Demand over the counter is what no lead before the cutoff has: F at the cutoff
// is less than 1 for goods that are sold both ways.
//
// Cancellations. Bookings count as of their lead; what of them stays is kept. The
// curve is that of kept units, and B is taken as kept·B expected; the binomial spread
// of cancellations is added to the quantiles.
//
// Several units are often ordered together, so that orders, not units, are what is
// random: counts are in lots, the sum of squared quantities over the sum of
// quantities of the order lines, told by the caller or estimated from the part of the
// squared error of shares that grows with N. Quantiles of goods by the piece are
// whole; of goods by weight, interpolated.
//
// What is not known has a fallback: a category, product, weekday or promotion never
// seen gets its parent's curve; a base forecast of 0 counts as a twentieth of a lot;
// without Kept, as much of the bookings as the total allows was kept; without any
// history every share is as likely as any other (c = 2, F = 1/2), so that the forecast
// is the base forecast conditioned on being at least what is booked. Rows that sold
// out at the counter say too little about demand: leave them out of the history.
//
// Errors name the row, product, column and lead: negative or non-finite quantities,
// more kept than booked or taken, leads that do not fall, a lead outside those
// learned, a decision at the wrong side of the cutoff.
package booking
