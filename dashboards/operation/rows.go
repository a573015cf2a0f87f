package operation

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// Job is what can run, with its last run.
type Job struct {
	Job       string    `ch:"job"`
	TitleZh   string    `ch:"title_zh"`
	TitleEn   string    `ch:"title_en"`
	Schedule  string    `ch:"schedule"`
	NextAt    time.Time `ch:"next_at"`
	Day       time.Time `ch:"day"`
	StartedAt time.Time `ch:"started_at"`
	EndedAt   time.Time `ch:"ended_at"`
	Status    string    `ch:"status"`
	Rows      uint64    `ch:"rows"`
	Model     string    `ch:"model"`
	Error     string    `ch:"error"`
	Waiting   uint64    `ch:"waiting"`
}

// Run is one line of the ledger.
type Run struct {
	ID        string    `ch:"run_id"`
	Job       string    `ch:"job"`
	Day       time.Time `ch:"day"`
	StartedAt time.Time `ch:"started_at"`
	EndedAt   time.Time `ch:"ended_at"`
	Status    string    `ch:"status"`
	Rows      uint64    `ch:"rows"`
	Trigger   string    `ch:"trigger"`
	Model     string    `ch:"model"`
	Error     string    `ch:"error"`
}

// Took is how long the last run took; negative while it runs.
func (j Job) Took() time.Duration { return took(j.StartedAt, j.EndedAt) }

// Took is how long the run took; negative while it runs.
func (r Run) Took() time.Duration { return took(r.StartedAt, r.EndedAt) }

func took(started, ended time.Time) time.Duration {
	if ended.Unix() <= 0 {
		return -1
	}
	return ended.Sub(started)
}

func jobs(ctx context.Context, db *sql.DB) ([]Job, error) {
	var rows []Job
	if err := db.Select(ctx, &rows, "operation/jobs", nil); err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return rows, nil
}

func runs(ctx context.Context, db *sql.DB) ([]Run, error) {
	var rows []Run
	if err := db.Select(ctx, &rows, "operation/runs", nil); err != nil {
		return nil, fmt.Errorf("runs: %w", err)
	}
	return rows, nil
}
