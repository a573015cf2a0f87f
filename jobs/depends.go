package jobs

import (
	"context"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"

	"github.com/linli-project/linli/sql"
)

// seer takes the fingerprint of what a job would read for some days, from the ledger: what the facts of those days were when they
// were last built, and which forecasts were given.
type seer func(ctx context.Context, r *Runner, days []string) (byDay, error)

// mix is the fingerprint of a few values.
func mix(values ...any) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintln(h, values...)
	return h.Sum64()
}

// runsOf are the last good runs of some jobs, by day.
func (r *Runner) runsOf(ctx context.Context, jobs ...string) ([]map[string]lastRun, error) {
	out := make([]map[string]lastRun, len(jobs))
	for i, job := range jobs {
		var err error
		if out[i], err = r.lastRuns(ctx, job); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// seenFactsOf looks at the facts of a day and of the window-1 days before it; 0 is all of them.
func seenFactsOf(window int) seer {
	return func(ctx context.Context, r *Runner, days []string) (byDay, error) {
		facts, err := r.lastRuns(ctx, "daily_facts")
		if err != nil {
			return nil, err
		}
		return sumOver(facts, days, window, func(day string, l lastRun) uint64 {
			if l.Made == 0 { // a day without facts says nothing, built or not
				return 0
			}
			return mix(day, l.Made)
		}), nil
	}
}

// sumOver adds up what is said of the good builds in the window that ends with each day.
func sumOver(facts map[string]lastRun, days []string, window int, say func(string, lastRun) uint64) byDay {
	built := slices.Sorted(maps.Keys(facts))
	upTo := make([]uint64, len(built)+1) // sums up to, not including, each built day; they wrap
	for i, day := range built {
		upTo[i+1] = upTo[i]
		if l := facts[day]; l.Done {
			upTo[i+1] += say(day, l)
		}
	}
	at := func(day string) uint64 { // everything before the day
		i, _ := slices.BinarySearch(built, day)
		return upTo[i]
	}
	out := byDay{}
	for _, day := range days {
		out[day] = at(before(day, -1))
		if window > 0 {
			out[day] -= at(before(day, window-1))
		}
	}
	return out
}

// seenForecast looks at the facts of all days and at the campaigns that reach into the window of the forecast.
func seenForecast(ctx context.Context, r *Runner, days []string) (byDay, error) {
	out, err := seenFactsOf(0)(ctx, r, days)
	if err != nil {
		return nil, err
	}
	for _, day := range days {
		var offers uint64
		if _, err := r.DB.Get(ctx, &offers, "jobs/seen_campaigns", campaignWindow(day)); err != nil {
			return nil, err
		}
		out[day] += offers
	}
	return out, nil
}

// seenOutlook looks at everything that facts up to the day were built from, at the forecasts that it may start from and, while the
// day runs, at the hour.
func seenOutlook(ctx context.Context, r *Runner, days []string) (byDay, error) {
	runs, err := r.runsOf(ctx, "daily_facts", "forecast")
	if err != nil {
		return nil, err
	}
	facts, given := runs[0], runs[1]
	out := sumOver(facts, days, 0, func(day string, l lastRun) uint64 { return mix(day, l.Seen, l.SeenLines, l.Made) })
	for _, day := range days {
		if day == sql.Day(r.Today()) {
			out[day] += mix(r.hour(r.Today()).Unix())
		}
		for back := range horizonDays {
			out[day] += mix("forecast", back, given[before(day, back)].RunID)
		}
	}
	return out, nil
}

// seenSheet looks at everything that facts up to the day were built from, the forecasts, the outlook and the sheets that it counts
// on, the catalogue and the stock.
func seenSheet(ctx context.Context, r *Runner, days []string) (byDay, error) {
	runs, err := r.runsOf(ctx, "daily_facts", "forecast", "order_sheet", "demand_outlook")
	if err != nil {
		return nil, err
	}
	facts, given, sheets, outlooks := runs[0], runs[1], runs[2], runs[3]
	out := sumOver(facts, days, 0, func(day string, l lastRun) uint64 { return mix(day, l.Seen, l.SeenLines, l.Made) })
	for _, day := range days {
		var goods uint64
		if _, err := r.DB.Get(ctx, &goods, "jobs/seen_goods", sql.Params{"day": day}); err != nil {
			return nil, err
		}
		out[day] += goods + mix("outlook", outlooks[day].RunID)
		for back := range horizonDays {
			out[day] += mix("forecast", back, given[before(day, back)].RunID)
			if back > 0 {
				out[day] += mix("sheet", back, sheets[before(day, back)].RunID)
			}
		}
	}
	return out, nil
}

// seenFacts is what there is of a day's events. A look that was just taken to find what is due will do: an older look can only
// make a day be built once more.
func seenFacts(ctx context.Context, r *Runner, _ []string) (byDay, error) {
	if r.looks.fresh {
		r.looks.fresh = false
		return r.looks.events, nil
	}
	return r.seenEvents(ctx)
}
