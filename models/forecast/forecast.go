package forecast

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/linli-project/linli/models/forecast/boost"
	"github.com/linli-project/linli/models/forecast/history"
)

// forecaster is one call of Forecast.
type forecaster struct {
	h      *history.History
	o      Options
	ground *boost.Ground
	kinds  []string // of goods, per series
	whole  []bool   // sold by the piece, per series
	scale  float64  // mean sales per series and day
	report Report
}

// Forecast learns from the history and forecasts every series that has not ended, for each day of the horizon, by store, product and day.
func Forecast(ctx context.Context, h *history.History, o Options) ([]Row, Report, error) {
	o = o.filled()
	if err := o.check(); err != nil {
		return nil, Report{}, err
	}
	f := &forecaster{h: h, o: o, report: Report{Notes: h.Notes}}
	series, sold := f.running()
	if !sold && o.Ended == 0 {
		return nil, f.report, errors.New("forecast: the history holds no sale; import more or choose a later day")
	}
	if !sold || len(series) == 0 { // all have ended
		return nil, f.report, nil
	}
	f.prepare()
	casts, used, err := f.rehearse(ctx)
	if err != nil {
		return nil, f.report, err
	}
	w := f.fit(casts, used)
	c := calibrate(f.spots(casts, w), f.o.Horizon)
	f.judge(casts, w, c)
	f.release(casts)
	final, err := f.cast(ctx, f.h.Last, series, f.size(), asked(w, used))
	if err != nil {
		return nil, f.report, err
	}
	f.tell(w, final)
	return f.rows(final, w, c), f.report, nil
}

// running are the series that are forecast; sold tells whether any series ever sold.
func (f *forecaster) running() (out []int32, sold bool) {
	for i := range f.h.Series {
		days, ever := idle(&f.h.Series[i], f.h.Last)
		sold = sold || ever
		if !ever {
			f.report.Strangers++
		}
		if f.o.Ended > 0 && days >= f.o.Ended {
			f.report.Ended++
			continue
		}
		out = append(out, int32(i))
	}
	f.report.Series = len(out)
	return out, sold
}

// idle counts the days without a sale up to a day, or since the series began; ever tells whether there was a sale.
func idle(s *history.Series, last int32) (days int, ever bool) {
	for k := min(int(last-s.Start), len(s.Sold)-1); k >= 0; k-- {
		if s.Sold[k] > 0 {
			return int(last-s.Start) - k, true
		}
	}
	return int(last - s.Start), false
}

// prepare groups the series and finds the goods sold by the piece.
func (f *forecaster) prepare() {
	f.ground = boost.NewGround(f.h, boost.Options{Horizon: f.o.Horizon, Seed: f.o.Seed, Threads: f.o.Threads, Progress: f.o.Progress})
	kinds := f.ground.Kinds()
	n := 0
	for _, k := range kinds {
		n = max(n, int(k)+1)
	}
	broken := make([]bool, n)
	f.kinds, f.whole = make([]string, len(kinds)), make([]bool, len(kinds))
	sum, days := 0.0, 0
	for i, k := range kinds {
		f.kinds[i] = fmt.Sprint(k)
		for _, y := range f.h.Series[i].Sold {
			if y != float32(math.Trunc(float64(y))) {
				broken[k] = true
			}
			sum += float64(y)
		}
		days += len(f.h.Series[i].Sold)
	}
	for i, k := range kinds {
		f.whole[i] = !broken[k]
	}
	f.scale = max(sum/float64(max(days, 1)), 1e-9)
}

// size is the effort of the model whose forecasts are used.
func (f *forecaster) size() boost.Size {
	s := boost.Full
	if f.o.Rows > 0 {
		s.Rows = f.o.Rows
	}
	return s
}

// rehearsalRows are enough to learn how members compare, and how far sales stray.
const rehearsalRows = 250_000

// rehearsal is the effort of a model that only rehearses.
func (f *forecaster) rehearsal() boost.Size {
	s := f.size()
	return boost.Size{Rows: min(s.Rows/4, rehearsalRows), Rounds: s.Rounds / 2}
}
