//go:build browser

package main

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// shift is a day some days on.
func shift(t *testing.T, day string, days int) string {
	t.Helper()
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return d.AddDate(0, 0, days).Format(time.DateOnly)
}

// lastClosed is the last day that is over and has facts.
func (w *town) lastClosed(t *testing.T) string {
	t.Helper()
	return w.one(t, "SELECT max(business_day) FROM fact_store WHERE business_day < {today:Date}", "today", w.today(t))[0]
}

var percent = regexp.MustCompile(`([0-9][0-9,]*(?:\.[0-9]+)?)`)

// moved says whether the words about a change are those of two figures: 比前期多 12%, or for shares 高 1.2 个百分点.
func moved(words string, now, before float64, share bool) bool {
	if math.IsNaN(now) || math.IsNaN(before) || before == 0 && !share {
		return !strings.ContainsAny(words, "▲▼")
	}
	size := math.Abs(now-before) * 100
	if !share {
		size /= before
	}
	m := percent.FindString(words)
	if m == "" { // as before
		return size < 0.05001
	}
	var said float64
	_, _ = fmt.Sscan(strings.ReplaceAll(m, ",", ""), &said)
	half := 0.05001
	if said >= 100 && !share {
		half = 0.50001
	}
	return math.Abs(said-size) <= half && strings.ContainsAny(words, "多高") == (now > before)
}

// year compares the week with a year before: of twice the sales, planted for that and taken away again.
func (w *town) year(t *testing.T, b *window) {
	to := w.lastClosed(t)
	from := shift(t, to, -6)
	for table, change := range map[string]string{
		"fact_order_line": "business_day - 364 AS business_day, 'y' || user_id AS user_id, 'y' || order_id AS order_id, amount * 2 AS amount",
		"fact_store":      "business_day - 364 AS business_day, amount * 2 AS amount",
		"fact_board":      "business_day - 364 AS business_day, amount * 2 AS amount",
	} {
		w.tell(t, fmt.Sprintf("INSERT INTO %[1]s SELECT * REPLACE(%[2]s) FROM (SELECT * FROM %[1]s WHERE business_day BETWEEN '%[3]s' AND '%[4]s')", table, change, from, to))
		defer w.tell(t, fmt.Sprintf("ALTER TABLE %s DELETE WHERE business_day BETWEEN '%s' AND '%s' SETTINGS mutations_sync = 2", table, shift(t, from, -364), shift(t, to, -364)))
	}
	b.do(t, chromedp.SetValue(chromedp.CSS("#p-vs"), "year"))
	b.press(t, desktop, "form.filters button.main")
	if at := b.where(t); !strings.Contains(at, "vs=year") {
		t.Fatalf("the choice leads to %s", at)
	}
	row := w.one(t, "SELECT sumIf(amount, business_day >= {from:Date}), sumIf(amount, business_day < {from:Date}), uniqExactIf(user_id, business_day >= {from:Date}), uniqExactIf(user_id, business_day < {from:Date}) FROM fact_order_line WHERE sold = 1 AND (business_day BETWEEN {from:Date} AND {to:Date} OR business_day BETWEEN {from:Date} - 364 AND {to:Date} - 364)",
		"from", from, "to", to)
	shown := b.figures(t)
	for i, key := range []string{"gmv", "buyers"} {
		now, before := number(t, row[2*i]), number(t, row[2*i+1])
		if f := shown[key]; before == 0 || !moved(f.Move, now, before, false) {
			t.Errorf("%s: the page says %q, a year before it was %v and is %v", key, f.Move, before, now)
		}
	}
	b.shows(t, shift(t, from, -364)[:4]+"年")
}
