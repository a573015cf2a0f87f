//go:build browser

package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// pageAudit is what can be told of a page without a person: its language and title, headings in order, texts for pictures, heads of
// tables, ids that are there once, text in a contrast of 4.5 to what lies behind it (3 for large text; WCAG 2.2 AA, 1.4.3),
// and things to press of 24 pixels or more (2.5.8; links within a text are exempt). It gives one line per finding.
const pageAudit = `(() => {
const found = [];
if (!document.documentElement.lang) found.push("no language");
if (!document.title.trim()) found.push("no title");
const heads = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter(h => h.checkVisibility());
if (heads.filter(h => h.tagName === "H1").length !== 1) found.push("headings of the first rank: " + heads.filter(h => h.tagName === "H1").length);
heads.reduce((last, h) => { const rank = Number(h.tagName[1]); if (rank > last + 1) found.push("heading jumps to " + h.tagName + ": " + h.textContent); return rank }, 0);
for (const e of document.querySelectorAll("img:not([alt])")) found.push("no text for the picture " + e.src);
for (const e of document.querySelectorAll("svg")) if (!e.closest("[aria-hidden=true]") && !e.getAttribute("aria-label") && !e.querySelector("title")) found.push("no text for a drawing in " + e.parentElement.className);
for (const e of document.querySelectorAll("canvas")) if (!e.closest("[aria-hidden=true], [aria-label]")) found.push("no text for a chart");
for (const e of document.querySelectorAll("table")) if (!e.querySelector("thead th[scope=col]")) found.push("a table without heads of columns");
const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) found.push("twice the id " + id);
for (const e of document.querySelectorAll("button, select, summary, input:not([type=hidden]), .tabs a, .four a, .bar a")) {
  const r = (e.closest("label.tick") || e).getBoundingClientRect();
  if (e.checkVisibility() && r.width > 1 && (r.width < 24 || r.height < 24)) found.push("small to press, " + Math.round(r.width) + "×" + Math.round(r.height) + ": " + e.tagName + " " + (e.innerText || e.name));
}
const dot = document.createElement("canvas").getContext("2d", { willReadFrequently: true }), known = {};
dot.canvas.width = dot.canvas.height = 1;
const rgba = (c) => known[c] || (dot.clearRect(0, 0, 1, 1), dot.fillStyle = c, dot.fillRect(0, 0, 1, 1), known[c] = [...dot.getImageData(0, 0, 1, 1).data].map((v, i) => i < 3 ? v : v / 255));
const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3])).concat(1);
const behind = (e) => { const layers = []; for (let p = e; p; p = p.parentElement) { const c = rgba(getComputedStyle(p).backgroundColor); if (c[3] > 0) layers.push(c); if (c[3] === 1) break } return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]) };
const light = (c) => { const [r, g, b] = c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b };
const seen = new Set();
const look = (e, text, color) => {
  const style = getComputedStyle(e), r = e.getBoundingClientRect(), size = parseFloat(style.fontSize);
  if (!e.checkVisibility({ visibilityProperty: true }) || r.width <= 1 || r.height <= 1 || e.matches(":disabled") || e.tagName === "OPTION" || e.closest(".hidden, script, style")) return;
  let fade = 1;
  for (let p = e; p; p = p.parentElement) fade *= parseFloat(getComputedStyle(p).opacity);
  const back = behind(e), c = rgba(color || style.color), front = over([c[0], c[1], c[2], c[3] * fade], back), a = light(front), b = light(back);
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), least = size >= 24 || size >= 18.66 && style.fontWeight >= 700 ? 3 : 4.5;
  const where = e.tagName.toLowerCase() + (e.className && e.className.baseVal === undefined ? "." + e.className : "");
  if (ratio < least && !seen.has(where)) { seen.add(where); found.push("contrast " + ratio.toFixed(2) + " of " + where + ": " + text.trim().slice(0, 30)) }
};
for (let walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), n; n = walk.nextNode();) if (n.data.trim()) look(n.parentElement, n.data);
for (const e of document.querySelectorAll("input:not([type=hidden], [type=checkbox]), select")) look(e, e.value || e.name);
return found })()`

// named are the roles of what a person works with: without a name a screen reader says "button".
var named = []string{"button", "link", "textbox", "searchbox", "spinbutton", "combobox", "listbox", "checkbox", "radio", "image", "img", "dialog", "region", "navigation", "DisclosureTriangle"}

// accessible fails for each finding on the page.
func (b *window) accessible(t *testing.T, path string, s screen) {
	t.Helper()
	times := map[string]int{}
	for _, finding := range js[[]string](t, b, pageAudit) {
		times[finding]++
	}
	things := b.tree(t)
	for _, n := range things {
		if axText(n.Name) == "" {
			times["without a name: "+axText(n.Role)]++
		}
	}
	for finding, n := range times {
		t.Errorf("%s %s: %s (%d times)", path, s.name, finding, n)
	}
	if len(things) < 3 {
		t.Errorf("%s %s: %d things to work with", path, s.name, len(things))
	}
}

func axText(v *accessibility.Value) string {
	var text string
	if v != nil {
		_ = json.Unmarshal(v.Value, &text)
	}
	return text
}

// auditAwake spoils a page in each way that the audit should see, so that silence means something.
func (b *window) auditAwake(t *testing.T) {
	t.Helper()
	_ = js[bool](t, b, `(() => { const d = document.createElement("div"); d.innerHTML = '<h5 id="main">x</h5><img src="/assets/none.svg"><table><tr><td>x</td></tr></table><p class="faint">pale</p><button class="dot"></button><h1>y</h1><svg width="9" height="9"></svg>';
		d.querySelector(".faint").style.color = "#999"; const dot = d.querySelector(".dot").style; dot.minHeight = dot.height = dot.width = "10px"; dot.padding = 0; document.querySelector("main").append(d); return true })()`)
	found := strings.Join(js[[]string](t, b, pageAudit), "\n")
	for _, want := range []string{"first rank: 2", "heading jumps to H5", "no text for the picture", "no text for a drawing", "without heads", "twice the id main", "small to press, 10×10", "contrast 2.65 of p.faint"} {
		if !strings.Contains(found, want) {
			t.Errorf("the audit does not see %q in\n%s", want, found)
		}
	}
	nameless := 0
	for _, n := range b.tree(t) {
		if axText(n.Role) == "button" && axText(n.Name) == "" {
			nameless++
		}
	}
	if nameless != 1 {
		t.Errorf("%d buttons without a name, one was made", nameless)
	}
	b.heard() // the picture is not there
}

// tree is what a screen reader is given.
func (b *window) tree(t *testing.T) (nodes []*accessibility.Node) {
	t.Helper()
	all := call(t, b, chromedp.Call[accessibility.GetFullAXTreeParams, accessibility.GetFullAXTreeResult], accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	for _, n := range all.Nodes {
		if !n.Ignored && n.Role != nil && slices.Contains(named, axText(n.Role)) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}
