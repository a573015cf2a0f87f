package jobs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestForecastKnowsCampaigns: those that ran, and those to come that were entered by then.
func TestForecastKnowsCampaigns(t *testing.T) {
	db := sqltest.Open(t)
	presale(t, db)
	dueNow(t, newRunner(t, db))
	exec(t, db, `INSERT INTO campaign (campaign_id, store_id, product_id, starts_at, ends_at, pickup_date, price, updated_at) VALUES
		('past', '', 'p0', '2026-11-07 00:00:00', '2026-11-09 20:00:00', '2026-11-10', 750, '2026-12-01 00:00:00'),
		('planned', 's0', 'p0', '2026-11-22 00:00:00', '2026-11-23 20:00:00', '2026-11-24', 900, '2026-11-01 00:00:00'),
		('unknown', 's0', 'p0', '2026-11-25 00:00:00', '2026-11-26 20:00:00', '2026-11-27', 900, '2026-11-23 00:00:00'),
		('elsewhere', 's1', 'p0', '2026-11-22 00:00:00', '2026-11-29 20:00:00', '2026-11-30', 900, '2026-11-01 00:00:00')`)
	known := func(from, to string) string {
		t.Helper()
		var rows []struct {
			Store   string    `ch:"store_id"`
			Product string    `ch:"product_id"`
			Kind    string    `ch:"c_category"`
			Day     time.Time `ch:"day"`
			Units   float64   `ch:"quantity"`
			Out     float64   `ch:"stockout"`
			Off     *float64  `ch:"x_off"`
			Booking *float64  `ch:"x_booking"`
			Running *float64  `ch:"x_running"`
		}
		if err := db.Select(t.Context(), &rows, "models/forecast_history", sql.Params{"day": "2026-11-20", "window": historyDays, "from": from, "to": to}); err != nil {
			t.Fatal(err)
		}
		show := func(v *float64) string {
			if v == nil {
				return "-"
			}
			return fmt.Sprintf("%.2g", *v)
		}
		var out []string
		for _, r := range rows {
			if r.Off != nil || r.Running != nil {
				out = append(out, fmt.Sprint(r.Day.Format("02"), " ", show(r.Off), " ", show(r.Booking), " ", show(r.Running)))
			}
		}
		return strings.Join(out, ", ")
	}
	if got, want := known("2026-11-01", "2026-11-20"), "08 - - 1, 09 - - 1, 10 0.25 3 -"; got != want {
		t.Errorf("of the past: %s, want %s", got, want)
	}
	if got, want := known("2026-11-21", "2026-12-04"), "23 - - 1, 24 0.1 2 -"; got != want {
		t.Errorf("of days to come: %s, want %s", got, want)
	}
}

// TestLearnFrom: few rows where few are of use.
func TestLearnFrom(t *testing.T) {
	for _, c := range []struct {
		rows int64
		late bool
		want int
	}{{1000, false, 2000}, {1000, true, 400}, {4_000_000, false, learnRows}, {4_000_000, true, learnRows / lateShare}} {
		if got := learnFrom(c.rows, c.late); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}
