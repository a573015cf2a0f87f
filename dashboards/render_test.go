package dashboards

import (
	"net/http"
	"strings"
	"testing"
)

// pages are all pages that a person can open, with the login that may.
var pages = []struct{ login, path string }{
	{"wang", "/owner"},
	{"wang", "/owner?store=s1&day=2026-11-22"},
	{"wang", "/owner/aggregation?store=s1"},
	{"wang", "/owner/sorting?store=s1"},
	{"wang", "/owner/delivery?store=s1"},
	{"wang", "/owner/redemption?store=s1"},
	{"wang", "/owner/purchase?store=s1"},
	{"wang", "/owner/products?store=s1&paper=80"},
	{"wang", "/owner/settlement?store=s1&day=2026-11-21"},
	{"wang", "/owner/settlement?store=s1&day=2026-11-21&period=month"},
	{"range", "/owner?store=s2"},
	{"range", "/merchandiser"},
	{"range", "/merchandiser?sort=units&up=1&q=%E7%89%9B%E5%A5%B6"},
	{"range", "/merchandiser?store=s1&action=add&category=fruit&page=2"},
	{"range", "/part/affinity"},
	{"boss", "/manager"},
	{"boss", "/manager?days=7"},
	{"boss", "/manager?from=2026-11-01&to=2026-11-10"},
	{"boss", "/part/figures?days=7"},
	{"boss", "/part/trend"},
	{"boss", "/part/hours"},
	{"boss", "/part/stores"},
	{"boss", "/part/products"},
	{"boss", "/live.json"},
	{"boss", "/manager/changes"},
	{"boss", "/manager/changes?what=account&login=console&q=x"},
	{"boss", "/merchandiser/compare?q=x"},
	{"wang", "/guide"},
	{"wang", "/password"},
	{"boss", "/jobs"},
}

func TestEveryPageIsWhole(t *testing.T) {
	for _, filled := range []bool{true, false} {
		h := open(t, filled)
		for _, lang := range []string{"zh", "en"} {
			browsers := map[string]*browser{}
			for _, login := range []string{"wang", "range", "boss"} {
				browsers[login] = h.as(login)
				browsers[login].get("/lang?to=" + lang)
			}
			for _, p := range pages {
				if !filled && strings.Contains(p.path, "store=") && strings.HasPrefix(p.path, "/owner") {
					continue // no such store in an empty world
				}
				status, body := browsers[p.login].get(p.path)
				if status != http.StatusOK {
					t.Errorf("filled %v, %s %s: status %d\n%s", filled, lang, p.path, status, h.log)
				}
				for _, sign := range []string{"<no value>", "%!", "NaN", "ZgotmplZ", ">?", `role="alert"`} {
					if strings.Contains(body, sign) {
						i := strings.Index(body, sign)
						t.Errorf("filled %v, %s %s: contains %q: …%s…", filled, lang, p.path, sign, body[max(0, i-80):min(len(body), i+80)])
					}
				}
			}
		}
		if t.Failed() {
			t.Log(h.log)
		}
	}
}
