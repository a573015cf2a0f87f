package jobs

import (
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql/sqltest"
)

// TestNothingSensitiveOfOneUser runs a night over people who buy sensitive goods every few days, and searches every table that is
// published per person for them: goods, categories and names, as a value of their own or inside of a text or a list.
func TestNothingSensitiveOfOneUser(t *testing.T) {
	db := sqltest.Open(t)
	chain(t, db)
	// By the product, by its category, and both.
	exec(t, db, "INSERT INTO category (category, name, name_en, sensitive, updated_at) VALUES ('k1', '母婴用品', 'babycare', 1, now64(3)), ('k0', '蔬菜', 'vegetable', 0, now64(3)), ('k2', '乳品', 'dairy', 0, now64(3))")
	exec(t, db, "INSERT INTO product (product_id, name, name_en, category, price, cost, shelf_life_days, sensitive, updated_at) SELECT concat('goods', toString(number)), concat('暗语', toString(number)), concat('codeword', toString(number)), concat('k', toString(number % 3)), 1000, 600, 3, number = 6, now64(3) FROM numbers(8)")
	exec(t, db, "TRUNCATE TABLE order_event")
	exec(t, db, `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id,
		lines.product_id, lines.quantity, lines.unit_price, lines.discount, ingested_at, _topic, _partition, _offset)
		SELECT concat('e', toString(number)), toDateTime64('2026-11-20 00:00:00', 3, 'UTC') - toIntervalDay(number % 42) + toIntervalHour(8 + number % 12) AS at,
			toDate(at), toHour(at), concat('o', toString(number)), 'paid', concat('u', toString(cityHash64(number) % 200)), concat('s', toString(number % 3)), concat('c', toString(number % 3)),
			[concat('goods', toString(cityHash64(number, 1) % 8)), concat('goods', toString(cityHash64(number, 2) % 8))], [1, 1], [1290, 990], [0, 0], toDateTime64('2026-11-21 01:00:00', 3, 'UTC'), 'linli.order', 0, number FROM numbers(4000)`)
	r := newRunner(t, db)
	for _, job := range All {
		if job.Name == "daily_facts" {
			if _, err := r.RunDue(t.Context(), job, "command"); err != nil {
				t.Fatal(err)
			}
			continue
		}
		runJob(t, r, job.Name, day1)
	}
	var sensitive []string
	if err := db.SelectText(t.Context(), &sensitive, `SELECT arrayJoin([product_id, name, name_en]) AS word FROM product FINAL WHERE product_id LIKE 'goods%' AND (sensitive OR category = 'k1')
		UNION ALL SELECT arrayJoin([name, name_en]) FROM category FINAL WHERE sensitive`, nil); err != nil || len(sensitive) < 11 {
		t.Fatal(sensitive, err)
	}
	var columns []struct {
		Table  string `ch:"table"`
		Column string `ch:"name"`
	}
	// What comes in and what is sold has to be kept; personal_optout and erased persons' lists know no goods.
	raw := []string{"click", "order_event", "share", "fact_order_line", "fact_share", "click_in", "order_event_in", "share_in"}
	if err := db.SelectText(t.Context(), &columns, `SELECT table, name FROM system.columns WHERE database = currentDatabase() AND position(type, 'String') > 0
		AND table IN (SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'user_id') ORDER BY table, position`, nil); err != nil {
		t.Fatal(err)
	}
	filled := map[string]bool{}
	for _, c := range columns {
		if slices.Contains(raw, c.Table) || strings.HasSuffix(c.Table, "_fence") {
			continue
		}
		for _, word := range sensitive {
			n := text(t, db, "SELECT toString(countIf(position(toString(`"+c.Column+"`), '"+word+"') > 0)) AS s FROM `"+c.Table+"`")
			if n != "0" {
				t.Errorf("%s.%s: %s rows speak of %s", c.Table, c.Column, n, word)
			}
		}
		// A sensitive category by its code, which is short: as a whole value.
		if n := text(t, db, "SELECT toString(countIf(has(extractAll(toString(`"+c.Column+"`), '[0-9A-Za-z_]+'), 'k1'))) AS s FROM `"+c.Table+"`"); n != "0" {
			t.Errorf("%s.%s: %s rows speak of category k1", c.Table, c.Column, n)
		}
		filled[c.Table] = filled[c.Table] || text(t, db, "SELECT toString(count() > 0) AS s FROM `"+c.Table+"`") == "1"
	}
	for _, table := range []string{"user_profile", "user_basket"} {
		if !filled[table] {
			t.Errorf("%s is empty: nothing was searched", table)
		}
	}
}
