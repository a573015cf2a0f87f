package manager

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// DayRow is one day of the trend.
type DayRow struct {
	Day    time.Time `ch:"day"`
	Amount int64     `ch:"amount"`
	Orders uint64    `ch:"orders"`
}

// Trend is sales by day, and the period before on the same axis.
type Trend struct {
	Period Period
	Days   []DayRow // of the period; days without sales count 0
	Before []DayRow
	Chart  any
}

func loadTrend(ctx context.Context, db *sql.DB, p Period, w words.Printer) (Trend, error) {
	t := Trend{Period: p}
	var rows []DayRow
	if err := db.Select(ctx, &rows, "manager/trend", p.params()); err != nil {
		return t, fmt.Errorf("trend: %w", err)
	}
	if len(rows) == 0 {
		return t, nil
	}
	by := map[int64]DayRow{}
	for _, r := range rows {
		by[r.Day.Unix()] = r
	}
	var x []string
	var now, before []float64
	for i := range p.Days() {
		day, old := p.From.AddDate(0, 0, i), p.Before.AddDate(0, 0, i)
		a, b := by[day.Unix()], by[old.Unix()]
		a.Day, b.Day = day, old
		t.Days, t.Before = append(t.Days, a), append(t.Before, b)
		x = append(x, w.ShortDay(day))
		now, before = append(now, float64(a.Amount)/100), append(before, float64(b.Amount)/100)
	}
	t.Chart = map[string]any{"x": x, "series": []any{
		map[string]any{"name": w.T("trend.now", w.Yuan()), "data": now},
		map[string]any{"name": w.T("trend.before", w.Yuan()), "data": before},
	}}
	return t, nil
}

// HourRow is one cell of the week.
type HourRow struct {
	Weekday uint8  `ch:"weekday"`
	Hour    uint8  `ch:"hour"`
	Orders  uint64 `ch:"orders"`
}

// Week is orders by weekday and hour.
type Week struct {
	Period Period
	Total  uint64
	Table  [7][24]uint64 // Monday first
	Chart  any
}

func loadWeek(ctx context.Context, db *sql.DB, p Period, w words.Printer) (Week, error) {
	week := Week{Period: p}
	var rows []HourRow
	if err := db.Select(ctx, &rows, "manager/hours", p.params()); err != nil {
		return week, fmt.Errorf("hours: %w", err)
	}
	var most uint64
	for _, r := range rows {
		if r.Weekday < 1 || r.Weekday > 7 || r.Hour > 23 {
			continue
		}
		week.Table[r.Weekday-1][r.Hour] = r.Orders
		week.Total += r.Orders
		most = max(most, r.Orders)
	}
	var x, y []string
	var data [][3]uint64
	for h := range 24 {
		x = append(x, fmt.Sprintf("%d:00", h))
	}
	for d := range 7 {
		y = append(y, w.Weekday(d+1))
		for h := range 24 {
			data = append(data, [3]uint64{uint64(h), uint64(d), week.Table[d][h]})
		}
	}
	week.Chart = map[string]any{"x": x, "y": y, "max": most, "data": data}
	return week, nil
}

// Monday turns a row of the table into a day of the week; Monday is 1.
func (Week) Monday(row int) int { return row + 1 }
