package dashboards

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestAdviceIsAcceptedOrDeclined(t *testing.T) {
	h := open(t, true)
	advise(t, h)
	b := h.as("wang")
	_, page := b.get("/owner?" + ownerDay)
	for _, want := range []string{"按本店自己的清单", "店里一周约多赚 ¥42.10", "四周多服务约 18 户", "这是试卖"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	token := b.form("/owner?" + ownerDay)
	var mine, theirs string
	for store, id := range map[string]*string{"s1": &mine, "s2": &theirs} {
		if _, err := h.db.GetText(t.Context(), id, "SELECT suggestion_id FROM suggestion WHERE store_id = '"+store+"' AND kind = 'range_add' ORDER BY rank LIMIT 1", nil); err != nil {
			t.Fatal(err)
		}
	}
	send := func(path, id string, decision ...string) (int, string) {
		return b.post(path, url.Values{"form": {token}, "suggestion": {id}, "decision": decision, "note": {"<b>试试</b>"}})
	}
	at := "/owner/advice?" + ownerDay
	for name, c := range map[string]struct {
		path, id string
		decision []string
		want     int
	}{
		"another store's page":   {"/owner/advice?store=s2", theirs, []string{"accept"}, 403},
		"another store's advice": {at, theirs, []string{"accept"}, 404},
		"no such advice":         {at, "0000", []string{"accept"}, 404},
		"not of the range":       {at, "aaaaaaaaaaaaaaaa", []string{"accept"}, 404},
		"no such decision":       {at, mine, []string{"perhaps"}, 422},
		"no decision":            {at, mine, nil, 422},
	} {
		if status, _ := send(c.path, c.id, c.decision...); status != c.want {
			t.Errorf("%s: %d, want %d", name, status, c.want)
		}
	}
	if n := h.count("SELECT count() FROM suggestion_decision") + h.count("SELECT count() FROM change_log"); n != 0 {
		t.Fatalf("%d rows of what was refused", n)
	}
	for i, c := range []struct{ decision, say string }{{"accept", "✓ 已采纳"}, {"decline", "✗ 没有采纳"}} {
		h.pass(time.Second)
		if status, _ := send(at, mine, c.decision); status != http.StatusSeeOther {
			t.Fatalf("%s: %d", c.decision, status)
		}
		_, page := b.get("/owner?" + ownerDay)
		if !strings.Contains(page, c.say) || !strings.Contains(page, "&lt;b&gt;试试") || strings.Contains(page, "<b>试试") {
			t.Errorf("%s is not shown", c.decision)
		}
		if n := h.count("SELECT count() FROM change_log WHERE what = 'suggestion_decision' AND login = 'wang' AND endsWith(target, '" + mine + "')"); n != uint64(i)+1 {
			t.Errorf("%d lines in the log", n)
		}
	}
	h.pass(time.Second)
	if status, _ := send(at, mine, ""); status != http.StatusSeeOther {
		t.Fatalf("undo: %d", status)
	}
	if _, page := b.get("/owner?" + ownerDay); strings.Contains(page, "没有采纳<") {
		t.Error("a decision stands after it was taken back")
	}
	run(t, h.db, `INSERT INTO fact_store (business_day, store_id, orders) VALUES ('2026-11-30', 's1', 1)`)
	h.pass(10 * 24 * time.Hour)
	b = h.as("wang")
	token = b.form("/owner?" + ownerDay)
	if status, _ := send(at, mine, "accept"); status != http.StatusConflict {
		t.Errorf("whoever knows the outcome decided: %d", status)
	}
}

func TestPickupsAreTicked(t *testing.T) {
	h := open(t, true)
	run(t, h.db, `INSERT INTO fact_order_line SELECT * REPLACE ('s1' AS store_id, concat('w', order_id) AS order_id) FROM fact_order_line WHERE status = 'ready'`)
	b := h.as("wang")
	at := "/owner/pickup?" + ownerDay
	list := "/owner/redemption?" + ownerDay
	_, page := b.get(list)
	before := strings.Count(page, ">已取走</button>")
	if before == 0 || !strings.Contains(page, "过了自提日还没来取") || !strings.Contains(page, "订单尾号") {
		t.Fatalf("%d orders wait", before)
	}
	run(t, h.db, `INSERT INTO fact_order_line SELECT * REPLACE (2 AS line, if(product_id = 'p0', 'p1', 'p0') AS product_id, toDecimal64(3.5, 3) AS quantity) FROM fact_order_line WHERE store_id = 's1' AND status = 'ready' LIMIT 1`)
	for path, want := range map[string]string{list: `<p class="why">[^<]+ × [0-9.]+ [份斤]、[^<]+ × 3\.5 [份斤]</p>`, "/owner/redemption.csv?" + ownerDay: ` × [0-9] [份斤]、[^,;×]+ × 3\.5 [份斤]`} {
		if _, body := b.get(path); !regexp.MustCompile(want).MatchString(body) {
			t.Errorf("%s does not list what is in the order of two lines", path)
		}
	}
	var mine, theirs, done string
	for query, id := range map[string]*string{"store_id = 's1' AND status = 'ready'": &mine, "store_id = 's2' AND status IN ('ready', 'paid')": &theirs, "store_id = 's1' AND status = 'picked_up'": &done} {
		if _, err := h.db.GetText(t.Context(), id, "SELECT order_id FROM fact_order_line WHERE "+query+" ORDER BY order_id LIMIT 1", nil); err != nil {
			t.Fatal(err)
		}
	}
	token := b.form(list)
	send := func(path, order, undo string) int {
		status, _ := b.post(path, url.Values{"form": {token}, "order": {order}, "undo": {undo}})
		return status
	}
	for name, c := range map[string]struct {
		path, order string
		want        int
	}{"another store": {"/owner/pickup?store=s2", theirs, 403}, "another store's order": {at, theirs, 404}, "none": {at, "", 404}, "fetched before": {at, done, 404}, "attack": {at, "' OR 1=1 --", 404}} {
		if got := send(c.path, c.order, ""); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if n := h.count("SELECT count() FROM pickup_check") + h.count("SELECT count() FROM change_log"); n != 0 {
		t.Fatalf("%d rows of what was refused", n)
	}
	for range 2 { // the second press changes nothing
		if got := send(at, mine, ""); got != http.StatusSeeOther {
			t.Fatalf("tick: %d", got)
		}
	}
	if n := h.count("SELECT count() FROM change_log WHERE what = 'pickup_check' AND target = '" + mine + "'"); n != 1 {
		t.Errorf("%d lines in the log", n)
	}
	_, page = b.get(list)
	if got := strings.Count(page, ">已取走</button>"); got != before-1 || !strings.Contains(page, "wang 在 2026年11月22日 07:00 点了核销") {
		t.Errorf("%d orders wait, want %d", got, before-1)
	}
	h.pass(time.Second)
	if got := send(at, mine, "1"); got != http.StatusSeeOther {
		t.Fatalf("undo: %d", got)
	}
	if _, page = b.get(list); strings.Count(page, ">已取走</button>") != before {
		t.Error("the tick stands after it was taken back")
	}
	if n := h.count("SELECT uniqExact(status) FROM fact_order_line WHERE order_id = '" + mine + "' AND status != 'ready'"); n != 0 {
		t.Error("a page changed a fact")
	}
}
