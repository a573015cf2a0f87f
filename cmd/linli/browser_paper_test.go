//go:build browser

package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/xuri/excelize/v2"
)

// takeHome downloads the day in Excel and reads it as a spreadsheet would: the sheet is that of the database, the change of before in it.
func (w *town) takeHome(t *testing.T, b *window, store string) {
	asOf := b.firstLine(t).AsOf
	name, file := b.download(t, phone, `.take a[href*="report.xlsx"]`)
	if !strings.HasSuffix(name, ".xlsx") {
		t.Errorf("the file is called %q", name)
	}
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows := sheet(t, book, "每件数量")
	want := w.ask(t, `SELECT s.product_id, toFloat64(if(c.quantity >= 0 AND c.there = 1, c.quantity, s.quantity)), toFloat64(s.quantity), toFloat64(s.pack_size), s.expected, s.low, s.high, s.booked, s.on_hand, s.on_order,
		s.stake_fen / 100 FROM order_sheet AS s LEFT JOIN (SELECT product_id, quantity, 1 AS there FROM order_change FINAL WHERE store_id = {store:String} AND as_of = {as_of:Date}) AS c ON c.product_id = s.product_id
		WHERE s.store_id = {store:String} AND s.as_of = {as_of:Date}`, "store", store, "as_of", asOf)
	if len(rows) != len(want) || len(want) == 0 {
		t.Fatalf("%d lines in the file, %d in order_sheet", len(rows), len(want))
	}
	by := map[string]map[string]string{}
	for _, row := range rows {
		by[row["商品编号"]] = row
	}
	for _, line := range want {
		got := by[line[0]]
		for i, column := range []string{"订", "建议", "每件数量", "预计需求", "区间下限", "区间上限", "已预订", "库存", "在途", "涉及金额（元）"} {
			text, there := got[column]
			if !there {
				t.Fatalf("no column %q; there are %v", column, got)
			}
			if v := number(t, text); math.Abs(v-number(t, line[i+1])) > 0.005 {
				t.Errorf("%s, %s: %v in the file, %s in ClickHouse", line[0], column, v, line[i+1])
			}
		}
	}
}

// sheet reads the sheet of a book that has a column: a row is its cells by their heads.
func sheet(t *testing.T, book *excelize.File, head string) []map[string]string {
	t.Helper()
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) == 0 || !strings.Contains("|"+strings.Join(rows[0], "|")+"|", "|"+head+"|") {
			continue
		}
		var all []map[string]string
		for _, row := range rows[1:] {
			cells := map[string]string{}
			for i, cell := range row {
				cells[rows[0][i]] = cell
			}
			all = append(all, cells)
		}
		return all
	}
	t.Fatalf("no sheet with %q among %v", head, book.GetSheetList())
	return nil
}

// money writes fen as pages do: ¥1,234.50.
func money(fen float64) string {
	text := fmt.Sprintf("%.2f", fen/100)
	for i := len(text) - 6; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return "¥" + text
}

// printed looks at the page as paper does: what is for the screen only is gone, and a PDF comes out.
func (b *window) printed(t *testing.T) {
	for _, path := range []string{"/owner", "/owner/sorting", "/owner/sorting?paper=80", "/owner/purchase"} {
		b.visit(t, path)
		b.do(t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error { return media(ctx, target, "print") }))
		left := js[string](t, b, `[...document.querySelectorAll("header, header *, nav.tabs, form, button, .noprint")].filter(e => e.checkVisibility()).map(e => e.tagName + "." + e.className).join(" ")`)
		if left != "" {
			t.Errorf("%s: printed although it is for the screen: %s", path, left)
		}
		if said := js[int](t, b, "document.querySelector('main').innerText.length"); said < 40 {
			t.Errorf("%s: %d characters are left on paper", path, said)
		}
		pdf := get(t, b, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
		if !bytes.HasPrefix(pdf, []byte("%PDF-")) || len(pdf) < 5000 {
			t.Errorf("%s: %d bytes of PDF", path, len(pdf))
		}
		// 80 mm are 227 points
		if narrow := bytes.Contains(pdf, []byte("/MediaBox [0 0 22")); narrow != strings.Contains(path, "paper=80") {
			t.Errorf("%s: printed on narrow paper: %v", path, narrow)
		}
		b.do(t, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error { return media(ctx, target, "") }))
	}
}

// others knocks at doors that are not the owner's.
func (w *town) others(t *testing.T, b *window, store string) {
	other := w.one(t, "SELECT store_id, name FROM store FINAL WHERE store_id != {store:String} LIMIT 1", "store", store)
	day := time.Now().UTC().Format(time.DateOnly)
	for _, path := range []string{"/owner?store=" + other[0], "/owner/sorting?store=" + other[0], "/owner/redemption?day=" + day + "&store=" + other[0], "/merchandiser", "/manager", "/jobs"} {
		if status := b.visit(t, path); status != http.StatusForbidden {
			t.Errorf("%s: %d", path, status)
		}
		if js[bool](t, b, fmt.Sprintf("document.documentElement.innerHTML.includes(%q)", other[1])) {
			t.Errorf("%s names the other store", path)
		}
	}
	for _, n := range b.heard() { // the browser notes each refusal; anything else is noise
		if !strings.Contains(n, "403") {
			t.Error(n)
		}
	}
}
