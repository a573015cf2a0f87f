package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/forecast"
	"github.com/linli-project/linli/sql"
)

// The forecast looks back on historyDays of sales and ahead on horizonDays.
const (
	historyDays = 180
	horizonDays = 7
)

type forecastRow struct {
	AsOf time.Time `ch:"as_of"`
	forecast.Row
}

func runForecast(ctx context.Context, db *sql.DB, day time.Time) (n uint64, err error) {
	p := sql.Params{"day": sql.Day(day), "window": historyDays}
	err = read(ctx, db, "models/forecast_history", p, forecast.PanelFromRecord, func(panel forecast.Panel) error {
		var rows []forecast.Row
		if len(panel.StoreID) > 0 { // a chain that sold nothing in four weeks has nothing to forecast
			var err error
			if rows, _, err = forecast.Forecast(panel, forecast.Options{Origin: forecast.DayOf(day), Horizon: horizonDays}); err != nil {
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
