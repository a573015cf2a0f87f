package dashboards

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// reads finds the parameters that the pages and forms read: q.Get("x"), PostFormValue("x"), f("x"), q["x"], PostForm["x"].
var reads = regexp.MustCompile(`(?:\.Get|PostFormValue|\bf|figure\(f|\bget)\("([a-z_]+)"\)|(?:\bq|PostForm|Query\(\))\["([a-z_]+)"\]`)

// everyParameter is what the source of the pages reads, so that a new parameter is attacked from the day it is written.
func everyParameter(t *testing.T) []string {
	t.Helper()
	all := slices.Clone(parameters)
	err := filepath.WalkDir(".", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range reads.FindAllStringSubmatch(string(text), -1) {
			all = append(all, m[1]+m[2])
		}
		return err
	})
	slices.Sort(all)
	if all = slices.Compact(all); err != nil || len(all) < 35 || !slices.Contains(all, "lock") || !slices.Contains(all, "note") {
		t.Fatalf("the parameters were not found: %v %v", all, err)
	}
	return all
}

// kept counts the rows that forms write.
func kept(h *house) (n uint64) {
	for _, table := range []string{"change_log", "order_change", "pickup_check", "suggestion_decision", "store_range_rule", "push_sent", "job_request", "settlement_statement", "saved_view"} {
		n += h.count("SELECT count() FROM " + table)
	}
	return n
}

// TestAttacksInEveryForm sends every attack in every field of every form, with the right token.
func TestAttacksInEveryForm(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	token := b.form("/password")
	fields := everyParameter(t)
	for _, route := range h.site.table() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if method != http.MethodPost || path == "/signout" || path == "/signin" {
			continue
		}
		for _, attack := range attacks {
			form := url.Values{}
			for _, f := range fields {
				form.Set(f, attack)
			}
			form.Set("form", token)
			if status, _ := b.post(path, form); status >= 500 || status < 300 {
				t.Errorf("%q in every field of %s: %d", attack, path, status)
			}
			for _, store := range []string{"s1", ""} { // further in: past the check of the store
				form.Set("store", store)
				form.Set("day", "2026-11-22")
				if status, _ := b.post(path, form); status >= 500 || status < 300 {
					t.Errorf("%q in the fields of %s for %q: %d", attack, path, store, status)
				}
			}
		}
	}
	if n := kept(h); n != 0 {
		t.Errorf("%d rows were written by attacks", n)
	}
	if strings.Contains(h.log.String(), "level=ERROR") {
		t.Errorf("an attack reached what it should not:\n%s", h.log)
	}
}

// TestOtherStoresInEveryForm: an owner's form with the right token, about a store of somebody else.
func TestOtherStoresInEveryForm(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	token := b.form("/owner")
	for _, route := range h.site.table() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if method != http.MethodPost || !slices.Contains(route.roles, RoleOwner) || path == "/password" {
			continue
		}
		for _, store := range []string{"s2", "s3", "s1 ", "S1", "s1\x00", "s1'--", "s1,s2", "../s2", ""} {
			form := url.Values{
				"form": {token}, "store": {store}, "day": {"2026-11-22"}, "as_of": {"2026-11-21"}, "product": {"p0"}, "quantity": {"5"}, "order": {"o3"},
				"suggestion": {"x"}, "decision": {"accept"}, "community": {"c3"},
			}
			if status, _ := b.post(path, form); status < 400 && store != "" || status >= 500 {
				t.Errorf("%s of %q: %d", path, store, status)
			}
		}
	}
	if n := h.count("SELECT count() FROM change_log WHERE store_id != 's1'"); n != 0 {
		t.Errorf("%d changes of other stores", n)
	}
}

// TestEveryFormNeedsItsOwnToken: without a token, with another person's, from another site.
func TestEveryFormNeedsItsOwnToken(t *testing.T) {
	h := open(t, true)
	boss := h.as("boss")
	tokens := map[string]string{"none": "", "another person's": h.as("range").form("/password"), "another session's": h.as("boss").form("/password"), "a visit's": h.browser().form("/signin")}
	mine := boss.form("/password")
	for _, route := range h.site.table() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if method != http.MethodPost || path == "/signin" {
			continue
		}
		for name, token := range tokens {
			if status, _ := boss.post(path, url.Values{"form": {token}}); status != http.StatusForbidden {
				t.Errorf("%s with token of %s: %d", path, name, status)
			}
		}
		for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
			r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, h.srv.URL+path, strings.NewReader(url.Values{"form": {mine}}.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(header, value)
			if status, _ := boss.do(r); status != http.StatusForbidden {
				t.Errorf("%s with %s %s: %d", path, header, value, status)
			}
		}
	}
	if n := kept(h); n != 0 {
		t.Errorf("%d rows were written without a token", n)
	}
}

// TestSessionsAreNotFixedOrReplayed: a cookie planted before signing in opens nothing, and one copied before signing out opens nothing after.
func TestSessionsAreNotFixedOrReplayed(t *testing.T) {
	h := open(t, true)
	base, _ := url.Parse(h.srv.URL)
	cookie := func(b *browser) string {
		for _, c := range b.c.Jar.Cookies(base) {
			if c.Name == "linli_session" {
				return c.Value
			}
		}
		return ""
	}
	b := h.browser()
	b.c.Jar.SetCookies(base, []*http.Cookie{{Name: "linli_session", Value: "planted"}, {Name: "linli_visit", Value: "planted-visit-of-24-bytes"}})
	enter := url.Values{"form": {b.form("/signin")}, "login": {"wang"}, "password": {password}}
	if status, _ := b.post("/signin", enter); status != http.StatusSeeOther || cookie(b) == "planted" || cookie(b) == "" {
		t.Fatalf("signing in over a planted cookie: %d %q", status, cookie(b))
	}
	first := cookie(b)
	again := h.browser()
	again.post("/signin", url.Values{"form": {again.form("/signin")}, "login": {"wang"}, "password": {password}})
	if first == cookie(again) {
		t.Error("two sessions share an id")
	}
	copied := h.browser()
	copied.c.Jar.SetCookies(base, []*http.Cookie{{Name: "linli_session", Value: first}})
	if status, _ := copied.get("/owner"); status != 200 {
		t.Fatalf("the copy before signing out: %d", status)
	}
	if status, _ := b.post("/signout", url.Values{"form": {b.form("/owner")}}); status != http.StatusSeeOther {
		t.Fatalf("sign out: %d", status)
	}
	if status, _ := copied.get("/owner"); status != http.StatusSeeOther {
		t.Errorf("the copy after signing out: %d", status)
	}
	if status, _ := again.get("/owner"); status != 200 {
		t.Errorf("another session of the same person: %d", status)
	}
	// Another process, or this one after a restart, knows of it too.
	o := h.site.options
	o.Registry = nil
	other, err := New(h.db, o)
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]int{first: http.StatusSeeOther, cookie(again): http.StatusOK} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "/owner", nil)
		r.AddCookie(&http.Cookie{Name: "linli_session", Value: value})
		if w := serveOne(other, r); w.Code != want {
			t.Errorf("in another process: %d, want %d", w.Code, want)
		}
	}
}

// TestOneAddressCannotTryEveryLogin: guesses are counted by address too, whatever it says it forwards.
func TestOneAddressCannotTryEveryLogin(t *testing.T) {
	h := open(t, false)
	b := h.browser()
	token := b.form("/signin")
	last := 0
	for i := range 51 {
		form := url.Values{"form": {token}, "login": {"guess" + strings.Repeat("x", i)}, "password": {""}}
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, h.srv.URL+"/signin", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-For", "203.0.113."+strings.Repeat("1", i%3+1))
		last, _ = b.do(r)
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the 51st login tried from one address: %d", last)
	}
}
