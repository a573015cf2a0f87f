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
	horizonDays = 7
	endedDays   = 28      // a series without a sale for so long is not forecast
	learnRows   = 250_000 // days of series that the boosted model learns from
)

type forecastRow struct {
	AsOf time.Time `ch:"as_of"`
	forecast.Row
}

func runForecast(ctx context.Context, db *sql.DB, day time.Time) (n uint64, err error) {
	p := sql.Params{"day": sql.Day(day), "window": historyDays}
	err = read(ctx, db, "models/forecast_history", p, pastOf(day), func(h *history.History) error {
		var rows []forecast.Row
		if h != nil { // a chain that sold nothing in four weeks has nothing to forecast
			var err error
			if rows, _, err = forecast.Forecast(ctx, h, forecast.Options{Horizon: horizonDays, Ended: endedDays, Rows: learnRows}); err != nil {
				return err
			}
		}
		out := make([]forecastRow, len(rows))
		for i, r := range rows {
			out[i] = forecastRow{day, r}
		}
		n, err = publish(ctx, db, "forecast", day, out)
		return err
	})
	return n, err
}

// pastOf reads the history up to a day; nil if there is none.
func pastOf(day time.Time) func(arrow.Record) (*history.History, error) {
	return func(rec arrow.Record) (*history.History, error) {
		if rec.NumRows() == 0 {
			return nil, nil
		}
		b := history.NewBuilder(math.MinInt32)
		if err := b.Add(rec); err != nil {
			return nil, err
		}
		b.Through(history.DayOf(day))
		return b.Build()
	}
}
