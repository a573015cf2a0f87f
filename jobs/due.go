package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// catchUp bounds how many missed days a daily job makes good: older advice helps nobody.
const catchUp = 7

type dayRow struct {
	Day time.Time `ch:"day"`
}

// Due lists the days for which the job should run now, oldest first.
func (r *Runner) Due(ctx context.Context, job Job) ([]time.Time, error) {
	days, err := job.due(ctx, r.DB, r.Today())
	if err != nil {
		return nil, fmt.Errorf("find the days due for %s: %w", job.Name, err)
	}
	return days, nil
}

func queryDays(ctx context.Context, db *sql.DB, name string, p sql.Params) ([]time.Time, error) {
	var rows []dayRow
	if err := db.Select(ctx, &rows, name, p); err != nil {
		return nil, err
	}
	days := make([]time.Time, len(rows))
	for i, row := range rows {
		days[i] = row.Day
	}
	return days, nil
}

// dueFacts finds days with events, stock or history newer than their last build, today included.
func dueFacts(ctx context.Context, db *sql.DB, open time.Time) ([]time.Time, error) {
	return queryDays(ctx, db, "jobs/due_facts", sql.Params{"open": sql.Day(open)})
}

// dueScores finds closed days that were forecast and whose facts are newer than their scores.
func dueScores(ctx context.Context, db *sql.DB, open time.Time) ([]time.Time, error) {
	return queryDays(ctx, db, "jobs/due_scores", sql.Params{"open": sql.Day(open)})
}

// dueDaily finds the closed days of the last week, with facts, for which the job has no good run.
func dueDaily(job string) func(context.Context, *sql.DB, time.Time) ([]time.Time, error) {
	return func(ctx context.Context, db *sql.DB, open time.Time) ([]time.Time, error) {
		return queryDays(ctx, db, "jobs/due_daily", sql.Params{"job": job, "open": sql.Day(open), "days": catchUp})
	}
}

// dueSheets finds the closed days whose forecast is newer than their order sheet, and the open day when its facts are newer.
func dueSheets(ctx context.Context, db *sql.DB, open time.Time) ([]time.Time, error) {
	return queryDays(ctx, db, "jobs/due_sheets", sql.Params{"open": sql.Day(open), "days": catchUp})
}
