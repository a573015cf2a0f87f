package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// factTables are built in this order: the later ones read the earlier.
var factTables = []struct{ table, query string }{
	{"fact_order_line", "facts/order_lines"},
	{"fact_click", "facts/clicks"},
	{"fact_share", "facts/shares"},
	{"fact_demand", "facts/demand"},
	{"fact_store", "facts/stores"},
}

// runFacts builds the daily facts of consecutive days.
func runFacts(ctx context.Context, db *sql.DB, days []time.Time) ([]uint64, error) {
	partitions := make([]string, len(days))
	for i, d := range days {
		partitions[i] = sql.Day(d)
	}
	p := sql.Params{"from": partitions[0], "to": partitions[len(days)-1]}
	for _, f := range factTables {
		if _, err := db.PublishQuery(ctx, f.table, partitions, f.query, p); err != nil {
			return nil, fmt.Errorf("build %s: %w", f.table, err)
		}
	}
	var rows []struct {
		Day  time.Time `ch:"day"`
		Rows uint64    `ch:"rows"`
	}
	if err := db.Select(ctx, &rows, "jobs/fact_rows", p); err != nil {
		return nil, fmt.Errorf("count the facts: %w", err)
	}
	of := map[string]uint64{}
	for _, r := range rows {
		of[sql.Day(r.Day)] = r.Rows
	}
	out := make([]uint64, len(days))
	for i := range days {
		out[i] = of[partitions[i]]
	}
	return out, nil
}

// runScore scores the forecasts for one day, when it has passed.
func runScore(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	return db.PublishQuery(ctx, "forecast_score", []string{sql.Day(day)}, "models/forecast_scores", sql.Params{"day": sql.Day(day)})
}
