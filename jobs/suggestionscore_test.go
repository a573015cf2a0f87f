package jobs

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// afterwards fills what happened to the advice of day1.
func afterwards(t *testing.T, db *sql.DB) {
	t.Helper()
	for _, q := range []string{
		"INSERT INTO fact_store (business_day, store_id, orders, amount, cost) SELECT toDate('2026-11-21') + number, s, 8, 4800, 2400 FROM numbers(28) ARRAY JOIN ['s1', 's2'] AS s",
		// The old product sells as before; kiwis are taken up on the 22nd for four days, pears go after that day; one tin of milk.
		`INSERT INTO fact_demand (business_day, store_id, product_id, category, quantity, buyers, orders, amount, cost, promoted, waste_cost) SELECT toDate('2026-11-21') + number, 's1', 'old', 'fruit', 4, 3, 4, 3200, 1200, 0, 0 FROM numbers(9)`,
		`INSERT INTO fact_demand (business_day, store_id, product_id, category, quantity, buyers, orders, amount, cost, promoted, waste_cost) VALUES
			('2026-11-22', 's1', 'kiwi', 'fruit', 2, 2, 2, 1980, 1200, 0, 0), ('2026-11-23', 's1', 'kiwi', 'fruit', 2, 2, 2, 1980, 1200, 1, 0), ('2026-11-24', 's1', 'kiwi', 'fruit', 2, 2, 2, 1980, 1200, 0, 0),
			('2026-11-25', 's1', 'kiwi', 'fruit', 2, 2, 2, 1980, 1200, 0, 100), ('2026-11-23', 's2', 'kiwi', 'fruit', 1, 1, 1, 1100, 600, 0, 0), ('2026-11-24', 's2', 'kiwi', 'fruit', 1, 1, 1, 1100, 600, 0, 0),
			('2026-11-22', 's1', 'pear', 'fruit', 4, 30, 4, 1600, 1200, 0, 0), ('2026-11-23', 's1', 'milk', 'baby', 1, 1, 1, 19900, 15000, 0, 0)`,
		"INSERT INTO fact_click (business_day, store_id, community_id, product_id, hour, action, clicks, users) VALUES ('2026-11-26', 's1', 'c1', 'kiwi', 9, 'view', 1, 1)",
		`INSERT INTO fact_order_line (business_day, order_id, line, store_id, community_id, user_id, product_id, category, hour, status, sold, quantity, unit_price, amount, cost)
			SELECT toDate('2026-11-21'), concat('p', toString(number)), 1, 's1', 'c1', concat('u', toString(number)), 'old', 'fruit', [19, 19, 20, 18, 19, 11, 11, 9, 15, 22][number + 1], 'paid', 1, 1, 1290, 1290, 800 FROM numbers(10)`,
		"INSERT INTO fact_order_line (business_day, order_id, line, store_id, community_id, user_id, product_id, category, hour, status, sold, quantity, amount) VALUES ('2026-11-21', 'q1', 1, 's2', 'c2', 'v1', 'old', 'fruit', 11, 'paid', 1, 1, 100)",
		"INSERT INTO campaign (campaign_id, store_id, product_id, starts_at, ends_at, price) VALUES ('k9', '', 'pear', '2026-11-22 00:00:00', '2026-11-22 22:00:00', 1090)",
		"INSERT INTO community_pool_flow (as_of, community_id, store_id, from_state, to_state, members) VALUES ('2026-12-18', 'c1', 's1', 'dormant', 'active', 20), ('2026-12-18', 'c1', 's1', 'dormant', 'lost', 60)",
		"INSERT INTO community_target (as_of, community_id, store_id, new_buyers) VALUES ('2026-12-18', 'c1', 's1', 15)",
		"INSERT INTO push_sent (user_id, store_id, message_id, business_day, hour, updated_at) SELECT 'u1', 's1', suggestion_id, '2026-11-22', 19, now64(3) FROM suggestion WHERE kind = 'repurchase'",
		"INSERT INTO suggestion_decision (suggestion_id, decision, who, at) SELECT suggestion_id, transform(toString(kind), ['winback', 'newcomers'], ['accept', 'decline'], ''), 'boss', now64(3) FROM suggestion WHERE kind IN ('winback', 'newcomers')",
	} {
		exec(t, db, q)
	}
}

// periodEnds are the days on which the periods of the advice of day1 end.
var periodEnds = []int{1, 6, 7, 8, 9, 28}

func score(t *testing.T, db *sql.DB) {
	t.Helper()
	for _, n := range periodEnds {
		if _, err := runSuggestionScore(t.Context(), db, day1.AddDate(0, 0, n)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSuggestionsAreScored(t *testing.T) {
	db := sqltest.Open(t)
	advised(t, db)
	adviseNight(t, db)
	if _, err := runSuggestionScore(t.Context(), db, day1); err != nil { // no period has passed
		t.Fatal(err)
	}
	if got := text(t, db, "SELECT toString(count()) FROM suggestion_score"); got != "0" {
		t.Errorf("%s scores before a period has passed", got)
	}
	afterwards(t, db)
	score(t, db)
	const lines = `SELECT concatWithSeparator(' ', toString(s.store_id), toString(s.kind), toString(a.product_id), toString(day), s.verdict, why, toString(followed), toString(days_offered), toString(round(actual, 2)),
		toString(round(baseline_actual, 2)), toString(round(gain, 2)), ifNull(toString(round(chain_gain, 2)), '-'), toString(weight)) FROM suggestion_score AS s INNER JOIN suggestion AS a ON a.suggestion_id = s.suggestion_id ORDER BY s.store_id, s.kind, a.product_id`
	want := strings.Join([]string{
		"s1 campaign pear 2026-11-27 hit  1 1 30 21 9 - 1",
		"s1 clearance kiwi 2026-11-26 hit  1 5 100 2400 2300 - 1",
		"s1 newcomers  2026-12-18 void declined 0 0 15 12 0 - 1",
		"s1 push  2026-11-21 hit  0 0 0.5 0.2 0.3 0.3 1",
		"s1 range  2026-11-28 hit  1 0 0.88 0.78 0.1 0.1 1",
		"s1 range_add kiwi 2026-11-28 hit  1 5 3020 571.43 2448.57 1020 1",
		"s1 range_drop pear 2026-11-28 hit  1 1 17420 14000 3420 - 1",
		"s1 range_test milk 2026-11-28 hit  1 1 4900 114.29 4785.71 - 2",
		"s1 range_test plum 2026-11-29 void not_offered 0 0 0 0 0 - 4",
		"s1 repurchase  2026-11-27 hit  1 0 10 5 5 - 1",
		"s1 reward  2026-12-18 void not_told 0 0 0 14000 0 - 1",
		"s1 winback  2026-12-18 hit  1 0 20 16 4 - 1",
		"s2 push  2026-11-21 void same_window 0 0 1 1 0 - 1",
		"s2 range  2026-11-28 void chain_list_given 0 0 0 0 0 - 1",
	}, "\n")
	if got := text(t, db, lines); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := text(t, db, "SELECT concat(text_zh, '|', text_en) FROM suggestion_score WHERE kind = 'range_add'"); got !=
		"说中了：上架 5 天，毛利减损耗 ¥30.20；按上架天数折算，预计 ¥25.71，这个位置原来约 ¥5.71。|A hit: On offer for 5 days it earned ¥30.20 less waste; for as many days ¥25.71 were expected, and the place earned about ¥5.71 before." {
		t.Errorf("words: %s", got)
	}
	if got := text(t, db, "SELECT toString(countIf(text_zh = '' OR text_en = '')) FROM suggestion_score"); got != "0" {
		t.Error("a verdict without words")
	}

	// What goods earned, by another query: a join day by day.
	independent := `SELECT toString(countIf(abs(s.actual - e.earned) > 1e-6)) FROM suggestion_score AS s INNER JOIN
		(SELECT a.suggestion_id AS id, sum(d.amount) - sum(d.cost) - sum(d.waste_cost) AS earned FROM suggestion AS a, fact_demand AS d WHERE d.store_id = a.store_id AND d.product_id = a.product_id AND d.business_day >= a.first_day AND d.business_day <= a.last_day GROUP BY id) AS e
		ON e.id = s.suggestion_id WHERE s.kind IN ('range_add', 'range_test')`
	if got := text(t, db, independent); got != "0" {
		t.Errorf("%s scores of goods differ from another way to compute them", got)
	}

	// Again: the same. A late sale of plums changes what was void, and nothing else of the day.
	first := text(t, db, lines)
	score(t, db)
	if text(t, db, lines) != first {
		t.Error("a second run says something else")
	}
	summary := text(t, db, "SELECT concatWithSeparator(' ', scope, toString(kind), toString(advised), toString(followed), toString(hits), toString(misses), toString(voids), toString(hit_rate), toString(round(low, 3)), toString(round(snips, 2)), toString(effective)) FROM suggestion_summary WHERE day = '2026-11-29' AND kind IN ('range_test', 'push') ORDER BY scope, store_id, kind")
	if summary != "chain push 2 0 1 0 1 1 0.207 0 0\nchain range_test 2 1 1 0 1 1 0.207 4785.71 1\nstore push 1 0 1 0 0 1 0.207 0 0\nstore range_test 2 1 1 0 1 1 0.207 4785.71 1\nstore push 1 0 0 0 1 0 0 0 0" {
		t.Errorf("summary\n%s", summary)
	}
	exec(t, db, "INSERT INTO fact_demand (business_day, store_id, product_id, category, quantity, buyers, orders, amount, cost) VALUES ('2026-11-24', 's1', 'plum', 'fruit', 1, 1, 1, 520, 500)")
	exec(t, db, "INSERT INTO suggestion_decision (suggestion_id, decision, at) SELECT suggestion_id, 'accept', now64(3) + 1 FROM suggestion WHERE kind IN ('newcomers', 'reward')")
	score(t, db)
	for product, want := range map[string]string{"plum": "miss 1 20 -94.29"} { // 20 fen on one day, where the place earns 800 / 7
		if got := text(t, db, "SELECT concatWithSeparator(' ', s.verdict, toString(days_offered), toString(actual), toString(round(gain, 2))) FROM suggestion_score AS s INNER JOIN suggestion AS a ON a.suggestion_id = s.suggestion_id WHERE a.product_id = '"+product+"' AND s.kind = 'range_test'"); got != want {
			t.Errorf("late sale of %s: %s", product, got)
		}
	}
	if got := text(t, db, "SELECT concat(kind, ' ', verdict) FROM suggestion_score WHERE kind IN ('newcomers', 'reward') ORDER BY kind"); got != "newcomers hit\nreward miss" {
		t.Errorf("after the decisions: %s", got)
	}

	// A product that was deleted meanwhile, and a test of no known chance.
	exec(t, db, "ALTER TABLE product DELETE WHERE product_id = 'kiwi' SETTINGS mutations_sync = 2")
	exec(t, db, "ALTER TABLE suggestion UPDATE propensity = 0 WHERE product_id = 'milk' SETTINGS mutations_sync = 2")
	score(t, db)
	if got := text(t, db, "SELECT concat(s.kind, ' ', why) FROM suggestion_score AS s INNER JOIN suggestion AS a ON a.suggestion_id = s.suggestion_id WHERE a.product_id IN ('kiwi', 'milk') ORDER BY s.kind"); got != "clearance product_gone\nrange_add product_gone\nrange_test no_propensity" {
		t.Errorf("gone: %s", got)
	}
}

func TestAdviceRepeatedDailyCountsOnce(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, `INSERT INTO suggestion (as_of, suggestion_id, subject, kind, store_id, community_id, start_hour, end_hour, first_day, last_day, unit, expected, low, high, baseline, propensity, evidence)
		SELECT toDate('2026-11-16') + number AS day, toString(number), 7, 'push', 's1', 'c1', 18, 21, day + 1, day + 1, 'share', 0.4, 0.3, 0.5, 0.2, 1, '{"usual_hour":10}' FROM numbers(9)`) // from a Monday
	exec(t, db, `INSERT INTO fact_order_line (business_day, order_id, store_id, community_id, user_id, hour, status, sold) SELECT toDate('2026-11-17') + number, toString(number), 's1', 'c1', 'u', 19, 'paid', 1 FROM numbers(9)`)
	for n := -3; n < 6; n++ {
		if _, err := runSuggestionScore(t.Context(), db, day1.AddDate(0, 0, n)); err != nil {
			t.Fatal(err)
		}
	}
	if got := text(t, db, "SELECT concat(toString(as_of)) FROM suggestion_score WHERE counted ORDER BY as_of"); got != "2026-11-16\n2026-11-23" {
		t.Errorf("counted: %s", got)
	}
	if got := text(t, db, "SELECT concatWithSeparator(' ', toString(advised), toString(hits), toString(gain)) FROM suggestion_summary WHERE day = '2026-11-25' AND scope = 'chain'"); got != "2 2 2" {
		t.Errorf("sums: %s", got)
	}
}

func TestLateEventsReopenScores(t *testing.T) {
	db := openFacts(t)
	r := newRunner(t, db)
	job := func(name string) Job {
		t.Helper()
		j, err := Find(name)
		if err != nil {
			t.Fatal(err)
		}
		return j
	}
	due := func(name string) string {
		t.Helper()
		days, err := r.Due(t.Context(), job(name))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, d := range days {
			out = append(out, d.Format("02"))
		}
		return strings.Join(out, " ")
	}
	var days []time.Time
	for n := -3; n <= 0; n++ {
		days = append(days, day1.AddDate(0, 0, n))
	}
	runJob(t, r, "profile", days...)
	runJob(t, r, "suggestion", days...)
	if got := due("suggestion_score"); got != "18 19 20" { // the windows of 17, 18 and 19
		t.Fatalf("due: %s", got)
	}
	if _, err := r.RunDue(t.Context(), job("suggestion_score"), "test"); err != nil {
		t.Fatal(err)
	}
	if got := due("suggestion_score"); got != "" {
		t.Fatalf("due again: %s", got)
	}
	const scores = "SELECT formatRowNoNewline('TSV', *) AS row FROM suggestion_score ORDER BY row"
	given, before := text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM suggestion WHERE as_of < '2026-11-20' ORDER BY row"), text(t, db, scores)
	if before == "" {
		t.Fatal("nothing was scored")
	}
	// Orders of the 19th come late, one in every hour.
	exec(t, db, `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, lines.product_id, lines.quantity, lines.unit_price, lines.discount, _offset)
		SELECT concat('late', toString(number)), toDateTime64('2026-11-19 00:30:00', 3, 'UTC') + toIntervalHour(number), '2026-11-19', number, concat('late', toString(number)), 'paid', 'u1', 's1', 'c1', ['p1'], [toDecimal64(1, 3)], [1000], [0], 90000 + number FROM numbers(24)`)
	if _, err := r.RunDue(t.Context(), job("daily_facts"), "test"); err != nil {
		t.Fatal(err)
	}
	if got := due("suggestion_score"); got != "19 20" {
		t.Errorf("due after late events: %s", got)
	}
	if _, err := r.RunDue(t.Context(), job("suggestion_score"), "test"); err != nil {
		t.Fatal(err)
	}
	if text(t, db, scores) == before {
		t.Error("late events changed nothing")
	}
	if text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM suggestion WHERE as_of < '2026-11-20' ORDER BY row") != given {
		t.Error("advice of days gone by was changed")
	}
	// A decision reopens the day whose advice it is about.
	exec(t, db, "INSERT INTO suggestion_decision (suggestion_id, decision, at) SELECT suggestion_id, 'accept', now64(3) FROM suggestion WHERE last_day = '2026-11-20' LIMIT 1")
	if got := due("suggestion_score"); got != "20" {
		t.Errorf("due after a decision: %s", got)
	}
}
