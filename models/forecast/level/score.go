package level

import (
	"cmp"
	"math"
	"slices"
)

// Backtest forecasts from each origin with what was known then, and scores the
// days that the panel holds. Rows are ordered by origin, store, product and day.
func Backtest(p Panel, origins []int32, opt Options) ([]ScoreRow, error) {
	var out []ScoreRow
	for _, origin := range slices.Sorted(slices.Values(origins)) {
		opt.Origin = origin
		rows, _, err := Forecast(p, opt)
		if err != nil {
			return nil, err
		}
		scores, err := Score(rows, p)
		if err != nil {
			return nil, err
		}
		out = append(out, scores...)
	}
	return out, nil
}

// Score compares forecasts with the days of actuals that they foretold. A day
// absent from actuals had no sales if actuals go on to that day; later days are
// left out. Rows are ordered by origin, store, product and day.
func Score(forecasts []Row, actuals Panel) ([]ScoreRow, error) {
	end := Options{}.filled(actuals).Origin
	t, err := arrange(actuals, end)
	if err != nil {
		return nil, err
	}
	where := make(map[seriesKey]*series, len(t.series))
	for i := range t.series {
		where[seriesKey{t.series[i].store, t.series[i].product}] = &t.series[i]
	}
	var out []ScoreRow
	for i := range forecasts {
		f := &forecasts[i]
		day := DayOf(f.Day)
		if day > end {
			continue
		}
		actual, stockout := 0.0, 0.0
		if s := where[seriesKey{f.StoreID, f.ProductID}]; s != nil && day >= s.start {
			actual, stockout = s.y[day-s.start], s.out[day-s.start]
		}
		out = append(out, ScoreOf(f, actual, stockout))
	}
	slices.SortFunc(out, func(a, b ScoreRow) int {
		return cmp.Or(a.Origin.Compare(b.Origin), cmp.Compare(a.StoreID, b.StoreID),
			cmp.Compare(a.ProductID, b.ProductID), a.Day.Compare(b.Day))
	})
	return out, nil
}

// ScoreOf compares a forecast with what was sold, and the share of the day out of stock.
func ScoreOf(f *Row, actual, stockout float64) ScoreRow {
	r := ScoreRow{
		Origin: f.Day.AddDate(0, 0, -int(f.Horizon)), StoreID: f.StoreID, ProductID: f.ProductID, Day: f.Day, Horizon: f.Horizon,
		Actual: actual, Stockout: stockout, Mean: f.Mean, Q50: f.Q50, Naive: f.Naive,
		In50: within(actual, f.Q25, f.Q75), In90: within(actual, f.Q05, f.Q95),
	}
	for j, q := range [7]float64{f.Q05, f.Q10, f.Q25, f.Q50, f.Q75, f.Q90, f.Q95} {
		r.Pinball += 2 * math.Max(Levels[j]*(actual-q), (Levels[j]-1)*(actual-q)) / 7
	}
	return r
}

func within(v, low, high float64) uint8 {
	if v >= low && v <= high {
		return 1
	}
	return 0
}

// Summarize sums up the scores of days without stock-out. Shares of sales are 0
// where nothing was sold.
func Summarize(rows []ScoreRow) Summary {
	var s Summary
	sold := 0.0
	for _, r := range rows {
		if r.Stockout > 0 {
			continue
		}
		s.Days++
		sold += r.Actual
		s.WAPE += math.Abs(r.Actual - r.Q50)
		s.NaiveWAPE += math.Abs(r.Actual - r.Naive)
		s.Bias += r.Mean - r.Actual
		s.WQL += r.Pinball
		s.Coverage50 += float64(r.In50)
		s.Coverage90 += float64(r.In90)
	}
	if s.Days > 0 {
		s.Coverage50 /= float64(s.Days)
		s.Coverage90 /= float64(s.Days)
	}
	for _, v := range []*float64{&s.WAPE, &s.NaiveWAPE, &s.Bias, &s.WQL} {
		if sold > 0 {
			*v /= sold
		} else {
			*v = 0
		}
	}
	return s
}
