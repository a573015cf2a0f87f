package dashboards

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// benchPages are the pages of the merchandiser's bench.
var benchPages = []string{
	"/merchandiser", "/merchandiser?state=lock&gate=local&sort=gain&all=1", "/merchandiser/whatif?store=s1", "/merchandiser/whatif?store=s1&ban=p0&lock=p11&slots=-1",
	"/merchandiser/gate", "/merchandiser/gate?decision=chain&sort=gain", "/merchandiser/compare", "/merchandiser/compare?store=s2&store=s1", "/merchandiser/communities", "/merchandiser/communities?store=s1",
	"/merchandiser/community?id=c1", "/merchandiser/community?id=c4", "/merchandiser/alike?store=s1", "/merchandiser/alike?store=s1&category=fruit&price=19.90", "/merchandiser/alike?price=dear",
	"/merchandiser/forecast", "/merchandiser/forecast?store=s1&days=7&horizon=1&category=fruit", "/merchandiser/rules", "/part/affinity",
}

// bench adds to the small world what the nightly runs publish for the bench.
func bench(t *testing.T, h *house) {
	t.Helper()
	run(t, h.db,
		`INSERT INTO range_gate SELECT '2026-11-21', ['s1','s2'][number+1], 7, 48, 9042, 0.848, 0.876, 0.862 - number * 0.02, ['local','chain'][number+1], 9, 8, 0.35, 100, 0.94, 0.92, 50000, 48000, 2000, 3000, '过去 7 周里盖住更多', 'covered more in 7 weeks', '', '', 'd' FROM numbers(2)`,
		`INSERT INTO range_candidate SELECT '2026-11-21', 's1', number + 1, concat('p', toString(number)), ['vegetable','fruit','vegetable','fruit','dairy','dairy','dairy','fruit','vegetable','dairy','service','fruit'][number+1], 'ambient',
			multiIf(number < 7, 'keep', number = 7, 'add', number = 8, 'test', number = 9, 'drop', 'next'), number = 2, 0, 20 - number, 30 - number, 4000 - number * 300, 100 + number * 10, 1500 - number * 120, 12 - number, 40 FROM numbers(12)`,
		`INSERT INTO suggestion (as_of, suggestion_id, subject, kind, rank, store_id, product_id, first_day, last_day) SELECT '2026-11-21', concat('sg', toString(number)), number, concat('range_', ['add','test','drop','keep'][number % 4 + 1]), 1, if(number < 12, 's1', 's2'), concat('p', toString(number % 12)), '2026-11-22', '2026-11-28' FROM numbers(24) WHERE number % 4 < 3`,
		`INSERT INTO community_target SELECT '2026-11-21', ['c1','c2','c3'][number+1], ['s1','s1','s2'][number+1], number + 1, number + 1, if(number = 1, -1, 0.6), 900, 200, 30, 0.22, 0.19, 0.25, 0.24, 40, 28, 55, 800, 700, 900, 32000, 22000, 44000, ['','no_coordinates','no_margin'][number+1], '理由', 'reason' FROM numbers(3)`,
		`INSERT INTO community_pool SELECT '2026-11-21', ['c1','c2',''][number+1], 's1', 900, 150, 90, 30, 20, 10, 140, 95, 20, 15, 10 FROM numbers(3)`,
		`INSERT INTO community_pool_flow VALUES ('2026-11-21','c1','s1','active','dormant',12), ('2026-11-21','c1','s1','new','active',22)`,
		`INSERT INTO store_catchment SELECT '2026-11-21', 's1', number * 2 + 3, 1, 10, 5400, 1136, 336, 0.296, 0.27, 0.32, 1, 0, 0 FROM numbers(2)`,
		`INSERT INTO store_churn VALUES ('2026-11-21','','all',1725,160,0.093,0.093,0,0,0,0,1725,'应来 1725 位','1725 were due'), ('2026-11-21','','refund',575,80,0.14,0.07,0.07,0.02,0.12,40,993,'退过款的 14% 没来','14% of those refunded')`,
		`INSERT INTO community_insight VALUES ('2026-11-21','c1','s1',1,'affinity','fruit',1.8,1.5,2.1,62,'这里买水果的人多','many buy fruit here')`,
		`INSERT INTO community_hour SELECT '2026-11-21', 'c1', number + 1, arrayMap(h -> toUInt32(h), range(24)), arrayMap(h -> toUInt64(h), range(24)), arrayMap(h -> h / 1932., range(24)), arrayMap(h -> 1 / 168., range(24)), 900 FROM numbers(7)`,
		`INSERT INTO community_price_band SELECT '2026-11-21', 'c1', if(number < 4, '', 'fruit'), number % 4 + 1, 100, 900, 110, 50, 9000, 0.25, 0.2, 0.3, 0.24, 0.25, 0.2, 0.3, 0.24 FROM numbers(7)`,
		`INSERT INTO community_household VALUES ('2026-11-21','c1','s1','other','labels',0.4,0.3,0.5,110,90,130,200,60), ('2026-11-21','c1','s1','dairy','index',0,0,0,182,150,215,200,60)`,
		`INSERT INTO order_change VALUES ('s1','2026-11-20','p0',14,10,'wang',now64(),''), ('s1','2026-11-20','p2',-1,12,'wang',now64(),'')`,
		`INSERT INTO product_partner VALUES ('2026-11-21','p3',1,'p1',33,50,1.8)`,
	)
}

// TestWhatIfFitsAPhone: its table becomes cards where a row does not fit.
func TestWhatIfFitsAPhone(t *testing.T) {
	h := open(t, true)
	bench(t, h)
	body := h.as("range").has("/merchandiser/whatif?store=s1", `<div class="wide"><table class="stack picks">`)
	if strings.Count(body, "<td") == 0 || strings.Count(body, "<td") != strings.Count(body, "<td class=\"n\" data-label=")+strings.Count(body, "<td data-label=") {
		t.Error("a cell of a card has no label")
	}
}

// TestTheBenchIsWhole: every page, in both languages, with data and without.
func TestTheBenchIsWhole(t *testing.T) {
	for _, filled := range []bool{true, false} {
		h := open(t, filled)
		if filled {
			bench(t, h)
		}
		b := h.as("range")
		for _, lang := range []string{"zh", "en"} {
			b.get("/lang?to=" + lang)
			for _, path := range benchPages {
				status, body := b.get(path)
				if want := http.StatusOK; status != want && (filled || !strings.Contains(path, "store=s") && !strings.Contains(path, "id=")) {
					t.Errorf("filled %v, %s %s: %d", filled, lang, path, status)
				}
				for _, sign := range []string{"<no value>", "%!", "NaN", "ZgotmplZ", `role="alert"`, ">?", " style=", "<script>alert", "<img src=x"} {
					if i := strings.Index(body, sign); i >= 0 && status == http.StatusOK {
						t.Errorf("filled %v, %s %s contains %q: …%s…", filled, lang, path, sign, body[max(0, i-80):min(len(body), i+80)])
					}
				}
			}
		}
		if strings.Contains(h.log.String(), "level=ERROR") {
			t.Errorf("filled %v: %s", filled, h.log)
		}
	}
}

func TestTheBenchSaysWhatTheTablesSay(t *testing.T) {
	h := open(t, true)
	bench(t, h)
	b := h.as("range")
	for path, wants := range map[string][]string{
		"/merchandiser/gate":              {"1 家用本店清单，共 2 家", "84.8%", "9,042 行订单，7 周", "过去 7 周里盖住更多", "&#43;¥30.00"},
		"/merchandiser/communities":       {"望京花园", "28–55", "四周 −5", "1 个小区没有坐标", "确有差别", "&#43;2% 到 &#43;12%"},
		"/merchandiser/community?id=c1":   {"这里买水果的人多", "182<small>150–215"},
		"/merchandiser/community?id=c4":   {"不足 20 位买家"},
		"/merchandiser/forecast?store=s1": {"改了 1 行", "水果", "提前 1 天"},
		"/part/affinity":                  {"/merchandiser/community?id=c1", "&lt;20"},
		"/merchandiser/alike?store=s1":    {"顶得上"},
	} {
		_, body := b.get(path)
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s lacks %q", path, want)
			}
		}
	}
	// p0 of the 20th: advised 12, ordered 4 more than the sheet, demand 11: 1 too many became 5, both at cost (6.00) as it does not keep.
	if _, body := b.get("/merchandiser/forecast?store=s1"); !strings.Contains(body, "−¥24.00") || !strings.Contains(body, "¥30.00") {
		t.Error("the override's cost is not there")
	}
}

// TestWhatIfByHand takes the range apart without SQL: which products stand, and the margin with what goes to the like.
func TestWhatIfByHand(t *testing.T) {
	h := open(t, true)
	bench(t, h)
	type candidate struct {
		Turn     uint16  `ch:"turn"`
		ID       string  `ch:"id"`
		Category string  `ch:"category"`
		State    string  `ch:"state"`
		Locked   uint8   `ch:"locked"`
		Banned   uint8   `ch:"banned"`
		Orders   float64 `ch:"orders"`
		Value    float64 `ch:"value_fen"`
		Waste    float64 `ch:"waste_fen"`
		Total    float64 `ch:"category_orders"`
	}
	var all []candidate
	if err := h.db.SelectText(t.Context(), &all, "SELECT turn, toString(product_id) AS id, toString(category) AS category, toString(state) AS state, locked, banned, orders, value_fen, waste_fen, category_orders FROM range_candidate WHERE store_id = 's1' ORDER BY turn", nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lock, ban []string
		slots     int
	}{{nil, []string{"p0"}, 0}, {[]string{"p11"}, []string{"p1", "p3"}, -2}, {[]string{"p9", "p10"}, nil, 3}} {
		var stand, rest []candidate
		places := c.slots
		for _, x := range all {
			want, refuse := slices.Contains(c.lock, x.ID), slices.Contains(c.ban, x.ID)
			if x.State == "keep" || x.State == "add" {
				places++
			}
			if may := !refuse && (x.State != "drop" && x.State != "test" || want); !may {
				continue
			}
			if (x.Locked == 1 || want) && !refuse {
				stand = append(stand, x)
			} else {
				rest = append(rest, x)
			}
		}
		for len(stand) < places && len(rest) > 0 {
			stand, rest = append(stand, rest[0]), rest[1:]
		}
		orders, value, waste := map[string]float64{}, map[string]float64{}, 0.
		for _, x := range stand {
			orders[x.Category] += x.Orders
			value[x.Category] += x.Value
			waste += x.Waste
		}
		margin := 0.
		for category, v := range value {
			margin += v * (1 + 0.35*(1-orders[category]/40))
		}
		q := url.Values{"store": {"s1"}, "lock": c.lock, "ban": c.ban, "slots": {fmt.Sprint(c.slots)}}
		status, body := h.as("range").get("/merchandiser/whatif?" + q.Encode())
		for _, want := range []string{"¥" + money(margin), "¥" + money(waste), "¥" + money(margin-waste), fmt.Sprintf("<b>%d</b>", len(stand))} {
			if status != http.StatusOK || !strings.Contains(body, want) {
				t.Errorf("%+v: %d, lacks %s", c, status, want)
			}
		}
	}
}

func money(fen float64) string {
	s := fmt.Sprintf("%.2f", math.Round(fen)/100)
	if n := len(s) - 6; n > 0 {
		s = s[:n] + "," + s[n:]
	}
	return s
}

func TestDecidingOnTheList(t *testing.T) {
	h := open(t, true)
	bench(t, h)
	b := h.as("range")
	form := func(do string, picks ...string) url.Values {
		return url.Values{"form": {b.form("/merchandiser")}, "as_of": {"2026-11-21"}, "do": {do}, "pick": picks, "note": {"试一试"}, "back": {"/merchandiser?store=s1"}}
	}
	nothing := func(why string) {
		t.Helper()
		if n := h.count("SELECT count() FROM change_log") + h.count("SELECT count() FROM store_range_rule") + h.count("SELECT count() FROM suggestion_decision"); n != 0 {
			t.Fatalf("%s: %d rows were written", why, n)
		}
	}
	// Refused: no token, the wrong role, what nobody understands.
	bad := form("accept", "s1|p0")
	bad.Del("form")
	for _, path := range []string{"/merchandiser/decide", "/merchandiser/rule", "/merchandiser/undo"} {
		if status, _ := b.post(path, bad); status != http.StatusForbidden {
			t.Errorf("%s without its token: %d", path, status)
		}
	}
	wang := h.as("wang")
	owned := form("ban", "s1|p0")
	owned.Set("form", wang.form("/owner"))
	if status, _ := wang.post("/merchandiser/decide", owned); status != http.StatusForbidden {
		t.Errorf("an owner decides for the chain: %d", status)
	}
	for name, f := range map[string]url.Values{
		"no rows": form("accept"), "unknown doing": form("drop table", "s1|p0"), "unknown product": form("ban", "s1|nothing", "|", "s9|p0"), "injection": form("ban", "s1|p0') OR 1=1 --"),
		"many": form("ban", make([]string, 301)...), "yesterday": func() url.Values { f := form("lock", "s1|p0"); f.Set("until", "2026-11-21"); return f }(),
		"no day": func() url.Values { f := form("lock", "s1|p0"); f.Set("as_of", "x"); return f }(),
	} {
		if status, body := b.post("/merchandiser/decide", f); status != http.StatusBadRequest || !strings.Contains(body, "role=\"alert\"") {
			t.Errorf("%s: %d", name, status)
		}
	}
	nothing("after refusals")

	// Three rows at once; to keep a product is nothing to decide on.
	if status, _ := b.post("/merchandiser/decide", form("accept", "s1|p0", "s1|p1", "s1|p3")); status != http.StatusSeeOther {
		t.Fatalf("accept: %d\n%s", status, h.log)
	}
	if n := h.count("SELECT count() FROM suggestion_decision FINAL WHERE decision = 'accept' AND suggestion_id IN ('sg0','sg1') AND who = 'range' AND note = '试一试'"); n != 2 {
		t.Errorf("%d accepted", n)
	}
	if n := h.count("SELECT count() FROM change_log WHERE what = 'suggestion_decision' AND login = 'range' AND role = 'merchandiser' AND store_id = 's1' AND before = '' AND after = 'accept'"); n != 2 {
		t.Errorf("%d in the log", n)
	}
	if _, body := b.get("/merchandiser?state=accept"); !strings.Contains(body, "共 2 条") || !strings.Contains(body, "range: 试一试") {
		t.Error("who decided is not on the list")
	}
	b.post("/merchandiser/decide", form("accept", "s1|p0")) // again: nothing changes
	if n := h.count("SELECT count() FROM change_log"); n != 2 {
		t.Errorf("the same again made %d rows", n)
	}

	// A ban takes the place of a lock; the undo brings it back.
	h.pass(time.Minute)
	b.post("/merchandiser/decide", form("lock", "s1|p2"))
	h.pass(time.Minute)
	b.post("/merchandiser/decide", form("ban", "s1|p2"))
	holds := func(kind string) uint64 {
		return h.count("SELECT count() FROM store_range_rule FINAL WHERE kind = '" + kind + "' AND store_id = 's1' AND product_id = 'p2' AND NOT removed AND until = '1970-01-01'")
	}
	if holds("lock") != 0 || holds("ban") != 1 {
		t.Errorf("lock %d, ban %d", holds("lock"), holds("ban"))
	}
	undo := func(where string) int {
		t.Helper()
		var row struct {
			At     int64  `ch:"at"`
			Target string `ch:"target"`
			Store  string `ch:"store_id"`
		}
		if found, err := h.db.GetText(t.Context(), &row, "SELECT toUnixTimestamp64Milli(at) AS at, target, store_id FROM change_log WHERE "+where+" ORDER BY at LIMIT 1", nil); err != nil || !found {
			t.Fatal(where, err)
		}
		status, _ := b.post("/merchandiser/undo", url.Values{"form": {b.form("/merchandiser/rules")}, "at": {fmt.Sprint(row.At)}, "login": {"range"}, "store": {row.Store}, "target": {row.Target}, "back": {"//evil.example/"}})
		return status
	}
	h.pass(time.Minute)
	if status := undo("what = 'range_rule' AND before = ''"); status != http.StatusConflict { // the lock has been ended since
		t.Errorf("undo of what was changed again: %d", status)
	}
	if status := undo("what = 'range_rule' AND after LIKE '%\"ban\"%'"); status != http.StatusSeeOther || holds("ban") != 0 {
		t.Errorf("undo of the ban: %d, %d", status, holds("ban"))
	}
	h.pass(time.Minute)
	if status := undo("what = 'range_rule' AND before LIKE '%\"lock\"%' AND after = ''"); status != http.StatusSeeOther || holds("lock") != 1 {
		t.Errorf("undo of the lock's end: %d, %d", status, holds("lock"))
	}
	if status := undo("what = 'suggestion_decision' AND endsWith(target, ' sg0')"); status != http.StatusSeeOther {
		t.Errorf("undo of a decision: %d", status)
	}
	if n := h.count("SELECT count() FROM suggestion_decision FINAL WHERE decision = 'accept'"); n != 1 {
		t.Errorf("%d are still accepted", n)
	}
	_, body := b.get("/merchandiser/rules")
	if strings.Count(body, "/merchandiser/undo") != int(h.count("SELECT count() FROM change_log")) || !strings.Contains(body, "锁定") {
		t.Error("the log does not show every change")
	}
}

func TestRulesForm(t *testing.T) {
	h := open(t, true)
	bench(t, h)
	b := h.as("boss")
	token := b.form("/merchandiser/rules")
	f := func(pairs ...string) url.Values {
		v := url.Values{"form": {token}, "back": {"/merchandiser/rules"}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	for _, bad := range []url.Values{
		f("kind", "price", "product", "p1"), f("kind", "lock"), f("kind", "lock", "product", "p99"), f("kind", "lock", "category", "fruit"), f("kind", "ban", "product", "p1", "category", "fruit"), f("kind", "ban", "category", "nothing"),
		f("kind", "quota", "category", "fruit", "low", "5", "high", "2"), f("kind", "quota", "category", "fruit", "low", "1.5"), f("kind", "slots", "high", "-1"), f("kind", "slots", "high", "NaN"), f("kind", "floor", "low", "100"), f("kind", "floor", "low", "x"),
		f("kind", "slots", "high", "9", "store", "s9"), f("kind", "slots", "high", "9", "storage", "oven"), f("kind", "slots", "high", "9", "until", "soon"),
	} {
		if status, body := b.post("/merchandiser/rule", bad); status != http.StatusBadRequest || strings.Count(body, `role="alert"`) != 1 {
			t.Errorf("%v: %d", bad, status)
		}
	}
	if n := h.count("SELECT count() FROM store_range_rule") + h.count("SELECT count() FROM change_log"); n != 0 {
		t.Fatalf("bad rules wrote %d rows", n)
	}
	for i, good := range []url.Values{
		f("kind", "ban", "category", "fruit", "store", "s1", "until", "2026-12-31", "note", "<b>缺货</b>"), f("kind", "quota", "category", "dairy", "low", "2", "high", "6"), f("kind", "slots", "high", "40", "storage", "chilled"), f("kind", "floor", "low", "12.5"), f("kind", "lock", "product", "Yunnan blueberries"), // by its name
	} {
		h.pass(time.Second)
		if status, _ := b.post("/merchandiser/rule", good); status != http.StatusSeeOther {
			t.Errorf("%v: %d\n%s", good, status, h.log)
		}
		if n := h.count("SELECT count() FROM change_log WHERE what = 'range_rule' AND login = 'boss' AND role = 'manager' AND before = '' AND after != ''"); n != uint64(i)+1 {
			t.Errorf("%v: %d rows in the log", good, n)
		}
	}
	if n := h.count("SELECT count() FROM store_range_rule FINAL WHERE kind = 'floor' AND low = 0.125 AND store_id = '' AND since = '2026-11-22'"); n != 1 {
		t.Error("the margin floor is not a share")
	}
	_, body := b.get("/merchandiser/rules")
	for _, want := range []string{"2–6 品", "40 个位置", "12.5%", "至 12月31日", "&lt;b&gt;缺货", "云南蓝莓"} {
		if !strings.Contains(body, want) {
			t.Errorf("the rules lack %q", want)
		}
	}
	// Ended on the day it was made it never counted; after that it ends with the day.
	h.pass(time.Second)
	b.post("/merchandiser/rule", f("kind", "lock", "product", "p1", "end", "1"))
	h.pass(48 * time.Hour)
	b = h.as("boss")
	token = b.form("/merchandiser/rules")
	b.post("/merchandiser/rule", f("kind", "slots", "storage", "chilled", "end", "1"))
	if n := h.count("SELECT countIf(kind = 'lock' AND removed = 1) + 10 * countIf(kind = 'slots' AND removed = 0 AND until = '2026-11-24') FROM store_range_rule FINAL"); n != 11 {
		t.Errorf("ended rules: %d", n)
	}
}

// TestHostileFilters: what the bench's own parameters are given does no harm and changes no answer.
func TestHostileFilters(t *testing.T) {
	h := open(t, true)
	bench(t, h)
	b := h.as("boss")
	for n, path := range []string{"/merchandiser", "/merchandiser/whatif", "/merchandiser/gate", "/merchandiser/compare", "/merchandiser/community", "/merchandiser/alike", "/merchandiser/forecast", "/merchandiser/rules"} {
		for i, attack := range attacks {
			if (i+n)%3 != 0 { // every page a third of them, every attack on a third of the pages: a second instead of many
				continue
			}
			q := url.Values{}
			for _, p := range []string{"gate", "state", "all", "lock", "ban", "slots", "decision", "sort", "id", "category", "price", "days", "horizon", "done", "same", "page"} {
				q.Set(p, attack)
			}
			check(t, h, b, path+"?"+q.Encode(), attack)
		}
	}
	if status, _ := b.get("/merchandiser/whatif?store=nowhere"); status != http.StatusNotFound {
		t.Errorf("a store that is not there: %d", status)
	}
	if strings.Contains(h.log.String(), "level=ERROR") {
		t.Errorf("an attack reached what it should not:\n%s", h.log)
	}
}
