package dashboards

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/api"
	"github.com/linli-project/linli/dashboards/words"
)

// TestEveryChangeIsLogged: accounts, passwords, keys, runs and sign-outs stand in the log with who, what, before and after; secrets do not.
func TestEveryChangeIsLogged(t *testing.T) {
	h := open(t, true)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	logged := func(where string) uint64 { return h.count("SELECT count() FROM change_log WHERE " + where) }
	must(AddAccount(t.Context(), h.db, Account{Login: "li", Role: RoleOwner, Stores: []string{"s1", "s2"}}, ""))
	must(AddAccount(t.Context(), h.db, Account{Login: "li", Role: RoleOwner, Stores: []string{"s1", "s2"}}, "")) // the same again changes nothing
	time.Sleep(2 * time.Millisecond)
	must(AddAccount(t.Context(), h.db, Account{Login: "li", Role: RoleManager}, "a secret of eleven"))
	time.Sleep(2 * time.Millisecond)
	must(DisableAccount(t.Context(), h.db, "li", true))
	must(DisableAccount(t.Context(), h.db, "li", true))
	key, err := api.AddKey(t.Context(), h.db, "boss", "grafana", 48*time.Hour)
	must(err)
	must(api.RevokeKey(t.Context(), h.db, strings.Split(key, "_")[1]))
	must(api.RevokeKey(t.Context(), h.db, strings.Split(key, "_")[1]))
	b := h.as("boss")
	token := b.form("/jobs")
	b.post("/jobs/run", url.Values{"form": {token}, "job": {"forecast"}, "day": {"2026-11-21"}})
	if status, _ := b.post("/password", url.Values{"form": {token}, "old": {password}, "fresh": {"quite another one"}, "again": {"quite another one"}}); status != http.StatusSeeOther {
		t.Fatalf("new password: %d", status)
	}
	b.post("/signout", url.Values{"form": {b.form("/jobs")}})
	for where, want := range map[string]uint64{
		"what = 'account' AND login = 'console' AND target = 'li' AND before = '' AND after = 'open owner link s1,s2'":    1,
		"what = 'account' AND target = 'li' AND before = 'open owner link s1,s2' AND after = 'open manager password'":     1,
		"what = 'account' AND target = 'li' AND before = 'open manager password' AND after = 'disabled manager password'": 1,
		"what = 'account' AND target = 'li'":                                                                                              3,
		"what = 'password' AND target = 'li' AND login = 'console'":                                                                       1,
		"what = 'password' AND target = 'boss' AND login = 'boss' AND role = 'manager'":                                                   1,
		"what = 'api_key' AND endsWith(target, ' boss') AND note = 'grafana' AND before = '' AND startsWith(after, 'open until 20')":      1,
		"what = 'api_key' AND before = 'open' AND after = 'revoked'":                                                                      1,
		"what = 'job_request' AND login = 'boss' AND target = 'forecast' AND after = '2026-11-21'":                                        1,
		"what = 'signout' AND login = 'boss'":                                                                                             1,
		"position(concat(target, before, after, note), 'secret of eleven') + position(concat(target, before, after, note), 'argon2') > 0": 0,
	} {
		if n := logged(where); n != want {
			t.Errorf("%d rows, want %d, where %s", n, want, where)
		}
	}
	if n := logged("position(concat(target, before, after, note), '" + key[len(key)-10:] + "') > 0"); n != 0 {
		t.Error("a key stands in the log")
	}
	h.pass(3 * time.Second)
	b = h.as("boss")
	for lang, words := range map[string][]string{
		"zh": {"改动记录", "可登录 · 店主 · 用链接 · s1、s2", "已停用 · 管理层 · 用密码", "服务器命令行", "已作废", "销量预测", "11月21日 的数据", "退出登录"},
		"en": {"Log of changes", "open · owner · by link · s1, s2", "disabled · management · by password", "command line", "revoked", "figures of 21 Nov", "Signed out"},
	} {
		b.get("/lang?to=" + lang)
		_, body := b.get("/manager/changes")
		for _, w := range words {
			if !strings.Contains(body, w) {
				t.Errorf("%s: the log lacks %q", lang, w)
			}
		}
	}
}

// TestTheLogIsFilteredAndTakenOut: by kind, person, store, day and words; and the file holds the rows of the page.
func TestTheLogIsFilteredAndTakenOut(t *testing.T) {
	h := open(t, true)
	run(t, h.db, `INSERT INTO change_log SELECT toDateTime64('2026-11-20 15:59:59', 3, 'UTC') + toIntervalSecond(intDiv(number, 2)), ['wang','range'][number % 2 + 1], ['owner','merchandiser'][number % 2 + 1],
		['order_change','range_rule'][number % 2 + 1], ['s1','s2'][number % 2 + 1], if(number % 2 = 0, '2026-11-21 p4', 'p5'), '12', if(number % 2 = 0, toString(13 + number), '{"kind":"ban","product":"p5","who":"range","since":"2026-11-20"}'), if(number = 6, 'Nachbarn', '') FROM numbers(240)`)
	b := h.as("boss")
	rows := func(query string) int {
		t.Helper()
		status, body := b.get("/manager/changes/export?format=csv&" + query)
		all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
		if status != 200 || err != nil {
			t.Fatalf("%s: %d %v", query, status, err)
		}
		return len(all) - 1
	}
	for query, want := range map[string]int{
		"": 240, "login=wang": 120, "what=range_rule": 120, "store=s2": 120, "store=s1&what=range_rule": 0, "q=nachbarn": 1, "q=五常大米": 120, "q=Fresh+milk": 120, "q=nowhere": 0,
		"to=2026-11-20": 2, "from=2026-11-21": 238, "from=2026-11-22": 0, "what=nothing": 240, "from=yesterday": 240, "login=wang'--": 0,
	} {
		if n := rows(query); n != want {
			t.Errorf("%q: %d rows, want %d", query, n, want)
		}
	}
	_, first := b.get("/manager/changes?login=wang")
	_, second := b.get("/manager/changes?login=wang&page=2")
	if n, m := strings.Count(first, `<th scope="row">`), strings.Count(second, `<th scope="row">`); n != 100 || m != 20 {
		t.Errorf("%d and %d rows on two pages", n, m)
	}
	if !strings.Contains(first, "改动 120 条 · 涉及 1 人") || !strings.Contains(first, "五常大米 5kg（11月21日 的订货单）") || !strings.Contains(first, "login=wang&amp;page=2") {
		t.Error("the first page lacks its count, its names or its way on")
	}
	for _, format := range []string{"xlsx", "parquet", "json"} {
		if status, body := b.get("/manager/changes/export?format=" + format); status != 200 || len(body) < 500 {
			t.Errorf("%s: %d, %d bytes", format, status, len(body))
		}
	}
	if status, _ := b.get("/manager/changes/export?format=exe"); status != http.StatusNotFound {
		t.Errorf("an unknown format: %d", status)
	}
}

// TestCompareWithManyStores: a search and pages of boxes, and the choice goes along.
func TestCompareWithManyStores(t *testing.T) {
	h := open(t, true)
	run(t, h.db, `INSERT INTO store SELECT concat('m', leftPad(toString(number), 3, '0')), concat('分店', toString(number), '号'), 'Asia/Shanghai', if(number < 10, '苏州', '无锡'), 31, 120, '2024-01-01', 22, '', 0.1, now64() FROM numbers(300)`)
	b := h.as("range")
	boxes := func(body string) int { return strings.Count(body, `type="checkbox" name="store"`) }
	_, body := b.get("/merchandiser/compare")
	if boxes(body) != 24 || strings.Contains(body, " checked") || !strings.Contains(body, "第 1 / 13 页") {
		t.Errorf("%d boxes at first", boxes(body))
	}
	_, body = b.get("/merchandiser/compare?q=" + url.QueryEscape("苏州") + "&store=m200&store=s1")
	if boxes(body) != 12 || strings.Count(body, " checked") != 2 || !strings.Contains(body, "找到 10 家") {
		t.Errorf("%d boxes, %d ticked after a search", boxes(body), strings.Count(body, " checked"))
	}
	for _, name := range []string{"分店200号", "望京花园店"} {
		if strings.Count(body, name) < 2 { // to tick, and compared
			t.Errorf("%s is not compared", name)
		}
	}
	_, body = b.get("/merchandiser/compare?page=13&store=m001")
	if boxes(body) != 1+(302-12*24) || !strings.Contains(body, `value="m001" checked`) {
		t.Errorf("%d boxes on the last page", boxes(body))
	}
	query := ""
	for i := range 6 {
		query += fmt.Sprintf("&store=m%03d", i)
	}
	if _, body = b.get("/merchandiser/compare?x=1" + query); !strings.Contains(body, "只能并排看四家") || strings.Count(body, " checked") != 6 {
		t.Error("six stores were chosen and nothing is said")
	}
	if _, body = b.get("/merchandiser/compare?store=nowhere&store=m002&page=999"); strings.Count(body, " checked") != 1 {
		t.Error("an unknown store among the chosen")
	}
}

// TestAccuracyWithManyStores: the store that misses most money first, fifty on a page, none left out.
func TestAccuracyWithManyStores(t *testing.T) {
	h := open(t, true)
	run(t, h.db, `TRUNCATE TABLE forecast_accuracy`,
		`INSERT INTO forecast_accuracy (day, store_id, category, horizon, days, sold_out, actual, missed, naive_missed, bias, pinball, in50, in90)
			SELECT '2026-11-21', concat('m', leftPad(toString(number), 3, '0')), if(number = 0, 'dairy', 'fruit'), 1, 10, 0, 1000, 100 + number, 500, 1, 1, 5, 9 FROM numbers(130)`)
	b := h.as("range")
	seen := map[string]bool{}
	for page, want := range []int{50, 50, 30} {
		_, body := b.get(fmt.Sprintf("/merchandiser/forecast?page=%d", page+1))
		_, rest, _ := strings.Cut(body, `id="by-store"`)
		block, _, _ := strings.Cut(rest, "</section>")
		links := strings.Split(block, "&amp;store=m")[1:]
		if len(links) != want || !strings.Contains(block, fmt.Sprintf("第 %d / 3 页", page+1)) {
			t.Errorf("page %d: %d stores", page+1, len(links))
		}
		for i, l := range links {
			if page == 0 && i == 0 && l[:3] != "129" {
				t.Errorf("%s stands first", l[:3])
			}
			seen[l[:3]] = true
		}
	}
	if len(seen) != 130 {
		t.Errorf("%d of 130 stores are shown", len(seen))
	}
	// Missed units at the mean price of their category.
	var mean float64
	if _, err := h.db.GetText(t.Context(), &mean, "SELECT avg(price) AS mean FROM product FINAL WHERE category = 'fruit'", nil); err != nil {
		t.Fatal(err)
	}
	_, body := b.get("/merchandiser/forecast")
	if want := (words.Printer{}).Count(229 * mean / 100); !strings.Contains(body, want) {
		t.Errorf("the money of the worst store, %s, is not shown", want)
	}
}
