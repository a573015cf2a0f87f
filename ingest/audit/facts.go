package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// measure is a comparison of the daily facts with what they are made of, day by day.
type measure struct {
	check, query string
	figures      []string // of a day, in the order of the query's arrays
	from, to     string   // what is compared
	sliced       string   // table whose rows are compared by slices; empty: by spans of days
}

var measures = []measure{
	{CheckOrders, "audit/orders", []string{"orders", "lines", "units", "revenue", "billed"}, "order events", "fact_order_line", "order_event"},
	{CheckClicks, "audit/clicks", []string{"clicks"}, "click events", "fact_click", ""},
	{CheckShares, "audit/shares", []string{"shares"}, "share events", "fact_share", "share"},
	{CheckStores, "audit/stores", []string{"orders", "daily buyers", "units", "revenue", "refunded"}, "fact_order_line", "fact_store", ""},
	{CheckDemand, "audit/demand", []string{"units", "revenue"}, "fact_order_line", "fact_demand", ""},
	{CheckBoard, "audit/board", []string{"orders", "buyers", "revenue", "products", "board orders", "board revenue"}, "fact_order_line", "fact_hour, fact_buyer, fact_goods, fact_offer, fact_board", ""},
}

// dayRow is one day of a measure, or a part of it.
type dayRow struct {
	Day    time.Time `ch:"day"`
	Events []int64   `ch:"events"`
	Facts  []int64   `ch:"facts"`
	Names  []string  `ch:"names"` // some orders, shares or stores that differ
}

type daySize struct {
	Day  time.Time `ch:"day"`
	Rows uint64    `ch:"rows"`
}

// facts compares the daily facts with the raw tables, on the days whose facts have seen all of their events.
func (a *audit) facts(ctx context.Context) error {
	span := sql.Params{"from": sql.Day(a.From), "to": sql.Day(a.To)}
	var days []daySize
	if err := a.DB.Select(ctx, &days, "audit/days", span); err != nil {
		return fmt.Errorf("list the business days: %w", err)
	}
	before, err := a.stale(ctx)
	if err != nil {
		return err
	}
	found := make([]map[string]*dayRow, len(measures))
	for i, m := range measures {
		if found[i], err = a.measure(ctx, m, days); err != nil {
			return err
		}
	}
	after, err := a.stale(ctx)
	if err != nil {
		return err
	}
	stale := map[string]bool{}
	for _, d := range days {
		day := sql.Day(d.Day)
		stale[day] = d.Day.After(a.Today) || before.due[day] || after.due[day] || !before.built[day].Equal(after.built[day])
	}
	for i, m := range measures {
		a.factsCheck(m, days, stale, found[i])
	}
	return nil
}

// staleness is which days have newer events than their facts, and when each was last built.
type staleness struct {
	due   map[string]bool
	built map[string]time.Time
}

func (a *audit) stale(ctx context.Context) (s staleness, err error) {
	s = staleness{map[string]bool{}, map[string]time.Time{}}
	var due []time.Time
	if err := a.DB.Select(ctx, &due, "jobs/due_facts", sql.Params{"open": sql.Day(a.Today)}); err != nil {
		return s, fmt.Errorf("find the days whose facts are to be rebuilt: %w", err)
	}
	for _, d := range due {
		s.due[sql.Day(d)] = true
	}
	var builds []struct {
		Day time.Time `ch:"day"`
		At  time.Time `ch:"at"`
	}
	if err := a.DB.Select(ctx, &builds, "audit/builds", nil); err != nil {
		return s, fmt.Errorf("read when the facts were built: %w", err)
	}
	for _, b := range builds {
		s.built[sql.Day(b.Day)] = b.At
	}
	return s, nil
}

// measure gives both sides of each day, added up over slices or spans.
func (a *audit) measure(ctx context.Context, m measure, days []daySize) (map[string]*dayRow, error) {
	sum := map[string]*dayRow{}
	if len(days) == 0 {
		return sum, nil
	}
	ask := func(p sql.Params) error {
		var rows []dayRow
		if err := a.DB.Select(ctx, &rows, m.query, p); err != nil {
			return fmt.Errorf("compare %s with %s: %w", m.to, m.from, err)
		}
		for _, r := range rows {
			d := sum[sql.Day(r.Day)]
			if d == nil {
				d = &dayRow{Events: make([]int64, len(m.figures)), Facts: make([]int64, len(m.figures))}
				sum[sql.Day(r.Day)] = d
			}
			for i := range m.figures {
				d.Events[i] += r.Events[i]
				d.Facts[i] += r.Facts[i]
			}
			d.Names = append(d.Names, r.Names...)
		}
		return nil
	}
	if m.sliced == "" {
		parts := spans(days, 2*a.sliceRows)
		for i, s := range parts {
			a.Tell(m.check, i, len(parts))
			if err := ask(sql.Params{"from": s.from, "to": s.to}); err != nil {
				return nil, err
			}
		}
		return sum, nil
	}
	var rows uint64
	if _, err := a.DB.GetText(ctx, &rows, "SELECT count() FROM {t:Identifier}", sql.Params{"t": m.sliced}); err != nil {
		return nil, fmt.Errorf("count %s: %w", m.sliced, err)
	}
	n := 2*rows/a.sliceRows + 1 // an order's events take more memory than an id
	for slice := range n {
		a.Tell(m.check, int(slice), int(n))
		if err := ask(sql.Params{"from": sql.Day(days[0].Day), "to": sql.Day(days[len(days)-1].Day), "slices": n, "slice": slice}); err != nil {
			return nil, err
		}
	}
	return sum, nil
}

type daySpan struct{ from, to string }

// spans cuts the days into stretches of at most so many rows, or of one day.
func spans(days []daySize, rows uint64) (out []daySpan) {
	var n uint64
	for _, d := range days {
		if len(out) == 0 || n+d.Rows > rows {
			out, n = append(out, daySpan{from: sql.Day(d.Day)}), 0
		}
		n += d.Rows
		out[len(out)-1].to = sql.Day(d.Day)
	}
	return out
}
