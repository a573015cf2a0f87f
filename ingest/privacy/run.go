package privacy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/sql"
)

// run changes whatever names somebody on the list. Each part may be repeated; shares come after clicks and orders, so that the next
// try still knows which were the persons' own.
func (e *erasing) run(ctx context.Context) (steps []Step, err error) {
	if err := e.DB.Run(ctx, "privacy/own_shares", e.params()); err != nil {
		return steps, fmt.Errorf("note their shares: %w", err)
	}
	for _, t := range []struct{ table, due, change string }{
		{"click", "privacy/due_event", "privacy/anonymise_click"},
		{"order_event", "privacy/due_order", "privacy/anonymise_order_event"},
		{"fact_buyer", "privacy/due_buyers", "privacy/delete_buyers"},
		{"fact_order_line", "privacy/due_lines", "privacy/anonymise_order_line"},
	} {
		s, err := e.change(ctx, t.table, "anonymised", t.due, t.change)
		if err != nil {
			return steps, err
		}
		steps = append(steps, s)
	}
	for _, part := range []func(context.Context) (Step, error){
		e.shareFacts,
		func(ctx context.Context) (Step, error) {
			return e.change(ctx, "share", "anonymised", "privacy/due_event", "privacy/anonymise_share")
		},
		func(ctx context.Context) (Step, error) {
			return e.change(ctx, "dead_letter", "redacted", "privacy/due_letters", "privacy/redact_letters")
		},
	} {
		s, err := part(ctx)
		if err != nil {
			return steps, err
		}
		steps = append(steps, s)
	}
	tables, err := Tables(ctx, e.DB)
	if err != nil {
		return steps, err
	}
	for _, t := range tables {
		if slices.Contains(own, t.Name) && t.Name != "personal_optout" || len(t.Persons) == 0 {
			continue
		}
		e.Tell(t.Name)
		n, err := deleteRows(ctx, e.DB, t, "erasing WHERE whole AND erasure_id = {erasure:String}", e.params())
		if err != nil {
			return steps, err
		}
		steps = append(steps, Step{Place: t.Name, Action: "deleted", Changed: n})
	}
	if err := e.DB.Run(ctx, "privacy/aliases_opt_out", nil); err != nil {
		return steps, fmt.Errorf("opt the aliases out: %w", err)
	}
	return steps, nil
}

// change runs a statement over a table if it has something to do: a rewritten part costs, and makes jobs look at everything anew.
func (e *erasing) change(ctx context.Context, table, action, due, change string) (Step, error) {
	e.Tell(table)
	s := Step{Place: table, Action: action}
	p := e.params()
	p["table"], p["since"] = table, e.since
	if _, err := e.DB.Get(ctx, &s.Changed, due, p); err != nil {
		return s, fmt.Errorf("look into %s: %w", table, err)
	}
	if s.Changed == 0 {
		return s, nil
	}
	if err := e.DB.Run(ctx, change, e.params()); err != nil {
		return s, fmt.Errorf("change %s: %w", table, err)
	}
	return s, nil
}

// shareFacts writes the days of fact_share anew: its rows are sorted by user_id, which no statement may change in place.
func (e *erasing) shareFacts(ctx context.Context) (Step, error) {
	e.Tell("fact_share")
	s := Step{Place: "fact_share", Action: "anonymised"}
	var days []struct {
		Day  time.Time `ch:"day"`
		Rows uint64    `ch:"rows"`
	}
	if err := e.DB.Select(ctx, &days, "privacy/share_days", e.params()); err != nil {
		return s, fmt.Errorf("look into fact_share: %w", err)
	}
	for _, d := range days {
		p := e.params()
		p["from"], p["to"] = sql.Day(d.Day), sql.Day(d.Day)
		if _, err := e.DB.PublishQuery(ctx, "fact_share", []string{sql.Day(d.Day)}, "privacy/anonymous_shares", p); err != nil {
			return s, err
		}
		s.Changed += d.Rows
	}
	return s, nil
}

type erasureRow struct {
	ErasureID  string    `ch:"erasure_id"`
	FinishedAt time.Time `ch:"finished_at"`
	Place      string    `ch:"place"`
	Action     string    `ch:"action"`
	People     uint32    `ch:"people"`
	Changed    uint64    `ch:"changed"`
	Remaining  uint64    `ch:"remaining"`
	Until      time.Time `ch:"until"`
	UserHashes []string  `ch:"user_hashes"`
}

// enter writes down what was done and what was found afterwards.
func (e *erasing) enter(ctx context.Context, r *Result) error {
	rows := make([]erasureRow, len(r.Steps))
	for i := range r.Steps {
		s := &r.Steps[i]
		for _, f := range r.Found {
			if f.Person && f.Table == s.Place {
				s.Remaining += f.Rows
			}
		}
		until := s.Until
		if until.IsZero() {
			until = time.Unix(0, 0).UTC()
		}
		rows[i] = erasureRow{r.ErasureID, r.At, s.Place, s.Action, uint32(r.People), s.Changed, s.Remaining, until, r.Hashes}
	}
	if err := e.DB.Insert(ctx, "erasure", rows, ""); err != nil {
		return fmt.Errorf("enter the erasure: %w", err)
	}
	return nil
}
