package sql_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestBitsAreBuilt: spans of days across the borders of blocks, built in any order and some of them again after lines were lost, come to what
// the lines say.
func TestBitsAreBuilt(t *testing.T) {
	db, ctx, rng := sqltest.Open(t), context.Background(), rand.New(rand.NewPCG(8, 1))
	exec(t, db, `INSERT INTO fact_order_line (business_day, order_id, line, store_id, user_id, product_id, sold)
		SELECT toDate(20600) + cityHash64(number, 1) % 200, toString(number), 1, concat('s', toString(number % 3)), concat('u', toString(cityHash64(number, 2) % 40)), concat('p', toString(cityHash64(number, 3) % 9)), number % 7 != 0
		FROM numbers(1500) SETTINGS max_partitions_per_insert_block = 0`)
	first := time.Unix(20600*86400, 0).UTC()
	build := func(from, to int) {
		t.Helper()
		var days []time.Time
		for i := from; i <= to; i++ {
			days = append(days, first.AddDate(0, 0, i))
		}
		p := sql.Params{"from": sql.Day(days[0]), "to": sql.Day(days[len(days)-1])}
		for table, query := range map[string]string{"fact_buyer": "facts/buyers", "fact_offer": "facts/offer"} {
			if _, err := db.PublishQuery(ctx, table, sql.Blocks(days), query, p); err != nil {
				t.Fatal(err)
			}
		}
	}
	same := func(when string) {
		t.Helper()
		for _, check := range [][2]string{
			{"SELECT toDate(arrayJoin(bitPositionsToArray(bought)) + block * 64) AS day, toString(store_id) AS s, toString(buyer_hash) AS w FROM fact_buyer", "SELECT DISTINCT business_day AS day, toString(store_id) AS s, toString(cityHash64(user_id)) AS w FROM fact_order_line WHERE sold"},
			{"SELECT toDate(arrayJoin(bitPositionsToArray(ordered)) + block * 64) AS day, toString(store_id) AS s, toString(product_id) AS w FROM fact_offer", "SELECT DISTINCT business_day AS day, toString(store_id) AS s, toString(product_id) AS w FROM fact_order_line WHERE sold"},
		} {
			var n []uint64
			if err := db.SelectText(ctx, &n, "SELECT count() FROM (SELECT day, s, w, sum(n) AS k FROM (SELECT day, s, w, 1 AS n FROM ("+check[0]+") UNION ALL SELECT day, s, w, -1 FROM ("+check[1]+")) GROUP BY day, s, w HAVING k != 0)", nil); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(n, []uint64{0}) {
				t.Errorf("%s: %d rows differ: %s", when, n, check[0])
			}
		}
	}
	var spans [][2]int
	for from := 0; from < 200; {
		to := min(199, from+rng.IntN(90))
		spans = append(spans, [2]int{from, to})
		from = to + 1
	}
	rng.Shuffle(len(spans), func(i, j int) { spans[i], spans[j] = spans[j], spans[i] })
	for _, s := range spans {
		build(s[0], s[1])
	}
	same("built once")
	for i := 55; i < 145; i += 9 {
		exec(t, db, "ALTER TABLE fact_order_line DROP PARTITION '"+sql.Day(first.AddDate(0, 0, i))+"'")
	}
	build(50, 145)
	same("after lines were lost")
}
