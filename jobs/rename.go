package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/sql"
)

// Rename does a change after which the data say the same under other names: somebody was erased, whose events and facts stay under
// aliases. Runs that were good before are good afterwards: their fingerprints are taken anew, so that nothing is rerun for it. Runs
// that were stale stay so. If the change or the taking of fingerprints fails, days are built again, which harms nothing but time.
func (r *Runner) Rename(ctx context.Context, change func(context.Context) error) error {
	good, err := r.goodRuns(ctx)
	if err != nil {
		return err
	}
	if err := change(ctx); err != nil {
		return err
	}
	r.looks = looks{} // what was seen of the old names
	for _, job := range All {
		if err := r.restamp(ctx, job, good[job.Name]); err != nil {
			return fmt.Errorf("take the fingerprints of %s anew: %w", job.Name, err)
		}
	}
	return nil
}

// goodRuns lists per job and day the last good run that saw what there is.
func (r *Runner) goodRuns(ctx context.Context) (map[string]map[string]string, error) {
	out := map[string]map[string]string{}
	for _, job := range All {
		last, err := r.lastRuns(ctx, job.Name)
		if err != nil {
			return nil, err
		}
		now, lines, err := r.fingerprints(ctx, job, last)
		if err != nil {
			return nil, fmt.Errorf("take the fingerprints of %s: %w", job.Name, err)
		}
		out[job.Name] = map[string]string{}
		for day, l := range last {
			if l.Done && !l.Broken && now[day] == l.Seen && lines[day] == l.SeenLines {
				out[job.Name][day] = l.RunID
			}
		}
	}
	return out, nil
}

// fingerprints takes those of the days of a job's runs, as it would before running them.
func (r *Runner) fingerprints(ctx context.Context, job Job, last map[string]lastRun) (seen, lines byDay, err error) {
	if job.Name == "daily_facts" {
		if seen, err = r.seenEvents(ctx); err != nil {
			return nil, nil, err
		}
		lines, err = r.seenLines(ctx)
		return seen, lines, err
	}
	var days []string
	for day := range last {
		days = append(days, day)
	}
	slices.Sort(days)
	seen, err = job.seen(ctx, r, days)
	lines = byDay{} // these jobs enter none
	return seen, lines, err
}

// restamp enters what good runs would see now.
func (r *Runner) restamp(ctx context.Context, job Job, good map[string]string) error {
	if len(good) == 0 {
		return nil
	}
	last, err := r.lastRuns(ctx, job.Name)
	if err != nil {
		return err
	}
	seen, lines, err := r.fingerprints(ctx, job, last)
	if err != nil {
		return err
	}
	made := byDay{}
	if job.Name == "daily_facts" {
		if made, err = r.madeOf(ctx, good); err != nil {
			return err
		}
	}
	var ids []string
	for day, id := range good {
		l := last[day]
		if l.RunID != id { // it was run again meanwhile
			continue
		}
		if seen[day] != l.Seen || lines[day] != l.SeenLines || job.Name == "daily_facts" && made[day] != l.Made {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	var runs []Run
	for some := range slices.Chunk(ids, 1000) {
		var part []Run
		if err := r.DB.Select(ctx, &part, "jobs/of_runs", sql.Params{"ids": some}); err != nil {
			return fmt.Errorf("read the job ledger: %w", err)
		}
		runs = append(runs, part...)
	}
	for i := range runs {
		day := sql.Day(runs[i].Day)
		runs[i].Seen, runs[i].SeenLines = seen[day], lines[day]
		if job.Name == "daily_facts" {
			runs[i].Made = made[day]
		}
		runs[i].renew(runs[i].UpdatedAt)
	}
	return r.enter(ctx, runs)
}

// madeOf takes the fingerprints of published facts, some weeks at a time.
func (r *Runner) madeOf(ctx context.Context, days map[string]string) (byDay, error) {
	var list []string
	for day := range days {
		list = append(list, day)
	}
	slices.Sort(list)
	out := byDay{}
	for len(list) > 0 {
		from, _ := time.Parse(time.DateOnly, list[0])
		to := sql.Day(from.AddDate(0, 0, 30))
		part, err := r.dayNumbers(ctx, "jobs/made", sql.Params{"from": list[0], "to": to})
		if err != nil {
			return nil, err
		}
		for day, n := range part {
			out[day] = n
		}
		for len(list) > 0 && list[0] <= to {
			list = list[1:]
		}
	}
	return out, nil
}
