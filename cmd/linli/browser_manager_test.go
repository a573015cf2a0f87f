//go:build browser

package main

import (
	"math"
	"strings"
	"testing"
)

// managersDay is the morning of the management: is it working, against what, and where not?
func (w *town) managersDay(t *testing.T) {
	b := w.open(t, "manager", desktop)
	b.visit(t, "/manager")
	b.shows(t, "经营总览", "GMV", "复购率", "预测误差")
	b.fits(t)
	t.Run("week", func(t *testing.T) { w.week(t, b) })
	t.Run("year", func(t *testing.T) { w.year(t, b) })
	t.Run("drill", func(t *testing.T) { w.drill(t, b) })
	t.Run("wall", func(t *testing.T) { w.wall(t, b) })
	t.Run("jobs", func(t *testing.T) { b.runNow(t) })
	b.quiet(t, "manager's day")
}

// boardFigure is one of the board's: what it says, how it moved.
type boardFigure struct{ Value, Move, Foot string }

// figures are those of the page, by their key in the guide.
func (b *window) figures(t *testing.T) map[string]boardFigure {
	t.Helper()
	return js[map[string]boardFigure](t, b, `Object.fromEntries([...document.querySelectorAll(".figure")].map(f => [f.querySelector("a").hash.slice(1), {Value: f.querySelector("b").innerText, Move: f.querySelector(".move").innerText, Foot: f.querySelector(".foot").innerText}]))`)
}

// week compares seven days with those before; each figure is counted again, of the raw events where they have it.
func (w *town) week(t *testing.T, b *window) {
	b.press(t, desktop, `.presets a[href*="days=7"]`)
	to := w.lastClosed(t)
	from := shift(t, to, -6)
	all := w.sales(t)
	now, before := spellOf(all, from, to), spellOf(all, shift(t, from, -7), shift(t, to, -7))
	if now.orders < 100 || before.orders < 10 {
		t.Fatalf("too few orders to compare: %+v and %+v", now, before)
	}
	want := map[string][2]float64{
		"gmv": {now.gmv, before.gmv}, "orders": {now.orders, before.orders}, "aov": {now.gmv / now.orders, before.gmv / before.orders}, "buyers": {now.buyers, before.buyers},
		"newbuyers": {now.newbuyers, before.newbuyers}, "returning": {now.buyers - now.newbuyers, before.buyers - before.newbuyers},
		"repurchase": {now.repeatDays / now.buyerDays, before.repeatDays / before.buyerDays}, "aftersale": {now.refunded / now.orders, before.refunded / before.orders},
	}
	for key, pair := range w.others7(t, from, to) {
		want[key] = pair
	}
	shown := b.figures(t)
	for key, pair := range want {
		f, there := shown[key]
		if !there {
			t.Errorf("%s is not on the page, there are %v", key, shown)
			continue
		}
		if !agree(t, f.Value, pair[0]) {
			t.Errorf("%s: the page says %s, counted again %v", key, f.Value, pair[0])
		}
		if !moved(f.Move, pair[0], pair[1], strings.Contains(f.Value, "%")) {
			t.Errorf("%s: the page says %q, counted again from %v to %v", key, f.Move, pair[1], pair[0])
		}
	}
	if len(shown) != len(want)+1 { // the viral coefficient is a model's; its test stands there
		t.Errorf("%d figures on the page, %d counted again", len(shown), len(want))
	}
}

// others7 are the figures that rest on goods, shares, forecasts and advice, counted by hand for the week and the one before.
func (w *town) others7(t *testing.T, from, to string) map[string][2]float64 {
	t.Helper()
	all := map[string][2]float64{}
	for i, days := range [][2]string{{from, to}, {shift(t, from, -7), shift(t, to, -7)}} {
		for key, statement := range map[string]string{
			"conversion": "SELECT sum(buyers) / sum(visitors) FROM fact_share WHERE business_day BETWEEN {from:Date} AND {to:Date}",
			"waste": `SELECT (SELECT sum(toFloat64(quantity) * unit_cost) FROM stock FINAL WHERE kind = 'waste' AND business_day BETWEEN {from:Date} AND {to:Date})
				/ (SELECT sum(amount) FROM fact_order_line WHERE sold = 1 AND business_day BETWEEN {from:Date} AND {to:Date})`,
			"stockout": `SELECT sum(rate * active) / sum(active) FROM (SELECT avg(stockout) AS rate, countIf(quantity > 0) AS active FROM fact_demand
				WHERE business_day BETWEEN {from:Date} AND {to:Date} GROUP BY business_day, store_id)`,
			"sellthrough": `SELECT sum(least(r.units, d.units)) / sum(r.units) FROM (SELECT store_id, product_id, sum(toFloat64(quantity)) AS units FROM stock FINAL WHERE kind = 'receipt' AND business_day BETWEEN {from:Date} AND {to:Date}
				GROUP BY ALL HAVING units > 0) AS r LEFT JOIN (SELECT store_id, product_id, sum(quantity) AS units FROM fact_demand WHERE business_day BETWEEN {from:Date} AND {to:Date} GROUP BY ALL) AS d USING (store_id, product_id)`,
			"activerange": `SELECT uniqExactIf((store_id, product_id), sold) / uniqExact(store_id, product_id) FROM (
				SELECT store_id, product_id, true AS sold FROM fact_demand WHERE quantity > 0 AND business_day BETWEEN {from:Date} AND {to:Date}
				UNION ALL SELECT store_id, product_id, false FROM click WHERE action IN ('impression', 'view') AND product_id != '' AND business_day BETWEEN {from:Date} AND {to:Date}
				UNION ALL SELECT store_id, product_id, false FROM stock FINAL WHERE kind = 'receipt' AND business_day BETWEEN {from:Date} AND {to:Date})`,
			"wape":   "SELECT sum(abs(actual - q50)) / sum(actual) FROM forecast_score WHERE horizon = 1 AND stockout = 0 AND day BETWEEN {from:Date} AND {to:Date}",
			"bias":   "SELECT sum(mean - actual) / sum(actual) FROM forecast_score WHERE horizon = 1 AND stockout = 0 AND day BETWEEN {from:Date} AND {to:Date}",
			"advice": "SELECT countIf(verdict = 'hit') / countIf(verdict != 'void') FROM suggestion_score WHERE counted AND day <= (SELECT max(day) FROM suggestion_score WHERE day <= {to:Date}) AND day > (SELECT max(day) FROM suggestion_score WHERE day <= {to:Date}) - 28",
		} {
			text := w.one(t, statement, "from", days[0], "to", days[1])[0]
			v := math.NaN()
			if text != "nan" && text != "" && text != "ᴺᵁᴸᴸ" {
				v = number(t, text)
			}
			pair := all[key]
			pair[i] = v
			all[key] = pair
		}
	}
	return all
}
