package dashboards

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// attacks are values for parameters that no page expects.
var attacks = []string{
	"'", `"`, "' OR 1=1 --", "'; DROP TABLE account; --", "{store:String}", "${jndi:x}", "{{.}}", "<script>alert(1)</script>",
	`"><img src=x onerror=alert(1)>`, "\\", "\\'", "%", "_", "\x00", "\xff\xfe", "a\r\nSet-Cookie: x=1", "../../etc/passwd", "..%2f..%2fetc%2fpasswd",
	"//evil.example", "javascript:alert(1)", "-1", "1e309", "99999999999999999999", "-9223372036854775808", "0000-00-00", "1969-12-31", "2200-01-01",
	strings.Repeat("长", 3000),
}

// parameters are all that any page reads, and some that none does.
var parameters = []string{"store", "day", "action", "category", "q", "sort", "up", "page", "days", "from", "to", "back", "next", "asked", "for", "token", "x"}

func TestAttacksInEveryParameter(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	for _, route := range h.site.table() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if method != http.MethodGet || strings.Contains(path, "{") || strings.Contains(path, "report") {
			continue
		}
		for _, attack := range attacks {
			q := url.Values{}
			for _, p := range parameters {
				q.Set(p, attack)
			}
			check(t, h, b, path+"?"+q.Encode(), attack)
		}
	}
	// Past the first refusals: a store and a day that are right, and in every other parameter that the source reads another attack.
	every := everyParameter(t)
	for _, route := range h.site.table() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if method != http.MethodGet || path == "/lang" {
			continue
		}
		for turn := 0; turn < len(attacks); turn += 5 {
			q := url.Values{}
			for i, p := range every {
				q.Set(p, attacks[(i+turn)%len(attacks)])
			}
			q.Set("store", "s1")
			q.Set("day", "2026-11-22")
			check(t, h, b, path+"?"+q.Encode(), "another in each")
		}
	}
	// One at a time where an early refusal would hide the others.
	for _, p := range []string{"store", "day"} {
		for _, attack := range attacks {
			check(t, h, b, "/owner?"+url.Values{p: {attack}}.Encode(), attack)
			check(t, h, b, "/owner/report.md?"+url.Values{p: {attack}}.Encode(), attack)
		}
	}
	if strings.Contains(h.log.String(), "level=ERROR") {
		t.Errorf("an attack reached what it should not:\n%s", h.log)
	}
	var n uint64
	if _, err := h.db.GetText(t.Context(), &n, "SELECT count() FROM account FINAL", nil); err != nil || n != 3 {
		t.Errorf("accounts after the attacks: %d %v", n, err)
	}
}

func check(t *testing.T, h *house, b *browser, path, attack string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := b.c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode >= 500 {
		t.Errorf("%q: %d at %.80s", attack, res.StatusCode, path)
	}
	if to := res.Header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//")) {
		t.Errorf("%q: led away to %q", attack, to)
	}
}

func TestNamesDoNotRun(t *testing.T) {
	h := open(t, true)
	run(t, h.db,
		`INSERT INTO store VALUES ('s1','<script>alert(3)</script>','Asia/Shanghai','"><b id=evil>','0','0','2024-01-01',23,'<i>',0.1,now64())`,
		`INSERT INTO job VALUES ('<u>job</u>','<script>alert(4)</script>','x',9,'* * * * *',now64(),now64())`,
		`INSERT INTO job_run (* EXCEPT (seen, seen_lines, made, events, turn)) VALUES ('r9','<u>job</u>','2026-11-21',now64(),now64(),'failed',0,'page','m',now64(),'<script>alert(5)</script>',now64())`,
	)
	h.pass(1)
	browsers := map[string]*browser{"wang": h.as("wang"), "range": h.as("range"), "boss": h.as("boss")}
	paths := append([]struct{ login, path string }{{"wang", "/owner/report.html?store=s1"}, {"wang", "/owner/report.md?store=s1"}}, pages...)
	for _, p := range paths {
		for _, lang := range []string{"zh", "en"} {
			browsers[p.login].get("/lang?to=" + lang)
			_, body := browsers[p.login].get(p.path)
			for _, bad := range []string{"<script>alert", "<img src=x", "<u>job", `"><b id`} {
				if strings.Contains(body, bad) {
					t.Errorf("%s %s contains %s", lang, p.path, bad)
				}
			}
		}
	}
}

func TestHeaders(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	for _, path := range []string{"/owner", "/signin", "/nowhere", "/healthz", "/metrics", h.site.shell.Assets.Address("page.css")} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+path, nil)
		res, err := b.c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		for _, name := range []string{"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"} {
			if res.Header.Get(name) == "" {
				t.Errorf("%s: no %s", path, name)
			}
		}
		cache := res.Header.Get("Cache-Control")
		if strings.HasPrefix(path, "/assets/") != strings.Contains(cache, "immutable") {
			t.Errorf("%s: cache %q", path, cache)
		}
	}
	for _, p := range pages {
		_, body := h.as(p.login).get(p.path)
		for _, bad := range []string{" style=", " onclick=", "<style", "http://", "https://"} {
			if strings.Contains(strings.ReplaceAll(body, "=HYPERLINK(&#34;http://x&#34;)", ""), bad) {
				t.Errorf("%s contains %q", p.path, bad)
			}
		}
	}
}

func TestSecureCookies(t *testing.T) {
	h := open(t, false)
	site, err := New(h.db, Options{Secret: []byte("0123456789abcdef"), PublicURL: "https://linli.example/", Log: h.site.options.Log, Now: h.site.options.Now})
	if err != nil {
		t.Fatal(err)
	}
	link, err := site.SignInLink(t.Context(), "boss", 1e12)
	if err != nil || !strings.HasPrefix(link, "https://linli.example/signin/link?token=") {
		t.Fatalf("%s %v", link, err)
	}
	w := record(site, strings.TrimPrefix(link, "https://linli.example"))
	cookie := w.Header().Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("cookie %q lacks %s", cookie, want)
		}
	}
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
	for _, bad := range []Options{{Secret: []byte("short")}, {PublicURL: "linli.example"}, {PublicURL: "ftp://x"}} {
		if _, err := New(h.db, bad); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
}
