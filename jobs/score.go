package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/sql"
)

// scoreTables are what is said of a day when it has passed: the later ones read the earlier.
var scoreTables = []struct{ table, query string }{
	{"forecast_score", "models/forecast_scores"},
	{"forecast_accuracy", "models/forecast_accuracy"},
	{"sheet_score", "models/sheet_scores"},
}

// runScore scores the forecasts for one day and the sheets that served it.
func runScore(ctx context.Context, db *sql.DB, day time.Time) (rows uint64, err error) {
	for _, s := range scoreTables {
		n, err := db.PublishQuery(ctx, s.table, []string{sql.Day(day)}, s.query, sql.Params{"day": sql.Day(day)})
		if err != nil {
			return rows, err
		}
		rows += n
	}
	return rows, nil
}

// seenScored looks at the facts of each day, of those that a sheet looked ahead on, and at the forecasts and sheets that were given
// for it.
func seenScored(ctx context.Context, r *Runner, days []string) (byDay, error) {
	runs, err := r.runsOf(ctx, "daily_facts", "forecast", "order_sheet")
	if err != nil {
		return nil, err
	}
	facts, given, sheets := runs[0], runs[1], runs[2]
	out := byDay{}
	for _, day := range days {
		out[day] = mix(facts[day].Made)
		for back := 1; back <= horizonDays; back++ {
			out[day] += mix(back, given[before(day, back)].RunID)
			if back < horizonDays {
				out[day] += mix("sheet", back, sheets[before(day, back)].RunID, facts[before(day, back)].Made)
			}
		}
	}
	return out, nil
}

// dueScores finds the closed days that were forecast and whose facts or forecasts are not those that were scored, of any age.
func dueScores(ctx context.Context, r *Runner, open string) ([]dueDay, error) {
	forecast, err := r.dayList(ctx, "jobs/forecast_days")
	if err != nil {
		return nil, err
	}
	facts, err := r.lastRuns(ctx, "daily_facts")
	if err != nil {
		return nil, err
	}
	return r.compare(ctx, "forecast_score", seenScored, forecast, func(day string, _ bool) bool { return day < open && facts[day].Done })
}
