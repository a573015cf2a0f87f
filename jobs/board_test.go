package jobs

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// boardTables are what the board adds up; all of it follows from the facts.
var boardTables = []string{"fact_hour", "fact_buyer", "fact_goods", "fact_offer", "fact_board"}

// board is what they hold, in a fixed order.
func board(t *testing.T, db *sql.DB) string {
	t.Helper()
	var all []string
	for _, table := range boardTables {
		all = append(all, table, text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM "+table+" ORDER BY row"))
	}
	return strings.Join(all, "\n")
}

// filledIn empties the tables and fills them as the migration does for a database of before.
func filledIn(t *testing.T, db *sql.DB) string {
	t.Helper()
	var migrations string
	for _, name := range []string{"0024_board", "0025_board_blocks"} {
		b, err := os.ReadFile("../sql/migrations/" + name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		migrations += string(b)
	}
	statements := 0
	for _, s := range strings.Split(migrations, ";\n") {
		var lines []string
		for _, l := range strings.Split(s, "\n") {
			if !strings.HasPrefix(l, "--") {
				lines = append(lines, l)
			}
		}
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(strings.Join(lines, "\n")), ";"))
		if strings.HasPrefix(s, "TRUNCATE") || strings.HasPrefix(s, "INSERT") {
			exec(t, db, s)
			statements++
		}
	}
	if statements != 2*len(boardTables) {
		t.Fatalf("the migration has %d statements that fill, want two for each of %d tables", statements, len(boardTables))
	}
	return board(t, db)
}

// TestBoardFollowsFromTheFacts: built day by day in any order, again after late orders, clicks and receipts, and at once by the migration, the
// tables of the board are the same.
func TestBoardFollowsFromTheFacts(t *testing.T) {
	db := sqltest.Open(t)
	chain(t, db)
	exec(t, db, `INSERT INTO stock (movement_id, store_id, product_id, event_time, business_day, kind, quantity, unit_cost, updated_at)
		SELECT concat('m', toString(number)), concat('s', toString(number % 3)), concat('p', toString(number % 9)), toDateTime64('2026-11-20 06:00:00', 3, 'UTC') - toIntervalDay(number % 20) AS at, toDate(at),
			['receipt', 'waste', 'sold_out'][1 + cityHash64(number) % 3], 5 + number % 7, 600, at FROM numbers(200)`)
	r := newRunner(t, db)
	rng := rand.New(rand.NewPCG(4, 2))
	days := make([]time.Time, 42)
	for i := range days {
		days[i] = day1.AddDate(0, 0, -i)
	}
	rng.Shuffle(len(days), func(i, j int) { days[i], days[j] = days[j], days[i] })
	for _, d := range days[:6] {
		runJob(t, r, "daily_facts", d)
	}
	if runs := dueNow(t, r); runs == "" {
		t.Fatal("nothing is due of 36 days that were never built")
	}
	first := board(t, db)
	if got := filledIn(t, db); got != first {
		t.Fatalf("the migration fills in other rows than the job:\n%s", difference(first, got))
	}
	exec(t, db, `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, lines.product_id, lines.quantity, lines.unit_price, lines.discount, ingested_at, _topic, _partition, _offset)
		SELECT concat('late', toString(number)), toDateTime64('2026-11-12 09:00:00', 3, 'UTC'), '2026-11-12', 9, concat('o', toString(number * 42 + 8)), 'refunded', concat('u', toString(cityHash64(number * 42 + 8) % 200)), 's0', 'c0', [], [], [], [], now64(3), 'linli.order', 0, 90000 + number FROM numbers(30)`)
	exec(t, db, `INSERT INTO click (event_id, event_time, business_day, hour, user_id, store_id, community_id, action, product_id, ingested_at, _offset)
		SELECT concat('lk', toString(number)), toDateTime64('2026-10-20 09:00:00', 3, 'UTC'), '2026-10-20', 9, 'u1', 's1', 'c1', 'impression', 'p77', now64(3), 90000 + number FROM numbers(3)`)
	if got := dueNow(t, r); got == "" {
		t.Fatal("nothing is due after late events")
	}
	second := board(t, db)
	if second == first {
		t.Fatal("late refunds and clicks change nothing")
	}
	if got := filledIn(t, db); got != second {
		t.Errorf("after late events the job has other rows than building at once:\n%s", difference(second, got))
	}
	for _, check := range [][2]string{
		{"SELECT sum(orders) FROM fact_hour", "SELECT uniqExact(order_id) FROM fact_order_line WHERE sold"},
		{"SELECT sum(placed) FROM fact_hour", "SELECT uniqExact(order_id) FROM fact_order_line"},
		{"SELECT uniqExact(buyer_hash) FROM fact_buyer", "SELECT uniqExact(user_id) FROM fact_order_line WHERE sold"},
		{"SELECT sum(bitCount(bought)) FROM fact_buyer", "SELECT uniqExact(user_id, store_id, business_day) FROM fact_order_line WHERE sold"},
		{"SELECT sum(amount) FROM fact_goods WHERE product_id = ''", "SELECT sum(amount) FROM fact_order_line WHERE sold"},
		{"SELECT sum(amount) FROM fact_goods WHERE product_id != ''", "SELECT sum(amount) FROM fact_order_line WHERE sold"},
		{"SELECT sum(orders) FROM fact_goods WHERE product_id = ''", "SELECT uniqExact(order_id, category) FROM fact_order_line WHERE sold"},
		{"SELECT sum(orders) FROM fact_goods WHERE product_id != ''", "SELECT uniqExact(order_id, product_id) FROM fact_order_line WHERE sold"},
		{"SELECT sum(after_sale) FROM fact_goods WHERE product_id = ''", "SELECT uniqExact(order_id, category) FROM fact_order_line WHERE status = 'refunded'"},
		{"SELECT sum(bitCount(ordered)) FROM fact_offer", "SELECT uniqExact(store_id, product_id, business_day) FROM fact_order_line WHERE sold"},
		{"SELECT sum(bitCount(shown)) FROM fact_offer", "SELECT uniqExact(store_id, product_id, business_day) FROM fact_click WHERE action IN ('impression', 'view') AND product_id != ''"},
		{"SELECT sum(bitCount(received)) FROM fact_offer", "SELECT uniqExact(store_id, product_id, business_day) FROM stock FINAL WHERE kind = 'receipt'"},
		{"SELECT sum(orders) FROM fact_board WHERE level = 'store'", "SELECT uniqExact(order_id) FROM fact_order_line WHERE sold"},
		{"SELECT sum(placed) FROM fact_board WHERE level = 'store'", "SELECT uniqExact(order_id) FROM fact_order_line"},
		{"SELECT sum(amount) FROM fact_board WHERE level = 'category'", "SELECT sum(amount) FROM fact_order_line WHERE sold"},
		{"SELECT sum(orders) FROM fact_board WHERE level = 'product'", "SELECT uniqExact(order_id, product_id) FROM fact_order_line WHERE sold"},
		{"SELECT sum(impressions) FROM fact_board WHERE level = 'store'", "SELECT sum(clicks) FROM fact_click WHERE action = 'impression'"},
		{"SELECT sum(impressions) FROM fact_board WHERE level = 'product'", "SELECT sum(clicks) FROM fact_click WHERE action = 'impression' AND product_id != ''"},
		{"SELECT toInt64(sum(received)) FROM fact_goods WHERE product_id != ''", "SELECT toInt64(sum(quantity)) FROM stock FINAL WHERE kind = 'receipt'"},
	} {
		got, want := text(t, db, "SELECT toString(("+check[0]+"))"), text(t, db, "SELECT toString(("+check[1]+"))")
		if got != want || want == "0" {
			t.Errorf("%s is %s, %s is %s", check[0], got, check[1], want)
		}
	}
}

// difference shows the first lines that are not the same.
func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d of %d and %d\n%s\n%s", i, len(x), len(y), x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines and %d", len(x), len(y))
}
