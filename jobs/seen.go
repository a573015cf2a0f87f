package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/linli-project/linli/sql"
)

// byDay is a fingerprint per day, written as ClickHouse writes it: 2026-11-22.
type byDay map[string]uint64

// rawTables are those that the fingerprint of a day's events is made of, lineTables those of what a day takes from other days.
var (
	rawTables  = []string{"order_event", "click", "share", "stock", "sales_history"}
	lineTables = []string{"fact_order_line", "share"}
)

// looks keeps what the last look found, so that the next one reads only what has been written since. A process that has just
// started knows nothing and looks at everything.
type looks struct {
	written written
	stored  uint64 // events that are in it, at least
	events  byDay
	orders  map[string]orderDay
	fresh   bool // nobody has used this look yet

	linesWritten written
	lines        byDay
}

type written struct {
	State    uint64 `ch:"state"`
	Mutation uint64 `ch:"mutation"`
}

// unchanged: a server that shows no parts says nothing.
func (w written) unchanged(now written) bool { return now.State != 0 && w == now }

// seenEvents is the fingerprint of what has come for each day. What is committed before the call is in it.
func (r *Runner) seenEvents(ctx context.Context) (byDay, error) {
	now, err := r.written(ctx, rawTables) // before the rows: what comes in between is noticed next time
	if err != nil || (r.looks.events != nil && r.looks.written.unchanged(now)) {
		return r.looks.events, err
	}
	var stored uint64
	if _, err := r.DB.Get(ctx, &stored, "jobs/events", nil); err != nil {
		return nil, err
	}
	events, err := r.dayNumbers(ctx, "jobs/seen_rows", nil)
	if err != nil {
		return nil, err
	}
	known := r.looks.orders
	if r.looks.written.Mutation != now.Mutation { // rows were altered where they lie
		known = nil
	}
	orders, err := r.foldOrders(ctx, known)
	if err != nil {
		return nil, err
	}
	for day, o := range orders {
		events[day] += o.seen
	}
	r.looks.written, r.looks.stored, r.looks.orders, r.looks.events = now, stored, orders, events
	return events, nil
}

// seenLines is the fingerprint of what each day's facts take from the published order lines of other days.
func (r *Runner) seenLines(ctx context.Context) (byDay, error) {
	now, err := r.written(ctx, lineTables)
	if err != nil || (r.looks.lines != nil && r.looks.linesWritten.unchanged(now)) {
		return r.looks.lines, err
	}
	lines, err := r.dayNumbers(ctx, "jobs/seen_lines", nil)
	if err != nil {
		return nil, err
	}
	r.looks.linesWritten, r.looks.lines = now, lines
	return lines, nil
}

func (r *Runner) written(ctx context.Context, tables []string) (written, error) {
	var w written
	if _, err := r.DB.Get(ctx, &w, "jobs/written", sql.Params{"tables": tables}); err != nil {
		return w, fmt.Errorf("look for what was written: %w", err)
	}
	return w, nil
}

// dayNumbers reads a query that gives a day and a number.
func (r *Runner) dayNumbers(ctx context.Context, name string, p sql.Params) (byDay, error) {
	var rows []struct {
		dayRow
		Seen uint64 `ch:"seen"`
	}
	if err := r.DB.Select(ctx, &rows, name, p); err != nil {
		return nil, err
	}
	out := make(byDay, len(rows))
	for _, row := range rows {
		out[sql.Day(row.Day)] = row.Seen
	}
	return out, nil
}

// union lists the days of some fingerprints, oldest first, each once.
func union(of ...byDay) []string {
	all := map[string]bool{}
	for _, m := range of {
		for day := range m {
			all[day] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
