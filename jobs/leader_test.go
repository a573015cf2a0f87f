package jobs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// neighbours fills the raw tables with two communities in which some people share: h0's shares bring strangers within the hour, h1's
// reach those who come every day anyway; r0 and r1 buy through each other's shares, f0 through f0's own; u9's brings refunds.
func neighbours(t *testing.T, db *sql.DB) {
	t.Helper()
	exec(t, db, "INSERT INTO store (store_id, name, timezone, commission_rate) VALUES ('s0', 'x', 'UTC', 0.1)")
	exec(t, db, "INSERT INTO product (product_id, name, category, price, cost) VALUES ('p0', 'x', 'k', 2000, 1200), ('p1', 'x', 'k', 2000, 1000)")
	const share = `INSERT INTO share (event_id, event_time, business_day, hour, share_id, parent_share_id, user_id, store_id, community_id, product_id, channel, _offset)
		SELECT concat('es%[1]s', toString(number)), toDateTime64('2026-11-20 %[2]s', 3, 'UTC') - toIntervalDay(number %% 40) AS at, toDate(at), toHour(at), concat('%[1]s-', toString(number)), %[3]s, '%[1]s', 's0', 'c0', 'p0', 'wechat_group', number FROM numbers(40)`
	for who, at := range map[string]string{"h0": "10:00:00", "h1": "09:00:00", "r0": "12:00:00", "r1": "12:10:00", "f0": "13:00:00"} {
		exec(t, db, fmt.Sprintf(share, who, at, "''"))
	}
	exec(t, db, fmt.Sprintf(share, "kid", "10:40:00", "concat('h0-', toString(number))")) // passes on what h0 shared
	const order = `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, share_id, lines.product_id, lines.quantity, lines.unit_price, lines.discount, _offset)
		SELECT concat('eo%[1]s', toString(number)), toDateTime64('2026-11-20 %[2]s', 3, 'UTC') - toIntervalDay(%[3]s) AS at, toDate(at), toHour(at), concat('o%[1]s', toString(number)), 'paid', %[4]s, 's0', 'c0', %[5]s, ['%[6]s'], [toDecimal64(1, 3)], [2000], [0], number FROM numbers(%[7]d)`
	// twenty regulars come each evening or morning of their own accord; five of them through h1's share
	exec(t, db, fmt.Sprintf(order, "own", "09:30:00", "number % 40", "concat('v', toString(intDiv(number, 40)))", "if(intDiv(number, 40) < 5 AND (number + intDiv(number, 40)) % 3 = 0, concat('h1-', toString(number % 40)), '')", "p1", 800))
	// each share of h0 brings somebody who was not there before, at once
	exec(t, db, fmt.Sprintf(order, "new", "10:12:00", "number % 40", "concat('n', toString(number))", "concat('h0-', toString(number % 40))", "p0", 80))
	exec(t, db, fmt.Sprintf(order, "kid", "10:55:00", "number % 40", "concat('m', toString(number))", "concat('kid-', toString(number % 40))", "p0", 20))
	exec(t, db, fmt.Sprintf(order, "ra", "12:30:00", "number", "'r1'", "concat('r0-', toString(number))", "p0", 20))
	exec(t, db, fmt.Sprintf(order, "rb", "12:40:00", "number", "'r0'", "concat('r1-', toString(number))", "p0", 20))
	exec(t, db, fmt.Sprintf(order, "self", "13:30:00", "number", "'f0'", "concat('f0-', toString(number))", "p0", 15))
	exec(t, db, fmt.Sprintf(order, "stray", "13:30:00", "number", "'u77'", "'nobody-made-it'", "p0", 3))
	// sixty others share now and then, and buy now and then through each other's shares
	exec(t, db, strings.NewReplacer("concat('%[1]s-', toString(number)), %[3]s, '%[1]s'", "concat('w-', toString(number)), '', concat('w', toString(number % 60))", "FROM numbers(40)", "FROM numbers(240)", "%[1]s", "w", "%[2]s", "15:00:00", "%%", "%").Replace(share))
	exec(t, db, fmt.Sprintf(order, "w", "15:30:00", "number % 40", "concat('w', toString(cityHash64(number) % 60))", "concat('w-', toString(number % 240))", "p0", 480))
	// refunds ten days after the order, on what kid's shares brought
	exec(t, db, `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, share_id, _offset)
		SELECT concat('er', toString(number)), toDateTime64('2026-11-20 11:00:00', 3, 'UTC') - toIntervalDay(number) + toIntervalDay(10) AS at, toDate(at), 11, concat('okid', toString(number)), 'refunded', concat('m', toString(number)), 's0', 'c0', '', 5000 + number
		FROM numbers(10, 8)`)
	exec(t, db, `INSERT INTO click (event_id, event_time, business_day, hour, user_id, store_id, community_id, action, product_id, share_id, _offset)
		SELECT concat('c', toString(number)), toDateTime64('2026-11-20 10:05:00', 3, 'UTC') - toIntervalDay(number % 40) AS at, toDate(at), 10, if(number < 80, concat('n', toString(number)), concat('z', toString(number % 7))), 's0', 'c0', 'view', 'p0', concat('h0-', toString(number % 40)), number FROM numbers(200)`)
	exec(t, db, "INSERT INTO campaign (campaign_id, name, store_id, product_id, starts_at, ends_at, pickup_date, price, group_size) VALUES ('g', 'x', 's0', 'p0', '2026-11-01 00:00:00', '2026-11-03 00:00:00', '2026-11-04', 1500, 5)")
	exec(t, db, `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, campaign_id, lines.product_id, lines.quantity, lines.unit_price, lines.discount, _offset)
		SELECT concat('eg', toString(number)), toDateTime64('2026-11-02 20:00:00', 3, 'UTC') AS at, toDate(at), 20, concat('og', toString(number)), 'paid', concat('v', toString(number)), 's0', 'c0', 'g', ['p0'], [toDecimal64(1, 3)], [1500], [0], number FROM numbers(12)`)
}

func TestLeaders(t *testing.T) {
	db := sqltest.Open(t)
	neighbours(t, db)
	r := newRunner(t, db)
	var days []time.Time
	for back := range 42 {
		days = append(days, day1.AddDate(0, 0, back-41))
	}
	runJob(t, r, "daily_facts", days...)
	job, err := Find("leader")
	if err != nil {
		t.Fatal(err)
	}
	due := func() int {
		days, err := r.Due(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		return len(days)
	}
	if n := due(); n != r.Nights {
		t.Errorf("leader is due for %d days, want those to be made good", n)
	}
	runJob(t, r, "leader", day1)
	if n := due(); n != r.Nights-1 {
		t.Errorf("leader is due for %d days after one was built", n)
	}
	score := func(user, what string) string {
		return text(t, db, "SELECT toString("+what+") FROM leader_score WHERE as_of = '2026-11-20' AND user_id = '"+user+"'")
	}
	for _, want := range []struct{ user, what, is string }{
		{"h0", "shares", "40"}, {"h0", "orders", "80"}, {"h0", "visitors", "87"}, {"h0", "amount", "160000"}, {"h0", "commission", "16000"}, {"h0", "new_buyers", "80"},
		{"h0", "incremental > 0.8 * orders", "1"}, {"h0", "cascade > incremental", "1"}, {"h0", "round(shapley, 6)", "86"}, {"h0", "rank", "1"}, {"h0", "of", "66"},
		{"h1", "incremental < 0.4 * orders", "1"}, {"h1", "orders > 50", "1"},
		{"kid", "orders", "12"}, {"kid", "refunded_orders", "8"}, {"kid", "refunded_amount", "16000"}, {"kid", "round(shapley, 6)", "6"},
		{"f0", "orders", "0"}, {"f0", "self_orders", "15"}, {"f0", "incremental_low <= incremental AND incremental <= incremental_high", "1"},
	} {
		if got := score(want.user, want.what); got != want.is {
			t.Errorf("%s of %s is %s, want %s", want.what, want.user, got, want.is)
		}
	}
	if got := text(t, db, "SELECT concat(kind, ' ', user_id, ' ', toString(observed), ' ', arrayStringConcat(others)) FROM leader_finding WHERE as_of = '2026-11-20' AND kind != 'burst' ORDER BY kind, user_id"); got != "refund kid 8 \nring r0 40 r1\nring r1 40 r0\nself_referral f0 15 " {
		t.Errorf("findings:\n%s", got)
	}
	if got := text(t, db, "SELECT toString(countIf(text_zh = '' OR text_en = '')) FROM leader_finding"); got != "0" {
		t.Error("findings without words")
	}
	if got := text(t, db, "SELECT concat(toString(budget), ' ', toString(spent <= budget), ' ', toString(held_back), ' ', toString(returns >= spent), ' ', toString(returns > equal_returns)) FROM leader_plan WHERE as_of = '2026-11-20'"); !strings.HasSuffix(got, " 1 4 1 1") {
		t.Errorf("plan: %s", got)
	}
	if got := text(t, db, "SELECT toString(countIf(user_id IN ('r0', 'r1', 'f0'))) FROM leader_reward WHERE as_of = '2026-11-20'"); got != "0" {
		t.Error("a reward in spite of an open finding")
	}
	if got := text(t, db, "SELECT concat(toString(children), ' ', toString(round(cycle_hours, 2)), ' ', toString(k > 0)) FROM leader_viral WHERE as_of = '2026-11-20' AND store_id = ''"); got != "40 0.67 1" {
		t.Errorf("chain: %s", got)
	}
	if got := text(t, db, "SELECT toString(sum(orders) = sum(shapley) OR abs(sum(orders) - sum(shapley)) < 1e-6) FROM leader_channel WHERE as_of = '2026-11-20'"); got != "1" {
		t.Error("channels do not share out all purchases")
	}
	if got := text(t, db, "SELECT concat(toString(size), ' ', toString(success > 0.5)) FROM leader_group WHERE as_of = '2026-11-20' AND category = 'k' AND size = 5"); got != "5 1" {
		t.Errorf("group sizes: %s", got)
	}

	// who opts out is gone from the next build on, which is due at once
	exec(t, db, "INSERT INTO personal_optout (user_id, opted_out, updated_at) VALUES ('h0', 1, now64(3)), ('r1', 1, now64(3))")
	before := map[string]string{}
	for _, table := range []string{"leader_channel", "leader_viral", "leader_group"} {
		before[table] = text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM "+table+" ORDER BY row")
	}
	if n := due(); n != r.Nights {
		t.Errorf("leader is due for %d days after an opt-out", n)
	}
	runJob(t, r, "leader", day1)
	for _, table := range []string{"leader_score", "leader_reward", "leader_finding"} {
		if got := text(t, db, "SELECT toString(countIf(user_id IN ('h0', 'r1'))) FROM "+table+" WHERE as_of = '2026-11-20'"); got != "0" {
			t.Errorf("%s names who opted out", table)
		}
	}
	if got := text(t, db, "SELECT concat(user_id, toString(length(others))) FROM leader_finding WHERE as_of = '2026-11-20' AND kind = 'ring'"); got != "r00" {
		t.Errorf("ring: %s", got)
	}
	for table, rows := range before {
		if text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM "+table+" ORDER BY row") != rows {
			t.Errorf("%s, which names nobody, changed with an opt-out", table)
		}
	}

	// a second run changes nothing
	all := func() (out string) {
		for _, table := range []string{"leader_score", "leader_channel", "leader_viral", "leader_finding", "leader_plan", "leader_reward", "leader_group"} {
			out += table + "\n" + text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM "+table+" WHERE as_of = '2026-11-20' ORDER BY row") + "\n"
		}
		return out
	}
	first := all()
	runJob(t, r, "leader", day1)
	if all() != first {
		t.Error("the tables differ after a second run")
	}
}
