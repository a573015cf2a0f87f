package jobs

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// published are the tables that jobs publish, with the column of their partition.
var published = []struct{ table, day string }{
	{"fact_order_line", "business_day"}, {"fact_click", "business_day"}, {"fact_share", "business_day"}, {"fact_store", "business_day"}, {"fact_demand", "business_day"}, {"fact_hour", "business_day"}, {"fact_buyer", "block"}, {"fact_goods", "business_day"}, {"fact_offer", "block"},
	{"user_value", "as_of"}, {"customer_model", "as_of"}, {"user_value_score", "day"},
	{"user_basket", "as_of"}, {"product_partner", "as_of"},
	{"leader_score", "as_of"}, {"leader_channel", "as_of"}, {"leader_viral", "as_of"}, {"leader_finding", "as_of"}, {"leader_plan", "as_of"}, {"leader_reward", "as_of"}, {"leader_group", "as_of"},
	{"user_profile", "as_of"}, {"community_affinity", "as_of"}, {"push_window", "as_of"}, {"push_hour", "as_of"}, {"user_window", "as_of"}, {"community_household", "as_of"}, {"recommendation", "as_of"}, {"range_candidate", "as_of"}, {"range_gate", "as_of"},
	{"community_price_band", "as_of"}, {"community_hour", "as_of"}, {"store_retention", "as_of"}, {"repurchase", "as_of"}, {"store_churn", "as_of"}, {"community_pool", "as_of"}, {"community_pool_flow", "as_of"}, {"store_catchment", "as_of"}, {"community_target", "as_of"}, {"community_insight", "as_of"},
	{"forecast", "as_of"}, {"demand_outlook", "as_of"}, {"order_sheet", "as_of"}, {"order_option", "as_of"}, {"forecast_score", "day"},
	{"forecast_accuracy", "day"}, {"sheet_score", "day"}, {"forecast_alarm", "day"},
	{"suggestion", "as_of"}, {"suggestion_score", "day"}, {"suggestion_summary", "day"},
}

// chain fills the raw tables with a chain of three stores that sold for six weeks up to day1.
func chain(t *testing.T, db *sql.DB) {
	t.Helper()
	exec(t, db, "INSERT INTO store (store_id, name, timezone) SELECT concat('s', toString(number)), 'x', 'UTC' FROM numbers(3)")
	exec(t, db, "INSERT INTO community (community_id, name, store_id, households) SELECT concat('c', toString(number)), 'x', concat('s', toString(number)), 100 FROM numbers(3)")
	exec(t, db, "INSERT INTO product (product_id, name, category, price, cost, shelf_life_days) SELECT concat('p', toString(number)), 'x', concat('k', toString(number % 3)), 1000, 600, number FROM numbers(8)")
	exec(t, db, `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id,
		lines.product_id, lines.quantity, lines.unit_price, lines.discount, ingested_at, _topic, _partition, _offset)
		SELECT concat('e', toString(number)), toDateTime64('2026-11-20 00:00:00', 3, 'UTC') - toIntervalDay(number % 42) + toIntervalHour(8 + number % 12) AS at,
			toDate(at), toHour(at), concat('o', toString(number)), 'paid', concat('u', toString(cityHash64(number) % 200)), concat('s', toString(number % 3)), concat('c', toString(number % 3)),
			[concat('p', toString(cityHash64(number, 1) % 8)), concat('p', toString(cityHash64(number, 2) % 8))], [toDecimal64(1 + number % 3, 3), toDecimal64(0.335, 3)], [1290, 990], [0, 7],
			toDateTime64('2026-11-21 01:00:00', 3, 'UTC'), 'linli.order', 0, number FROM numbers(4000)`)
	exec(t, db, `INSERT INTO click (event_id, event_time, business_day, hour, user_id, store_id, community_id, action, product_id, ingested_at, _offset)
		SELECT concat('k', toString(number)), toDateTime64('2026-11-20 00:00:00', 3, 'UTC') - toIntervalDay(number % 42) + toIntervalHour(number % 24) AS at, toDate(at), toHour(at),
			concat('u', toString(number % 200)), concat('s', toString(number % 3)), concat('c', toString(number % 3)), 'view', concat('p', toString(number % 8)), toDateTime64('2026-11-21 01:00:00', 3, 'UTC'), number FROM numbers(4000)`)
	exec(t, db, "INSERT INTO household_label SELECT concat('u', toString(number)), ['elders', 'young_single'][number % 2 + 1], '2026-11-01' FROM numbers(100)")
	exec(t, db, "INSERT INTO ingest_ledger (topic, ingested_at) VALUES ('linli.order', '2026-11-21 01:00:00')")
}

// content is every published row, in a fixed order, as text.
func content(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, p := range published {
		out[p.table] = text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM "+p.table+" ORDER BY row")
	}
	return out
}

func TestRunAgainChangesNothing(t *testing.T) {
	db := openNights(t)
	r := newRunner(t, db)
	first := content(t, db)
	for table, rows := range first {
		if rows == "" && table != "fact_share" && table != "forecast_alarm" && table != "user_value_score" && !strings.HasPrefix(table, "leader_") {
			t.Errorf("%s is empty: nothing was compared", table)
		}
	}
	if runs, err := r.CatchUp(t.Context(), "catch_up", nil); err != nil || len(runs) > 0 {
		t.Errorf("due a second time: %v %v", runs, err)
	}
	for _, job := range All { // one by one, in a different grouping, newest day first
		for back := range 3 {
			if job.Name == "next_basket" && back > 0 {
				break // made for the last day only
			}
			runJob(t, r, job.Name, day1.AddDate(0, 0, -back))
		}
	}
	for table, rows := range content(t, db) {
		if rows != first[table] {
			t.Errorf("%s differs after a second run", table)
		}
	}
}

// TestKilledHalfway stops the jobs at many moments; a clean run afterwards gives what one clean run gives.
func TestKilledHalfway(t *testing.T) {
	clean, killed := openNights(t), sqltest.Open(t)
	chain(t, killed)
	r := newRunner(t, killed)
	for i := range 12 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Duration(30+i*i*12)*time.Millisecond)
		_, _ = r.CatchUp(ctx, "catch_up", nil)
		cancel()
		if open := text(t, killed, "SELECT job FROM job_run FINAL WHERE status = 'running'"); open != "" {
			t.Errorf("still running by the ledger: %s", open)
		}
	}
	if _, err := r.CatchUp(t.Context(), "catch_up", nil); err != nil {
		t.Fatal(err)
	}
	want := content(t, clean)
	for table, rows := range content(t, killed) {
		if rows != want[table] {
			t.Errorf("%s differs from that of one clean run", table)
		}
	}
}

// TestReadersNeverSeeHalfADay reads all the time while a day is published again and again with other data.
func TestReadersNeverSeeHalfADay(t *testing.T) {
	db := sqltest.Open(t)
	chain(t, db)
	r := newRunner(t, db)
	const look = "SELECT concat(toString(count()), ' ', toString(sum(amount))) FROM fact_order_line WHERE business_day = '2026-11-20'"
	runJob(t, r, "daily_facts", day1)
	allowed := map[string]bool{text(t, db, look): true}
	var mu sync.Mutex
	seen := map[string]int{}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for ctx.Err() == nil {
				var rows []string
				if err := db.SelectText(ctx, &rows, look, nil); err == nil {
					mu.Lock()
					seen[strings.Join(rows, "")]++
					mu.Unlock()
				}
			}
		})
	}
	for i := range 8 {
		insertOrders(t, db, [][]string{{fmt.Sprint("n", i), "3", fmt.Sprint("n", i), "paid", "p1 1 1000 0"}}, 10_000+i)
		runJob(t, r, "daily_facts", day1)
		allowed[text(t, db, look)] = true
	}
	cancel()
	wg.Wait()
	if len(allowed) != 9 || len(seen) < 2 {
		t.Fatalf("%d states, %d seen: nothing was tested", len(allowed), len(seen))
	}
	for state, n := range seen {
		if !allowed[state] {
			t.Errorf("a reader saw %q %d times; whole days are %v", state, n, allowed)
		}
	}
}
