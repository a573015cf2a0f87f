package jobs

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/models/profile/customer"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestUsers: who bought is described once in each table, from what was sold up to the day; who opted out and what is sensitive is not there.
func TestUsers(t *testing.T) {
	db := sqltest.Open(t)
	chain(t, db)
	insertOrders(t, db, [][]string{
		{"r1", "1", "refundsonly", "paid", "p1 1 1000 0"}, {"r2", "2", "refundsonly", "refunded"},
		{"g1", "1", "gift", "paid", "p1 1 0 0"}, // user u-gift
		{"l1", "25", "late", "paid", "p1 1 1000 0"},
		{"d1", "3", "deal", "paid", "p1 1 1000 300"},
	}, 20_000)
	exec(t, db, "INSERT INTO category (category, sensitive) VALUES ('k1', 1)")
	exec(t, db, "INSERT INTO personal_optout (user_id, opted_out, updated_at) VALUES ('u7', 1, '2026-11-01 00:00:00'), ('u8', 1, '2026-11-01 00:00:00'), ('u8', 0, '2026-11-02 00:00:00')")
	exec(t, db, `INSERT INTO share (event_id, event_time, business_day, hour, share_id, user_id, store_id, community_id, product_id, channel, ingested_at, _topic, _partition, _offset)
		VALUES ('x1', '2026-11-19 09:00:00', '2026-11-19', 9, 'x', 'u9', 's0', 'c0', 'p1', 'moments', '2026-11-20 01:00:00', 'linli.share', 0, 0)`)
	exec(t, db, `INSERT INTO click (event_id, event_time, business_day, hour, user_id, store_id, community_id, action, product_id, share_id, ingested_at, _offset)
		VALUES ('xk', '2026-11-20 09:00:00', '2026-11-20', 9, 'u10', 's0', 'c0', 'view', 'p1', 'x', '2026-11-21 01:00:00', 9000)`)
	r := newRunner(t, db)
	var days []time.Time
	for back := 44; back >= -1; back-- {
		days = append(days, day1.AddDate(0, 0, -back))
	}
	runJob(t, r, "daily_facts", days...)
	runJob(t, r, "profile", day1.AddDate(0, 0, -28))
	runJob(t, r, "profile", day1)
	one := func(query, want string) {
		t.Helper()
		if got := text(t, db, query); got != want {
			t.Errorf("%s\ngives %s, want %s", query, got, want)
		}
	}
	sold := "(SELECT uniqExact(user_id) FROM fact_order_line WHERE sold AND business_day <= '2026-11-20' AND user_id != 'u7')"
	one("SELECT concat(toString(count() = "+sold+"), ' ', toString(uniqExact(user_id) = count())) FROM user_value WHERE as_of = '2026-11-20'", "1 1")
	one("SELECT toString(count() = (SELECT count() FROM user_value WHERE as_of = '2026-11-20')) FROM user_profile WHERE as_of = '2026-11-20'", "1")
	one("SELECT arrayStringConcat(arraySort(groupArray(user_id)), ' ') FROM user_value WHERE as_of = '2026-11-20' AND user_id IN ('u7', 'u8', 'u-refundsonly', 'u-late', 'u-gift')", "u-gift u8")
	one("SELECT toString(sum(visits)) FROM user_value WHERE as_of = '2026-11-20'",
		text(t, db, "SELECT toString(uniqExact(user_id, business_day)) FROM fact_order_line WHERE sold AND business_day <= '2026-11-20' AND user_id != 'u7'"))
	one("SELECT toString(sum(spend_fen)) FROM user_value WHERE as_of = '2026-11-20'",
		text(t, db, "SELECT toString(sum(amount)) FROM fact_order_line WHERE sold AND business_day <= '2026-11-20' AND user_id != 'u7'"))
	one("SELECT toString(sum(arraySum(period_spend_fen)) = sum(spend_fen)) FROM user_value WHERE as_of = '2026-11-20'", "1")
	one("SELECT toString(countIf(has(top_categories, 'k1')) = 0 AND countIf(has(top_categories, 'k0')) > 100 AND max(arrayMax(period_categories)) = 2) FROM user_value WHERE as_of = '2026-11-20'", "1")
	one("SELECT concat(toString(shares_made), ' ', toString(share_clicks)) FROM user_value WHERE as_of = '2026-11-20' AND user_id = 'u9'", "1 1")
	one("SELECT toString(click_days_28 > 0 AND reachable = 1 AND last_seen_days < 28) FROM user_value WHERE as_of = '2026-11-20' AND user_id = 'u10'", "1")
	one("SELECT concat(toString(spend_fen), ' ', toString(visits), ' ', toString(visit_value_fen > 0), ' ', trend) FROM user_value WHERE as_of = '2026-11-20' AND user_id = 'u-gift'", "0 1 1 too_new")
	one("SELECT concat(toString(count()), ' ', toString(any(users) = "+sold+"), ' ', toString(any(alpha) > 0 AND any(p) > 0)) FROM customer_model WHERE as_of = '2026-11-20'", "1 1 1")
	one("SELECT toString(countIf(NOT (p_alive BETWEEN 0 AND 1 AND p_buys_28 <= p_alive AND expected_visits_28 <= 28 AND isFinite(overdue) AND promo_low <= promo_high AND length(period_orders) BETWEEN 1 AND 13))) FROM user_value", "0")
	// What was said four weeks earlier is scored for those of whom it was said.
	one("SELECT concat(toString(count()), ' ', toString(sum(users) = (SELECT count() FROM user_value WHERE as_of = '2026-10-23')), ' ', toString(sum(visits) > 100), ' ', toString(sum(missed) > 0)) FROM user_value_score WHERE day = '2026-11-20'", "10 1 1 1")
	one("SELECT toString(count()) FROM user_value_score WHERE day = '2026-10-23'", "0")

	// The users read in many slices are the users read at once.
	p := sql.Params{"day": "2026-11-20", "window": 90, "lifetime": userLifetime}
	var said [2][]customer.ValueRow
	for k, n := range []int{1, 7} {
		book := customer.NewBook(int32(day1.Unix()/86_400), customer.Options{})
		p["slices"] = n
		for slice := range n {
			p["slice"] = slice
			if err := readSlice(t.Context(), db, book, p); err != nil {
				t.Fatal(err)
			}
		}
		c, err := book.Finish()
		if err != nil {
			t.Fatal(err)
		}
		if err := book.Values(c, func(v customer.ValueRow) error { said[k] = append(said[k], v); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if len(said[0]) < 150 || fmt.Sprint(said[0]) != fmt.Sprint(said[1]) {
		t.Errorf("%d users at once, %d in slices, or other rows", len(said[0]), len(said[1]))
	}
}

// TestUsersKnowTheTruth: in a simulated town that goes on for four weeks, who is told to be there comes, as often as was told, better
// than by the rate before; and the rates told follow the true ones.
func TestUsersKnowTheTruth(t *testing.T) {
	const before, after = 84, 28
	w, err := simulate.New(simulate.Config{Seed: 5, Today: day1, Days: before + after, Stores: 4, CommunitiesPerStore: 2, HouseholdsPerCommunity: 500})
	if err != nil {
		t.Fatal(err)
	}
	type visit struct {
		user string
		day  int
	}
	paid := map[visit]int64{}
	for d := range before + after {
		for _, e := range w.Day(d).Events {
			if o, ok := e.(*event.Order); ok && o.Status == "paid" {
				paid[visit{o.UserID, d}] += 1000
			}
		}
	}
	var orders customer.Orders
	days := make([]visit, 0, len(paid))
	for v := range paid {
		days = append(days, v)
	}
	slices.SortFunc(days, func(a, b visit) int {
		if a.user != b.user {
			return map[bool]int{true: -1, false: 1}[a.user < b.user]
		}
		return a.day - b.day
	})
	future := map[string]float64{}
	for _, v := range days {
		if v.day >= before {
			future[v.user]++
			continue
		}
		orders.UserID, orders.CommunityID, orders.StoreID = append(orders.UserID, v.user), append(orders.CommunityID, "c"), append(orders.StoreID, "s")
		orders.Day, orders.Hour, orders.Orders = append(orders.Day, int32(v.day)), append(orders.Hour, 9), append(orders.Orders, 1)
		orders.Amount, orders.Promoted, orders.Shared = append(orders.Amount, paid[v]), append(orders.Promoted, 0), append(orders.Shared, 0)
	}
	book := customer.NewBook(before-1, customer.Options{})
	if err := book.Add(orders, customer.Categories{}, customer.Clicks{}, customer.Shares{}); err != nil {
		t.Fatal(err)
	}
	c, err := book.Finish()
	if err != nil {
		t.Fatal(err)
	}
	rate := map[string]float64{}
	for _, r := range w.Truth() {
		if r.Kind == "user_rate" {
			rate[r.Key1] = r.Value
		}
	}
	var told, came, naive, buys, bought, gaps, rates, there, back []float64
	err = book.Values(c, func(v customer.ValueRow) error {
		told, came, buys = append(told, v.ExpectedVisits), append(came, future[v.UserID]), append(buys, v.Buys28)
		naive = append(naive, 28*float64(v.Visits-1)/math.Max(1, float64(v.TenureDays)))
		bought = append(bought, math.Min(1, future[v.UserID]))
		if v.Visits >= 5 {
			gaps, rates = append(gaps, -math.Log(v.UsualGap)), append(rates, math.Log(rate[v.UserID]))
		}
		if v.Visits >= 8 { // so often that who is still a customer comes within four weeks
			there, back = append(there, v.Alive), append(back, math.Min(1, future[v.UserID]))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	mae := func(x []float64) (sum float64) {
		for i := range x {
			sum += math.Abs(x[i] - came[i])
		}
		return sum / float64(len(x))
	}
	t.Logf("%d users, %s: visits told %.3f came %.3f, mean error %.3f, by the rate before %.3f; correlation %.3f, %.3f; buyers told %.3f came %.3f; rates %.3f, P(alive) %.3f",
		len(told), c.Purchases.Name(), stat.Mean(told, nil), stat.Mean(came, nil), mae(told), mae(naive), stat.Correlation(told, came, nil), stat.Correlation(naive, came, nil),
		stat.Mean(buys, nil), stat.Mean(bought, nil), stat.Correlation(gaps, rates, nil), stat.Correlation(there, back, nil))
	if m := stat.Mean(told, nil) / stat.Mean(came, nil); math.Abs(m-1) > .12 {
		t.Errorf("%.3f of the visits that came were told", m)
	}
	if math.Abs(stat.Mean(buys, nil)-stat.Mean(bought, nil)) > .04 {
		t.Errorf("%.3f were told to buy, %.3f bought", stat.Mean(buys, nil), stat.Mean(bought, nil))
	}
	if mae(told) > .95*mae(naive) || stat.Correlation(told, came, nil) < stat.Correlation(naive, came, nil)+.03 {
		t.Error("the rate before tells as much")
	}
	if r := stat.Correlation(gaps, rates, nil); r < .55 {
		t.Errorf("usual gaps and the true rates correlate with %.2f", r)
	}
	if r := stat.Correlation(there, back, nil); r < .3 {
		t.Errorf("P(alive) and coming back correlate with %.2f", r)
	}
}
