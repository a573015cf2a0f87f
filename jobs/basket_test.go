package jobs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// habits fills six weeks: 300 users of three stores, who buy product "p<u mod 7>" every third day, "q<u mod 5>" every second, and now and then something
// else. Store s2 does not offer q4. Whoever buys p0 often buys r0 as well, but for the users whose number ends in 0.
func habits(t *testing.T, db *sql.DB) {
	t.Helper()
	exec(t, db, "INSERT INTO store (store_id, name, timezone) SELECT concat('s', toString(number)), 'x', 'UTC' FROM numbers(3)")
	exec(t, db, "INSERT INTO community (community_id, name, store_id) SELECT concat('c', toString(number)), 'x', concat('s', toString(number % 3)) FROM numbers(4)")
	exec(t, db, "INSERT INTO category (category, name, sensitive) VALUES ('baby', '母婴', 1), ('veg', '蔬菜', 0)")
	exec(t, db, `INSERT INTO product (product_id, name, name_en, category, sensitive) SELECT concat(k, toString(number)) AS id, concat('名', id), concat('name ', id), if(id = 'q3', 'baby', 'veg'), id = 'p5'
		FROM numbers(12) ARRAY JOIN ['p', 'q', 'r'] AS k`)
	exec(t, db, `INSERT INTO fact_order_line (business_day, order_id, line, store_id, community_id, user_id, product_id, category, ordered_at, status, sold, quantity)
		SELECT toDate('2026-11-20') - day AS d, concat('o', toString(u), '-', toString(day)), row_number() OVER (PARTITION BY u, day), concat('s', toString(u % 3)), concat('c', toString(u % 3)),
			concat('u', toString(u)), product, if(product = 'q3', 'baby', 'veg'), toDateTime64(d, 3, 'UTC') + toIntervalHour(9), 'paid', 1, 1
		FROM (SELECT number % 300 AS u, intDiv(number, 300) AS day FROM numbers(300 * 42))
		ARRAY JOIN arrayFilter(x -> x != '', [
			if((day + u) % 3 = 0, concat('p', toString(u % 7)), ''),
			if((day + u) % 2 = 0 AND NOT (u % 3 = 2 AND u % 5 = 4), concat('q', toString(u % 5)), ''),
			if((day + u) % 6 = 0 AND u % 7 = 0 AND u % 10 != 0, 'r0', ''),
			if(cityHash64(u, day) % 9 = 0, concat('r', toString(1 + cityHash64(u, day, 1) % 9)), '')]) AS product`)
	exec(t, db, `INSERT INTO fact_demand (business_day, store_id, product_id, category, quantity) SELECT business_day, store_id, product_id, any(category), count() FROM fact_order_line GROUP BY ALL`)
	exec(t, db, "INSERT INTO personal_optout (user_id, opted_out, updated_at) VALUES ('u7', 1, '2026-11-01'), ('u8', 1, '2026-11-01'), ('u8', 0, '2026-11-02')")
}

func TestNextBasket(t *testing.T) {
	db := sqltest.Open(t)
	habits(t, db)
	night := func() string {
		if _, err := runBasket(t.Context(), db, day1); err != nil {
			t.Fatal(err)
		}
		return text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM user_basket ORDER BY row") + text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM product_partner ORDER BY row")
	}
	first := night()
	if first != night() {
		t.Error("a second run publishes something else")
	}
	for what, query := range map[string]string{
		"users":               "SELECT toString(count()) FROM user_basket WHERE user_id != '' -- 299",
		"who opted out":       "SELECT toString(countIf(user_id = 'u7') + 10 * countIf(user_id = 'u8')) FROM user_basket -- 10",
		"lists for newcomers": "SELECT arrayStringConcat(arraySort(groupArray(community_id)), ' ') FROM user_basket WHERE user_id = '' AND length(product_ids) > 5 -- c0 c1 c2",
		"sensitive goods":     "SELECT toString(countIf(hasAny(arrayConcat(product_ids, with_ids, shelf_ids, shelf_with), ['p5', 'q3']))) FROM user_basket -- 0",
		"sensitive partners":  "SELECT toString(count()) FROM product_partner WHERE product_id IN ('p5', 'q3') OR with_id IN ('p5', 'q3') -- 0",
		"not on offer":        "SELECT toString(count()) FROM user_basket WHERE store_id = 's2' AND has(product_ids, 'q4') -- 0",
		"arrays":              "SELECT toString(count()) FROM user_basket WHERE length(product_ids) > 20 OR arrayExists(x -> x != length(product_ids), [length(chances), length(kinds), length(reasons), length(counts), length(bases), length(gaps), length(sinces), length(with_ids)]) OR arrayExists(x -> x != length(shelf_ids), [length(shelf_with), length(shelf_both), length(shelf_bases)]) -- 0",
		"best first":          "SELECT toString(count()) FROM user_basket WHERE chances != arrayReverseSort(chances) OR arrayExists(x -> NOT (x BETWEEN 0 AND 1), chances) -- 0",
		"no day away":         "SELECT toString(count()) FROM user_basket WHERE as_of != '2026-11-20' -- 0",
		"goes with p0":        "SELECT toString(with_id) FROM product_partner WHERE product_id = 'r0' ORDER BY rank LIMIT 1 -- p0",
		"shelf":               "SELECT toString(countIf(has(shelf_ids, 'r0')) > 0.7 * count()) FROM user_basket WHERE toUInt32OrZero(substring(user_id, 2)) % 70 = 0 AND user_id != '' -- 1",
		"shelf is new":        "SELECT toString(count()) FROM user_basket_line AS l INNER JOIN user_basket AS b ON b.user_id = l.user_id AND b.as_of = l.as_of WHERE l.user_id != '' AND l.kind = 'repeat' AND has(b.shelf_ids, l.product_id) -- 0",
	} {
		query, want, _ := strings.Cut(query, " -- ")
		if got := text(t, db, query); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	// u1 buys p1 when (day + 1) % 3 = 0, day counted back from the 20th: 2, 5, … 41 days before it; q1 likewise every second day.
	if got := text(t, db, "SELECT concat(reason_zh, '|', reason_en) FROM user_basket_line WHERE user_id = 'u1' AND product_id = 'p1'"); got != "近 90 天买过 14 次，通常约每 3 天一次，上次 3 天前|bought 14 times in 90 days, about every 3 days, last 3 days ago" {
		t.Error(got)
	}
	// The 21st is day -1: who buys on odd days buys then. q1 by u1: (-1 + 1) % 2 = 0; p1: (-1 + 1) % 3 = 0. Both are due, so both lead.
	if got := text(t, db, "SELECT arrayStringConcat(arraySort(arraySlice(product_ids, 1, 2)), ' ') FROM user_basket WHERE user_id = 'u1'"); got != "p1 q1" {
		t.Errorf("u1 is likeliest to buy %s", got)
	}
	t.Log(text(t, db, "SELECT concat(user_id, ' ', toString(rank), ' ', product_id, ' ', toString(round(chance, 3)), ' ', kind, ' ', reason_zh, '|', reason_en) FROM user_basket_line WHERE user_id IN ('u1', 'u70', '') AND rank < 9 ORDER BY user_id, community_id, rank"))
}

// TestBasketsBeatTheTopList: next baskets are hit more often by the users' lists than by what sells best in their store.
func TestBasketsBeatTheTopList(t *testing.T) {
	db := sqltest.Open(t)
	habits(t, db)
	past := day1.AddDate(0, 0, -7)
	if _, err := runBasket(t.Context(), db, past); err != nil {
		t.Fatal(err)
	}
	var rate struct {
		Ours float64 `ch:"ours"`
		Top  float64 `ch:"top"`
	}
	if _, err := db.GetText(t.Context(), &rate, fmt.Sprintf(`
		WITH
			later AS (SELECT user_id, any(store_id) AS store_id, groupUniqArray(toString(product_id)) AS goods FROM fact_order_line WHERE business_day = toDate('%[1]s') + 1 AND product_id NOT IN ('p5', 'q3') GROUP BY user_id),
			best AS (SELECT store_id, arraySlice(groupArray(product_id), 1, 5) AS goods FROM (SELECT store_id, toString(product_id) AS product_id FROM fact_order_line WHERE business_day <= '%[1]s' AND product_id NOT IN ('p5', 'q3') GROUP BY store_id, product_id ORDER BY store_id, count() DESC, product_id) GROUP BY store_id)
		SELECT avg(length(arrayIntersect(l.goods, arraySlice(arrayMap(x -> toString(x), b.product_ids), 1, 5))) / length(l.goods)) AS ours, avg(length(arrayIntersect(l.goods, t.goods)) / length(l.goods)) AS top
		FROM later AS l INNER JOIN user_basket AS b ON b.user_id = l.user_id INNER JOIN best AS t ON t.store_id = l.store_id`, past.Format(time.DateOnly)), nil); err != nil {
		t.Fatal(err)
	}
	if rate.Ours < 0.9 || rate.Ours < rate.Top+0.3 {
		t.Errorf("recall of the first five: %.3f, of the store's best sellers %.3f", rate.Ours, rate.Top)
	}
}
