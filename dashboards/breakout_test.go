package dashboards

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func serveOne(s *Site, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w
}

// TestNobodyIsLedAway: no address that a reader hands in leads out of the site.
func TestNobodyIsLedAway(t *testing.T) {
	h := open(t, true)
	away := []string{
		"//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/%5cevil.example", "javascript:alert(1)", "/\tevil.example", "///evil.example", "//evil.example/%2f..", "/..//evil.example",
		"http:evil.example", "evil.example", "/signin?next=//evil.example", "/x\r\nLocation: https://evil.example", "data:text/html,x", " //evil.example", "@evil.example",
	}
	inside := func(name, to string) {
		t.Helper()
		u, err := url.Parse(to)
		if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") {
			t.Errorf("%s leads to %q", name, to)
		}
	}
	follow := func(b *browser, method, path string, form url.Values) string {
		t.Helper()
		r, _ := http.NewRequestWithContext(t.Context(), method, h.srv.URL+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := b.c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s %s: %d", method, path, res.StatusCode)
		}
		return res.Header.Get("Location")
	}
	boss := h.as("boss")
	token := boss.form("/password")
	for _, to := range away {
		inside("/lang back="+to, follow(h.browser(), http.MethodGet, "/lang?to=zh&back="+url.QueryEscape(to), nil))
		inside("/merchandiser/rule back="+to, follow(boss, http.MethodPost, "/merchandiser/rule", url.Values{"form": {token}, "kind": {"floor"}, "low": {"10"}, "back": {to}, "end": {"1"}}))
	}
	b := h.browser()
	for i, to := range away {
		if i%8 == 7 {
			h.pass(10 * 60e9) // fewer tries than the limit
		}
		inside("/signin next="+to, follow(b, http.MethodPost, "/signin", url.Values{"form": {b.form("/signin")}, "login": {"boss"}, "password": {password}, "next": {to}}))
	}
}

// TestPathsStayWithin: climbing paths, encoded or not, open no file and no other room.
func TestPathsStayWithin(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	for _, path := range []string{
		"/..%2f..%2fetc/passwd", "/assets/..%2f..%2fgo.mod", "/assets/%2e%2e/%2e%2e/go.mod", "/assets/../../go.mod", "/assets//etc/passwd", "/assets/page.css%00.html", "/assets/", "/assets/page.css",
		"/owner/..%2fmanager", "/owner/%2e%2e/manager", "/owner/report.md%00", "/owner/report.php", "/owner/report.", "/owner/../manager", "//manager", "/manager/", "/MANAGER", "/part/..%2fpart%2ffigures", "/owner/sorting/", "/owner/sorting%2f..",
		"/api/v1/..%2fkeys", "/api/v1/account", "/api/v1/change_log", "/.git/config", "/debug/pprof/", "/metrics/../manager", "/signin/link/..", "/owner/report.md?store=..%2f..%2fs1", "/owner?store=s1%2f..%2fs2",
	} {
		status, body := b.get(path)
		if status == http.StatusOK || status >= 500 || strings.Contains(body, "root:") || strings.Contains(body, "module github.com") {
			t.Errorf("%s: %d", path, status)
		}
	}
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodTrace, "PROPFIND"} {
		r, _ := http.NewRequestWithContext(t.Context(), method, h.srv.URL+"/owner/order", nil)
		if status, _ := b.do(r); status < 400 || status >= 500 {
			t.Errorf("%s: %d", method, status)
		}
	}
}

// TestScriptsInNamesRunNowhere puts scripts into every name there is and opens every page that comes as HTML, in both languages.
func TestScriptsInNamesRunNowhere(t *testing.T) {
	h := open(t, true)
	later(t, h)
	const evil = `<script>alert(9)</script>"><img src=x onerror=alert(9)>'</title></textarea>`
	quoted := strings.ReplaceAll(evil, "'", `\'`)
	run(t, h.db,
		`INSERT INTO community SELECT * REPLACE ('`+quoted+`' AS name) FROM community FINAL`,
		`INSERT INTO category SELECT * REPLACE ('`+quoted+`' AS name, '`+quoted+`' AS name_en) FROM category FINAL`,
		`INSERT INTO store SELECT * REPLACE ('`+quoted+`' AS name, '`+quoted+`' AS city, '`+quoted+`' AS owner) FROM store FINAL`,
		`INSERT INTO product SELECT * REPLACE ('`+quoted+`' AS name, '`+quoted+`' AS name_en, '`+quoted+`' AS supplier, '`+quoted+`' AS unit) FROM product FINAL`,
		`INSERT INTO store_range_rule SELECT * REPLACE ('`+quoted+`' AS note, '`+quoted+`' AS who) FROM (SELECT 's1' AS store_id, 'ban' AS kind, 'p1' AS product_id, '' AS category, '' AS storage, 0. AS low, 0. AS high, '' AS note, '' AS who, toDate('2026-11-20') AS since, toDate(0) AS until, 0 AS removed, now64() AS updated_at)`,
		`INSERT INTO change_log VALUES (now64(), '`+quoted+`', 'owner', '`+quoted+`', 's1', '`+quoted+`', '`+quoted+`', '`+quoted+`', '`+quoted+`'), (now64(), 'x', 'boss', 'range_rule', 's1', 'p1', '', '`+quoted+`', '')`,
	)
	h.pass(10e9)
	opened := 0
	for _, lang := range []string{"zh", "en"} {
		for _, login := range []string{"wang", "boss"} {
			b := h.as(login)
			b.get("/lang?to=" + lang)
			for _, route := range h.site.table() {
				method, path, _ := strings.Cut(route.pattern, " ")
				if method != http.MethodGet || strings.HasPrefix(path, "/api/") || route.roles == nil {
					continue
				}
				for _, query := range []string{"?store=s1&day=2026-11-22", "?view=goods&by=product&q=" + url.QueryEscape(evil) + "&category=" + url.QueryEscape(evil) + "&login=" + url.QueryEscape(evil)} {
					r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+path+query, nil)
					r.Header.Set("X-Part", "1") // without it a part leads to its page
					res, err := b.c.Do(r)
					if err != nil {
						t.Fatal(err)
					}
					text, err := io.ReadAll(res.Body)
					res.Body.Close()
					if err != nil {
						t.Fatal(err)
					}
					if !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
						continue
					}
					opened++
					body := string(text)
					for _, bad := range []string{"<script>alert", "<img src=x", `"><img`, "</title></textarea>"} {
						if strings.Contains(body, bad) {
							t.Errorf("%s %s %s%s lets %s run", login, lang, path, query, bad)
						}
					}
				}
			}
		}
	}
	if opened < 100 {
		t.Errorf("only %d pages were opened", opened)
	}
}
