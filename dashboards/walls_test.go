package dashboards

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestWalls opens every address of the site in every role.
func TestWalls(t *testing.T) {
	h := open(t, true)
	people := map[string]*browser{"": h.browser(), RoleOwner: h.as("wang"), RoleMerchandiser: h.as("range"), RoleManager: h.as("boss")}
	for _, route := range h.site.table() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if route.roles == nil {
			continue
		}
		for role, b := range people {
			var status int
			if method == http.MethodPost {
				status, _ = b.post(path, url.Values{})
			} else {
				status, _ = b.get(path)
			}
			want := http.StatusOK
			switch {
			case role == "" && (method == http.MethodPost || path == "/live.json"):
				want = http.StatusUnauthorized
			case role == "":
				want = http.StatusSeeOther
			case !slices.Contains(route.roles, role) || method == http.MethodPost: // no token
				want = http.StatusForbidden
			}
			if status != want {
				t.Errorf("%s as %q: %d, want %d", route.pattern, role, status, want)
			}
		}
	}
}

// TestOtherStores puts other stores' ids into every address that an owner may open.
func TestOtherStores(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	for _, route := range h.site.table() {
		method, path, _ := strings.Cut(route.pattern, " ")
		if method != http.MethodGet || !slices.Contains(route.roles, RoleOwner) || path == "/password" || path == "/guide" { // which show no store
			continue
		}
		for _, store := range []string{"s2", "s3", "S1", "s1 ", "s1%00", "s1'--", "nowhere", "s1,s2", "%2e%2e"} {
			status, body := b.get(path + "?day=2026-11-22&store=" + strings.ReplaceAll(store, " ", "+"))
			if status != http.StatusForbidden && status != http.StatusNotFound {
				t.Errorf("%s of %q: %d", path, store, status)
			}
			if strings.Contains(body, "滨江") {
				t.Errorf("%s of %q shows another store", path, store)
			}
		}
		// The first value counts; a second one opens nothing.
		if _, body := b.get(path + "?store=s1&store=s2"); strings.Contains(body, "滨江") {
			t.Errorf("%s: a second store was read", path)
		}
	}
	if status, _ := h.as("boss").get("/owner?store=nowhere"); status != http.StatusNotFound {
		t.Errorf("a store that is not there: %d", status)
	}
}

func TestFormsNeedTheirToken(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	token := b.form("/jobs")
	form := url.Values{"job": {"forecast"}, "day": {"2026-11-21"}}
	requests := func() (n uint64) {
		if _, err := h.db.GetText(context.Background(), &n, "SELECT count() FROM job_request FINAL", nil); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for name, bad := range map[string]string{"none": "", "other session": h.as("range").form("/jobs"), "visit": h.browser().form("/signin"), "cut": token[1:]} {
		form.Set("form", bad)
		if status, _ := b.post("/jobs/run", form); status != http.StatusForbidden {
			t.Errorf("%s: %d", name, status)
		}
	}
	if requests() != 0 {
		t.Fatal("a run was requested without a token")
	}
	form.Set("form", token)
	r, _ := http.NewRequestWithContext(context.Background(), http.MethodPost, h.srv.URL+"/jobs/run", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if status, _ := b.do(r); status != http.StatusForbidden {
		t.Errorf("from another site: %d", status)
	}
	for name, bad := range map[string]url.Values{
		"job": {"form": {token}, "job": {"x'); DROP TABLE job_run; --"}, "day": {"2026-11-21"}},
		"day": {"form": {token}, "job": {"forecast"}, "day": {"yesterday"}}, "future": {"form": {token}, "job": {"forecast"}, "day": {"2027-01-01"}},
	} {
		if status, _ := b.post("/jobs/run", bad); status != http.StatusBadRequest {
			t.Errorf("bad %s: %d", name, status)
		}
	}
	if status, _ := b.post("/jobs/run", form); status != http.StatusSeeOther || requests() != 1 {
		t.Errorf("with its token: %d, %d requests", status, requests())
	}
	if _, body := b.get("/jobs?asked=forecast&for=2026-11-21"); !strings.Contains(body, "1 个请求等待中") {
		t.Error("the request is not shown")
	}
}
