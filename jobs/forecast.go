package jobs

import (
	"context"
	"math"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/forecast"
	"github.com/linli-project/linli/models/forecast/history"
	"github.com/linli-project/linli/sql"
)

// The forecast looks back on historyDays of sales and ahead on horizonDays.
const (
	historyDays = 180
	horizonDays = 14
	endedDays   = 28 // a series without a sale for so long is not forecast
)

// The boosted model learns from so many days of series, each seen from an earlier origin: two views of each day with a row of its own,
// at most learnRows. Of the nights that are made good only the last one's forecast is still of use to anybody; the others are there
// to be scored, and learn from a fifth. A chain with few rows is foretold by the classic members alone.
const (
	learnRows  = 250_000
	lateShare  = 5
	viewsOfDay = 2
)

func learnFrom(rows int64, late bool) int {
	n := min(viewsOfDay*rows, learnRows)
	if late {
		n /= lateShare
	}
	return int(n)
}

type forecastRow struct {
	AsOf time.Time `ch:"as_of"`
	forecast.Row
}

func runForecast(ctx context.Context, r *Runner, days []time.Time) ([]result, error) {
	out := make([]result, len(days))
	for i, day := range days {
		n, err := forecastDay(ctx, r.DB, day, day.Before(r.Today().AddDate(0, 0, -1)))
		if err != nil {
			return out[:i], err
		}
		out[i].rows = n
	}
	return out, nil
}

func forecastDay(ctx context.Context, db *sql.DB, day time.Time, late bool) (n uint64, err error) {
	b := history.NewBuilder(math.MinInt32)
	fill := func(from, to time.Time, add func(arrow.Record) error) (rows int64, err error) {
		p := sql.Params{"day": sql.Day(day), "window": historyDays, "from": sql.Day(from), "to": sql.Day(to)}
		rec, err := db.Arrow(ctx, "models/forecast_history", p)
		if err != nil {
			return 0, err
		}
		defer rec.Release()
		if rec.NumRows() == 0 {
			return 0, nil
		}
		return rec.NumRows(), add(rec)
	}
	var out []forecastRow
	past, err := fill(day.AddDate(0, 0, 1-historyDays), day, b.Add)
	if err != nil {
		return 0, err
	}
	if past > 0 { // a chain that sold nothing in four weeks has nothing to forecast
		b.Through(history.DayOf(day))
		if _, err := fill(day.AddDate(0, 0, 1), day.AddDate(0, 0, horizonDays), b.AddFuture); err != nil {
			return 0, err
		}
		h, err := b.Build()
		if err != nil {
			return 0, err
		}
		rows, _, err := forecast.Forecast(ctx, h, forecast.Options{Horizon: horizonDays, Ended: endedDays, Rows: learnFrom(past, late)})
		if err != nil {
			return 0, err
		}
		out = make([]forecastRow, len(rows))
		for i, r := range rows {
			out[i] = forecastRow{day, r}
		}
	}
	return publish(ctx, db, "forecast", day, out)
}

// campaignWindow are the days of which the forecast of a day knows campaigns.
func campaignWindow(day string) sql.Params {
	return sql.Params{"day": day, "from": before(day, historyDays-1), "to": before(day, -horizonDays)}
}
