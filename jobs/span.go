package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/sql"
)

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
	runs, started, err := r.begin(ctx, job, days, trigger)
	if err != nil {
		return nil, err
	}
	var results []result
	failure := r.tooEarly(job, days)
	if failure == nil {
		results, failure = job.run(ctx, r, days)
	}
	if failure == nil { // whoever was deposed may have published over its successor
		failure = sql.Guarded(ctx)
		if failure != nil {
			results = nil
		}
	}
	if failure == nil {
		if err := r.forget(ctx, job, days[len(days)-1]); err != nil { // what was published stands; the next night tries again
			r.Log.Warn("old results about people were not dropped", "job", job.Name, "err", err)
		}
	}
	ended := r.now()
	each := ended.Sub(started) / time.Duration(len(days)) // a span is measured as a whole
	for i := range runs {
		runs[i].StartedAt = started.Add(time.Duration(i) * each)
		runs[i].EndedAt = runs[i].StartedAt.Add(each)
		runs[i].renew(ended)
		if i < len(results) {
			runs[i].Status, runs[i].Rows, runs[i].SeenLines, runs[i].Made = "ok", results[i].rows, results[i].seenLines, results[i].made
		} else {
			runs[i].Status, runs[i].Error = "failed", oneLine(failure)
		}
	}
	// The end is entered even when the run was told to stop: a fresh context, or the ledger would say "running" for ever.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if failure != nil { // what failed may have published some of its tables: it counts from its end
		turn, err := r.turn(ctx)
		if err != nil {
			return runs, err
		}
		for i := len(results); i < len(runs); i++ {
			runs[i].Turn = turn
		}
	}
	if err := r.enter(ctx, runs); err != nil {
		return runs, err
	}
	if err := r.markRedone(ctx, job, runs); err != nil {
		return runs, err
	}
	if failure != nil {
		return runs, fmt.Errorf("job %s for %s: %w", job.Name, sql.Day(runs[len(results)].Day), failure)
	}
	return runs, nil
}

// begin enters the start of a span: what it is going to read is looked at before it reads anything.
func (r *Runner) begin(ctx context.Context, job Job, days []time.Time, trigger string) ([]Run, time.Time, error) {
	started := r.now()
	cutoff, err := r.cutoff(ctx)
	if err != nil {
		return nil, started, err
	}
	turn, err := r.turn(ctx)
	if err != nil {
		return nil, started, err
	}
	var seen byDay
	if job.seen != nil {
		names := make([]string, len(days))
		for i, d := range days {
			names[i] = sql.Day(d)
		}
		if seen, err = job.seen(ctx, r, names); err != nil {
			return nil, started, fmt.Errorf("job %s: look at what it depends on: %w", job.Name, err)
		}
	}
	runs := make([]Run, len(days))
	for i, d := range days {
		runs[i] = Run{RunID: ulid.Make().String(), Job: job.Name, Day: d, StartedAt: started, EndedAt: time.Unix(0, 0).UTC(), Status: "running",
			Trigger: trigger, Model: job.Model, Cutoff: cutoff, UpdatedAt: started, Seen: seen[sql.Day(d)], Turn: turn, Events: r.looks.stored}
	}
	return runs, started, r.enter(ctx, runs)
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
