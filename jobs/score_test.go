package jobs

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql/sqltest"
)

func TestAlarmWhenLastWeekDoesBetter(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, `INSERT INTO forecast_accuracy SELECT toDate('2026-11-20') - number % 7, ['bad', 'good', 'short'][intDiv(number, 7) + 1] AS store, 'k', 1, 20, 1, 100, if(store = 'good', 40, 62.5), 50, 3, 30, 10, 18
		FROM numbers(21) WHERE intDiv(number, 7) < 2 OR number % 7 < 4`)
	exec(t, db, "INSERT INTO forecast_accuracy SELECT * REPLACE (7 AS horizon, 900 AS missed) FROM forecast_accuracy") // far ahead is another matter
	var log bytes.Buffer
	r := newRunner(t, db)
	r.Log = slog.New(slog.NewTextHandler(&log, nil))
	for range 2 {
		runJob(t, r, "forecast_alarm", day1)
	}
	got := text(t, db, "SELECT concat(store_id, ' ', toString(from_day), ' ', toString(days), ' ', toString(series), ' ', toString(wape), ' ', toString(naive_wape), ' ', text_zh, ' ', text_en) FROM forecast_alarm")
	want := "bad 2026-11-14 7 140 0.625 0.5 11月14日到11月20日，预测误差 62.5%，还不如照抄上周（50%）：订货前多看一眼，和总部说一声 " +
		"From 14 Nov to 20 Nov the forecast was off by 62.5%, repeating last week by 50%: look twice before you order, and tell the head office"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !strings.Contains(log.String(), "store=bad") || strings.Contains(log.String(), "store=good") {
		t.Errorf("the log says %s", log.String())
	}
}

func TestSheetsAreScored(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, "INSERT INTO product (product_id, category, price, cost, shelf_life_days) VALUES ('one', 'k', 1000, 600, 1), ('keeps', 'k', 1000, 0, 9)")
	exec(t, db, "INSERT INTO fact_store (business_day, store_id, orders) VALUES ('2026-11-20', 's', 9)")
	exec(t, db, `INSERT INTO order_sheet (as_of, store_id, product_id, day, quantity, expected, on_hand, on_order) VALUES
		('2026-11-19', 's', 'one', '2026-11-20', 12, 8, 0, 0), ('2026-11-18', 's', 'one', '2026-11-20', 99, 9, 0, 0),
		('2026-11-17', 's', 'keeps', '2026-11-20', 2, 8, 6, 4), ('2026-11-19', 'away', 'one', '2026-11-20', 5, 5, 0, 0)`)
	exec(t, db, `INSERT INTO fact_demand (business_day, store_id, product_id, category, quantity, stockout, waste, waste_cost) VALUES
		('2026-11-20', 's', 'one', 'k', 7, 0, 2, 1200), ('2026-11-20', 's', 'keeps', 'k', 5, 0.5, 0, 0),
		('2026-11-18', 's', 'keeps', 'k', 3, 0, 0, 0), ('2026-11-19', 's', 'keeps', 'k', 4, 0, 0, 0), ('2026-11-17', 's', 'keeps', 'k', 100, 0, 0, 0)`)
	runJob(t, newRunner(t, db), "forecast_score", day1)
	got := text(t, db, "SELECT formatRowNoNewline('TSV', * EXCEPT (day, as_of, store_id, category)) AS row FROM sheet_score ORDER BY product_id")
	// keeps: 6 + 4 less the 7 sold since, and 2; the shelf was empty half of the day, so 8 were wanted, of which 5 got theirs. A
	// quarter of the price is the margin. one: of 12 advised 5 would have been thrown away at 6.00 each.
	if want := "keeps\t5\t5\t8\t0.5\t1\t0\t750\t0\t750\none\t12\t7\t7\t0\t0\t1200\t0\t3000\t0"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
