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

// readOnce lets what follows read the ledger of each job once, until done: fingerprints of many jobs are made of the same runs.
// Nothing may be entered meanwhile.
func (r *Runner) readOnce() (done func()) {
	if r.last != nil { // somebody up the stack does
		return func() {}
	}
	r.last = map[string]map[string]lastRun{}
	return func() { r.last = nil }
}

func (r *Runner) lastRuns(ctx context.Context, job string) (map[string]lastRun, error) {
	if runs, ok := r.last[job]; ok {
		return runs, nil
	}
	var rows []lastRun
	if err := r.DB.Select(ctx, &rows, "jobs/last_runs", sql.Params{"job": job}); err != nil {
		return nil, err
	}
	out := make(map[string]lastRun, len(rows))
	for _, row := range rows {
		out[sql.Day(row.Day)] = row
	}
	if r.last != nil {
		r.last[job] = out
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
