package load

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/account"
)

var place = Place{
	Stores: []string{"s1", "s2", "s3"}, Communities: []string{"c1"}, Cities: []string{"上海"}, Categories: []string{"fruit"}, Products: []string{"p1", "p2"},
	Last: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Today: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC),
}

func TestRank(t *testing.T) {
	var ms []time.Duration
	for i := 1; i <= 100; i++ {
		ms = append(ms, time.Duration(i))
	}
	for p, want := range map[float64]time.Duration{.5: 50, .95: 95, .99: 99, 1: 100, 0: 1} {
		if got := rank(ms, p); got != want {
			t.Errorf("p%g is %d, want %d", p*100, got, want)
		}
	}
	if got := rank(ms[:20], .95); got != 19 {
		t.Errorf("p95 of 20 is the 19th, not %d", got)
	}
}

// TestWalk: a site whose parts take 30 ms: the page counts them once, side by side; what fails is counted, never hidden.
func TestWalk(t *testing.T) {
	var parts, other atomic.Int64
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/signin/link":
			http.SetCookie(w, &http.Cookie{Name: "session", Value: r.URL.Query().Get("token"), Path: "/"})
			http.Redirect(w, r, "/", http.StatusSeeOther)
		case strings.HasPrefix(r.URL.Path, "/part/"):
			if c, err := r.Cookie("session"); err != nil || c.Value != "t" || r.Header.Get("X-Part") == "" {
				other.Add(1)
			}
			parts.Add(1)
			time.Sleep(30 * time.Millisecond)
		case r.URL.Path == "/merchandiser/gate":
			http.Error(w, "no", http.StatusServiceUnavailable)
		case r.URL.Path == "/merchandiser/rules":
			fmt.Fprint(w, `<p class="state bad" role="alert">slow</p>`)
		case r.URL.Path == "/merchandiser/communities":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			fmt.Fprint(z, `<div data-part="/part/a?x=1&amp;y=2"></div><div data-part="/part/b"></div>`)
			_ = z.Close()
		}
	}))
	defer site.Close()
	r, err := Run(t.Context(), Options{Base: site.URL, People: []Person{{Role: account.Merchandiser, Link: "/signin/link?token=t"}}, Place: place, Think: time.Millisecond, Duration: 700 * time.Millisecond, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	find := func(kind, name string) Row {
		i := slices.IndexFunc(r.Rows, func(x Row) bool { return x.Kind == kind && x.Name == name })
		if i < 0 {
			t.Fatalf("no row %s %s in %+v", kind, name, r.Rows)
		}
		return r.Rows[i]
	}
	page, frame, part := find(Whole, "/merchandiser/communities"), find(Frame, "/merchandiser/communities"), find(Part, "/part/a")
	if page.P50 < 30 || page.P50 > 10*part.P50 || frame.P50 > page.P50-25 || part.Count != page.Count || page.Errors != 0 {
		t.Errorf("page %+v\nframe %+v\npart %+v", page, frame, part)
	}
	if other.Load() > 0 || parts.Load() < 2 {
		t.Errorf("%d of %d parts were asked for without the session", other.Load(), parts.Load())
	}
	for _, name := range []string{"/merchandiser/gate", "/merchandiser/rules"} {
		if x := find(Whole, name); x.Errors != x.Count || x.Bad == "" {
			t.Errorf("%+v", x)
		}
	}
	if r.Clicks < int64(len(Pages[account.Merchandiser])) || !slices.IsSortedFunc(r.Rows, func(a, b Row) int { return int(b.P95*1000) - int(a.P95*1000) }) {
		t.Errorf("%d clicks, or not the slowest first", r.Clicks)
	}
	if _, err := Run(t.Context(), Options{Base: site.URL, People: []Person{{Link: "/nowhere"}}, Duration: time.Second}); err == nil {
		t.Error("somebody who cannot sign in walks")
	}
	if _, err := Run(t.Context(), Options{}); err == nil {
		t.Error("nobody walks")
	}
}

func TestCast(t *testing.T) {
	people := Cast(place, 20, 1)
	count, owned := map[string]int{}, map[string]bool{}
	for _, p := range people {
		count[p.Role]++
		if (p.Role == account.Owner) != (len(p.Stores) > 0) {
			t.Errorf("%+v", p)
		}
		for _, s := range p.Stores {
			owned[s] = true
		}
	}
	if count[account.Owner] != 10 || count[account.Merchandiser] != 6 || count[account.Manager] != 4 || len(owned) != 3 {
		t.Errorf("%v, %v", count, owned)
	}
}
