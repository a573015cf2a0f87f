//go:build browser

package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// countStops numbers everything that a keyboard must reach, and notes each that gets the focus, with whether that can be seen.
const countStops = `(() => {
const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
stops.forEach((e, i) => e.dataset.stop = i);
window.stopsSeen = {};
document.addEventListener("focusin", e => { const s = getComputedStyle(e.target);
  window.stopsSeen[e.target.dataset.stop] = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 });
return stops.length })()`

// keyboard lives the owner's page without a mouse: Tab reaches everything, what has the focus can be seen, a quantity is changed.
func (w *town) keyboard(t *testing.T) {
	for _, reader := range []struct{ role, path string }{{"owner", "/owner"}, {"owner", "/owner/redemption"}, {"merchandiser", "/merchandiser/gate"}, {"manager", "/manager"}} {
		b := w.open(t, reader.role, desktop)
		b.visit(t, reader.path)
		all := js[int](t, b, countStops)
		parts := js[int](t, b, `3 * document.querySelectorAll("input[type=date]").length`) // year, month and day take the focus in turn
		b.do(t, chromedp.KeyEvent(strings.Repeat(kb.Tab, all+parts+3)))
		missed := js[[]string](t, b, `[...document.querySelectorAll("[data-stop]")].filter(e => !(e.dataset.stop in window.stopsSeen)).map(e => e.outerHTML.slice(0, 120))`)
		unseen := js[[]string](t, b, `[...document.querySelectorAll("[data-stop]")].filter(e => window.stopsSeen[e.dataset.stop] === false).map(e => e.outerHTML.slice(0, 120))`)
		for _, e := range missed {
			t.Errorf("%s: Tab does not reach %s", reader.path, e)
		}
		for _, e := range unseen {
			t.Errorf("%s: nothing shows that this has the focus: %s", reader.path, e)
		}
		if all < 10 {
			t.Errorf("%s: %d things to reach", reader.path, all)
		}
		if reader.path == "/owner" {
			w.typed(t, b)
		}
		b.quiet(t, reader.path)
	}
}

// typed changes a quantity by keys alone, after skipping the head of the page.
func (w *town) typed(t *testing.T, b *window) {
	b.visit(t, "/owner")
	b.do(t, chromedp.KeyEvent(kb.Tab))
	if at := js[string](t, b, "document.activeElement.className"); at != "skip" || js[float64](t, b, "document.activeElement.getBoundingClientRect().width") < 20 {
		t.Errorf("the first Tab leads to %q, want the link over the head of the page, which then can be seen", at)
	}
	b.do(t, chromedp.KeyEvent(kb.Enter))
	before := b.firstLine(t)
	line := fmt.Sprintf("[id=%q] ", before.ID)
	for presses := 0; !js[bool](t, b, fmt.Sprintf("document.activeElement.matches(%q)", line+"button.more")); presses++ {
		if presses > 30 {
			t.Fatalf("30 Tabs from the start of the text do not lead to + of the first line, but to %s", js[string](t, b, "document.activeElement.outerHTML"))
		}
		b.do(t, chromedp.KeyEvent(kb.Tab))
	}
	b.do(t, chromedp.KeyEvent(" "))
	if v := b.firstLine(t).Value; v != before.Value+before.Step {
		t.Errorf("the space bar on + led from %v to %v", before.Value, v)
	}
	b.do(t, chromedp.Focus(chromedp.CSS(line+"[name=quantity]")), chromedp.KeyEvent(kb.ArrowUp))
	want := before.Value + 2*before.Step
	if v := b.firstLine(t).Value; v != want {
		t.Fatalf("the arrow up in the field led to %v, want %v", v, want)
	}
	if _, err := chromedp.RunResponse(b.ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		t.Fatal(err)
	}
	b.settle(t)
	store := js[string](t, b, `new URL(document.querySelector(".day a").href).searchParams.get("store")`)
	row := w.one(t, "SELECT quantity FROM order_change FINAL WHERE store_id = {store:String} AND as_of = {as_of:Date} AND product_id = {product:String}", "store", store, "as_of", before.AsOf, "product", before.Product)
	if number(t, row[0]) != want || b.firstLine(t).Value != want {
		t.Errorf("after Enter the table holds %v and the page %v, want %v", row, b.firstLine(t).Value, want)
	}
}
