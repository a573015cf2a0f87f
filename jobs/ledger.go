package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// Run is one line of the ledger. Good ones are ok, stale (to be rerun) or redone (rerun since).
type Run struct {
	RunID     string    `ch:"run_id"`
	Job       string    `ch:"job"`
	Day       time.Time `ch:"day"`
	StartedAt time.Time `ch:"started_at"`
	EndedAt   time.Time `ch:"ended_at"`
	Status    string    `ch:"status"` // running, ok, stale, redone, failed
	Rows      uint64    `ch:"rows"`
	Trigger   string    `ch:"trigger"`
	Model     string    `ch:"model"`
	Cutoff    time.Time `ch:"cutoff"`
	Error     string    `ch:"error"`
	UpdatedAt time.Time `ch:"updated_at"`
	Seen      uint64    `ch:"seen"`
	SeenLines uint64    `ch:"seen_lines"`
	Made      uint64    `ch:"made"`
	Turn      uint64    `ch:"turn"`
	Events    uint64    `ch:"events"`
}

// Seconds is how long the run took.
func (r Run) Seconds() float64 { return r.EndedAt.Sub(r.StartedAt).Seconds() }

// renew makes the line win over what the ledger has of the run, whatever the clock says.
func (r *Run) renew(now time.Time) {
	r.UpdatedAt = r.UpdatedAt.Add(time.Millisecond)
	if now.After(r.UpdatedAt) {
		r.UpdatedAt = now
	}
}

// enter writes lines whole even when the run is told to stop meanwhile: half told, an insert may have stored "running" all the same.
func (r *Runner) enter(ctx context.Context, runs []Run) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := r.DB.Insert(ctx, "job_run", runs, ""); err != nil {
		return fmt.Errorf("write the job ledger: %w", err)
	}
	return nil
}

// turn is the next place in the order of runs, which no clock decides.
func (r *Runner) turn(ctx context.Context) (turn uint64, err error) {
	if _, err = r.DB.Get(ctx, &turn, "jobs/turn", nil); err != nil {
		err = fmt.Errorf("read the job ledger: %w", err)
	}
	return turn, err
}

// cutoff is the newest ingest instant among the rows that a run starting now can see.
func (r *Runner) cutoff(ctx context.Context) (time.Time, error) {
	var row struct {
		Cutoff time.Time `ch:"cutoff"`
	}
	if _, err := r.DB.Get(ctx, &row, "jobs/cutoff", nil); err != nil {
		return row.Cutoff, fmt.Errorf("read the newest ingest instant: %w", err)
	}
	return row.Cutoff, nil
}

// Recover closes ledger lines that a killed process left open.
func (r *Runner) Recover(ctx context.Context) error {
	var open []Run
	if err := r.DB.Select(ctx, &open, "jobs/running", nil); err != nil {
		return fmt.Errorf("read the job ledger: %w", err)
	}
	for i := range open {
		open[i].Status, open[i].Error = "failed", "the process ended before the run did"
		open[i].EndedAt = r.now()
		open[i].renew(r.now())
	}
	if len(open) == 0 {
		return nil
	}
	turn, err := r.turn(ctx)
	if err != nil {
		return err
	}
	for i := range open {
		open[i].Turn = turn
	}
	return r.enter(ctx, open)
}

// History lists the newest runs, newest first.
func History(ctx context.Context, db *sql.DB, limit int) ([]Run, error) {
	var runs []Run
	err := db.Select(ctx, &runs, "jobs/history", sql.Params{"limit": limit})
	return runs, err
}
