package level

import (
	"errors"
	"math"

	"github.com/linli-project/linli/models/forecast/history"
)

// OfHistory is Forecast of the last days of a history up to opt.Origin, which must be set; category is that of each series.
// Series that begin later are left out.
func OfHistory(h *history.History, category []string, days int, opt Options) ([]Row, error) {
	opt = opt.filled(Panel{})
	var t table
	for i := range h.Series {
		s := &h.Series[i]
		from := max(s.Start, opt.Origin-int32(days)+1)
		if from > opt.Origin || len(s.Sold) == 0 {
			continue
		}
		n := int(opt.Origin-from) + 1
		both := make([]float64, 2*n)
		out := series{store: s.Store, product: s.Product, category: category[i], start: from, last: opt.Origin, y: both[:n:n], out: both[n:]}
		for k := range n {
			at := int(from-s.Start) + k
			out.y[k] = float64(s.Sold[at])
			if s.Out != nil && !math.IsNaN(float64(s.Out[at])) {
				out.out[k] = float64(s.Out[at])
			}
		}
		t.series = append(t.series, out)
	}
	if len(t.series) == 0 {
		return nil, errors.New("forecast: no sales up to the origin; import history or choose a later day")
	}
	t.number()
	return t.forecast(opt), nil
}
