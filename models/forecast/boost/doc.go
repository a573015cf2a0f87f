// Package boost foretells daily sales with gradient-boosted trees: one model over all series and all days ahead.
//
// Shapes: a history.History in; per series and day after an origin, a mean and the quantiles at Levels out. Units: those of the
// sales. A Ground belongs to one history and is shared by models of several origins; it is not for concurrent use.
//
// Method: direct multi-horizon forecasting, as by the leaders of the M5 competition (Makridakis, Spiliotis and Assimakopoulos 2022; nearest
// to the 4th place, by In and Jung). A row of the matrix is a series, an origin and a day ahead; its features are what was known at the
// origin: recent sales in stock, as fading, plain and same-weekday means; weekday profiles of the series and what is around it; how its
// product, store, kind of goods, the kind in the store and the product in the area did of late; shortages; the calendar; x_*
// columns of the day itself and against the last weeks; c_* columns; with more than a year, what happened a year before.
//
//   - Base. What is learned are sales over the series' base, its fading mean mixed with the mean of its product at the scale of its store
//     (Bühlmann 1967), so that large and small series teach the same trees, and one that is new begins where its like are. Rows weigh
//     their base: losses are in sales.
//   - Mean. Tweedie loss (Jørgensen 1987), which bears zeros and tails. Two models, each of one half of the series and stopped early
//     on the other; the forecast is the mean of both.
//   - Quantiles. Pinball loss on the ratio of sales to the mean, where the mean of a training row is that of the model which has not seen
//     its series (cross-fitting by halves, as in double machine learning: Chernozhukov and others 2018). Sales stray from such a
//     mean as they will from a forecast; from a mean that had learned them they would stray less.
//   - Rows. About 14 origins in the last four weeks and the horizon, and, with more than a year, some of the year before; of their days
//     only those seen: what sold out is no target. Series that begin after an origin are in it: they teach how new goods start.
//
// No frame looks at sales after its origin, save the one figure in which usual days are counted, the mean sales per series and day.
// Everything drawn is drawn by seed, series and day (splitmix64), so results do not depend on threads.
//
// Errors: ErrShort where fewer than 2,000 rows can be had, or one half of the series has hardly any; those of a context that ends.
package boost
