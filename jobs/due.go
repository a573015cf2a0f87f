package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/sql"
)

// catchUp bounds how many missed days a daily job makes good: older advice helps nobody.
const catchUp = 7

func (r *Runner) nights() int {
	if r.Nights > 0 {
		return r.Nights
	}
	return catchUp
}

type dayRow struct {
	Day time.Time `ch:"day"`
}

// dueDay is a day that a job should run for now, again if there is a good run that has become stale.
type dueDay struct {
	day   string
	again bool
}

// Due lists the days for which the job should run now, oldest first.
func (r *Runner) Due(ctx context.Context, job Job) ([]time.Time, error) {
	return r.due(ctx, job, false)
}

// Stale lists those of them that have a good run, which no longer says what the data say.
func (r *Runner) Stale(ctx context.Context, job Job) ([]time.Time, error) {
	return r.due(ctx, job, true)
}

func (r *Runner) due(ctx context.Context, job Job, againOnly bool) ([]time.Time, error) {
	defer r.readOnce()()
	list, err := job.due(ctx, r, sql.Day(r.Today()))
	if againOnly {
		list = slices.DeleteFunc(list, func(d dueDay) bool { return !d.again })
	}
	out, err := parse(list, err)
	if err != nil {
		return nil, fmt.Errorf("find the days due for %s: %w", job.Name, err)
	}
	return out, nil
}

// parse makes times of days.
func parse(list []dueDay, err error) ([]time.Time, error) {
	if err != nil {
		return nil, err
	}
	out := make([]time.Time, len(list))
	for i, d := range list {
		if out[i], err = time.Parse(time.DateOnly, d.day); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// dueFacts finds the days, today included, whose last good build did not see what there is now.
func dueFacts(ctx context.Context, r *Runner, open string) ([]dueDay, error) {
	events, err := r.seenEvents(ctx)
	if err != nil {
		return nil, err
	}
	r.looks.fresh = true
	return r.unsettled(ctx, events, open)
}

// unsettled compares what was seen of the events, and what is now seen of the lines, with the ledger.
func (r *Runner) unsettled(ctx context.Context, events byDay, open string) ([]dueDay, error) {
	lines, err := r.seenLines(ctx)
	if err != nil {
		return nil, err
	}
	last, err := r.lastRuns(ctx, "daily_facts")
	if err != nil {
		return nil, err
	}
	ledger := byDay{}
	for day := range last {
		ledger[day] = 0
	}
	var out []dueDay
	for _, day := range union(events, lines, ledger) {
		l := last[day]
		differs := events[day] != l.Seen || lines[day] != l.SeenLines // without a good run, both are 0
		if day <= open && (differs || l.Done && l.Broken) {
			out = append(out, dueDay{day, l.Done})
		}
	}
	return out, nil
}

// dueDaily finds the last closed day when it has no good run, or when anything that the run looked at has changed since, and of
// the closed days before it those without a good run, so that there are as many as made. What was given for them is kept.
func dueDaily(job string, seen seer, made int) func(context.Context, *Runner, string) ([]dueDay, error) {
	return func(ctx context.Context, r *Runner, open string) ([]dueDay, error) {
		there, err := r.dayList(ctx, "jobs/fact_days")
		if err != nil {
			return nil, err
		}
		return r.compare(ctx, job, seen, there, func(day string, done bool) bool {
			if done {
				return day == before(open, 1)
			}
			return day < open && day >= before(open, min(made, r.nights()))
		})
	}
}

// dueOpen finds the open day when anything that its sheet or outlook reads has changed, and closed days of the last week without
// one: what was given is kept, it is what was advised.
func dueOpen(job string, seen seer) func(context.Context, *Runner, string) ([]dueDay, error) {
	return func(ctx context.Context, r *Runner, open string) ([]dueDay, error) {
		return r.dueOpen(ctx, job, seen, open)
	}
}

func (r *Runner) dueOpen(ctx context.Context, job string, seen seer, open string) ([]dueDay, error) {
	origins, err := r.dayList(ctx, "jobs/forecast_origins")
	if err != nil {
		return nil, err
	}
	facts, err := r.lastRuns(ctx, "daily_facts")
	if err != nil {
		return nil, err
	}
	candidates := origins
	if facts[open].Done && slices.Contains(origins, before(open, 1)) && !slices.Contains(origins, open) {
		candidates = append(candidates, open)
	}
	return r.compare(ctx, job, seen, candidates, func(day string, done bool) bool {
		return day == open || !done && day < open && day >= before(open, r.nights())
	})
}

// compare lists the allowed days on which a job has no good run, or one that saw something else than there is.
func (r *Runner) compare(ctx context.Context, job string, seen seer, candidates []string, allowed func(day string, done bool) bool) ([]dueDay, error) {
	last, err := r.lastRuns(ctx, job)
	if err != nil {
		return nil, err
	}
	candidates = slices.DeleteFunc(candidates, func(day string) bool { return !allowed(day, last[day].Done) })
	now, err := seen(ctx, r, candidates)
	if err != nil {
		return nil, err
	}
	var out []dueDay
	for _, day := range candidates {
		if l := last[day]; !l.Done || l.Broken || now[day] != l.Seen {
			out = append(out, dueDay{day, l.Done})
		}
	}
	return out, nil
}
