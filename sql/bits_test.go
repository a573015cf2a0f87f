package sql_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestBitsOfDays: whoever bought and whatever was on offer in a period and in the one compared, over any number of blocks of 64 days, is what
// counting day by day gives.
func TestBitsOfDays(t *testing.T) {
	db, ctx, rng := sqltest.Open(t), context.Background(), rand.New(rand.NewPCG(6, 4))
	const first, length, people = 20_000, 900, 60
	on := [people]map[int]bool{}
	var buyers, offers []string
	for i := range on {
		on[i] = map[int]bool{}
		blocks := map[int]uint64{}
		for range 1 + rng.IntN(4) {
			day := first + rng.IntN(length)
			on[i][day] = true
			blocks[day/64] |= 1 << (day % 64)
		}
		for block, bits := range blocks {
			buyers = append(buyers, fmt.Sprintf("(%d, 's1', %d, %d)", block, i+1, bits))
			offers = append(offers, fmt.Sprintf("(%d, 's1', 'p%d', 'k1', %d, 0)", block, i, bits))
		}
	}
	exec(t, db, "INSERT INTO fact_buyer (block, store_id, buyer_hash, bought) VALUES "+strings.Join(buyers, ", "))
	exec(t, db, "INSERT INTO fact_offer (block, store_id, product_id, category, wanted, shown) VALUES "+strings.Join(offers, ", "))
	date := func(day int) string {
		var s string
		if _, err := db.GetText(ctx, &s, fmt.Sprintf("SELECT toString(toDate(%d))", day), nil); err != nil {
			t.Fatal(err)
		}
		return s
	}
	for range 60 {
		from, days := first+rng.IntN(length), 1+rng.IntN(400)
		gap := rng.IntN(500)
		spans := [2][2]int{{from - days - gap, from - gap - 1}, {from, from + days - 1}}
		want := [2]uint64{}
		for _, has := range on {
			for i, s := range spans {
				for day := s[0]; day <= s[1]; day++ {
					if has[day] {
						want[i]++
						break
					}
				}
			}
		}
		p := sql.Params{"from": date(spans[1][0]), "to": date(spans[1][1]), "before": date(spans[0][0]), "before_to": date(spans[0][1]), "store": "", "city": "", "category": "", "product": ""}
		for _, name := range []string{"manager/buyers", "manager/offer"} {
			var rows []struct {
				Current uint8  `ch:"current"`
				Buyers  uint64 `ch:"buyers"`
				Active  uint64 `ch:"active"`
				Offered uint64 `ch:"offered"`
			}
			text, err := db.Text(name)
			if err != nil {
				t.Fatal(err)
			}
			columns := "current, buyers, buyers AS active, buyers AS offered"
			if name == "manager/offer" {
				columns = "current, offered AS buyers, active, offered"
			}
			if err := db.SelectText(ctx, &rows, "SELECT "+columns+" FROM ("+text+") ORDER BY current", p); err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if r.Buyers != want[r.Current] || r.Active != want[r.Current] || r.Offered != want[r.Current] {
					t.Errorf("%s, %v: %+v, want %d", name, spans[r.Current], r, want[r.Current])
				}
			}
			if len(rows) != 2 {
				t.Errorf("%s: %d rows", name, len(rows))
			}
		}
	}
}
