package dashboards

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/dashboards/load"
)

// TestLoadKnowsEveryPage: whoever adds a page adds it to the walk as well.
func TestLoadKnowsEveryPage(t *testing.T) {
	h := open(t, false)
	walked := map[string]bool{}
	for _, pages := range load.Pages {
		for _, p := range pages {
			walked[p.Path] = true
		}
	}
	// Parts are loaded by their pages; of files in several forms, and of the lists as files, one stands for the others.
	for _, path := range []string{"/owner/report.md", "/merchandiser/recommendations.xlsx"} {
		walked[path] = true
	}
	for _, r := range h.site.table() {
		method, path, _ := strings.Cut(r.pattern, " ")
		list, form, _ := strings.Cut(path, ".")
		if (form == "xlsx" || form == "csv") && walked[list] && walked["/owner/sorting.xlsx"] {
			continue
		}
		if method != http.MethodGet || r.roles == nil || strings.HasPrefix(path, "/part/") || walked[path] {
			continue
		}
		t.Errorf("%s is walked by nobody: add it to dashboards/load", path)
	}
	for role, pages := range load.Pages {
		for _, p := range pages {
			if !slices.ContainsFunc(h.site.table(), func(r route) bool {
				return r.pattern == "GET "+p.Path && (r.roles == nil || slices.Contains(r.roles, role))
			}) {
				t.Errorf("%s may not open %s, or it is gone", role, p.Path)
			}
		}
	}
}

// TestGuest: who is in no table comes in by a link, sees what the role may and nothing is written.
func TestGuest(t *testing.T) {
	h := open(t, true)
	before, _ := Accounts(t.Context(), h.db)
	link, err := h.site.Guest(t.Context(), Account{Login: "guest", Role: RoleOwner, Stores: []string{"s1"}})
	if err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	if status, _ := b.get(link); status != http.StatusSeeOther {
		t.Fatalf("link: %d", status)
	}
	for path, want := range map[string]int{"/owner?store=s1": http.StatusOK, "/owner?store=s2": http.StatusForbidden, "/manager": http.StatusForbidden} {
		if status, _ := b.get(path); status != want {
			t.Errorf("%s: %d, want %d", path, status, want)
		}
	}
	if after, _ := Accounts(t.Context(), h.db); len(after) != len(before) {
		t.Error("a guest was written down")
	}
}
