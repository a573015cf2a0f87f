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

const (
	rehearsals   = 2      // earlier origins, a horizon apart
	beforeFirst  = 14     // days of history that the earliest of them has
	sampleSeries = 12_000 // series that are rehearsed
)

// Forecast learns from the history and forecasts every series that has not ended, for each day of the horizon, by store, product and day.
func Forecast(ctx context.Context, h *history.History, o Options) ([]Row, Report, error) {
	o = o.filled()
	if o.Horizon < 1 || o.Horizon > MaxHorizon {
		return nil, Report{}, fmt.Errorf("forecast: a horizon of %d days; 1 to %d are supported", o.Horizon, MaxHorizon)
	}
	f := &forecaster{h: h, o: o, report: Report{Notes: h.Notes}}
	series := f.running()
	if len(series) == 0 {
		return nil, f.report, errors.New("forecast: the history holds no sale; import more or choose a later day")
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
	for m := range used {
		used[m] = w[dense][m]+w[medium][m]+w[sparse][m] > 0
	}
	final, err := f.cast(ctx, f.h.Last, series, f.size(1), used)
	if err != nil {
		return nil, f.report, err
	}
	f.tell(w, final)
	return f.rows(final, w, c), f.report, nil
}

// running are the series that are forecast.
func (f *forecaster) running() []int32 {
	var out []int32
	sold := false
	for i := range f.h.Series {
		s := &f.h.Series[i]
		idle, ever := int32(math.MaxInt32), false
		for day := f.h.Last; day >= s.Start; day-- {
			if k := int(day - s.Start); k < len(s.Sold) && s.Sold[k] > 0 {
				idle, ever = f.h.Last-day, true
				break
			}
		}
		sold = sold || ever
		if !ever {
			f.report.Strangers++
			idle = f.h.Last - s.Start
		}
		if f.o.Ended > 0 && idle >= int32(f.o.Ended) {
			f.report.Ended++
			continue
		}
		out = append(out, int32(i))
	}
	f.report.Series = len(out)
	if !sold {
		return nil
	}
	return out
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

// size is the effort of a model: that of the forecast, or a share of it.
func (f *forecaster) size(share float64) boost.Size {
	s := boost.Full
	if f.o.Rows > 0 {
		s.Rows = f.o.Rows
	}
	return boost.Size{Rows: int(share * float64(s.Rows)), Rounds: int(math.Sqrt(share) * float64(s.Rounds))}
}

// rehearse forecasts sampled series from earlier origins, with smaller models.
func (f *forecaster) rehearse(ctx context.Context) (casts []*cast, used []bool, err error) {
	used = make([]bool, firstClassic+len(classicNames()))
	for m := range used {
		used[m] = true
	}
	n := len(f.h.Series)
	short := false
	for k := 1; k <= rehearsals; k++ {
		origin := f.h.Last - int32(k*max(7, f.o.Horizon))
		if origin-f.h.First+1 < beforeFirst {
			break
		}
		var series []int32
		for i := range n {
			if s := &f.h.Series[i]; s.Start <= origin && boost.Scatter(f.o.Seed, uint64(i), 3)*float64(n) < sampleSeries {
				series = append(series, int32(i))
			}
		}
		c, err := f.cast(ctx, origin, series, f.size(0.25), used)
		if err != nil {
			return nil, nil, err
		}
		short = short || c.model == nil
		casts = append(casts, c)
	}
	if short || len(casts) == 0 { // a member is not trusted before it was rehearsed
		used[boosted] = false
		for _, c := range casts {
			c.mean[boosted] = nil
		}
	}
	return casts, used, nil
}

// spots are the rehearsed days in stock under the shares.
func (f *forecaster) spots(casts []*cast, w shares) []spot {
	var out []spot
	for _, c := range casts {
		for k, i := range c.series {
			s := &f.h.Series[i]
			share := w[segmentOf(s, c.origin)]
			for h := range f.o.Horizon {
				day := c.origin + int32(h) + 1
				y, ok := s.At(day)
				if !ok || day > f.h.Last || c.ratio[k] == nil {
					continue
				}
				mean := c.blend(k, h, share)
				if mean <= 0 {
					continue
				}
				sp := spot{h: h + 1, whole: f.whole[i], mean: mean, y: float64(y)}
				for j := range sp.q {
					sp.q[j] = mean * float64(c.ratio[k][h][j])
				}
				out = append(out, sp)
			}
		}
	}
	return out
}
