//go:build browser

package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// benchList is the list of advice as the page shows it.
type benchList struct {
	Total string // as it is written
	Rows  []struct {
		Pick, Action, State, Gain string
		Settled                   bool
	}
}

func (b *window) benchRows(t *testing.T) benchList {
	t.Helper()
	return js[benchList](t, b, `({Total: document.querySelector(".take").innerText, Rows: [...document.querySelectorAll("tbody tr")].map(tr => { const td = tr.children;
		return {Pick: tr.querySelector("[name=pick]").value, Action: [...tr.querySelector(".tag").classList].find(c => c !== "tag"), Gain: td[7].innerText, State: td[12].innerText, Settled: tr.classList.contains("settled")} })})`)
}

// merchandisersDay is a day of whoever tunes the ranges, at a desk.
func (w *town) merchandisersDay(t *testing.T) {
	b := w.open(t, "merchandiser", desktop)
	b.visit(t, "/merchandiser")
	b.shows(t, "选品建议", "处理", "Excel")
	b.fits(t)
	asOf := w.one(t, "SELECT max(as_of) FROM recommendation")[0]
	store := w.one(t, "SELECT store_id FROM recommendation WHERE as_of = {as_of:Date} AND action = 'add' GROUP BY store_id ORDER BY count() DESC, store_id LIMIT 1", "as_of", asOf)[0]
	t.Run("filter", func(t *testing.T) { w.filtered(t, b, asOf, store) })
	t.Run("bulk", func(t *testing.T) { w.inBulk(t, b) })
	t.Run("lock and ban", func(t *testing.T) { w.lockAndBan(t, b, store) })
	t.Run("what if", func(t *testing.T) { w.whatIf(t, b, asOf, store) })
	t.Run("compare", func(t *testing.T) { w.compared(t, b) })
	t.Run("gate", func(t *testing.T) { w.gates(t, b, asOf) })
	b.quiet(t, "merchandiser's day")
}

// filtered narrows the list by store and kind, and sorts it by what it brings.
func (w *town) filtered(t *testing.T, b *window, asOf, store string) {
	b.choose(t, "#f-store", store)
	b.choose(t, "#f-action", "add")
	b.press(t, desktop, `thead a[href*="sort=gain"]`)
	list := b.benchRows(t)
	want := w.ask(t, "SELECT product_id, gain_fen FROM recommendation WHERE as_of = {as_of:Date} AND store_id = {store:String} AND action = 'add' ORDER BY gain_fen DESC", "as_of", asOf, "store", store)
	if len(list.Rows) != len(want) || !strings.Contains(list.Total, fmt.Sprintf("共 %d 条", len(want))) {
		t.Fatalf("%d rows under %q, recommendation has %d", len(list.Rows), list.Total, len(want))
	}
	last := math.Inf(1)
	for i, row := range list.Rows {
		gain, _ := reads(t, row.Gain)
		if !strings.HasPrefix(row.Pick, store+"|") || row.Action != "add" || gain > last || !agree(t, row.Gain, math.Round(number(t, want[i][1]))/100) {
			t.Errorf("row %d: %+v, want %v", i, row, want[i])
		}
		last = gain
	}
}

// tick marks rows of the list.
func (b *window) tick(t *testing.T, picks ...string) {
	t.Helper()
	for _, pick := range picks {
		b.do(t, chromedp.Click(chromedp.CSS(fmt.Sprintf("[name=pick][value=%q]", pick))))
	}
}

// decided is what suggestion_decision holds of a row: empty, if it was taken back or never made.
func (w *town) decided(t *testing.T, pick string) string {
	t.Helper()
	store, product, _ := strings.Cut(pick, "|")
	return w.one(t, `SELECT argMax(decision, at) FROM suggestion_decision WHERE suggestion_id IN (SELECT suggestion_id FROM suggestion WHERE as_of = (SELECT max(as_of) FROM recommendation)
		AND store_id = {store:String} AND product_id = {product:String} AND startsWith(kind, 'range_'))`, "store", store, "product", product)[0]
}

// inBulk accepts three rows at once and takes one of them back.
func (w *town) inBulk(t *testing.T, b *window) {
	var picks []string
	for _, row := range b.benchRows(t).Rows {
		if !row.Settled && len(picks) < 3 {
			picks = append(picks, row.Pick)
		}
	}
	if len(picks) < 3 {
		t.Fatalf("%d rows are open, want 3", len(picks))
	}
	b.tick(t, picks...)
	b.press(t, desktop, `button[name=do][value=accept]`)
	b.shows(t, "已记下 3 处改动")
	for _, pick := range picks {
		if got := w.decided(t, pick); got != "accept" {
			t.Errorf("%s: suggestion_decision holds %q", pick, got)
		}
	}
	for _, row := range b.benchRows(t).Rows {
		if slices.Contains(picks, row.Pick) != strings.Contains(row.State, "已采纳") && !row.Settled {
			t.Errorf("the list shows %+v after %v were accepted", row, picks)
		}
	}
	b.press(t, desktop, ".done a")
	b.press(t, desktop, `#log form[action="/merchandiser/undo"] button`)
	left := 0
	for _, pick := range picks {
		if w.decided(t, pick) == "accept" {
			left++
		}
	}
	if left != 2 {
		t.Errorf("after one undo %d of 3 stand", left)
	}
	if n := w.one(t, "SELECT count() FROM change_log WHERE what = 'suggestion_decision' AND login = 'merchandiser' AND before = 'accept' AND after = '' AND at > now() - 600")[0]; n == "0" {
		t.Error("the log does not hold the undo")
	}
}

// rule is what store_range_rule holds of a product that counts.
func (w *town) rule(t *testing.T, pick string) [][]string {
	t.Helper()
	store, product, _ := strings.Cut(pick, "|")
	return w.ask(t, "SELECT kind, note, who FROM store_range_rule FINAL WHERE store_id = {store:String} AND product_id = {product:String} AND removed = 0 AND (until = '1970-01-01' OR until > today())", "store", store, "product", product)
}

// lockAndBan locks one product and bans another with a note; both survive a reload, and end again.
func (w *town) lockAndBan(t *testing.T, b *window, store string) {
	list := "/merchandiser?action=add&state=open&store=" + store
	b.visit(t, list)
	rows := b.benchRows(t).Rows
	if len(rows) < 2 {
		t.Fatalf("%d open rows", len(rows))
	}
	lock, ban := rows[len(rows)-1].Pick, rows[len(rows)-2].Pick
	b.tick(t, lock)
	b.press(t, desktop, `button[name=do][value=lock]`)
	b.visit(t, list)
	b.tick(t, ban)
	b.do(t, chromedp.SendKeys(chromedp.CSS("#a-note"), "供应商停产"))
	b.press(t, desktop, `button[name=do][value=ban]`)
	b.visit(t, "/merchandiser?action=add&store="+store)
	states := map[string]string{}
	for _, row := range b.benchRows(t).Rows {
		states[row.Pick] = row.State
	}
	if !strings.Contains(states[lock], "已锁定") || !strings.Contains(states[ban], "已禁卖") || !strings.Contains(states[ban], "供应商停产") {
		t.Errorf("after a reload the list shows %q and %q", states[lock], states[ban])
	}
	if r := w.rule(t, lock); len(r) != 1 || r[0][0] != "lock" || r[0][2] != "merchandiser" {
		t.Errorf("store_range_rule holds %v of the locked product", r)
	}
	if r := w.rule(t, ban); len(r) != 1 || r[0][0] != "ban" || r[0][1] != "供应商停产" {
		t.Errorf("store_range_rule holds %v of the banned product", r)
	}
	b.tick(t, lock, ban)
	b.press(t, desktop, `button[name=do][value=free]`)
	if r := append(w.rule(t, lock), w.rule(t, ban)...); len(r) != 0 {
		t.Errorf("rules %v still count after they were ended", r)
	}
}

// effect is what the what-if says.
type effect struct{ Net, Coverage, Margin, Waste, Products, Change string }

func (b *window) effect(t *testing.T) effect {
	t.Helper()
	return js[effect](t, b, `(() => { const [Net, Coverage, Margin, Waste, Products] = [...document.querySelectorAll("dl.before dd b")].map(e => e.innerText); return {Net, Coverage, Margin, Waste, Products, Change: document.querySelector("dl.before").parentElement.innerText} })()`)
}
