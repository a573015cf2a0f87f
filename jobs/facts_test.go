package jobs

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

var day1 = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

func exec(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if err := db.Exec(t.Context(), query, nil); err != nil {
		t.Fatal(err)
	}
}

func text(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	var rows []string
	if err := db.SelectText(t.Context(), &rows, query, nil); err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "\n")
}

func newRunner(t *testing.T, db *sql.DB) *Runner {
	t.Helper()
	return &Runner{DB: db, Location: time.UTC, Nights: 3, Log: discard, Now: func() time.Time { return day1.Add(36 * time.Hour) }}
}

func runJob(t *testing.T, r *Runner, name string, days ...time.Time) []Run {
	t.Helper()
	job, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	runs, err := r.Run(t.Context(), job, days, "command")
	if err != nil {
		t.Fatal(err)
	}
	return runs
}

// orderEvents is the life of some orders: event id, hours after the start of day1, order, status, lines "product quantity price discount".
var orderEvents = [][]string{
	{"a1", "1", "whole", "placed", "p1 2 1290 100"}, {"a2", "2", "whole", "paid", "p1 2 1290 100"}, {"a3", "30", "whole", "picked_up"},
	{"b1", "3", "part", "paid", "p1 3 1000 1", "p2 0.335 1000 0"}, {"b2", "4", "part", "refunded", "p1 1 1000 0"},
	{"c1", "5", "gone", "placed", "p1 1 500 0"}, {"c2", "6", "gone", "cancelled"},
	{"d1", "7", "open", "placed", "p2 1 500 0"},
	{"e1", "8", "twice", "paid", "p1 1 700 0", "p1 2 700 0"}, {"e2", "9", "twice", "refunded", "p1 2 700 0"},
	{"f1", "-2", "before", "paid", "p1 1 900 0"}, {"f2", "10", "before", "refunded"},
	{"g1", "11", "zero", "picked_up", "p3 0 0 0"},
}

func insertOrders(t *testing.T, db *sql.DB, events [][]string, offset int) {
	t.Helper()
	for i, e := range events {
		var product, quantity, price, discount []string
		for _, l := range e[4:] {
			f := strings.Fields(l)
			product, quantity = append(product, "'"+f[0]+"'"), append(quantity, "toDecimal64('"+f[1]+"', 3)")
			price, discount = append(price, f[2]), append(discount, f[3])
		}
		var hours int
		if _, err := fmt.Sscan(e[1], &hours); err != nil {
			t.Fatal(err)
		}
		at := day1.Add(time.Duration(hours) * time.Hour)
		exec(t, db, fmt.Sprintf("INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id,"+
			"`lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`, ingested_at, _topic, _partition, _offset) VALUES ('%s', '%s', '%s', %d, '%s', '%s', 'u-%s', 's1', 'c1', [%s], [%s], [%s], [%s], now64(3), 'linli.order', 0, %d)",
			e[0], at.Format("2006-01-02 15:04:05"), at.Format(time.DateOnly), at.Hour(), e[2], e[3], e[2],
			strings.Join(product, ","), strings.Join(quantity, ","), strings.Join(price, ","), strings.Join(discount, ","), offset+i))
	}
}

const factText = "SELECT concat(order_id, ' ', toString(line), ' ', product_id, ' ', status, ' sold=', toString(sold), ' ', toString(quantity), ' ', toString(discount), ' ', toString(amount)) FROM fact_order_line WHERE business_day = '2026-11-20' ORDER BY order_id, line, status"

// 3 x 10.00 less 0.01 is 29.99: one of three refunded is 10.00 (the last third of it), two stay 19.99.
const wantFacts = `gone 1 p1 cancelled sold=0 1 0 500
open 1 p2 placed sold=0 1 0 500
part 1 p1 paid sold=1 2 1 1999
part 1 p1 refunded sold=0 1 0 1000
part 2 p2 paid sold=1 0.335 0 335
twice 1 p1 refunded sold=0 1 0 700
twice 2 p1 paid sold=1 1 0 700
twice 2 p1 refunded sold=0 1 0 700
whole 1 p1 picked_up sold=1 2 100 2480
zero 1 p3 picked_up sold=1 0 0 0`

func TestOrderStateIsAFold(t *testing.T) {
	db := sqltest.Open(t)
	r := newRunner(t, db)
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 3 {
		exec(t, db, "TRUNCATE TABLE order_event")
		events := append([][]string{}, orderEvents...)
		rng.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		insertOrders(t, db, events, 0)
		insertOrders(t, db, events[:7], 100) // some delivered twice past every guard
		runJob(t, r, "daily_facts", day1, day1.AddDate(0, 0, 1))
		if got := text(t, db, factText); got != wantFacts {
			t.Fatalf("round %d\n%s\nwant\n%s", round, got, wantFacts)
		}
	}
	if got := text(t, db, "SELECT concat(toString(orders), ' ', toString(buyers), ' ', toString(amount), ' ', toString(refunded_amount)) FROM fact_store WHERE business_day = '2026-11-20'"); got != "4 4 5514 2400" {
		t.Errorf("store facts %q", got)
	}
}

// dueNow builds what is due of the facts and tells the days.
func dueNow(t *testing.T, r *Runner) string {
	t.Helper()
	runs, err := r.RunDue(t.Context(), All[0], "command")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, run := range runs {
		out = append(out, run.Day.Format("01-02"))
	}
	return strings.Join(out, " ")
}

func TestLateEventsReopenTheirDay(t *testing.T) {
	db := sqltest.Open(t)
	r := newRunner(t, db)
	insertOrders(t, db, orderEvents, 0)
	if got := dueNow(t, r); got != "11-19 11-20" { // the 21st has seen an order picked up, and has no order of its own
		t.Errorf("first: %s", got)
	}
	if got := dueNow(t, r); got != "" {
		t.Errorf("nothing new, yet due: %s", got)
	}
	insertOrders(t, db, [][]string{{"z1", "34", "part", "refunded", "p2 0.335 1000 0"}}, 200) // on the 21st, for an order of the 20th
	if got := dueNow(t, r); got != "11-20" {
		t.Errorf("after a late refund: %s, want the day of its order", got)
	}
	insertOrders(t, db, [][]string{{"z2", "35", "before", "refunded"}, {"a2", "2", "whole", "paid", "p1 2 1290 100"}}, 300)
	if got := dueNow(t, r); got != "" {
		t.Errorf("what was refunded is refunded again, an event stored twice: nothing changes, yet due: %s", got)
	}
	exec(t, db, "DELETE FROM order_event WHERE order_id = 'before'") // as an erasure does
	if got := dueNow(t, r); got != "11-19" {
		t.Errorf("after the events of a day were erased: %s", got)
	}
	if got := text(t, db, "SELECT order_id FROM fact_order_line WHERE business_day = '2026-11-19'"); got != "" {
		t.Errorf("facts of erased events: %s", got)
	}
}

// TestOneDayFollowsAnother: what happens to one order or share changes the facts of other days, of which nothing has come anew.
func TestOneDayFollowsAnother(t *testing.T) {
	db := sqltest.Open(t)
	r := newRunner(t, db)
	step := func(what, want, wantBuyers string, hours int, order, status, user, share, pickup string) {
		t.Helper()
		at := day1.Add(time.Duration(hours) * time.Hour)
		lines := "['p1'], [1], [900], [0]"
		if status != "paid" {
			lines = "[], [], [], []"
		}
		arrive(t, db, []arrival{{table: "order_event", values: fmt.Sprintf("('%s-%s', '%s', '%s', 0, '%s', '%s', '%s', 's1', 'c1', '%s', '%s', %s)",
			order, status, at.Format("2006-01-02 15:04:05"), at.Format(time.DateOnly), order, status, user, share, pickup, lines)}})
		if got := dueNow(t, r); got != want {
			t.Errorf("%s: built %q, want %q", what, got, want)
		}
		if got := text(t, db, "SELECT concat(toString(new_buyers), ' ', toString(repeat_buyers)) FROM fact_store WHERE business_day = '2026-11-20'"); got != wantBuyers {
			t.Errorf("%s: new and returning buyers of the 20th are %q, want %q", what, got, wantBuyers)
		}
	}
	const none = "1970-01-01"
	step("a first order", "11-20", "1 0", 5, "o1", "paid", "u", "", none)
	step("an earlier one of the same buyer", "11-18 11-20", "0 1", -40, "o2", "paid", "u", "", none)
	step("a later one", "11-21", "0 1", 30, "o3", "paid", "u", "", none)
	step("the earlier one is given back", "11-18 11-20", "1 0", 31, "o2", "refunded", "u", "", none)
	step("an order of somebody else for the 21st", "11-18 11-21", "1 0", -40, "o4", "paid", "v", "", "2026-11-21")
	step("that is cancelled", "11-18 11-21", "1 0", 1, "o4", "cancelled", "v", "", "2026-11-21")
	step("an order by a share that nobody knows", "11-18", "1 0", -30, "o5", "paid", "v", "sh", none)
	exec(t, db, "INSERT INTO click (event_id, event_time, business_day, user_id, store_id, action, share_id) VALUES ('k', '2026-11-19 01:00:00', '2026-11-19', 'u', 's1', 'view', 'sh')")
	if got := dueNow(t, r); got != "11-19" {
		t.Errorf("after a click: %q", got)
	}
	exec(t, db, "INSERT INTO share (event_id, event_time, business_day, share_id, user_id, store_id) VALUES ('s', '2026-11-17 01:00:00', '2026-11-17', 'sh', 'x', 's1')")
	if got := dueNow(t, r); got != "11-17 11-18 11-19" {
		t.Errorf("after its share: %q", got)
	}
	if got := text(t, db, "SELECT concat(toString(business_day), ' ', toString(clicks), ' ', toString(orders)) FROM fact_share ORDER BY business_day"); got != "2026-11-17 0 0\n2026-11-18 0 1\n2026-11-19 1 0" {
		t.Errorf("shares:\n%s", got)
	}
}

// TestAnOrderMovesWhole: an earlier event that comes late moves its order to another day, a new pickup day its demand; the
// days that it leaves are built anew, so nothing counts twice or not at all.
func TestAnOrderMovesWhole(t *testing.T) {
	db := sqltest.Open(t)
	r := newRunner(t, db)
	build := func() { dueNow(t, r) }
	pickup := func(event, day string) {
		exec(t, db, "ALTER TABLE order_event UPDATE pickup_date = '"+day+"' WHERE event_id = '"+event+"' SETTINGS mutations_sync = 2")
	}
	insertOrders(t, db, [][]string{{"p", "0", "moved", "paid", "p1 1 500 0"}}, 0) // midnight of the 20th
	pickup("p", "2026-11-21")
	build()
	insertOrders(t, db, [][]string{{"q", "-1", "moved", "placed", "p1 1 500 0"}, {"r", "2", "moved", "ready"}}, 1) // an hour before
	pickup("r", "2026-11-20")
	build()
	if got := text(t, db, "SELECT concat(toString(business_day), ' ', toString(amount)) FROM fact_order_line"); got != "2026-11-19 500" {
		t.Errorf("order lines %q", got)
	}
	if got := text(t, db, "SELECT concat(toString(business_day), ' ', toString(quantity)) FROM fact_demand"); got != "2026-11-20 1" {
		t.Errorf("demand %q", got)
	}
}

func TestDemandKnowsStockouts(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, "INSERT INTO store (store_id, timezone) VALUES ('s1', 'Asia/Shanghai')")
	// 14:00 local sold out, filled again at 16:00: 2 of 16 selling hours; p2 from 18:00 to the end: 4 of 16.
	exec(t, db, `INSERT INTO stock (movement_id, store_id, product_id, event_time, business_day, kind, quantity, unit_cost) VALUES
		('m1', 's1', 'p1', '2026-11-20 06:00:00', '2026-11-20', 'sold_out', 0, 0), ('m2', 's1', 'p1', '2026-11-20 08:00:00', '2026-11-20', 'receipt', 5, 0),
		('m3', 's1', 'p2', '2026-11-20 10:00:00', '2026-11-20', 'sold_out', 0, 0), ('m4', 's1', 'p3', '2026-11-20 12:00:00', '2026-11-20', 'waste', 1.5, 200)`)
	exec(t, db, "INSERT INTO sales_history (store_id, product_id, business_day, quantity, stockout, revenue) VALUES ('s2', 'p1', '2026-11-20', 7, 0.25, 900)")
	r := newRunner(t, db)
	runJob(t, r, "daily_facts", day1)
	got := text(t, db, "SELECT concat(store_id, ' ', product_id, ' ', toString(quantity), ' ', toString(stockout), ' ', toString(waste), ' ', toString(waste_cost)) FROM fact_demand ORDER BY store_id, product_id")
	if want := "s1 p1 0 0.125 0 0\ns1 p2 0 0.25 0 0\ns1 p3 0 0 1.5 300\ns2 p1 7 0.25 0 0"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSharesCountTheirBuyers(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, `INSERT INTO share (event_id, event_time, business_day, share_id, user_id, store_id, community_id, channel, ingested_at) VALUES
		('s', '2026-11-20 01:00:00', '2026-11-20', 'sh1', 'u-a', 's1', 'c1', 'direct', now64(3))`)
	exec(t, db, `INSERT INTO click (event_id, event_time, business_day, user_id, store_id, community_id, action, product_id, share_id, ingested_at) VALUES
		('k1', '2026-11-20 02:00:00', '2026-11-20', 'u-b', 's1', 'c1', 'view', 'p1', 'sh1', now64(3)), ('k1', '2026-11-20 02:00:00', '2026-11-20', 'u-b', 's1', 'c1', 'view', 'p1', 'sh1', now64(3)),
		('k2', '2026-11-20 02:00:00', '2026-11-20', 'u-a', 's1', 'c1', 'view', 'p1', 'sh1', now64(3))`)
	insertOrders(t, db, [][]string{{"o1", "3", "a", "paid", "p1 1 1000 0"}, {"o2", "3", "b", "paid", "p1 1 700 0"}}, 0)
	exec(t, db, "ALTER TABLE order_event UPDATE share_id = 'sh1' WHERE 1 SETTINGS mutations_sync = 2")
	r := newRunner(t, db)
	runJob(t, r, "daily_facts", day1)
	got := text(t, db, "SELECT concat(user_id, ' ', toString(shares), ' ', toString(clicks), ' ', toString(visitors), ' ', toString(orders), ' ', toString(new_buyers), ' ', toString(amount)) FROM fact_share")
	if want := "u-a 1 2 1 1 1 700"; got != want { // the sharer's own order and click bring nobody
		t.Errorf("got %q, want %q", got, want)
	}
}
