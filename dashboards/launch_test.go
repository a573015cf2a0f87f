package dashboards

import (
	"net/http"
	"strings"
	"testing"
)

// TestLaunchByHand: four products were launched at s1 in October and sold 1 to 4 a day in their first four weeks, 100 a day afterwards; what
// s2 sells of one of them began when the store did. A new one may sell 7 to 28 a week at s1, and at s2 what is sold there now.
func TestLaunchByHand(t *testing.T) {
	h := open(t, true)
	run(t, h.db,
		`INSERT INTO category VALUES ('tea','茶','Tea',0,now64())`,
		`INSERT INTO product (product_id, name, category, price, updated_at) SELECT concat('t', toString(number + 1)), concat('茶', toString(number + 1)), 'tea', 1000 + number, now64() FROM numbers(5)`, // t5 never sold
		`INSERT INTO fact_goods (business_day, category, product_id, store_id, wanted) SELECT toDate('2026-10-01') + n - 1 + day, 'tea', concat('t', toString(n)), 's1', if(day < 28, n, 100) FROM (SELECT number + 1 AS n, arrayJoin(range(33)) AS day FROM numbers(4))`,
		`INSERT INTO fact_goods (business_day, category, product_id, store_id, wanted) SELECT toDate('2026-11-10') + number, 'tea', 't1', 's2', 5 FROM numbers(3)`,
		`INSERT INTO fact_offer (block, store_id, product_id, category, ordered, wanted) SELECT intDiv(toUInt16(business_day), 64) AS block, store_id, product_id, 'tea', groupBitOr(bitShiftLeft(toUInt64(1), toUInt8(toUInt16(business_day) % 64))) AS bits, bits FROM fact_goods WHERE category = 'tea' GROUP BY block, store_id, product_id`,
		`INSERT INTO fact_board (business_day, level, store_id, store_days) VALUES ('2026-09-10','store','s1',1), ('2026-11-10','store','s2',1)`,
		`INSERT INTO fact_goods (business_day, category, product_id, store_id, wanted) VALUES ('2026-11-20','fruit','p1','s1',1)`)
	status, body := h.as("range").get("/merchandiser/alike?store=s1&category=tea&price=10")
	if status != http.StatusOK {
		t.Fatal(status)
	}
	_, body, _ = strings.Cut(body, `id="launch"`)
	for _, want := range []string{"茶1", "茶4", "<th scope=\"row\">望京花园店</th><td class=\"n\" data-label=\"一周约（份）\">21</td>", ">7–28<", "<th scope=\"row\">滨江店</th><td class=\"n\" data-label=\"一周约（份）\">3.8</td>"} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
	if strings.Contains(body, "茶5") {
		t.Error("told from a product that never sold")
	}
}
