//go:build browser

package main

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// files takes blocks of the board out in all formats, opens them again and holds them against each other and the page.
func (w *town) files(t *testing.T) {
	b := w.open(t, "manager", desktop)
	for address, parts := range map[string][]string{"/manager?days=7": {"figures", "trend", "drill", "hours"}, "/manager?days=7&view=customers": {"funnel", "shares"}, "/manager?days=7&view=goods": {"forecast"}} {
		for _, part := range parts {
			t.Run(part, func(t *testing.T) {
				b.visit(t, address) // for each block: Chromium lets ten files come from a page, and then waits
				var first sheetOf
				for _, format := range []string{"csv", "xlsx", "parquet", "json"} {
					name, content := b.download(t, desktop, fmt.Sprintf(`#%s a[download][href*="format=%s"]`, part, format))
					got := opened(t, format, content)
					if !strings.HasPrefix(name, "linli-"+part) || !strings.HasSuffix(name, "."+format) || len(got.rows) == 0 {
						t.Fatalf("%s has %d rows", name, len(got.rows))
					}
					if first.heads == nil {
						first = got
					}
					first.agrees(t, name, got)
				}
				if part != "figures" {
					b.showsRows(t, part, first)
				}
			})
		}
	}
	b.visit(t, "/merchandiser")
	total := js[string](t, b, `document.querySelector(".take").innerText`)
	for _, format := range []string{"csv", "xlsx"} {
		_, content := b.download(t, desktop, fmt.Sprintf(`.take a[href*="recommendations.%s"]`, format))
		if n := len(opened(t, format, content).rows); !strings.Contains(total, fmt.Sprintf("共 %d 条", n)) {
			t.Errorf("recommendations.%s has %d rows, the page says %s", format, n, total)
		}
	}
	b.quiet(t, "files")
}

// agrees checks that another format has the same heads and cells.
func (s sheetOf) agrees(t *testing.T, name string, other sheetOf) {
	t.Helper()
	if strings.Join(s.heads, "|") != strings.Join(other.heads, "|") || len(s.rows) != len(other.rows) {
		t.Fatalf("%s: heads %v and %d rows, want %v and %d", name, other.heads, len(other.rows), s.heads, len(s.rows))
	}
	for i, row := range s.rows {
		for k, cell := range row {
			if !same(cell, other.rows[i][k]) {
				t.Errorf("%s: row %d, %s: %q, want %q", name, i+1, s.heads[k], other.rows[i][k], cell)
			}
		}
	}
}

// showsRows checks that the page shows what the file holds. Columns for files only are not on the page; days are written otherwise.
func (b *window) showsRows(t *testing.T, part string, s sheetOf) {
	t.Helper()
	heads := js[[]string](t, b, fmt.Sprintf(`[...document.querySelectorAll("#%s thead th")].map(e => e.textContent.trim())`, part))
	rows := js[[][]string](t, b, fmt.Sprintf(`[...document.querySelectorAll("#%s tbody tr")].map(tr => [...tr.children].map(e => (e.querySelector("a") || e).firstChild?.textContent.trim() || ""))`, part))
	if len(rows) != len(s.rows) {
		t.Fatalf("%s: %d rows on the page, %d in the file", part, len(rows), len(s.rows))
	}
	compared := 0
	for k, head := range heads {
		from := -1
		for i, h := range s.heads {
			if h == head {
				from = i
			}
		}
		if from < 0 {
			t.Errorf("%s: the column %q is not in the file, whose are %v", part, head, s.heads)
			continue
		}
		for i, row := range rows {
			want, err := strconv.ParseFloat(s.rows[i][from], 64)
			switch on := row[k]; {
			case err == nil && strings.ContainsAny(on, "多少平可"): // a change in words
				if !moved(on, 1+want, 1, false) {
					t.Errorf("%s: row %d, %s: %q on the page, %v in the file", part, i+1, head, on, want)
				}
			case err == nil:
				if !agree(t, on, want) {
					t.Errorf("%s: row %d, %s: %q on the page, %v in the file", part, i+1, head, on, want)
				}
			case s.rows[i][from] == "":
				if on != "" && on != "–" && on != "前期没有可比数据" {
					t.Errorf("%s: row %d, %s: %q on the page, nothing in the file", part, i+1, head, on)
				}
			case strings.Count(s.rows[i][from], "-") != 2 && on != s.rows[i][from]:
				t.Errorf("%s: row %d, %s: %q on the page, %q in the file", part, i+1, head, on, s.rows[i][from])
			}
			compared++
		}
	}
	if compared == 0 {
		t.Errorf("%s: nothing was compared", part)
	}
}
