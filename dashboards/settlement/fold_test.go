package settlement

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestFoldAgreesWithTheFacts draws orders with odd lives and folds them twice: here, and by the SQL that makes the facts.
func TestFoldAgreesWithTheFacts(t *testing.T) {
	db, r := sqltest.Open(t), rand.New(rand.NewPCG(11, 5))
	var events []Event
	var rows []string
	for o := range 400 {
		products := 1 + r.IntN(3)
		lines := func() (e Event) {
			for range 1 + r.IntN(3) {
				e.Products, e.Quantities = append(e.Products, fmt.Sprint("p", r.IntN(products))), append(e.Quantities, int64(r.IntN(4000)))
				e.Prices, e.Discounts = append(e.Prices, int64(r.IntN(3000))), append(e.Discounts, int64(r.IntN(3)))
			}
			return e
		}
		at := day.Add(time.Duration(r.IntN(80_000)) * time.Second)
		for i := range 1 + r.IntN(6) {
			status := []string{"placed", "paid", "paid", "ready", "picked_up", "cancelled", "refunded", "refunded"}[r.IntN(8)]
			if i == 0 && r.IntN(4) > 0 {
				status = "paid"
			}
			var e Event
			if i == 0 || r.IntN(2) == 0 {
				e = lines()
			}
			for j := range e.Quantities { // discounts stay below the line's amount, as events are refused otherwise
				if e.Quantities[j]*e.Prices[j] < 3000 {
					e.Discounts[j] = 0
				}
			}
			e.EventID, e.OrderID, e.Status, e.At, e.BusinessDay = fmt.Sprintf("%d-%d", o, r.IntN(1_000_000)), fmt.Sprint("o", o), status, at.Add(time.Duration(r.IntN(3)-1)*time.Duration(i)*time.Minute), day
			events = append(events, e)
			rows = append(rows, row(e))
		}
	}
	if err := db.Exec(t.Context(), "INSERT INTO order_event (event_id, event_time, business_day, order_id, status, store_id, `lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`) VALUES "+strings.Join(rows, ","), nil); err != nil {
		t.Fatal(err)
	}
	facts, err := db.Text("facts/order_lines")
	if err != nil {
		t.Fatal(err)
	}
	var sums []struct {
		OrderID  string `ch:"order_id"`
		Bill     int64  `ch:"bill"`
		Sold     int64  `ch:"kept"`
		Refunded int64  `ch:"back"`
	}
	if err := db.SelectText(t.Context(), &sums, "SELECT order_id, sum(amount) AS bill, sumIf(amount, sold = 1) AS kept, sumIf(amount, status = 'refunded') AS back FROM ("+facts+") GROUP BY order_id ORDER BY order_id",
		sql.Params{"from": "2026-11-21", "to": "2026-11-21"}); err != nil {
		t.Fatal(err)
	}
	told, moved := Fold(events), 0
	for _, s := range sums {
		got := told[s.OrderID]
		if got.Bill != s.Bill || got.Sold != s.Sold || got.Refunded != s.Refunded {
			t.Errorf("%s: folded %d, %d, %d; facts %d, %d, %d", s.OrderID, got.Bill, got.Sold, got.Refunded, s.Bill, s.Sold, s.Refunded)
		}
		if s.Refunded > 0 && s.Sold > 0 {
			moved++
		}
	}
	if len(sums) < 350 || moved < 20 {
		t.Errorf("only %d orders, %d of them refunded in part", len(sums), moved)
	}
}

func row(e Event) string {
	list := func(of []int64, scale bool) string {
		var out []string
		for _, v := range of {
			if scale {
				out = append(out, fmt.Sprintf("toDecimal64('%d.%03d', 3)", v/1000, v%1000))
			} else {
				out = append(out, fmt.Sprint(v))
			}
		}
		return "[" + strings.Join(out, ",") + "]"
	}
	products := "[]"
	if len(e.Products) > 0 {
		products = "['" + strings.Join(e.Products, "','") + "']"
	}
	return fmt.Sprintf("('%s', toDateTime64('%s', 3, 'UTC'), '2026-11-21', '%s', '%s', 's1', %s, %s, %s, %s)", e.EventID, e.At.Format("2006-01-02 15:04:05"), e.OrderID, e.Status,
		products, list(e.Quantities, true), list(e.Prices, false), list(e.Discounts, false))
}
