// Package gbdt trains and applies gradient-boosted decision trees on histograms.
//
// # Data
//
// A Dataset holds one byte per value, column by column: bin 0 is "missing", bins 1 to 255 are ranges of a number or
// levels of a category. A dataset of validation or prediction rows is made by Like, with the same bins.
//
//	d := gbdt.NewDataset(rows, gbdt.BinOptions{})
//	err := d.AddNumeric("lag_7", lag7)        // NaN is missing
//	err = d.AddCategory("store", storeCodes)  // negative is missing
//	m, err := gbdt.Train(ctx, d, gbdt.Target{Y: units}, gbdt.Params{Loss: gbdt.Tweedie, Power: 1.2}, nil)
//	units, err := m.Predict(columns, nil, 0)  // on the scale of Y
//
// # Training
//
// Trees grow leaf by leaf, the greatest gain first (Shi 2007), on histograms of gradients (Ke et al. 2017, LightGBM):
// the smaller child of a split is counted, its sibling follows by subtraction. Gradient and hessian of a row are
// rounded to integers (Shi et al. 2022, with more levels) and packed into one int64. Sums of integers do not depend on
// the order of addition; so a model depends on data, parameters and seed, not on the number of threads. Only splits are
// chosen by rounded sums: leaf values come from the unrounded ones.
//
// Numbers split at a bin's upper edge with missing values on the side that gains more. Categories split one level
// against the rest, or a set against the rest from levels sorted by gradient over hessian (Fisher 1958).
//
// # Losses
//
// L2 has the mean of the residuals as leaf value. Poisson and Tweedie (Jørgensen 1987) have a log link: scores, base
// and Offset are logarithms, predictions are means; leaf values are exact minima, not Newton steps, and not damped, so
// that Poisson learns about twice as fast at the same learning rate as in LightGBM. Pinball estimates a quantile: its
// trees grow on the sign of the residuals, and their leaf values are the exact weighted quantiles of the residuals
// (Friedman 2001). Every value is multiplied by the learning rate. Rows of weight 0 get predictions but do not count.
//
// # Cost
//
// A dataset costs one byte per row and column. Training adds a second copy, row by row with eight columns in a word: one
// load feeds eight histograms, and a leaf with scattered rows touches one or two cache lines per row. It also needs 32
// bytes per row, and 2 KiB per column for every leaf of the growing tree that can still split.
//
// Infinite values, targets without a meaning for the loss, and lengths that differ are refused with the column and row
// in the message.
package gbdt
