package bench

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/linli-project/linli/jobs"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestFill: the chain has the size that was asked for, its people buy again, and a job runs on it.
func TestFill(t *testing.T) {
	db := sqltest.Open(t)
	s := Size{Stores: 4, Users: 2000, Lines: 20_000, Clicks: 30_000, Products: 100, Days: 10}
	if err := Fill(t.Context(), db, s, func(string, uint64, uint64) {}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Lines  uint64 `ch:"lines"`
		Orders uint64 `ch:"orders"`
		Buyers uint64 `ch:"buyers"`
		Days   uint64 `ch:"days"`
		Clicks uint64 `ch:"clicks"`
		Again  uint64 `ch:"again"`
		Shared uint64 `ch:"shared"`
		Stores uint64 `ch:"stores"`
	}
	if _, err := db.GetText(t.Context(), &got, `SELECT count() AS lines, uniqExact(order_id) AS orders, uniqExact(user_id) AS buyers, uniqExact(business_day) AS days,
		(SELECT sum(clicks) FROM fact_click) AS clicks, (SELECT count() FROM (SELECT user_id, product_id FROM fact_order_line GROUP BY user_id, product_id HAVING uniqExact(order_id) > 1)) AS again,
		(SELECT sum(orders) FROM fact_share) AS shared, (SELECT uniqExact(store_id) FROM fact_store) AS stores FROM fact_order_line`, nil); err != nil {
		t.Fatal(err)
	}
	if got.Lines < 19_900 || got.Lines > 20_100 || got.Orders != 10_000 || got.Buyers < 1000 || got.Days != 10 || got.Clicks != 30_000 || got.Stores != 4 {
		t.Errorf("%+v", got)
	}
	if got.Again < 500 || got.Shared < 300 {
		t.Errorf("nobody buys again, or by a share: %+v", got)
	}
	var scored struct {
		Rows   uint64  `ch:"rows"`
		Series uint64  `ch:"series"`
		Sheets uint64  `ch:"sheets"`
		Sums   float64 `ch:"sums"`
	}
	if _, err := db.GetText(t.Context(), &scored, `SELECT count() AS rows, uniqExact(store_id, product_id) AS series, (SELECT uniqExact(as_of) FROM order_sheet) AS sheets,
		(SELECT sum(actual) FROM forecast_accuracy) - sumIf(actual, stockout = 0) AS sums FROM forecast_score`, nil); err != nil || scored.Series == 0 || scored.Rows != scored.Series*8*10 || scored.Sheets != 10 || scored.Sums != 0 {
		t.Errorf("scores: %+v, %v", scored, err)
	}
	m, err := Night(t.Context(), db, s, []string{"profile"}, &jobs.Runner{Location: time.UTC, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}, func(string) {})
	if err != nil || len(m) != 1 || m[0].Rows == 0 || m[0].Error != "" || m[0].Seconds <= 0 {
		t.Errorf("%+v, %v", m, err)
	}
	if tables, err := Disk(t.Context(), db); err != nil || len(tables) < 8 {
		t.Errorf("%v, %v", tables, err)
	}
}

func TestSize(t *testing.T) {
	if err := Full.Check(); err != nil {
		t.Error(err)
	}
	tenth := Full.Part(10)
	if tenth.Stores != 100 || tenth.Clicks != 20_000_000 || tenth.Days != 90 || tenth.Check() != nil {
		t.Errorf("%+v", tenth)
	}
	for _, s := range []Size{{}, {Stores: 1, Users: 1, Lines: 10, Clicks: 10, Products: 10, Days: 90}, {Stores: 1, Users: 0, Lines: 1e6, Clicks: 1e6, Products: 10, Days: 90}} {
		if s.Check() == nil {
			t.Errorf("%+v is a chain", s)
		}
	}
}
