package jobs

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/sql"
)

// rounds bounds how often one look is followed by another: two do, and the last finds nothing.
const rounds = 4

// RunDue runs a job for what is due. After a build of facts it looks at once for the days whose facts depend on what was built,
// and marks the runs of other jobs that have become stale.
func (r *Runner) RunDue(ctx context.Context, job Job, trigger string) ([]Run, error) {
	if job.Name == "daily_facts" && r.Sweep != nil {
		if err := r.Sweep(ctx); err != nil { // no facts without it: models would see who was erased
			return nil, fmt.Errorf("sweep what came of people who were erased: %w", err)
		}
	}
	days, err := r.Due(ctx, job)
	if err != nil {
		return nil, err
	}
	runs, err := r.Run(ctx, job, days, trigger)
	if job.Name != "daily_facts" {
		return runs, err
	}
	for round := 1; err == nil && len(days) > 0 && round < rounds; round++ {
		// By the events as they were looked at: those that came since wait for the next time.
		if days, err = parse(r.unsettled(ctx, r.looks.events, sql.Day(r.Today()))); err != nil {
			break
		}
		var more []Run
		r.looks.fresh = true
		more, err = r.Run(ctx, job, days, trigger)
		runs = append(runs, more...)
	}
	if len(runs) > 0 && ctx.Err() == nil {
		if markErr := r.MarkStale(ctx); err == nil {
			err = markErr
		}
	}
	return runs, err
}

// CatchUp runs every job for what is due, in the order of a night, and tells each run. A job that fails does not hold up
// the others; the error names the first.
func (r *Runner) CatchUp(ctx context.Context, trigger string, tell func(Job, []Run)) ([]Run, error) {
	var all []Run
	var first error
	for _, job := range All {
		runs, err := r.RunDue(ctx, job, trigger)
		all = append(all, runs...)
		if tell != nil && len(runs) > 0 {
			tell(job, runs)
		}
		if ctx.Err() != nil {
			return all, ctx.Err()
		}
		if first == nil {
			first = err
		}
	}
	return all, first
}

// MarkStale enters in the ledger which good runs no longer say what the data say and are going to be rerun.
func (r *Runner) MarkStale(ctx context.Context) error {
	ids, err := r.staleRuns(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	return r.restate(ctx, "stale", "jobs/of_runs", sql.Params{"ids": ids})
}

func (r *Runner) staleRuns(ctx context.Context) (ids []string, err error) {
	defer r.readOnce()()
	for _, job := range All[1:] { // facts are built at once, so their runs need no mark
		list, err := job.due(ctx, r, sql.Day(r.Today()))
		if err != nil {
			return nil, fmt.Errorf("find the stale runs of %s: %w", job.Name, err)
		}
		last, err := r.lastRuns(ctx, job.Name)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			if l := last[d.day]; d.again && l.Status == "ok" {
				ids = append(ids, l.RunID)
			}
		}
	}
	return ids, nil
}

// markRedone ends the mark of stale runs for the days that have just been run well.
func (r *Runner) markRedone(ctx context.Context, job Job, runs []Run) error {
	var days []string
	for _, run := range runs {
		if run.Status == "ok" {
			days = append(days, sql.Day(run.Day))
		}
	}
	if len(days) == 0 || job.Name == "daily_facts" {
		return nil
	}
	return r.restate(ctx, "redone", "jobs/rerun", sql.Params{"job": job.Name, "days": days})
}

// restate gives the runs that a query lists another status.
func (r *Runner) restate(ctx context.Context, status, query string, p sql.Params) error {
	var runs []Run
	if err := r.DB.Select(ctx, &runs, query, p); err != nil {
		return fmt.Errorf("read the job ledger: %w", err)
	}
	for i := range runs {
		runs[i].Status = status
		runs[i].renew(runs[i].UpdatedAt) // not now: the pages take the run that was updated last for the newest
	}
	if len(runs) == 0 {
		return nil
	}
	return r.enter(ctx, runs)
}
