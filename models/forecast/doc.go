// Package forecast foretells daily sales per store and product, with quantiles, and scores what it foretold.
//
// Shapes: a history.History in; one Row per series and day of the horizon out, by store, product and day, each with a mean, the quantiles at
// Levels and the seasonal naive forecast beside it. Units: quantities as sold, days since 1970-01-01, stock-outs as the share of a
// day's selling hours. A history of 14 days of 20 products is served by the same call as one of years and tens of thousands.
//
// # Method
//
// Members. The boosted model (package boost), one for all series; the level model (package level); and the classic ones of one series each
// (package classic) but the median, which is no mean, and the naive one, which is the yardstick.
//
// Rehearsal. With the history as it stood one and two horizons (at least weeks) before its end, smaller models forecast up to about 12,000
// series, drawn by seed. A rehearsal needs 14 days of history. On what these series really sold, on days in stock, are fitted:
//
//   - Blend. The mean is a convex combination of the members' (Bates and Granger 1969), with weights for dense, medium and sparse series. They minimise
//     squared errors over the mean, as sales vary about so, with a prior of 300 days at 0.8 boosted and 0.2 level; members of hardly any
//     weight are dropped, and not asked for the final forecast.
//   - Calibration. Quantiles are the boosted model's, as ratios to its mean, carried to the mean of the blend; where there is no boosted
//     model, those of the level model. Their distances from the median are stretched until as much fell below as should have, per band
//     of volume and day ahead: split conformal prediction with asymmetric scores (Romano, Patterson and Candès 2019; Vovk, Gammerman
//     and Shafer 2005), each cell shrunk to its band and that to all.
//   - Rounding. Of goods all of whose kind is sold in whole numbers, a quantile becomes whole where that lowers the pinball loss.
//
// Little history. Without enough for a boosted model, or for its rehearsal, the level and the classic members forecast; without any
// rehearsal, the level model alone, uncorrected. A series that no member foretells, because it is new, gets what its surroundings let
// expect: the mean of its product elsewhere at the scale of its store, under the weekday profile around it, with the spread of
// an exponential distribution. The boosted model has met series that begin, and foretells new ones itself.
//
// Stock-outs. A day that sold out at any hour is censored demand: no member learns from it as a target, no score counts it. Features
// tell the boosted model that it was short.
//
// Aggregates are sums of the means from below, and so agree with one another. Quantiles do not add up.
//
// Roll is the backtest: whole forecasts from earlier days, with what was known then, scored beside the yardsticks seasonal naive, weekday
// mean and ETS. Everything is drawn by seed; results do not depend on the number of threads.
//
// # Errors
//
// In one line: a horizon out of range, a history without any sale (where series that have ended are left out, that is an empty forecast),
// more origins than days, the end of the context. Bad rows are mended or refused before, by package history. No forecast is negative,
// infinite or no number, and no quantile is below a lower one.
package forecast
