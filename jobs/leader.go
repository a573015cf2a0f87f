package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/models/leader"
	"github.com/linli-project/linli/models/leader/check"
	"github.com/linli-project/linli/sql"
)

const (
	leaderWindow = 56 // days of shares that the board looks back on
	leaderParts  = 4  // slices of the buyers in which what depends on them is read
	planDays     = 28 // that rewards are for
)

// leading is what the leaders' job reads, and what it makes of it.
type leading struct {
	db  *sql.DB
	day time.Time
	p   sql.Params

	stores   map[string]leaderStore
	order    []string
	hidden   map[string]bool // opted out of personalisation
	result   *leader.Result
	findings []check.Finding
}

type leaderStore struct {
	StoreID string  `ch:"store_id"`
	Rate    float64 `ch:"rate"`
	Budget  int64   `ch:"budget"`
}

// runLeader attributes what shares brought, looks for what is odd, and plans rewards.
func runLeader(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	l := &leading{db: db, day: day, p: sql.Params{"day": sql.Day(day), "window": leaderWindow, "parts": leaderParts}, stores: map[string]leaderStore{}, hidden: map[string]bool{}}
	var total uint64
	for _, step := range []func(context.Context) (uint64, error){l.attribute, l.scores, l.channels, l.viral, l.check, l.rewards, l.groups} {
		n, err := step(ctx)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

// seenLeader looks at the facts of the window, and at budgets, commission rates and opt-outs.
func seenLeader(ctx context.Context, r *Runner, days []string) (byDay, error) {
	out, err := seenFactsOf(leaderWindow)(ctx, r, days)
	if err != nil {
		return nil, err
	}
	var beside uint64
	if _, err := r.DB.Get(ctx, &beside, "models/leader_seen", nil); err != nil {
		return nil, err
	}
	for day := range out {
		out[day] += beside
	}
	return out, nil
}

// attribute reads the shares whole and what their buyers did in slices, so that no more than a part of it is in memory twice.
func (l *leading) attribute(ctx context.Context) (uint64, error) {
	var stores []leaderStore
	if err := l.db.Select(ctx, &stores, "models/leader_stores", nil); err != nil {
		return 0, fmt.Errorf("read stores and reward budgets: %w", err)
	}
	for _, s := range stores {
		l.stores[s.StoreID] = s
		l.order = append(l.order, s.StoreID)
	}
	hidden, err := texts(ctx, l.db, "models/leader_optouts", nil)
	if err != nil {
		return 0, fmt.Errorf("read who opted out of personalisation: %w", err)
	}
	for _, u := range hidden {
		l.hidden[u] = true
	}
	var bought leader.Purchases
	var opened leader.Opens
	var reach leader.Reach
	var hours leader.Hours
	for part := range leaderParts {
		p := sql.Params{"part": part}
		for k, v := range l.p {
			p[k] = v
		}
		err := read(ctx, l.db, "models/leader_purchases", p, leader.PurchasesFromRecord, func(x leader.Purchases) error { bought.Append(x); return nil })
		if err == nil {
			err = read(ctx, l.db, "models/leader_opens", p, leader.OpensFromRecord, func(x leader.Opens) error { opened.Append(x); return nil })
		}
		if err == nil {
			err = read(ctx, l.db, "models/leader_reach", p, leader.ReachFromRecord, func(x leader.Reach) error { reach.Append(x); return nil })
		}
		if err == nil {
			err = read(ctx, l.db, "models/leader_hours", p, leader.HoursFromRecord, func(x leader.Hours) error { hours.Append(x); return nil })
		}
		if err != nil {
			return 0, err
		}
	}
	return 0, read(ctx, l.db, "models/leader_shares", sql.Params{"day": l.p["day"], "window": leaderWindow}, leader.SharesFromRecord, func(s leader.Shares) error {
		l.result, err = leader.Attribute(s, bought, opened, reach, hours, leader.Options{Days: leaderWindow, Seed: uint64(l.day.Unix())})
		return err
	})
}
