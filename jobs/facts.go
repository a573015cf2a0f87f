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
	{"fact_hour", "facts/hours"},
	{"fact_buyer", "facts/buyers"},
	{"fact_goods", "facts/goods"},
	{"fact_offer", "facts/offer"},
	{"fact_board", "facts/board"},
}

// runFacts builds the daily facts of consecutive days.
func runFacts(ctx context.Context, r *Runner, days []time.Time) ([]result, error) {
	partitions := make([]string, len(days))
	for i, d := range days {
		partitions[i] = sql.Day(d)
	}
	p := sql.Params{"from": partitions[0], "to": partitions[len(days)-1]}
	var lines byDay
	for _, f := range factTables {
		if _, err := r.DB.PublishQuery(ctx, f.table, sql.FactPartitions(f.table, days), f.query, p); err != nil {
			return nil, fmt.Errorf("build %s: %w", f.table, err)
		}
		if f.table != "fact_order_line" {
			continue
		}
		var err error // the later tables read these lines and those of other days
		if lines, err = r.seenLines(ctx); err != nil {
			return nil, err
		}
	}
	rows, err := r.dayNumbers(ctx, "jobs/fact_rows", p)
	if err != nil {
		return nil, fmt.Errorf("count the facts: %w", err)
	}
	made, err := r.dayNumbers(ctx, "jobs/made", p)
	if err != nil {
		return nil, err
	}
	out := make([]result, len(days))
	for i, day := range partitions {
		out[i] = result{rows: rows[day], seenLines: lines[day], made: made[day]}
	}
	return out, nil
}
