//go:build browser

package main

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// sent says that a text was sent: whom it went to is written down, once; and takes it back.
func (w *town) sent(t *testing.T, b *window, store string) {
	const form = `form[action^="/owner/push"]`
	b.visit(t, "/owner")
	id := js[string](t, b, fmt.Sprintf("document.querySelector(%q)?.elements.message.value || ''", form+":not(:has([name=undo]))"))
	if id == "" {
		t.Fatal("no text to send")
	}
	people := func() [2]float64 {
		row := w.one(t, "SELECT count(), uniqExact(user_id) FROM push_sent FINAL WHERE store_id = {store:String} AND message_id = {id:String}", "store", store, "id", id)
		return [2]float64{number(t, row[0]), number(t, row[1])}
	}
	of := fmt.Sprintf("%s:has([name=message][value=%q]) ", form, id)
	b.press(t, phone, of+"button")
	n := people()
	log := w.one(t, "SELECT login, after FROM change_log WHERE what = 'push_sent' AND store_id = {store:String} AND target = {id:String} ORDER BY at DESC LIMIT 1", "store", store, "id", id)
	if n[0] == 0 || n[0] != n[1] || log[0] != "owner" || number(t, log[1]) != n[0] {
		t.Errorf("push_sent holds %v rows and people, the log says %v", n, log)
	}
	if out := w.one(t, `SELECT count() FROM push_sent FINAL WHERE message_id = {id:String} AND user_id IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)`, "id", id)[0]; out != "0" {
		t.Errorf("%s people were counted who opted out", out)
	}
	b.press(t, phone, of+"button")
	if n := people(); n[0] != 0 {
		t.Errorf("%v rows are left of what was taken back", n)
	}
}

// lists takes each list of the evening home and holds its forms against each other; the totals are those of the order lines.
func (w *town) lists(t *testing.T, b *window, store string) {
	totals := map[string]float64{}
	for _, kind := range []string{"aggregation", "purchase", "products", "sorting", "delivery", "redemption"} {
		b.visit(t, "/owner/"+kind)
		var first sheetOf
		for _, format := range []string{"csv", "xlsx"} {
			name, content := b.download(t, phone, fmt.Sprintf(`a[href^="/owner/%s.%s"]`, kind, format))
			got := opened(t, format, content)
			if first.heads == nil {
				first = got
			}
			first.agrees(t, name, got)
		}
		for i, head := range first.heads {
			for _, row := range first.rows {
				if head == "数量" && row[i] != "" {
					totals[kind] += number(t, row[i])
				}
			}
		}
	}
	day := js[string](t, b, `new URL(document.querySelector('a[href*=".csv"]').href).searchParams.get("day")`)
	want := w.one(t, `SELECT sum(toFloat64(quantity)) FROM fact_order_line WHERE store_id = {store:String} AND status IN ('placed', 'paid') AND business_day BETWEEN {day:Date} - 13 AND {day:Date}
		AND (pickup_date = '1970-01-01' OR pickup_date >= {day:Date})`, "store", store, "day", day)
	for _, kind := range []string{"aggregation", "products"} {
		if got := totals[kind]; math.Abs(got-number(t, want[0])) > 1e-6 {
			t.Errorf("%s: %v units in the file, %s in the order lines", kind, got, want[0])
		}
	}
}

// settled adds the settlement up again, to the fen: the orders as the events tell them, the file order by order, the page.
func (w *town) settled(t *testing.T, b *window, store string) {
	b.visit(t, "/owner")
	b.press(t, phone, `a[href^="/owner/settlement"]`)
	day := js[string](t, b, `new URL(document.querySelector('a[href*="settlement.csv"]').href).searchParams.get("day")`)
	var net, orders float64
	for _, s := range w.sales(t) {
		if s.day == day && s.store == store && s.sold {
			net += float64(s.fen)
			orders++
		}
	}
	rate := number(t, w.one(t, "SELECT commission_rate FROM store FINAL WHERE store_id = {store:String}", "store", store)[0])
	due := math.Floor(net*rate + 0.5)
	text := js[string](t, b, "document.querySelector('.sums').innerText")
	for what, fen := range map[string]float64{"net": net, "commission": due} {
		if net == 0 || !strings.Contains(text, money(fen)) {
			t.Errorf("the %s of the raw events is %s; the page says\n%s", what, money(fen), text)
		}
	}
	for _, format := range []string{"csv", "xlsx"} {
		_, content := b.download(t, phone, fmt.Sprintf(`a[href^="/owner/settlement.%s"]`, format))
		file := opened(t, format, content)
		sums := map[string]float64{}
		for _, row := range file.rows {
			if row[0] == "合计" || row[1] == "" { // below stands how it is rounded
				continue
			}
			for i, head := range file.heads {
				if strings.HasPrefix(head, "净销售") || strings.HasPrefix(head, "佣金") {
					sums[string([]rune(head)[:2])] += math.Round(number(t, row[i]) * 100)
				}
			}
		}
		if sums["净销"] != net || sums["佣金"] != due {
			t.Errorf("the orders in the %s add up to %v, want net %v and commission %v", format, sums, net, due)
		}
	}
	b.visit(t, "/owner")
}
