package chain

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/sql"
)

// Newest holds the newest day of each kind of figure; zero when there is none.
type Newest struct {
	Sheet, Advice, Push, Score, Fact, Affinity time.Time
}

// Any is the newest day of all kinds.
func (n Newest) Any() time.Time {
	var t time.Time
	for _, day := range []time.Time{n.Sheet, n.Advice, n.Push, n.Score, n.Fact, n.Affinity} {
		if day.After(t) {
			t = day
		}
	}
	return t
}

// kinds are the figures by the name of their kind.
func (n *Newest) kinds() map[string]*time.Time {
	return map[string]*time.Time{"sheet": &n.Sheet, "advice": &n.Advice, "push": &n.Push, "score": &n.Score, "fact": &n.Fact, "affinity": &n.Affinity}
}

// NewestUpTo reads the newest days not after day; an empty store means the chain.
func NewestUpTo(ctx context.Context, db *sql.DB, store string, day time.Time) (Newest, error) {
	n, err := newestUpTo(ctx, db, "", day)
	if err != nil || store == "" {
		return n, err
	}
	// Mostly a store has what the chain has, which is quicker to see than to look through its past.
	for kind, newest := range n.kinds() {
		back := 0
		if kind == "fact" { // early in the morning not every store has sold
			back = 6
		}
		if here, err := NewestHere(ctx, db, "operation/newest_"+kind, store, newest, back); err != nil {
			return Newest{}, err
		} else if !here {
			return newestUpTo(ctx, db, store, day)
		}
	}
	return n, nil
}

// NewestHere looks from the chain's newest day of something some days back for the first on which a store has it too, and puts it in
// the place of newest; false: not within these days. Which stores have it on a day is asked by the named query for all stores at once,
// an answer that is remembered. What nobody has, no store lacks.
func NewestHere(ctx context.Context, db *sql.DB, query, store string, newest *time.Time, back int) (bool, error) {
	if newest.IsZero() {
		return true, nil
	}
	for i := range back + 1 {
		day := newest.AddDate(0, 0, -i)
		here, err := Among(ctx, db, query, sql.Params{"day": Date(day)}, store)
		if err != nil {
			return false, fmt.Errorf("newest days of a store: %w", err)
		}
		if here {
			*newest = day
			return true, nil
		}
	}
	return false, nil
}

// Among says whether a store is among those that a named query gives.
func Among(ctx context.Context, db *sql.DB, query string, p sql.Params, store string) (bool, error) {
	type one struct {
		StoreID string `ch:"store_id"`
	}
	var all []one
	if err := db.Select(ctx, &all, query, p); err != nil {
		return false, fmt.Errorf("stores: %w", err)
	}
	return slices.Contains(all, one{store}), nil
}

func newestUpTo(ctx context.Context, db *sql.DB, store string, day time.Time) (Newest, error) {
	var rows []struct {
		Kind   string    `ch:"kind"`
		Newest time.Time `ch:"newest"`
	}
	if err := db.Select(ctx, &rows, "operation/newest", sql.Params{"store": store, "day": Date(day)}); err != nil {
		return Newest{}, fmt.Errorf("newest days: %w", err)
	}
	var n Newest
	into := n.kinds()
	for _, row := range rows {
		if row.Newest.Unix() > 0 {
			*into[row.Kind] = row.Newest
		}
	}
	return n, nil
}

// Date is a day as a query parameter.
func Date(t time.Time) string { return t.Format(time.DateOnly) }

// ParseDay reads a day of an address; false when it is none or out of all reason.
func ParseDay(s string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1971 || t.Year() > 2148 {
		return time.Time{}, false
	}
	return t, true
}

// Today is the day at an instant in a zone, as midnight UTC.
func Today(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Run is the newest good run of a job for a day.
type Run struct {
	Job     string    `ch:"job"`
	Model   string    `ch:"model"`
	Cutoff  time.Time `ch:"cutoff"`
	EndedAt time.Time `ch:"ended_at"`
}

// Ended says whether the run is known to have ended.
func (r Run) Ended() bool { return r.EndedAt.Unix() > 0 }

// MadeBy reads which run made the figures of a day; the job is the first whose
// name contains one of the words. A day without a run gives an empty one.
func MadeBy(ctx context.Context, db *sql.DB, day time.Time, names ...string) (Run, error) {
	if day.IsZero() {
		return Run{}, nil
	}
	var runs []Run
	if err := db.Select(ctx, &runs, "operation/models", sql.Params{"day": Date(day)}); err != nil {
		return Run{}, fmt.Errorf("model versions: %w", err)
	}
	for _, name := range names {
		for _, run := range runs {
			if strings.Contains(run.Job, name) {
				return run, nil
			}
		}
	}
	return Run{}, nil
}
