package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/sql"
)

// Run is one line of the ledger.
type Run struct {
	RunID     string    `ch:"run_id"`
	Job       string    `ch:"job"`
	Day       time.Time `ch:"day"`
	StartedAt time.Time `ch:"started_at"`
	EndedAt   time.Time `ch:"ended_at"`
	Status    string    `ch:"status"` // running, ok, failed
	Rows      uint64    `ch:"rows"`
	Trigger   string    `ch:"trigger"`
	Model     string    `ch:"model"`
	Cutoff    time.Time `ch:"cutoff"`
	Error     string    `ch:"error"`
	UpdatedAt time.Time `ch:"updated_at"`
}

// Seconds is how long the run took.
func (r Run) Seconds() float64 { return r.EndedAt.Sub(r.StartedAt).Seconds() }

// The days that ClickHouse's Date can hold, less one at each end for those who look at the day before or after.
var minDay, maxDay = time.Date(1970, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(2149, 6, 5, 0, 0, 0, 0, time.UTC)

// Run runs the job for the given days in order and enters each in the ledger. A day that fails is in the ledger too and does
// not hold up the later ones; the error names the first.
func (r *Runner) Run(ctx context.Context, job Job, days []time.Time, trigger string) ([]Run, error) {
	var done []Run
	var first error
	for _, d := range days { // ClickHouse would wrap other dates around without a word
		if d.Before(minDay) || d.After(maxDay) {
			return nil, fmt.Errorf("%s is no business day: take one from %s to %s", sql.Day(d), sql.Day(minDay), sql.Day(maxDay))
		}
	}
	alone := 0 // so many days are run one by one, to find which of a span fails
	for len(days) > 0 {
		n := 1
		for alone == 0 && n < len(days) && n < job.together && days[n].Sub(days[n-1]) == 24*time.Hour {
			n++
		}
		runs, err := r.span(ctx, job, days[:n], trigger)
		if err != nil {
			if ctx.Err() != nil || len(runs) == 0 {
				return append(done, runs...), err
			}
			if n > 1 {
				alone = n
				continue
			}
			if first == nil {
				first = err
			}
		}
		done = append(done, runs...)
		alone = max(0, alone-n)
		days = days[n:]
	}
	return done, first
}

// span runs consecutive days as one piece of work with one ledger line each.
func (r *Runner) span(ctx context.Context, job Job, days []time.Time, trigger string) ([]Run, error) {
	cutoff, err := r.cutoff(ctx)
	if err != nil {
		return nil, err
	}
	runs := make([]Run, len(days))
	started := r.now()
	for i, d := range days {
		runs[i] = Run{RunID: ulid.Make().String(), Job: job.Name, Day: d, StartedAt: started, EndedAt: time.Unix(0, 0).UTC(),
			Status: "running", Trigger: trigger, Model: job.Model, Cutoff: cutoff, UpdatedAt: started}
	}
	if err := r.enter(ctx, runs); err != nil {
		return nil, err
	}
	var rows []uint64
	failure := r.tooEarly(job, days)
	if failure == nil {
		rows, failure = job.run(ctx, r.DB, days)
	}
	ended := r.now()
	each := ended.Sub(started) / time.Duration(len(days)) // a span is measured as a whole
	for i := range runs {
		runs[i].StartedAt = started.Add(time.Duration(i) * each)
		runs[i].EndedAt = runs[i].StartedAt.Add(each)
		runs[i].UpdatedAt = ended
		if i < len(rows) {
			runs[i].Status, runs[i].Rows = "ok", rows[i]
		} else {
			runs[i].Status, runs[i].Error = "failed", oneLine(failure)
		}
	}
	// The end is entered even when the run was told to stop: a fresh context, or the ledger would say "running" for ever.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := r.enter(ctx, runs); err != nil {
		return runs, err
	}
	if failure != nil {
		return runs, fmt.Errorf("job %s for %s: %w", job.Name, sql.Day(runs[len(rows)].Day), failure)
	}
	return runs, nil
}

// tooEarly refuses a day that still runs to jobs that take its sales for whole.
func (r *Runner) tooEarly(job Job, days []time.Time) error {
	if last := days[len(days)-1]; job.closed && !last.Before(r.Today()) {
		return fmt.Errorf("%s has not closed yet: run the job for it after midnight (%s)", sql.Day(last), r.Location)
	}
	return nil
}

func oneLine(err error) string {
	if err == nil {
		return "stopped before this day"
	}
	text := strings.Join(strings.Fields(err.Error()), " ")
	if len(text) > 2000 {
		text = text[:2000]
	}
	return text
}

func (r *Runner) enter(ctx context.Context, runs []Run) error {
	if err := r.DB.Insert(ctx, "job_run", runs, ""); err != nil {
		return fmt.Errorf("write the job ledger: %w", err)
	}
	return nil
}

// cutoff is the newest ingest instant that a run starting now can see.
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
		open[i].EndedAt, open[i].UpdatedAt = r.now(), r.now()
	}
	if len(open) == 0 {
		return nil
	}
	return r.enter(ctx, open)
}

// History lists the newest runs, newest first.
func History(ctx context.Context, db *sql.DB, limit int) ([]Run, error) {
	var runs []Run
	err := db.Select(ctx, &runs, "jobs/history", sql.Params{"limit": limit})
	return runs, err
}
