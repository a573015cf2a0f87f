package dashboards

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// morning is when the tests happen: seven in China on a Sunday.
var morning = time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC)

const password = "correct horse battery"

// house is a site under test with its clock.
type house struct {
	t    *testing.T
	db   *sql.DB
	site *Site
	srv  *httptest.Server
	now  *atomic.Int64
	log  *bytes.Buffer
}

func open(t *testing.T, filled bool) *house {
	t.Helper()
	db := sqltest.World(t, map[bool]string{true: "filled", false: "empty"}[filled], func(db *sql.DB) {
		if filled {
			fill(t, db)
		}
		people(t, db)
	})
	h := &house{t: t, db: db, now: &atomic.Int64{}, log: &bytes.Buffer{}}
	h.now.Store(morning.UnixNano())
	site, err := New(db, Options{
		Secret: []byte("0123456789abcdef0123456789abcdef"), Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Now: func() time.Time { return time.Unix(0, h.now.Load()) },
	})
	if err != nil {
		t.Fatal(err)
	}
	h.site = site
	h.srv = httptest.NewServer(site.Handler())
	t.Cleanup(h.srv.Close)
	return h
}

// people adds one account of each role.
func people(t *testing.T, db *sql.DB) {
	t.Helper()
	for _, a := range []Account{
		{Login: "wang", Name: "王姐", Role: RoleOwner, Stores: []string{"s1"}},
		{Login: "range", Name: "选品", Role: RoleMerchandiser},
		{Login: "boss", Name: "总经理", Role: RoleManager},
	} {
		if err := AddAccount(context.Background(), db, a, password); err != nil {
			t.Fatal(err)
		}
	}
	run(t, db, "TRUNCATE TABLE change_log") // the accounts above stand in it: tests begin with an empty log
}

func (h *house) pass(d time.Duration) { h.now.Add(int64(d)) }

// browser keeps cookies and does not follow redirects.
type browser struct {
	h *house
	c *http.Client
}

func (h *house) browser() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as signs in by a link.
func (h *house) as(login string) *browser {
	h.t.Helper()
	b := h.browser()
	link, err := h.site.SignInLink(context.Background(), login, time.Hour)
	if err != nil {
		h.t.Fatal(err)
	}
	if status, _ := b.get(link); status != http.StatusSeeOther {
		h.t.Fatalf("link of %s: status %d", login, status)
	}
	return b
}

func (b *browser) do(r *http.Request) (int, string) {
	b.h.t.Helper()
	res, err := b.c.Do(r)
	if err != nil {
		b.h.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func (b *browser) get(path string) (int, string) {
	b.h.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, b.h.srv.URL+path, nil)
	if err != nil {
		b.h.t.Fatal(err)
	}
	return b.do(r)
}

func (b *browser) post(path string, form url.Values) (int, string) {
	b.h.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, b.h.srv.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.h.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

var formToken = regexp.MustCompile(`name="form" value="([^"]+)"`)

// form reads the token of a page's first form.
func (b *browser) form(path string) string {
	b.h.t.Helper()
	_, body := b.get(path)
	m := formToken.FindStringSubmatch(body)
	if m == nil {
		b.h.t.Fatalf("no form on %s:\n%s", path, body)
	}
	return m[1]
}

func run(t testing.TB, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if err := db.Exec(context.Background(), s, nil); err != nil {
			t.Fatalf("%s\n%v", s, err)
		}
	}
}
