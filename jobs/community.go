package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/models/profile/community"
	"github.com/linli-project/linli/sql"
)

const (
	// sampledUsers bounds the users by whom a spread is learned: that needs no more, and not all a user did.
	sampledUsers = 20_000
	// sliceUsers bounds the users whose purchases are looked at one by one at a time.
	sliceUsers = 125_000
	// repurchaseWindow is how far back repurchases are looked at.
	repurchaseWindow = 180
)

// communityRun is one day's work on communities and stores: what several steps need is read once.
type communityRun struct {
	db        *sql.DB
	day       time.Time
	params    sql.Params
	privacy   community.Privacy
	places    []community.Place
	shops     []community.Shop
	buyers    community.Buyers
	cells     community.CategoryBuyers
	slices    int64
	found     community.Findings
	published uint64
}

// runCommunity publishes what is known of communities and stores.
func runCommunity(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	c := &communityRun{db: db, day: day, params: sql.Params{"day": sql.Day(day), "window": profileWindow}}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"places", c.readPlaces}, {"affinities", c.affinities}, {"prices", c.prices}, {"hours", c.hours}, {"retention", c.retention}, {"repurchase", c.repurchase},
		{"churn", c.churn}, {"pool", c.pool}, {"catchment", c.catchment}, {"insights", c.tell},
	} {
		if err := step.do(ctx); err != nil {
			return c.published, fmt.Errorf("community %s: %w", step.name, err)
		}
	}
	return c.published, nil
}

// seenCommunity looks at the facts, as a profile does, and at the places. A late click alone reopens no day.
func seenCommunity(ctx context.Context, r *Runner, days []string) (byDay, error) {
	out, err := seenFactsOf(0)(ctx, r, days)
	if err != nil {
		return nil, err
	}
	var places uint64
	if _, err := r.DB.Get(ctx, &places, "models/community_seen", nil); err != nil {
		return nil, err
	}
	for _, day := range days {
		out[day] += places
	}
	return out, nil
}

// publishDay swaps the table's partition for rows that get the day beside what the model says.
func publishDay[R, T any](ctx context.Context, c *communityRun, table string, rows []R, dated func(time.Time, R) T) error {
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = dated(c.day, r)
	}
	n, err := publish(ctx, c.db, table, c.day, out)
	c.published += n
	return err
}
