package jobs

import (
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// advised fills what the night of day1 published for stores s1 and s2, and what was sold in the four weeks before.
func advised(t *testing.T, db *sql.DB) {
	t.Helper()
	for _, q := range []string{
		"INSERT INTO store (store_id, name, timezone) VALUES ('s1', '东门店', 'UTC'), ('s2', '西门店', 'UTC')",
		"INSERT INTO community (community_id, name, store_id, households) VALUES ('c1', '金桂苑', 's1', 500), ('c2', '银杏里', 's2', 400)",
		"INSERT INTO category (category, name, name_en, sensitive) VALUES ('fruit', '水果', 'fruit', 0), ('baby', '母婴', 'baby', 1)",
		`INSERT INTO product (product_id, name, name_en, category, unit, price, cost, shelf_life_days, lead_time_days) VALUES
			('pear', '5斤装雪梨', 'Snow pears, 5 jin', 'fruit', '箱', 1290, 800, 5, 1), ('kiwi', '猕猴桃', 'Kiwi', 'fruit', '份', 990, 600, 6, 1), ('plum', '李子', '', 'fruit', '份', 890, 500, 4, 2),
			('milk', '一段奶粉', 'Formula', 'baby', '罐', 19900, 15000, 300, 1)`,
		`INSERT INTO recommendation (as_of, store_id, rank, product_id, action, score, expected_units, low, high, gain_fen, waste_fen, index, evidence, propensity, digest, reason_zh, reason_en) VALUES
			('2026-11-20', 's1', 1, 'kiwi', 'add', 3900, 10, 6, 14, 3000, 300, 130, 80, 1, 'd1', '与本店最像的 9 家店里 7 家在卖', '7 of the 9 stores most like this one sell it'),
			('2026-11-20', 's1', 2, 'plum', 'test', 1170, 3, 1, 5, 500, 100, 90, 12, 0.25, 'd1', '抽签试卖', 'Drawn to be tried'),
			('2026-11-20', 's1', 3, 'milk', 'test', 4900, 1, 0, 2, 4000, 0, 90, 12, 0.5, 'd1', '抽签试卖', 'Drawn to be tried'),
			('2026-11-20', 's1', 4, 'pear', 'drop', 900, 2, 1, 4, -200, 100, 60, 30, 1, 'd1', '只卖出 9 箱', 'Only 9 sold here'),
			('2026-11-20', 's1', 5, 'ghost', 'add', 900, 2, 1, 4, 900, 0, 60, 30, 1, 'd1', 'x', 'x')`,
		`INSERT INTO range_gate (as_of, store_id, sold, coverage_chain, coverage_ours, decision, slots, offered, orders, coverage, coverage_now, margin_fen, margin_now_fen, reason_zh, reason_en, digest) VALUES
			('2026-11-20', 's1', 300, 0.4, 0.45, 'local', 2, 2, 100, 0.6, 0.5, 9000, 8000, '因为', 'because', 'd1'), ('2026-11-20', 's2', 300, 0.4, 0.3, 'chain', 2, 2, 100, 0.6, 0.5, 9000, 8000, '因为', 'because', 'd2')`,
		"INSERT INTO range_candidate (as_of, store_id, turn, product_id, state) VALUES ('2026-11-20', 's1', 1, 'kiwi', 'add'), ('2026-11-20', 's1', 2, 'old', 'keep'), ('2026-11-20', 's1', 3, 'pear', 'drop'), ('2026-11-20', 's2', 1, 'old', 'keep')",
		"INSERT INTO push_window (as_of, community_id, store_id, start_hour, end_hour, share, chain_start_hour, chain_share, orders, low, high) VALUES ('2026-11-20', 'c1', 's1', 18, 21, 0.4, 10, 0.25, 900, 0.36, 0.44), ('2026-11-20', 'c2', 's2', 10, 13, 0.3, 10, 0.3, 800, 0.26, 0.34)",
		"INSERT INTO community_affinity (as_of, community_id, category, buyers, community_buyers, chain_share, `index`, low, high) VALUES ('2026-11-20', 'c1', 'fruit', 60, 120, 0.3, 160, 130, 190), ('2026-11-20', 'c1', 'baby', 50, 120, 0.2, 200, 150, 250), ('2026-11-20', 'c2', 'fruit', 30, 100, 0.3, 105, 95, 115)",
		"INSERT INTO leader_group (as_of, store_id, category, size, success, buyers, launches, advised) VALUES ('2026-11-20', 's1', '', 5, 0.85, 12, 20, 1), ('2026-11-20', 's1', '', 8, 0.5, 12, 20, 0)",
		"INSERT INTO repurchase (as_of, scope, scope_id, category, half_by) VALUES ('2026-11-20', 'chain', '', 'fruit', 8.2), ('2026-11-20', 'chain', '', 'baby', 9)",
		"INSERT INTO community_pool (as_of, community_id, store_id, members, active, dormant) VALUES ('2026-11-20', 'c1', 's1', 300, 120, 80), ('2026-11-20', '', 's1', 300, 120, 80), ('2026-11-20', 'c2', 's2', 100, 90, 10)",
		"INSERT INTO community_pool_flow (as_of, community_id, store_id, from_state, to_state, members) VALUES ('2026-11-20', 'c1', 's1', 'dormant', 'active', 10), ('2026-11-20', 'c1', 's1', 'dormant', 'lost', 40)",
		"INSERT INTO community_target (as_of, community_id, store_id, rank, households, buyers, penetration, comparable, expected_new, expected_low, expected_high, value_fen, reason_zh, reason_en) VALUES ('2026-11-20', 'c1', 's1', 1, 500, 120, 0.24, 0.3, 12, 8, 17, 24000, '这里还有人没来过。', 'There are people who never came.')",
		"INSERT INTO leader_score (as_of, user_id, store_id, community_id, incremental_low) VALUES ('2026-11-20', 'u1', 's1', 'c1', 1), ('2026-11-20', 'u2', 's1', 'c1', 1), ('2026-11-20', 'u3', 's1', 'c1', 0)",
		"INSERT INTO leader_finding (as_of, kind, user_id, store_id, community_id, day) VALUES ('2026-11-20', 'ring', 'u2', 's1', 'c1', '2026-11-20')",
		"INSERT INTO order_sheet (as_of, store_id, product_id, day, quantity, expected, booked, on_hand, expected_waste_fen) VALUES ('2026-11-20', 's1', 'kiwi', '2026-11-21', 0, 4, 2, 15.5, 2400), ('2026-11-20', 's1', 'plum', '2026-11-21', 10, 4, 2, 15, 2400), ('2026-11-20', 's2', 'milk', '2026-11-21', 0, 4, 2, 15, 2400)",
		"INSERT INTO leader_plan (as_of, store_id, budget, spent, people, returns, returns_low, returns_high, text_zh, text_en) VALUES ('2026-11-20', 's1', 9000, 8000, 4, 12000, 9000, 15000, '发奖励', 'Pay')",
		// Four weeks: 40 people buy pears on s1, a few of them lately; the old product sells too.
		`INSERT INTO fact_order_line (business_day, order_id, line, store_id, community_id, user_id, product_id, category, hour, status, sold, quantity, unit_price, amount, cost)
			SELECT toDate('2026-11-20') - 10 - number % 10, concat('o', toString(number)), 1, 's1', 'c1', concat('u', toString(number)), 'pear', 'fruit', 19, 'paid', 1, 1, 1290, 1290, 800 FROM numbers(40)`,
		`INSERT INTO fact_order_line (business_day, order_id, line, store_id, community_id, user_id, product_id, category, hour, status, sold, quantity, unit_price, amount, cost)
			SELECT toDate('2026-11-18'), concat('l', toString(number)), 1, 's1', 'c1', concat('u', toString(number)), 'pear', 'fruit', 19, 'paid', 1, 1, 1290, 1290, 800 FROM numbers(5)`,
		`INSERT INTO fact_demand (business_day, store_id, product_id, category, quantity, buyers, orders, amount, cost)
			SELECT toDate('2026-11-20') - number, 's1', p, 'fruit', 4, 3, 4, if(p = 'pear', 400, 800) * 4, 1200 FROM numbers(28) ARRAY JOIN ['pear', 'old'] AS p`,
		"INSERT INTO fact_store (business_day, store_id, orders, amount, cost) SELECT toDate('2026-11-20') - number, 's1', 8, 4800, 2400 FROM numbers(28)",
		"INSERT INTO fact_share (business_day, share_id, store_id, community_id, product_id, shares, amount) SELECT toDate('2026-11-20') - number, concat('sh', toString(number)), 's1', 'c1', 'pear', 1, 1000 FROM numbers(28)",
	} {
		exec(t, db, q)
	}
}

// adviseNight gives the advice of day1.
func adviseNight(t *testing.T, db *sql.DB) {
	t.Helper()
	if _, err := runSuggestion(t.Context(), db, day1); err != nil {
		t.Fatal(err)
	}
}

func TestSuggestionsSayWhatTheyRestOn(t *testing.T) {
	db := sqltest.Open(t)
	advised(t, db)
	adviseNight(t, db)
	const all = "SELECT formatRowNoNewline('TSV', *) AS row FROM suggestion ORDER BY suggestion_id"
	first := text(t, db, all)
	adviseNight(t, db)
	if text(t, db, all) != first {
		t.Error("a second run says something else")
	}
	look := func(columns, where string) string {
		return text(t, db, "SELECT concatWithSeparator(' ', "+columns+") FROM suggestion WHERE "+where+" ORDER BY 1")
	}
	if got := look("kind, toString(count() OVER (PARTITION BY kind))", "store_id = 's1'"); got != "campaign 1\nclearance 1\nnewcomers 1\npush 1\nrange 1\nrange_add 1\nrange_drop 1\nrange_test 2\nrange_test 2\nrepurchase 1\nreward 1\nwinback 1" {
		t.Errorf("kinds:\n%s", got)
	}
	for _, c := range []struct{ columns, where, want string }{
		{"toString(first_day), toString(last_day), toString(expected), toString(low), toString(baseline), against", "kind = 'range_add'", "2026-11-22 2026-11-28 3600 2040 800 place"},
		{"toString(first_day), toString(propensity)", "product_id = 'plum'", "2026-11-23 0.25"},
		{"toString(first_day), toString(last_day), toString(start_hour), toString(end_hour)", "kind = 'push' AND store_id = 's1'", "2026-11-21 2026-11-21 18 21"},
		{"product_id, toString(group_size), toString(start_hour), toString(people), toString(baseline)", "kind = 'campaign'", "pear 5 18 120 21"}, // not the baby food
		{"toString(people), toString(baseline)", "kind = 'repurchase'", "35 5"},
		{"toString(people), toString(baseline), toString(low), toString(high)", "kind = 'winback'", "80 16 11 21"},
		{"toString(people), toString(group_size)", "kind = 'newcomers'", "1 5"}, // u2 has a finding, u3 brings nothing for sure
		{"product_id, toString(last_day), toString(baseline)", "kind = 'clearance' AND store_id = 's1'", "kiwi 2026-11-26 2400"},
		{"toString(expected), toString(baseline)", "kind = 'reward'", "26000 14000"},
		{"message_zh, message_note", "product_id = 'milk' AND kind = 'range_test'", " "}, // sensitive: no message
		{"toString(count()), toString(countIf(text_zh = '' OR text_en = '' OR NOT isValidJSON(evidence) OR low > high OR length(digest) != 16 OR last_day < first_day OR first_day <= as_of)), toString(uniqExact(suggestion_id) = count())", "1 GROUP BY as_of", "14 0 1"},
		{"toString(count())", "product_id = 'ghost'", "0"},
	} {
		if got := look(c.columns, c.where); got != c.want {
			t.Errorf("%s: %q, want %q", c.where, got, c.want)
		}
	}
	want := "【东门店开团】金桂苑的邻居们好，5斤装雪梨开团了，¥12.90/箱。近 90 天这里有 60 位邻居买过水果。满 5 人成团，需要的点这里接龙：{link}"
	if got := look("message_zh, template", "kind = 'campaign'"); got != want+" bundled" {
		t.Errorf("message %q", got)
	}

	// A merchandiser's own text; a broken one, and one that claims too much, say so. A planned campaign gives its price.
	exec(t, db, `INSERT INTO message_template (name, language, text, who, updated_at) VALUES ('campaign', 'zh', '{{.Product}}开团，¥{{.Price}}！{link}', 'm', now64(3)),
		('winback', 'zh', '{{.Nobody}} {link}', 'm', now64(3)), ('repurchase', 'zh', '最好的{{.Category}}，{link}', 'm', now64(3)), ('newcomers', 'en', 'Already 5000 neighbours: {link}', 'm', now64(3))`)
	exec(t, db, "INSERT INTO campaign (campaign_id, store_id, product_id, starts_at, ends_at, price, group_size) VALUES ('k1', 's1', 'pear', '2026-11-23 00:00:00', '2026-11-24 22:00:00', 1090, 3)")
	adviseNight(t, db)
	for _, c := range []struct{ columns, where, want string }{
		{"message_zh, template, message_note, toString(group_size)", "kind = 'campaign'", "5斤装雪梨开团，¥10.90！{link} own  3"},
		{"toString(message_zh != ''), template", "kind = 'winback'", "1 bundled"},
		{"toString(message_note LIKE 'zh: own text not used: %Nobody%')", "kind = 'winback'", "1"},
		{"toString(message_note LIKE 'zh: own text not used: \"最好%')", "kind = 'repurchase'", "1"},
		{"message_note", "kind = 'newcomers'", "en: own text not used: it says 5000, which is not among the figures that it rests on"},
	} {
		if got := look(c.columns, c.where); got != c.want {
			t.Errorf("%s: %q, want %q", c.where, got, c.want)
		}
	}

	// What somebody decided about stays as it was given, though nothing would say it now.
	exec(t, db, "INSERT INTO suggestion_decision (suggestion_id, decision, at) SELECT suggestion_id, 'accept', now64(3) FROM suggestion WHERE kind IN ('clearance', 'winback') AND store_id = 's1'")
	exec(t, db, "TRUNCATE TABLE order_sheet")
	exec(t, db, "ALTER TABLE community_pool UPDATE dormant = 200 WHERE 1 SETTINGS mutations_sync = 2")
	adviseNight(t, db)
	if got := look("kind, toString(people)", "kind IN ('clearance', 'winback') AND store_id = 's1'"); got != "clearance 0\nwinback 80" {
		t.Errorf("decided advice was changed: %s", got)
	}
	exec(t, db, "TRUNCATE TABLE suggestion_decision")

	// Without any window there is no hour; a store without figures gets nothing, and a night without any is no error.
	exec(t, db, "TRUNCATE TABLE push_window")
	adviseNight(t, db)
	if got := look("toString(start_hour), toString(end_hour)", "kind = 'winback'"); got != "255 255" {
		t.Errorf("hours without a window: %s", got)
	}
	if n, err := runSuggestion(t.Context(), db, day1.AddDate(0, 0, -30)); err != nil || n != 0 {
		t.Errorf("a day of which nothing is known: %d pieces of advice, %v", n, err)
	}
	if got := text(t, db, "SELECT toString(count()) FROM system.columns WHERE database = currentDatabase() AND table LIKE '%suggestion%' AND name LIKE '%user%'"); got != "0" {
		t.Error("advice names people")
	}
}
