package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/linli-project/linli/sql"
)

// lastRun is what the ledger says of a job and day.
type lastRun struct {
	dayRow
	Done      bool   `ch:"done"` // there is a good run; the following tell of the last
	RunID     string `ch:"run_id"`
	Status    string `ch:"status"`
	Seen      uint64 `ch:"seen"`
	SeenLines uint64 `ch:"seen_lines"`
	Made      uint64 `ch:"made"`
	Broken    bool   `ch:"broken"` // another failed since, perhaps halfway
}

// before is the day n days before another, as both are written.
func before(day string, n int) string {
	t, _ := time.Parse(time.DateOnly, day)
	return sql.Day(t.AddDate(0, 0, -n))
}

func (r *Runner) lastRuns(ctx context.Context, job string) (map[string]lastRun, error) {
	var rows []lastRun
	if err := r.DB.Select(ctx, &rows, "jobs/last_runs", sql.Params{"job": job}); err != nil {
		return nil, err
	}
	out := make(map[string]lastRun, len(rows))
	for _, row := range rows {
		out[sql.Day(row.Day)] = row
	}
	return out, nil
}

func (r *Runner) dayList(ctx context.Context, name string) ([]string, error) {
	var rows []dayRow
	if err := r.DB.Select(ctx, &rows, name, nil); err != nil {
		return nil, err
	}
	out := make([]string, len(rows))
	for i, row := range rows {
		out[i] = sql.Day(row.Day)
	}
	slices.Sort(out)
	return out, nil
}
