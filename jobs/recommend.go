package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/recommend"
	"github.com/linli-project/linli/sql"
)

const (
	// recommendWindow is how many days of sales advice tells of; recommendHistory is how many it learns from.
	recommendWindow  = 28
	recommendHistory = 84
	recommendPeriod  = 7
)

type recommendation struct {
	AsOf time.Time `ch:"as_of"`
	recommend.Row
}

type rangeCandidate struct {
	AsOf time.Time `ch:"as_of"`
	recommend.Candidate
}

type rangeGate struct {
	AsOf time.Time `ch:"as_of"`
	recommend.Gate
}

// seenSelection looks at the facts of the weeks that advice learns from, and at the rules that hold on the day after.
func seenSelection(ctx context.Context, r *Runner, days []string) (byDay, error) {
	out, err := seenFactsOf(recommendHistory)(ctx, r, days)
	if err != nil {
		return nil, err
	}
	for _, day := range days {
		var rules uint64
		if _, err := r.DB.Get(ctx, &rules, "models/selection_seen", sql.Params{"day": day}); err != nil {
			return nil, err
		}
		out[day] += rules
	}
	return out, nil
}

// runRecommend publishes what range each store should offer after the day, and why.
func runRecommend(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	in, err := selectionInput(ctx, db, day)
	if err != nil {
		return 0, err
	}
	said := &recommend.Result{}
	total, err := db.Publish(ctx, "range_candidate", []string{sql.Day(day)}, func(ctx context.Context, staging string) error {
		if in.Panel == nil {
			return nil
		}
		var err error
		said, err = recommend.Advise(ctx, *in, recommend.Options{Each: func(some []recommend.Candidate) error {
			rows := make([]rangeCandidate, len(some))
			for i, r := range some {
				rows[i] = rangeCandidate{day, r}
			}
			for len(rows) > 0 {
				n := min(len(rows), rowsAtOnce)
				if err := db.Insert(ctx, staging, rows[:n], ""); err != nil {
					return err
				}
				rows = rows[n:]
			}
			return nil
		}})
		return err
	})
	if err != nil {
		return 0, err
	}
	gates := make([]rangeGate, len(said.Gates))
	for i, r := range said.Gates {
		gates[i] = rangeGate{day, r}
	}
	rows := make([]recommendation, len(said.Rows))
	for i, r := range said.Rows {
		rows[i] = recommendation{day, r}
	}
	n, err := publish(ctx, db, "range_gate", day, gates)
	total += n
	if err != nil {
		return total, err
	}
	n, err = publish(ctx, db, "recommendation", day, rows)
	return total + n, err
}
