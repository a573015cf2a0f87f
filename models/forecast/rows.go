package forecast

import (
	"github.com/linli-project/linli/models/forecast/boost"
	"github.com/linli-project/linli/models/forecast/level"
)

// Levels are the quantile levels of every forecast.
var Levels = boost.Levels

// Row is the forecast of one series for one day, in the units of its sales.
type Row = level.Row

// setQuantiles puts the quantiles at Levels into a row.
func setQuantiles(r *Row, q [7]float64) {
	r.Q05, r.Q10, r.Q25, r.Q50, r.Q75, r.Q90, r.Q95 = q[0], q[1], q[2], q[3], q[4], q[5], q[6]
}

// Quantiles are those of a row, at Levels.
func Quantiles(r *Row) [7]float64 {
	return [7]float64{r.Q05, r.Q10, r.Q25, r.Q50, r.Q75, r.Q90, r.Q95}
}
