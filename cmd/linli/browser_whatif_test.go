//go:build browser

package main

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// whatIf asks for two places more and two products on them that the advice leaves out: more of the demand is covered.
func (w *town) whatIf(t *testing.T, b *window, asOf, store string) {
	b.visit(t, "/merchandiser/whatif?store="+store)
	before := b.effect(t)
	out := w.ask(t, `SELECT r.product_id, p.name FROM range_candidate AS r LEFT JOIN (SELECT product_id, name FROM product FINAL) AS p ON p.product_id = r.product_id
		WHERE as_of = {as_of:Date} AND store_id = {store:String} AND state IN ('next', 'drop') AND NOT banned AND orders > 0 ORDER BY value_fen DESC LIMIT 2`, "as_of", asOf, "store", store)
	for _, product := range out {
		b.do(t, chromedp.Click(chromedp.CSS(fmt.Sprintf("[name=lock][value=%q]", product[0]))))
	}
	b.do(t, chromedp.SetValue(chromedp.CSS("#f-slots"), ""), chromedp.SendKeys(chromedp.CSS("#f-slots"), "2"))
	b.press(t, desktop, ".act.top button")
	after := b.effect(t)
	was, _ := reads(t, before.Products)
	if is, _ := reads(t, after.Products); len(out) != 2 || is != was+2 {
		t.Fatalf("%v products with two places more, %v before; to come in were %v", is, was, out)
	}
	for _, product := range out {
		if !strings.Contains(after.Change, product[1]) {
			t.Errorf("%s comes in and is not named", product[1])
		}
	}
	covered, _ := reads(t, before.Coverage)
	if more, _ := reads(t, after.Coverage); more <= covered || after.Net == before.Net {
		t.Errorf("two places more lead from %+v to %+v", before, after)
	}
	// The margin of the range at hand is the sum of its products', but for what one takes from its like.
	in := w.one(t, "SELECT sum(value_fen), sum(waste_fen), count() FROM range_candidate WHERE as_of = {as_of:Date} AND store_id = {store:String} AND state IN ('keep', 'add')", "as_of", asOf, "store", store)
	if !agree(t, before.Waste, math.Round(number(t, in[1]))/100) || !agree(t, before.Products, number(t, in[2])) {
		t.Errorf("the page says waste %s of %s products, range_candidate %v", before.Waste, before.Products, in)
	}
	if margin, _ := reads(t, before.Margin); margin*100 < number(t, in[0])-1 {
		t.Errorf("margin %s is below the sum of the products', %s fen", before.Margin, in[0])
	}
}

// compared sets both stores side by side.
func (w *town) compared(t *testing.T, b *window) {
	b.visit(t, "/merchandiser/compare?store=s01&store=s02")
	heads := js[[]string](t, b, `[...document.querySelectorAll("table.side thead a")].map(a => new URL(a.href).searchParams.get("store"))`)
	figures := js[map[string][]string](t, b, `Object.fromEntries([...document.querySelectorAll("table.side tbody tr")].map(tr => [tr.querySelector("th").innerText.trim(), [...tr.querySelectorAll("td")].map(td => td.childNodes[0]?.textContent || "")]))`)
	if len(heads) != 2 {
		t.Fatalf("stores %v stand side by side", heads)
	}
	for i, store := range heads {
		row := w.one(t, `SELECT sumIf(amount, sold = 1), uniqExactIf(order_id, sold = 1), sumIf(amount - cost, sold = 1) FROM fact_order_line WHERE store_id = {store:String}
			AND business_day > (SELECT max(business_day) - 28 FROM fact_store WHERE business_day < {today:Date}) AND business_day < {today:Date}`, "store", store, "today", w.today(t))
		for k, name := range []string{"近 28 天销售额", "近 28 天订单", "近 28 天毛利（成本未知按零计）"} {
			want := number(t, row[k])
			if k != 1 {
				want /= 100
			}
			if cells := figures[name]; len(cells) != 2 || !agree(t, cells[i], want) {
				t.Errorf("%s of %s: the page says %v, the order lines %v", name, store, cells, want)
			}
		}
	}
}

// gates looks at which list each store gets, and why.
func (w *town) gates(t *testing.T, b *window, asOf string) {
	b.visit(t, "/merchandiser/gate")
	rows := js[map[string][]string](t, b, `Object.fromEntries([...document.querySelectorAll("table.stack tbody tr")].map(tr => [new URL(tr.querySelector("th a").href).searchParams.get("store"), [...tr.querySelectorAll("td")].map(td => td.childNodes[0]?.textContent.trim() || "")]))`)
	want := w.ask(t, "SELECT store_id, decision, if(periods > 0, coverage_chain, nan), if(periods > 0, coverage_own, nan), if(periods > 0, coverage_ours, nan) FROM range_gate WHERE as_of = {as_of:Date}", "as_of", asOf)
	if len(rows) != len(want) {
		t.Errorf("%d stores on the page, %d in range_gate", len(rows), len(want))
	}
	for _, gate := range want {
		row := rows[gate[0]]
		if len(row) < 4 {
			t.Errorf("store %s is not on the page", gate[0])
			continue
		}
		if label := map[string]string{"local": "本店清单", "chain": "连锁清单"}[gate[1]]; row[0] != label {
			t.Errorf("%s gets %q, range_gate says %s", gate[0], row[0], gate[1])
		}
		for i, column := range gate[2:] {
			if !agree(t, row[i+1], number(t, column)) {
				t.Errorf("%s: coverage %s on the page, %s in range_gate", gate[0], row[i+1], column)
			}
		}
	}
}
