package sql_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestBoardIsBuilt: days built in any order across the border of two blocks, one of them again after its facts changed, come to the sums
// of the facts at every level.
func TestBoardIsBuilt(t *testing.T) {
	db, ctx, rng := sqltest.Open(t), context.Background(), rand.New(rand.NewPCG(6, 1))
	const first, last = 20731, 20739 // the border lies at 20736
	for _, rows := range []string{
		"fact_share (business_day, share_id, store_id, product_id, shares, visitors, buyers, new_buyers, orders, amount) SELECT %[1]s, toString(number), %[2]s, %[3]s, 1, number %% 9, number %% 4, number %% 2, number %% 5, number * 7",
		"fact_click (business_day, store_id, product_id, action, clicks) SELECT %[1]s, %[2]s, %[3]s, ['impression', 'view', 'add_to_cart', 'share'][1 + number %% 4], number %% 11",
		"fact_hour (business_day, store_id, hour, placed, orders, fetched) SELECT %[1]s, %[2]s, number %% 24, number %% 7, number %% 6, number %% 3",
	} {
		exec(t, db, "INSERT INTO "+fmt.Sprintf(rows, "toDate(20731 + cityHash64(number, 1) % 9)", "concat('s', toString(cityHash64(number, 2) % 3))", "['', 'p1', 'p2', 'p3'][1 + cityHash64(number, 3) % 4]")+" FROM numbers(400) SETTINGS max_partitions_per_insert_block = 0")
	}
	exec(t, db, "INSERT INTO product (product_id, category) VALUES ('p1', 'tea'), ('p2', 'rice'), ('p3', 'tea')")
	build := func(day int) {
		t.Helper()
		days := []time.Time{time.Unix(int64(day)*86400, 0).UTC()}
		if _, err := db.PublishQuery(ctx, "fact_board", sql.FactPartitions("fact_board", days), "facts/board", sql.Params{"from": sql.Day(days[0]), "to": sql.Day(days[0])}); err != nil {
			t.Fatal(err)
		}
	}
	same := func(when string) {
		t.Helper()
		shares, clicks := "sum(shares), sum(visitors), sum(share_buyers), sum(share_new_buyers), sum(share_orders), sum(share_amount)", "sum(impressions), sum(views), sum(carts)"
		ofShares, ofClicks := "sum(shares), sum(visitors), sum(buyers), sum(new_buyers), sum(orders), sum(amount)", "sumIf(clicks, action = 'impression'), sumIf(clicks, action = 'view'), sumIf(clicks, action = 'add_to_cart')"
		for _, check := range [][2]string{
			{shares + " FROM fact_board WHERE level = 'store'", ofShares + " FROM fact_share"},
			{shares + " FROM fact_board WHERE level = 'product'", ofShares + " FROM fact_share WHERE product_id != ''"},
			{shares + " FROM fact_board WHERE level = 'category' AND category = 'tea' AND store_id = 's1'", ofShares + " FROM fact_share WHERE product_id IN ('p1', 'p3') AND store_id = 's1'"},
			{clicks + " FROM fact_board WHERE level = 'store' AND store_id = 's2'", ofClicks + " FROM fact_click WHERE store_id = 's2'"},
			{clicks + " FROM fact_board WHERE level = 'product' AND product_id = 'p2'", ofClicks + " FROM fact_click WHERE product_id = 'p2'"},
			{"sum(placed), sum(fetched) FROM fact_board WHERE level = 'store' AND business_day = '2026-10-10'", "sum(placed), sum(fetched) FROM fact_hour WHERE business_day = '2026-10-10'"},
		} {
			var got, want string
			for text, into := range map[string]*string{check[0]: &got, check[1]: &want} {
				sums, of, _ := strings.Cut(text, " FROM ")
				if _, err := db.GetText(ctx, into, "SELECT toString(tuple("+sums+")) FROM "+of, nil); err != nil {
					t.Fatal(err)
				}
			}
			if got != want || want == "(0,0)" || want == "(0,0,0)" || want == "(0,0,0,0,0,0)" {
				t.Errorf("%s: %s is %s, want %s", when, check[0], got, want)
			}
		}
	}
	for _, i := range rng.Perm(last - first + 1) {
		build(first + i)
	}
	same("built once")
	exec(t, db, "ALTER TABLE fact_share UPDATE visitors = visitors + 3 WHERE business_day = toDate(20737) SETTINGS mutations_sync = 2")
	build(20737)
	same("a day built again")
}
