package chain

import (
	"context"
	"fmt"
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

// NewestUpTo reads the newest days not after day; an empty store means the chain.
func NewestUpTo(ctx context.Context, db *sql.DB, store string, day time.Time) (Newest, error) {
	n, err := newestUpTo(ctx, db, "", day)
	if err != nil || store == "" {
		return n, err
	}
	// The chain's newest days are remembered for all stores. Mostly a store has them too, which is quicker to see than to look through its past.
	days := map[string]time.Time{"sheet": n.Sheet, "advice": n.Advice, "push": n.Push, "score": n.Score, "fact": n.Fact, "affinity": n.Affinity}
	p := sql.Params{"store": store}
	for kind, newest := range days {
		p[kind] = Date(newest)
		if newest.IsZero() {
			p[kind] = "1970-01-01"
		}
	}
	var rows []struct {
		Kind string `ch:"kind"`
		Here uint8  `ch:"here"`
	}
	if err := db.Select(ctx, &rows, "operation/newest_here", p); err != nil {
		return Newest{}, fmt.Errorf("newest days of a store: %w", err)
	}
	for _, row := range rows {
		if row.Here == 0 && !days[row.Kind].IsZero() {
			return newestUpTo(ctx, db, store, day)
		}
	}
	return n, nil
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
	into := map[string]*time.Time{
		"sheet": &n.Sheet, "advice": &n.Advice, "push": &n.Push, "score": &n.Score, "fact": &n.Fact, "affinity": &n.Affinity,
	}
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
