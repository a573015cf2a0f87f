package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/campaign/outcome"
	"github.com/linli-project/linli/sql"
)

// outcomes reads what happened to the advice whose period ended on a day, by its id.
func outcomes(ctx context.Context, db *sql.DB, day time.Time) (map[string]outcome.Seen, error) {
	o := observing{db: db, p: sql.Params{"day": sql.Day(day)}, seen: map[string]outcome.Seen{}, done: map[string]bool{}}
	for _, step := range []func(context.Context) error{o.sent, o.goods, o.categories, o.ranges, o.hours, o.people} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return o.seen, nil
}

type observing struct {
	db   *sql.DB
	p    sql.Params
	seen map[string]outcome.Seen
	done map[string]bool // marketing that went out: a campaign began, or something was sent or shared
}

// each reads what a query says of the advice whose period ended on the day.
func each[T any](ctx context.Context, o *observing, query string, use func(T)) error {
	var rows []T
	if err := o.db.Select(ctx, &rows, query, o.p); err != nil {
		return err
	}
	for _, r := range rows {
		use(r)
	}
	return nil
}

func (o *observing) sent(ctx context.Context) error {
	for _, query := range []string{"models/suggestion_started", "models/suggestion_sent"} {
		ids, err := texts(ctx, o.db, query, o.p)
		if err != nil {
			return err
		}
		for _, id := range ids {
			o.done[id] = true
		}
	}
	return nil
}

func (o *observing) goods(ctx context.Context) error {
	return each(ctx, o, "models/suggestion_goods", func(r struct {
		ID        string  `ch:"suggestion_id"`
		Kind      string  `ch:"kind"`
		There     uint8   `ch:"there"`
		Known     uint8   `ch:"known"`
		Offered   uint8   `ch:"offered"`
		Gone      uint8   `ch:"gone"`
		Earned    float64 `ch:"earned"`
		Buyers    float64 `ch:"buyers"`
		Waste     float64 `ch:"waste"`
		Promoted  uint8   `ch:"promoted"`
		Elsewhere uint8   `ch:"elsewhere"`
		Chain     float64 `ch:"chain"`
	}) {
		s := outcome.Seen{Exists: r.There > 0, Known: r.Known > 0, Offered: int(r.Offered)}
		switch r.Kind {
		case "range_add", "range_test":
			s.Done, s.Actual = r.Offered > 0, r.Earned
			if r.Elsewhere > 0 {
				s.Chain = &r.Chain
			}
		case "range_drop":
			s.Done = r.Gone > 0 // what it did for its category comes with the categories
		case "campaign":
			s.Done, s.Actual = o.done[r.ID], r.Buyers
		case "clearance":
			s.Done, s.Actual = o.done[r.ID] || r.Promoted > 0, r.Waste
		}
		o.seen[r.ID] = s
	})
}

func (o *observing) categories(ctx context.Context) error {
	return each(ctx, o, "models/suggestion_categories", func(r struct {
		ID       string  `ch:"suggestion_id"`
		Kind     string  `ch:"kind"`
		Actual   float64 `ch:"actual"`
		Baseline float64 `ch:"baseline"`
		Known    uint8   `ch:"known"`
	}) {
		s := o.seen[r.ID]
		if r.Kind == "repurchase" {
			s.Exists, s.Done = true, o.done[r.ID]
		}
		s.Known, s.Actual, s.Baseline = r.Known > 0, r.Actual, r.Baseline
		o.seen[r.ID] = s
	})
}

func (o *observing) ranges(ctx context.Context) error {
	return each(ctx, o, "models/suggestion_covered", func(r struct {
		ID      string  `ch:"suggestion_id"`
		Total   float64 `ch:"total"`
		Ours    float64 `ch:"ours"`
		Present float64 `ch:"present"`
		Chain   float64 `ch:"chain"`
		Same    uint8   `ch:"same"`
		Done    uint8   `ch:"done"`
	}) {
		o.seen[r.ID] = outcome.Seen{Exists: true, Known: r.Total > 0, Done: r.Done > 0, Actual: r.Ours, Baseline: r.Present, Chain: &r.Chain, Same: r.Same > 0}
	})
}

func (o *observing) hours(ctx context.Context) error {
	return each(ctx, o, "models/suggestion_hours", func(r struct {
		ID      string  `ch:"suggestion_id"`
		Orders  float64 `ch:"orders"`
		Within  float64 `ch:"within"`
		Usually float64 `ch:"usually"`
		Same    uint8   `ch:"same"`
		Done    uint8   `ch:"done"`
	}) {
		s := outcome.Seen{Exists: true, Known: r.Orders > 0, Done: r.Done > 0, Same: r.Same > 0}
		if s.Known {
			usual := r.Usually / r.Orders
			s.Actual, s.Baseline, s.Chain = r.Within/r.Orders, usual, &usual
		}
		o.seen[r.ID] = s
	})
}

func (o *observing) people(ctx context.Context) error {
	for _, query := range []string{"models/suggestion_people", "models/suggestion_brought"} {
		if err := each(ctx, o, query, func(r struct {
			ID     string  `ch:"suggestion_id"`
			Actual float64 `ch:"actual"`
			Known  uint8   `ch:"known"`
		}) {
			o.seen[r.ID] = outcome.Seen{Exists: true, Known: r.Known > 0, Done: o.done[r.ID], Actual: r.Actual}
		}); err != nil {
			return err
		}
	}
	return nil
}
