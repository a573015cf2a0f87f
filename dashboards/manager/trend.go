package manager

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

type dayRow struct {
	Day    time.Time `ch:"day"`
	Amount int64     `ch:"amount"`
	Orders uint64    `ch:"orders"`
}

// firstDay is the first day of which the chain has figures; zero if of none.
func firstDay(ctx context.Context, db *sql.DB) (time.Time, error) {
	var row struct {
		First time.Time `ch:"first"`
	}
	if _, err := db.Get(ctx, &row, "manager/first", nil); err != nil {
		return time.Time{}, fmt.Errorf("first day with figures: %w", err)
	}
	if row.First.Unix() <= 0 {
		return time.Time{}, nil
	}
	return row.First, nil
}

// loadTrend is sales by day, and the period compared on the same axis. A day without sales counts 0, but one before the chain's first
// figures or after its newest is no day without sales: nothing is known of it, and the line has a gap.
func loadTrend(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	b := newBlock(p, "trend", table.Day(p.T("trend.day")), table.Money(p.T("trend.now", p.Yuan())), table.Number(p.T("col.orders")),
		table.Day(p.T("trend.beforeday")), table.Money(p.T("trend.before", p.Yuan())), table.Number(p.T("trend.beforeorders")))
	b.Terms, b.Fold, b.Sample = []string{"gmv", "day", "period"}, true, p.T("trend.foot")
	var rows []dayRow
	if err := db.Select(ctx, &rows, "manager/trend", a.sums("")); err != nil {
		return nil, fmt.Errorf("trend: %w", err)
	}
	if len(rows) == 0 {
		return b, nil
	}
	first, err := firstDay(ctx, db)
	if err != nil {
		return nil, err
	}
	by := map[int64]dayRow{}
	for _, r := range rows {
		by[r.Day.Unix()] = r
	}
	// cells are one day in the table, in files and in the picture.
	cells := func(day time.Time) (amount, orders, point any, text Cell) {
		r, sold := by[day.Unix()]
		if !sold && (day.Before(first) || day.After(a.Newest)) {
			return nil, nil, nil, Cell{Text: p.T("none")}
		}
		return r.Amount, float64(r.Orders), float64(r.Amount) / 100, Cell{}
	}
	x, now, before := []string{}, []any{}, []any{}
	for i := range a.Days() {
		day, old := a.From.AddDate(0, 0, i), a.Before.AddDate(0, 0, i)
		amount, orders, point, text := cells(day)
		oldAmount, oldOrders, oldPoint, oldText := cells(old)
		b.add(p, []any{day, amount, orders, old, oldAmount, oldOrders}, Cell{}, text, text, Cell{}, oldText, oldText)
		x = append(x, p.ShortDay(day))
		now, before = append(now, point), append(before, oldPoint)
	}
	if a.Before.Before(first) {
		b.Sample += " · " + p.T("trend.first", p.Day(first))
	}
	b.tell(1, 4)
	b.Kind, b.Chart = "line", lines(p.T("trend.axis", p.Yuan()), p.T("trend.day"), x, p.T("trend.now", p.Yuan()), now, p.T("trend.before", p.Yuan()), before)
	return b, nil
}

// lines is a picture of two lines over days, with what the axes are called; a day that is nil is a gap.
func lines(up, along string, x []string, first string, a []any, second string, b []any) any {
	return map[string]any{"up": up, "along": along, "x": x, "series": []any{map[string]any{"name": first, "data": a}, map[string]any{"name": second, "data": b}}}
}
