//go:build browser

package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// drillRow is a row of the drill-down.
type drillRow struct{ Name, Href, Amount, Before, Orders, Units string }

func (b *window) drillRows(t *testing.T) []drillRow {
	t.Helper()
	return js[[]drillRow](t, b, `[...document.querySelectorAll("#drill tbody tr")].map(tr => { const c = [...tr.children].map(e => e.childNodes[0]?.textContent || ""); return {Name: tr.querySelector("th").firstChild.textContent, Href: tr.querySelector("a")?.search || "", Amount: c[1], Before: c[2], Orders: c[5], Units: c[6]} })`)
}

// drill goes down from the chain: city, store, category, product, and adds up each step again from the order lines.
func (w *town) drill(t *testing.T, b *window) {
	b.visit(t, "/manager?days=7")
	to := w.lastClosed(t)
	where, steps := "1", []string{}
	for _, level := range []struct{ by, id, name string }{
		{"city", "s.city", "any(s.city)"}, {"store", "l.store_id", "any(s.name)"}, {"category", "l.category", "any(c.name)"}, {"product", "l.product_id", "any(p.name)"}, {"store", "l.store_id", "any(s.name)"},
	} {
		want := w.ask(t, fmt.Sprintf(`SELECT %[2]s AS name, sumIf(amount, business_day > {to:Date} - 7) AS now, sumIf(amount, business_day <= {to:Date} - 7) AS before, uniqExactIf(order_id, business_day > {to:Date} - 7), sumIf(toFloat64(quantity), business_day > {to:Date} - 7), toString(%[1]s) AS id
			FROM fact_order_line AS l LEFT JOIN (SELECT * FROM store FINAL) AS s ON s.store_id = l.store_id LEFT JOIN (SELECT * FROM category FINAL) AS c ON c.category = l.category LEFT JOIN (SELECT * FROM product FINAL) AS p ON p.product_id = l.product_id
			WHERE sold = 1 AND business_day > {to:Date} - 14 AND business_day <= {to:Date} AND %[3]s GROUP BY id HAVING now > 0 OR before > 0 ORDER BY now DESC, id`, level.id, level.name, where), "to", to)
		rows := b.drillRows(t)
		if len(rows) != len(want) || len(rows) == 0 {
			t.Fatalf("by %s at %v: %d rows on the page, %d counted", level.by, steps, len(rows), len(want))
		}
		for i, row := range rows {
			for k, on := range []string{row.Amount, row.Before, row.Orders, row.Units} {
				v := number(t, want[i][k+1])
				if k < 2 {
					v /= 100
				}
				if row.Name != want[i][0] || !agree(t, on, v) {
					t.Errorf("by %s at %v: the page says %+v, the order lines %v", level.by, steps, row, want[i])
					break
				}
			}
		}
		steps, where = append(steps, rows[0].Name), where+fmt.Sprintf(" AND %s = '%s'", level.id, want[0][5])
		if len(steps) < 5 {
			b.press(t, desktop, "#drill tbody tr a")
		}
	}
	crumbs := js[[]string](t, b, `[...document.querySelectorAll(".crumbs > *")].map(e => e.innerText)`)
	if strings.Join(crumbs[1:], "|") != strings.Join(steps[:4], "|") {
		t.Errorf("the path says %v after %v", crumbs, steps)
	}
	// The address is the view: whoever gets the link sees the same.
	seen, link := b.figures(t), b.where(t)
	other := w.open(t, "manager", desktop)
	other.visit(t, link)
	if there := other.figures(t); fmt.Sprint(there) != fmt.Sprint(seen) {
		t.Errorf("%s shows %v to one and %v to another", link, seen, there)
	}
	other.quiet(t, "the link")
}

// wall shows five figures large, those of the board.
func (w *town) wall(t *testing.T, b *window) {
	b.visit(t, "/manager?days=7")
	board := b.figures(t)
	b.press(t, desktop, `a[href*="wall=1"]`)
	texts := js[[]string](t, b, `[...document.querySelectorAll(".wall > div > b")].map(e => e.innerText)`)
	sizes := js[[]float64](t, b, `[...document.querySelectorAll(".wall > div > b")].map(e => parseFloat(getComputedStyle(e).fontSize))`)
	if len(texts) != 5 {
		t.Fatalf("%d figures on the wall: %v", len(texts), texts)
	}
	for i, key := range []string{"gmv", "orders", "buyers", "repurchase", "stockout"} {
		if texts[i] != board[key].Value || sizes[i] < 40 {
			t.Errorf("%s: %q on the wall at %v px, %q on the board", key, texts[i], sizes[i], board[key].Value)
		}
	}
}

// runNow asks for a run on the jobs page and waits until the ledger shows it.
func (b *window) runNow(t *testing.T) {
	t.Helper()
	count := func() int {
		b.visit(t, "/jobs")
		return js[int](t, b, `[...document.querySelectorAll('td')].filter(td => td.textContent.trim() === '页面').length`)
	}
	before := count()
	b.do(t, chromedp.Click(chromedp.Search(`//form[input[@name="job" and @value="profile"]]//button`)), chromedp.Sleep(time.Second))
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(500 * time.Millisecond) {
		if count() > before {
			return
		}
	}
	t.Error("the run that the page asked for is not in the ledger after 20 s")
}
