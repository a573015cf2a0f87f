//go:build browser

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What a page may weigh and take; the limits are those of the product's promise, time with slack for the machines that run tests.
const (
	mostBytes = 300_000
	paintIn   = 1500. // ms, at a quarter of the speed
	slack     = 3
)

// weight is what a page costs a reader who has never been here.
type weight struct {
	bytes, requests float64
	paint, slow     float64 // ms to the first contentful paint at a quarter of the CPU; the same on slow 4G
}

// everyPage walks the site in each role on a phone: what it weighs, when something stands on it, whether everybody can use it.
func (w *town) everyPage(t *testing.T) {
	seen := map[string]bool{}
	for _, reader := range []struct{ role, start string }{{"", "/signin"}, {"owner", "/owner"}, {"merchandiser", "/merchandiser"}, {"manager", "/manager"}} {
		b := w.open(t, reader.role, phone)
		call(t, b, chromedp.Call[network.SetCacheDisabledParams, emptyResult], network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
		if reader.role == "" {
			w.lookAt(t, b, reader.start, "visitor")
			b.auditAwake(t)
			continue
		}
		var paths []string
		b.walk(t, reader.start, seen, func(path string) {
			w.lookAt(t, b, path, reader.role)
			paths = append(paths, path)
		})
		b.english(t, paths)
	}
	for _, page := range []string{"/owner", "/owner/aggregation", "/owner/purchase", "/owner/products", "/owner/sorting", "/owner/delivery", "/owner/redemption", "/password", "/merchandiser", "/merchandiser/gate", "/merchandiser/compare",
		"/merchandiser/communities", "/merchandiser/community", "/merchandiser/alike", "/merchandiser/forecast", "/merchandiser/whatif", "/merchandiser/rules", "/manager", "/manager wall", "/manager customers", "/manager goods", "/manager results", "/jobs", "/guide"} {
		if !seen[page] {
			t.Errorf("no link leads to %s", page)
		}
	}
	var table strings.Builder
	for _, path := range slices.SortedFunc(maps.Keys(w.weighs), func(a, c string) int { return int(w.weighs[c].bytes - w.weighs[a].bytes) }) {
		p := w.weighs[path]
		fmt.Fprintf(&table, "%-34s %6.1f kB %3.0f requests  %5.0f ms  %5.0f ms\n", path, p.bytes/1000, p.requests, p.paint, p.slow)
	}
	t.Logf("%d pages from cold: bytes over the wire, first contentful paint at a quarter of the CPU, the same on slow 4G (150 ms, 1.6 Mbit/s)\n%s", len(w.weighs), table.String())
}

// lookAt opens a page from cold at a quarter of the CPU, then at leisure on both sizes.
func (w *town) lookAt(t *testing.T, b *window, path, role string) {
	t.Helper()
	b.heard()
	name := pageOf(path)
	if name == "" {
		name = path
	}
	b.throttle(t, 4)
	var p weight
	for range 2 { // a busy machine is slow once
		b.mu.Lock()
		clear(b.bytes)
		b.mu.Unlock()
		if status := b.visit(t, path); status != 200 {
			t.Errorf("%s: %d", path, status)
			b.throttle(t, 1)
			return
		}
		if p.paint = b.paint(t); p.paint < paintIn {
			break
		}
	}
	b.mu.Lock()
	p.bytes, p.requests = b.bytes["all"], b.bytes["requests"]
	b.mu.Unlock()
	b.network(t, 150, 1.6e6/8, 750e3/8)
	get(t, b, chromedp.NavigateResponse(b.base+path))
	p.slow = b.paint(t)
	b.network(t, 0, -1, -1)
	b.throttle(t, 1)
	w.weighs[name] = p
	if p.bytes > mostBytes || p.bytes == 0 {
		t.Errorf("%s: %.0f bytes over the wire, at most %d are allowed", path, p.bytes, mostBytes)
	}
	if p.paint > paintIn*slack {
		t.Errorf("%s: first contentful paint after %.0f ms", path, p.paint)
	}
	b.settle(t)
	for _, s := range []screen{phone, desktop} {
		b.size(t, s)
		b.fits(t)
		b.accessible(t, name, s)
		b.keep(t, role+"-"+s.name+strings.NewReplacer("/", "-", " ", "-").Replace(name))
	}
	b.size(t, phone)
	b.quiet(t, path)
}

// english opens pages in the other language, whose words are longer: they fit, and what is pressed or heads a column is English.
func (b *window) english(t *testing.T, paths []string) {
	t.Helper()
	b.visit(t, "/lang?to=en&back=/password")
	for _, path := range paths {
		b.visit(t, path)
		b.fits(t)
		if lang := js[string](t, b, "document.documentElement.lang"); lang != "en" {
			t.Errorf("%s: language %q", path, lang)
		}
		for _, text := range js[[]string](t, b, `[...new Set([...document.querySelectorAll("button, summary, legend, dt, caption, thead th:not(:has(a))")].map(e => { const c = e.cloneNode(true); c.querySelectorAll("[lang]").forEach(o => o.remove()); return c.textContent }).filter(s => /[\u4e00-\u9fff]/.test(s)))]`) {
			t.Errorf("%s: Chinese on the English page: %q", path, text)
		}
	}
	b.visit(t, "/lang?to=zh&back=/password")
}
