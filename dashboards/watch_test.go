package dashboards

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/linli-project/linli/dashboards/manager"
)

func record(s *Site, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.RemoteAddr = "127.0.0.1:1"
	s.Handler().ServeHTTP(w, r)
	return w
}

func TestHealthReadinessMetrics(t *testing.T) {
	h := open(t, false)
	secret := errors.New("dsn http://user:hunter2@host")
	var state error
	site, err := New(h.db, Options{Log: h.site.options.Log, Ready: func(context.Context) error { return state }})
	if err != nil {
		t.Fatal(err)
	}
	if w := record(site, "/healthz"); w.Code != 200 || w.Body.String() != "ok\n" {
		t.Errorf("health: %d %s", w.Code, w.Body)
	}
	if w := record(site, "/readyz"); w.Code != 200 {
		t.Errorf("ready: %d", w.Code)
	}
	state = secret
	if w := record(site, "/readyz"); w.Code != 503 || strings.Contains(w.Body.String(), "hunter2") {
		t.Errorf("not ready: %d %s", w.Code, w.Body)
	}
	record(site, "/signin")
	if w := record(site, "/metrics"); !strings.Contains(w.Body.String(), `linli_page_seconds_count{route="GET /signin",status="200"} 1`) {
		t.Errorf("metrics: %s", w.Body)
	}
}

func TestLiveFigures(t *testing.T) {
	h := open(t, true)
	_, body := h.as("boss").get("/live.json")
	var l manager.Live
	if err := json.Unmarshal([]byte(body), &l); err != nil {
		t.Fatal(err)
	}
	if l.Minute.Consumed != 120 || l.Minute.Stored != 117 || l.Minute.Duplicate != 2 || l.Minute.Rejected != 1 || l.Rate != 2 ||
		l.Total.Consumed != 220 || l.Type["click"].Stored != 97 || l.Type["order"].Stored != 20 || l.Type["share"].Stored != 0 {
		t.Errorf("%+v", l)
	}
}

func TestPartsAlone(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+"/part/figures", nil)
	r.Header.Set("X-Part", "1")
	status, body := b.do(r)
	if status != 200 || strings.Contains(body, "<html") || !strings.Contains(body, "GMV") {
		t.Errorf("as a part: %d %s", status, body)
	}
	if _, body := b.get("/part/figures"); !strings.Contains(body, "<html") {
		t.Error("as a page: no frame")
	}
	r, _ = http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+"/part/figures", nil)
	r.Header.Set("X-Part", "1")
	if status, _ := h.browser().do(r); status != http.StatusUnauthorized {
		t.Errorf("signed out: %d", status)
	}
	// A part that breaks says so in its frame; its neighbours and the page go on.
	run(t, h.db, "DROP TABLE fact_share")
	r, _ = http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+"/part/figures", nil)
	r.Header.Set("X-Part", "1")
	if status, body := b.do(r); status != 500 || !strings.Contains(body, "没能读出来") || strings.Contains(body, "fact_share") {
		t.Errorf("broken: %d %s", status, body)
	}
	for _, path := range []string{"/manager", "/part/trend"} {
		if status, _ := b.get(path); status != 200 {
			t.Errorf("%s beside a broken part: %d", path, status)
		}
	}
	run(t, h.db, "DROP TABLE push_window SYNC", "CREATE TABLE push_window (as_of Date, store_id String) ENGINE = MergeTree ORDER BY store_id")
	run(t, h.db, "INSERT INTO push_window VALUES ('2026-11-21', 's1')")
	if status, body := b.get("/owner?store=s1"); status != 200 || !strings.Contains(body, "没能读出来") || !strings.Contains(body, "本地小油菜") {
		t.Errorf("the owner's page beside a broken block: %d", status)
	}
}

func TestLanguage(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	if _, body := b.get("/owner"); !strings.Contains(body, `lang="zh-CN"`) || !strings.Contains(body, "今天订多少") {
		t.Error("not Chinese first")
	}
	b.get("/lang?to=en")
	if _, body := b.get("/owner"); !strings.Contains(body, `lang="en"`) || !strings.Contains(body, "What to order") || !strings.Contains(body, "Local pak choi") {
		t.Error("not English after the switch")
	}
	for _, c := range []struct{ accept, cookie, want string }{
		{"en-US,en;q=0.9", "", "Sign in"}, {"zh-CN,zh;q=0.9,en;q=0.8", "", "登录"}, {"", "", "登录"}, {"en-US", "zh", "登录"}, {"zh-CN", "en", "Sign in"},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+"/signin", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Language", c.accept)
		if c.cookie != "" {
			r.AddCookie(&http.Cookie{Name: "linli_lang", Value: c.cookie})
		}
		if _, body := h.browser().do(r); !strings.Contains(body, "<h1>"+c.want+"</h1>") {
			t.Errorf("%+v: the sign-in page speaks another language", c)
		}
	}
	for back, want := range map[string]string{"/owner?store=s1": "/owner?store=s1", "//evil.example": "/", "https://evil.example": "/", "/\\evil.example": "/", "": "/"} {
		if got := inside(back); got != want {
			t.Errorf("back %q leads to %q", back, got)
		}
	}
}
