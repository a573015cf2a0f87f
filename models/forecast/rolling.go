package forecast

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/models/forecast/classic"
	"github.com/linli-project/linli/models/forecast/history"
)

// Method is a way to forecast, scored on the same days as the others.
type Method struct {
	Name string
	Summary
	Spread bool // it told quantiles: its loss and coverage mean something
}

// Trial is how the forecast and its yardsticks did from one origin.
type Trial struct {
	Origin  int32
	Methods []Method // the forecast first
	Report  Report
	sold    float64 // on the days scored: pooling weighs by it
}

// yardsticks are what a forecast must beat: doing as last week, the mean of four same weekdays, and exponential smoothing.
var yardsticks = []string{"seasonal_naive", "weekday_mean", "ets"}

// Roll forecasts from so many earlier origins, a horizon apart, the latest a horizon before the end, with what was known then; and
// scores the days in stock. ended is called after each.
func Roll(ctx context.Context, h *history.History, origins int, o Options, ended func(Trial)) ([]Trial, error) {
	o = o.filled()
	if err := o.check(); err != nil {
		return nil, err
	}
	if have, need := int(h.Last-h.First)+1, origins*o.Horizon+1; have < need {
		return nil, fmt.Errorf("forecast: %d origins %d days apart need %d days of history, there are %d; ask for fewer or a shorter horizon", origins, o.Horizon, need, have)
	}
	var out []Trial
	for k := origins; k >= 1; k-- {
		t, err := trial(ctx, h, h.Last-int32(k*o.Horizon), o)
		if err != nil {
			return out, fmt.Errorf("from %s: %w", history.TimeOf(h.Last-int32(k*o.Horizon)).Format(time.DateOnly), err)
		}
		out = append(out, t)
		ended(t)
	}
	return out, nil
}

func trial(ctx context.Context, h *history.History, origin int32, o Options) (Trial, error) {
	t := Trial{Origin: origin}
	rows, report, err := Forecast(ctx, h.Until(origin), o)
	if err != nil {
		return t, err
	}
	t.Report = report
	scores := Score(rows, h)
	for i := range scores {
		if scores[i].Stockout == 0 {
			t.sold += scores[i].Actual
		}
	}
	t.Methods = append(t.Methods, Method{"linli", Summarize(scores), true})
	for _, name := range yardsticks {
		t.Methods = append(t.Methods, Method{name, Summarize(measure(h, origin, o, name)), name == "ets"})
	}
	return t, nil
}

// measure scores a classic member on all series from an origin.
func measure(h *history.History, origin int32, o Options, name string) []ScoreRow {
	then := h.Until(origin)
	f := &forecaster{h: then, o: o}
	per := make([][]ScoreRow, len(then.Series))
	f.share(len(then.Series), func() func(int) {
		member := mustMember(name)
		ets := classic.NewETS()
		mean, q := make([]float64, o.Horizon), make([]float64, 7*o.Horizon)
		var y []float64
		return func(i int) {
			s := &then.Series[i]
			from := max(s.Start, origin-classicDays+1)
			y = seen(s, from, origin, y[:0])
			member.Forecast(y, history.Weekday(from), o.Horizon, mean)
			if name == "ets" {
				ets.Quantiles(y, o.Horizon, Levels[:], q)
			}
			rows := make([]Row, o.Horizon)
			for k := range rows {
				rows[k] = Row{StoreID: s.Store, ProductID: s.Product, Day: history.TimeOf(origin + int32(k) + 1), Horizon: uint8(k + 1), Mean: mean[k]}
				told := [7]float64{mean[k], mean[k], mean[k], mean[k], mean[k], mean[k], mean[k]}
				if name == "ets" {
					copy(told[:], q[7*k:])
				}
				setQuantiles(&rows[k], told)
			}
			per[i] = scoreSeries(rows, h, s)
		}
	})
	var out []ScoreRow
	for _, rows := range per {
		out = append(out, rows...)
	}
	return out
}

// Pool is the accuracy of all trials together, method by method.
func Pool(trials []Trial) []Method {
	if len(trials) == 0 {
		return nil
	}
	out := make([]Method, len(trials[0].Methods))
	for m := range out {
		p := Method{Name: trials[0].Methods[m].Name, Spread: trials[0].Methods[m].Spread}
		sold, days := 0.0, 0.0
		for _, t := range trials {
			s := t.Methods[m].Summary
			n := float64(s.Days)
			sold, days, p.Days = sold+t.sold, days+n, p.Days+s.Days
			p.WAPE += s.WAPE * t.sold
			p.Bias += s.Bias * t.sold
			p.WQL += s.WQL * t.sold
			p.NaiveWAPE += s.NaiveWAPE * t.sold
			p.Coverage50 += s.Coverage50 * n
			p.Coverage90 += s.Coverage90 * n
		}
		for _, v := range []*float64{&p.WAPE, &p.Bias, &p.WQL, &p.NaiveWAPE} {
			*v /= math.Max(sold, math.SmallestNonzeroFloat64)
		}
		p.Coverage50 /= math.Max(days, 1)
		p.Coverage90 /= math.Max(days, 1)
		out[m] = p
	}
	return out
}
