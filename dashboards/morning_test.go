package dashboards

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/words"
)

// advise adds what the nights of a chain that runs publish: the gate, advice with its ids, texts, who shares, and what became of it.
func advise(t *testing.T, h *house) {
	t.Helper()
	run(
		t, h.db,
		`INSERT INTO range_gate (as_of, store_id, periods, sold, coverage_chain, coverage_ours, decision, reason_zh, reason_en) VALUES ('2026-11-21', 's1', 4, 900, 0.51, 0.58, 'local', '按本店自己的清单：过去 4 周里它覆盖了 58% 的销量，全连锁清单 51%。', 'Your own list: it covered 58% of four weeks, the chain list 51%.')`,
		`ALTER TABLE recommendation UPDATE gain_fen = 4210, households = 18, propensity = if(action = 'test', 0.12, 1) WHERE 1 SETTINGS mutations_sync = 2`,
		`INSERT INTO suggestion (as_of, suggestion_id, kind, rank, store_id, community_id, product_id, start_hour, end_hour, people, first_day, last_day, text_zh, text_en, message_zh, message_en)
			SELECT '2026-11-21', lower(hex(sipHash64(store_id, product_id))), concat('range_', action), rank, store_id, '', product_id, 255, 255, 0, '2026-11-23', '2026-11-29', '', '', '', '' FROM recommendation WHERE action != 'keep'`,
		`INSERT INTO suggestion (as_of, suggestion_id, kind, rank, store_id, community_id, product_id, start_hour, end_hour, people, first_day, last_day, text_zh, text_en, message_zh, message_en)
			VALUES ('2026-11-21', 'aaaaaaaaaaaaaaaa', 'campaign', 1, 's1', 'c1', 'p5', 19, 22, 84, '2026-11-23', '2026-11-29', '望京花园买牛奶的人比连锁多四成', 'Wangjing buys 40% more milk', '鲜牛奶开团啦，{link}', 'Fresh milk today, {link}')`,
		`INSERT INTO user_window VALUES ('2026-11-21', 'u1', 's1', 'c1', 19, 22, 0.5, 0.38, 9), ('2026-11-21', 'u2', 's1', 'c1', 12, 15, 0.4, 0.2, 5), ('2026-11-21', 'u9', 's2', 'c3', 12, 15, 0.4, 0.2, 5)`,
		`INSERT INTO leader_score (as_of, user_id, store_id, community_id, window_days, shares, visitors, orders, new_buyers, incremental, incremental_low, incremental_high)
			SELECT '2026-11-21', concat('leader-', toString(number)), if(number < 7, 's1', 's2'), 'c1', 28, 12, 40, 20 - number, 3, 9 - number, 5, 13 FROM numbers(9)`,
		`INSERT INTO leader_reward (as_of, store_id, user_id, reward) VALUES ('2026-11-21', 's1', 'leader-0', 1500)`,
		`INSERT INTO leader_finding (as_of, kind, user_id, store_id, q, text_zh, text_en) VALUES ('2026-11-21', 'ring', 'leader-1', 's1', 0.01, '三个人互相下单', 'three people order of each other')`,
		`INSERT INTO personal_optout VALUES ('leader-2', 1, now64())`,
		`INSERT INTO suggestion_summary (day, from_day, scope, store_id, kind, advised, followed, hits, misses, voids, gain_unit, gain, text_zh, text_en) VALUES
			('2026-11-21', '2026-10-25', 'store', 's1', 'range_add', 6, 4, 3, 1, 2, 'fen', 8200, '近 28 天给了 6 条，说中 3 条。', '6 in 28 days, 3 hits.'),
			('2026-11-21', '2026-10-25', 'store', 's2', 'range_add', 9, 9, 9, 0, 0, 'fen', 99900, '别家店的话', 'of another store')`,
		`INSERT INTO suggestion_score (day, as_of, suggestion_id, kind, store_id, verdict, why, gain_unit, gain, counted, text_zh, text_en) VALUES
			('2026-11-20', '2026-11-12', 'bbbbbbbbbbbbbbbb', 'range_add', 's1', 'hit', '', 'fen', 3300, 1, '说中了：上架 7 天', 'A hit: on offer for 7 days'),
			('2026-11-20', '2026-11-12', 'cccccccccccccccc', 'push', 's1', 'void', 'not_sent', 'share', 0, 1, '期间没有看到发送，不计分。', 'Nothing was sent, so it is not scored.')`,
	)
}

// count asks for one number.
func (h *house) count(query string) (n uint64) {
	h.t.Helper()
	if _, err := h.db.GetText(context.Background(), &n, query, nil); err != nil {
		h.t.Fatal(query, err)
	}
	return n
}

const ownerDay = "store=s1&day=2026-11-22"

func TestAQuantityIsChangedAndTakenBack(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	token := b.form("/owner?" + ownerDay)
	send := func(path string, change url.Values) (int, string) {
		form := url.Values{"form": {token}, "as_of": {"2026-11-21"}, "product": {"p0"}, "quantity": {"18"}}
		for k, v := range change {
			form[k] = v
		}
		return b.post(path, form)
	}
	stands := func(want ...string) {
		t.Helper()
		_, body := b.get("/owner?" + ownerDay)
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("the page lacks %q", w)
			}
		}
	}
	for name, c := range map[string]struct {
		path   string
		change url.Values
		status int
		say    string
	}{
		"another store":  {"/owner/order?store=s2", nil, 403, ""},
		"no token":       {"/owner/order?" + ownerDay, url.Values{"form": {""}}, 403, ""},
		"half a pack":    {"/owner/order?" + ownerDay, url.Values{"quantity": {"15"}}, 422, "每件 6：请填 12 或 18"},
		"below nothing":  {"/owner/order?" + ownerDay, url.Values{"quantity": {"-6"}}, 422, "0 到 100 万"},
		"no number":      {"/owner/order?" + ownerDay, url.Values{"quantity": {"NaN"}}, 422, "0 到 100 万"},
		"beyond reason":  {"/owner/order?" + ownerDay, url.Values{"quantity": {"1e300"}}, 422, "0 到 100 万"},
		"no day":         {"/owner/order?" + ownerDay, url.Values{"as_of": {"x"}}, 400, ""},
		"no such line":   {"/owner/order?" + ownerDay, url.Values{"product": {"p0' OR 1=1 --"}}, 404, "没有这个商品"},
		"no such sheet":  {"/owner/order?" + ownerDay, url.Values{"as_of": {"2026-11-01"}}, 404, "没有这个商品"},
		"unknown store":  {"/owner/order?store=nowhere", nil, 403, ""},
		"day of another": {"/owner/order?store=s1&day=yesterday", nil, 400, ""},
	} {
		if status, body := send(c.path, c.change); status != c.status || !strings.Contains(body, c.say) {
			t.Errorf("%s: %d, want %d and %q", name, status, c.status, c.say)
		}
	}
	if n := h.count("SELECT count() FROM order_change") + h.count("SELECT count() FROM change_log"); n != 0 {
		t.Fatalf("%d rows of what was refused", n)
	}
	if status, _ := send("/owner/order?"+ownerDay, nil); status != http.StatusSeeOther {
		t.Fatalf("a good change: %d", status)
	}
	stands("改为 18（建议 12）", "恢复建议", "其中改过 1 种")
	if n := h.count("SELECT count() FROM change_log WHERE login = 'wang' AND role = 'owner' AND what = 'order_change' AND store_id = 's1' AND target = '2026-11-21 p0' AND before = '12' AND after = '18'"); n != 1 {
		t.Errorf("%d lines in the log", n)
	}
	if _, md := b.get("/owner/report.md?" + ownerDay); !strings.Contains(md, "| 18 份（建议 12） |") {
		t.Error("the report does not know of the change")
	}
	if _, list := b.get("/owner/purchase?" + ownerDay); !strings.Contains(list, "<b>18</b> 份") || !strings.Contains(list, "3 × 6") || !strings.Contains(list, "本地小油菜 500g 18 份 (3 × 6) 11月22日 到货") {
		t.Error("the purchase list does not know of the change")
	}
	h.pass(time.Second)
	if status, _ := send("/owner/order?"+ownerDay, url.Values{"quantity": {"18"}, "move": {"more"}}); status != http.StatusSeeOther { // without a script
		t.Fatalf("one pack more: %d", status)
	}
	stands("改为 24（建议 12）")
	h.pass(time.Second)
	if status, _ := send("/owner/order?"+ownerDay, url.Values{"undo": {"1"}}); status != http.StatusSeeOther {
		t.Fatalf("undo: %d", status)
	}
	if _, body := b.get("/owner?" + ownerDay); strings.Contains(body, "改为 ") {
		t.Error("the change stands after it was taken back")
	}
	if n := h.count("SELECT count() FROM change_log"); n != 3 {
		t.Errorf("%d lines in the log, want 3", n)
	}
	// When the day has come, what was ordered is what was ordered.
	run(t, h.db, `INSERT INTO fact_store (business_day, store_id, orders) VALUES ('2026-11-22', 's1', 1)`)
	if status, body := send("/owner/order?"+ownerDay, nil); status != http.StatusConflict || !strings.Contains(body, "已经在卖了") {
		t.Errorf("too late: %d", status)
	}
}

func TestChangesAreScored(t *testing.T) {
	h := open(t, true)
	// 12 advised of p0, which does not keep: 11 were wanted. Cost 6.00, margin 3.90. With 18, 7 are left instead of 1.
	run(t, h.db, `INSERT INTO order_change VALUES ('s1', '2026-11-20', 'p0', 18, 12, 'wang', now64(), ''), ('s1', '2026-11-20', 'p1', -1, 12, 'wang', now64(), ''), ('s2', '2026-11-20', 'p2', 0, 12, 'li', now64(), '')`)
	b := h.as("wang")
	_, body := b.get("/owner?" + ownerDay)
	for _, want := range []string{"近四周你改过的 1 次里，0 次比建议好，1 次不如建议，0 次一样", "多亏 ¥36.00", "¥6.00", "¥42.00"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// The sheet was renewed after the change and said 16 in the end: 12 were there of it, so 18 are 14, of which 3 are left.
	run(t, h.db, `INSERT INTO order_sheet (as_of, store_id, product_id, day, quantity, pack_size) VALUES ('2026-11-20', 's1', 'p0', '2026-11-21', 16, 6)`)
	if _, body := b.get("/owner?" + ownerDay); !strings.Contains(body, "多亏 ¥12.00") || !strings.Contains(body, "¥18.00") {
		t.Error("a renewed sheet is not scored by what it said in the end")
	}
	if _, body := h.as("boss").get("/owner?store=s2&day=2026-11-22"); strings.Contains(body, "近四周你改过的") {
		t.Error("a change without a score is scored")
	}
}

func TestTheMorningIsWhole(t *testing.T) {
	h := open(t, true)
	advise(t, h)
	for lang, wants := range map[string][]string{
		"zh": {"可推送 2 人", "最爱在 19:00–22:00 下单的有 1 人", "22 点到次日 8 点不打扰", "鲜牛奶开团啦，{link}", "望京花园买牛奶的人比连锁多四成", "谁带来了邻居", "建议奖励 ¥15.00", "先核对再发奖励：", "三个人互相下单",
			"6 条建议：说中 3 条，没说中 1 条，还不能评 2 条", "给了 6 条，能评的 4 条里说中 3 条；合计比照原来多赚 ¥82.00", "说中了：上架 7 天", "– 不计分"},
		"en": {"2 people may get a message", "Nobody is disturbed from 22:00 to 8:00", "Fresh milk today, {link}", "Who brings neighbours", "Advised reward ¥15.00", "three people order of each other",
			"6 pieces of advice in four weeks. Hits: 3, misses: 1, cannot be judged: 2.", "¥82.00 more than by going on as before", "A hit: on offer for 7 days"},
	} {
		b := h.as("wang")
		b.get("/lang?to=" + lang)
		_, page := b.get("/owner?" + ownerDay)
		var md bytes.Buffer
		if err := Report(t.Context(), h.db, &md, ReportOptions{Store: "s1", Day: morning.AddDate(0, 0, 1).Truncate(24 * time.Hour), Format: "html", Lang: words.ParseLang(lang), Now: h.site.options.Now}); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %q", lang, want)
			}
			if !strings.Contains(md.String(), want) {
				t.Errorf("%s: the report lacks %q", lang, want)
			}
		}
		for _, bad := range []string{"leader-", "别家店的话", "another store"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: the page shows %q", lang, bad)
			}
		}
		if strings.Contains(md.String(), "<form") || strings.Contains(md.String(), "<button") {
			t.Errorf("%s: a file with a form", lang)
		}
		if n := strings.Count(page, "<li><p class=\"what\"><span class=\"name\"><code>"); n != 5 {
			t.Errorf("%s: %d leaders, want 5", lang, n)
		}
	}
	// A store with nothing yet says what will come.
	_, page := h.as("boss").get("/owner?store=s3&day=2026-11-22")
	for _, want := range []string{"还没有人分享", "还没有到期的建议", "还没有选品建议", "还没有推送时段", "还没有订货建议"} {
		if !strings.Contains(page, want) {
			t.Errorf("the empty page lacks %q", want)
		}
	}
}

func TestListsForTwoPapers(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	for _, kind := range []string{"aggregation", "purchase", "products", "sorting", "delivery", "redemption"} {
		_, a4 := b.get("/owner/" + kind + "?" + ownerDay)
		_, slip := b.get("/owner/" + kind + "?" + ownerDay + "&paper=80")
		if strings.Contains(a4, "paper80") || !strings.Contains(slip, "paper80") {
			t.Errorf("%s: the paper is not chosen", kind)
		}
	}
	_, page := b.get("/owner/products?" + ownerDay)
	units := h.count("SELECT toUInt64(sum(quantity)) FROM fact_order_line WHERE store_id = 's1' AND status = 'paid' AND product_id = 'p0'")
	if units == 0 || !strings.Contains(page, "本地小油菜 500g") {
		t.Errorf("%d units of p0 are to be sorted", units)
	}
}
