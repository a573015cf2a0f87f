//go:build browser

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// ownersDay is the store owner's, on a phone, in Chinese: read, order, decide, hand out, take the sheet home.
func (w *town) ownersDay(t *testing.T) {
	b := w.open(t, "owner", phone)
	b.visit(t, "/owner")
	b.shows(t, "今天订多少", "今天的单子", "换点什么卖", "几点推送", "昨天准不准", "结算", "截单")
	b.fits(t)
	store := js[string](t, b, `new URL(document.querySelector(".day a").href).searchParams.get("store")`)
	t.Run("order", func(t *testing.T) { w.orderMore(t, b, store) })
	t.Run("advice", func(t *testing.T) { w.decide(t, b) })
	t.Run("pickup", func(t *testing.T) { w.handOut(t, b, store) })
	t.Run("sheet", func(t *testing.T) { w.takeHome(t, b, store) })
	t.Run("push", func(t *testing.T) { w.sent(t, b, store) })
	t.Run("lists", func(t *testing.T) { w.lists(t, b, store) })
	t.Run("settlement", func(t *testing.T) { w.settled(t, b, store) })
	t.Run("print", func(t *testing.T) { b.printed(t) })
	t.Run("walls", func(t *testing.T) { w.others(t, b, store) })
	b.visit(t, "/lang?to=en&back=/owner")
	b.shows(t, "What to order", "Settlement")
	b.visit(t, "/lang?to=zh&back=/owner")
	b.quiet(t, "owner's day")
}

// sheetLine is a line of the sheet as the page holds it.
type sheetLine struct {
	ID, Product, AsOf string
	Value, Step, Big  float64
}

func (b *window) firstLine(t *testing.T) sheetLine {
	t.Helper()
	return js[sheetLine](t, b, `(() => { const li = document.querySelector("li.order:has(form.step)"), f = li.querySelector("form.step").elements;
		return {ID: li.id, Product: f.product.value, AsOf: f.as_of.value, Value: Number(f.quantity.value), Step: Number(f.quantity.step),
			Big: Number(li.querySelector(".much b").textContent.replaceAll(",", ""))} })()`)
}

// orderMore adds a pack to the line with the most money at stake; a reload, the table and the log say so.
func (w *town) orderMore(t *testing.T, b *window, store string) {
	before := b.firstLine(t)
	line := fmt.Sprintf("[id=%q] ", before.ID)
	if js[bool](t, b, `document.querySelector("form.step .save").checkVisibility()`) {
		t.Error("the button that keeps a change is there before there is one")
	}
	b.do(t, chromedp.Tap(chromedp.CSS(line+".more")))
	if v := b.firstLine(t); v.Value != before.Value+before.Step {
		t.Fatalf("+ led from %v to %v, a pack is %v", before.Value, v.Value, before.Step)
	}
	b.press(t, phone, line+".save")
	b.visit(t, "/owner") // as tomorrow's phone would: nothing is kept in the page
	want := before.Value + before.Step
	if v := b.firstLine(t); v.Product != before.Product || v.Value != want || v.Big != want {
		t.Errorf("after a reload %+v, want %v", v, want)
	}
	b.shows(t, "改为")
	row := w.one(t, "SELECT quantity, advised, who FROM order_change FINAL WHERE store_id = {store:String} AND as_of = {as_of:Date} AND product_id = {product:String}",
		"store", store, "as_of", before.AsOf, "product", before.Product)
	advised := w.one(t, "SELECT toFloat64(quantity) FROM order_sheet WHERE store_id = {store:String} AND as_of = {as_of:Date} AND product_id = {product:String}",
		"store", store, "as_of", before.AsOf, "product", before.Product)
	if number(t, row[0]) != want || number(t, row[1]) != number(t, advised[0]) || row[2] != "owner" {
		t.Errorf("order_change holds %v, want %v by the owner; the sheet advises %v", row, want, advised)
	}
	log := w.one(t, "SELECT login, role, before, after FROM change_log WHERE what = 'order_change' AND store_id = {store:String} AND target LIKE concat('% ', {product:String}) ORDER BY at DESC LIMIT 1",
		"store", store, "product", before.Product)
	if log[0] != "owner" || log[1] != "owner" || number(t, log[2]) != before.Value || number(t, log[3]) != want {
		t.Errorf("change_log says %v, want from %v to %v", log, before.Value, want)
	}
}

// decide accepts one card of advice and declines another.
func (w *town) decide(t *testing.T, b *window) {
	for decision, mark := range map[string]string{"accept": "已采纳", "decline": "没有采纳"} {
		button := fmt.Sprintf(`#advice form.decide button[value=%q]`, decision)
		id := js[string](t, b, fmt.Sprintf(`document.querySelector(%q).form.elements.suggestion.value`, button))
		b.press(t, phone, button)
		b.visit(t, "/owner")
		card := js[string](t, b, fmt.Sprintf(`[...document.querySelectorAll("#advice li.card")].find(c => c.querySelector("[name=suggestion]")?.value === %q)?.innerText || ""`, id))
		if !strings.Contains(card, mark) {
			t.Errorf("after %s the card says %q, want %s", decision, card, mark)
		}
		row := w.one(t, "SELECT decision, who FROM suggestion_decision FINAL WHERE suggestion_id = {id:String}", "id", id)
		if row[0] != decision || row[1] != "owner" {
			t.Errorf("suggestion_decision holds %v, want %s", row, decision)
		}
		log := w.one(t, "SELECT login, after FROM change_log WHERE what = 'suggestion_decision' AND endsWith(target, {id:String}) ORDER BY at DESC LIMIT 1", "id", id)
		if log[0] != "owner" || log[1] != decision {
			t.Errorf("change_log says %v", log)
		}
	}
}

// handOut ticks off the first order that waits at the counter.
func (w *town) handOut(t *testing.T, b *window, store string) {
	b.press(t, phone, `nav.four a[href^="/owner/redemption"]`)
	const open = "#waiting li:not(.ticked) form button"
	count := fmt.Sprintf("document.querySelectorAll(%q).length", open)
	if js[int](t, b, count) == 0 {
		t.Fatalf("nothing waits to be picked up at %s", b.where(t))
	}
	before := js[int](t, b, count)
	order := js[string](t, b, fmt.Sprintf("document.querySelector(%q).form.elements.order.value", open))
	b.press(t, phone, open)
	if now := js[int](t, b, count); now != before-1 {
		t.Errorf("%d orders wait after one of %d was ticked off", now, before)
	}
	ticked := js[bool](t, b, fmt.Sprintf(`[...document.querySelectorAll("#waiting li.ticked")].some(li => li.querySelector("[name=order]").value === %q)`, order))
	row := w.one(t, "SELECT who, undone FROM pickup_check FINAL WHERE store_id = {store:String} AND order_id = {order:String}", "store", store, "order", order)
	if !ticked || row[0] != "owner" || row[1] != "0" {
		t.Errorf("order %s: ticked on the page %v, pickup_check %v", order, ticked, row)
	}
	b.visit(t, "/owner")
}
