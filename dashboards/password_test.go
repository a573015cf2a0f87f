package dashboards

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestPasswordChange(t *testing.T) {
	h := open(t, true)
	ctx := context.Background()
	here, there := h.as("wang"), h.as("wang")
	link, err := h.site.SignInLink(ctx, "wang", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	const fresh = "a fresh password"
	change := func(old, one, two string) (int, string) {
		return here.post("/password", url.Values{"form": {here.form("/password")}, "old": {old}, "fresh": {one}, "again": {two}})
	}
	for _, c := range []struct{ old, one, two, says string }{
		{"wrong one", fresh, fresh, "现在的密码不对"}, {"", fresh, fresh, "现在的密码不对"}, {password, "short", "short", "至少 8 位"},
		{password, fresh, fresh + "x", "不一样"}, {password, password, password, "和现在的一样"},
	} {
		if status, body := change(c.old, c.one, c.two); status != http.StatusUnprocessableEntity || !strings.Contains(body, c.says) {
			t.Errorf("%q %q %q: %d, want %q", c.old, c.one, c.two, status, c.says)
		}
	}
	time.Sleep(2 * time.Millisecond) // rows are told apart by milliseconds
	if status, _ := change(password, fresh, fresh); status != http.StatusSeeOther {
		t.Fatalf("the change: %d", status)
	}
	if status, _ := here.get("/owner"); status != 200 {
		t.Errorf("this browser afterwards: %d", status)
	}
	h.pass(3 * time.Second)
	if status, _ := there.get("/owner"); status != http.StatusSeeOther {
		t.Errorf("another browser afterwards: %d", status)
	}
	if status, _ := h.browser().get(link); status != http.StatusUnauthorized {
		t.Errorf("an older link: %d", status)
	}
	time.Sleep(2 * time.Millisecond)
	if err := AddAccount(ctx, h.db, Account{Login: "wang", Name: "王姐", Role: RoleOwner, Stores: []string{"s1"}}, ""); err != nil {
		t.Fatal(err)
	}
	b := h.browser()
	if status, _ := b.post("/signin", url.Values{"form": {b.form("/signin")}, "login": {"wang"}, "password": {fresh}}); status != http.StatusSeeOther {
		t.Errorf("the password is gone after the account was replaced without one: %d", status)
	}
	if strings.Contains(h.log.String(), fresh) || strings.Contains(h.log.String(), password) {
		t.Error("a password is in the log")
	}
}

func TestGuessingInAnOpenBrowserIsHeldBack(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	form := url.Values{"form": {b.form("/password")}, "old": {"a guess"}, "fresh": {"a fresh password"}, "again": {"a fresh password"}}
	for range 10 {
		b.post("/password", form)
	}
	form.Set("old", password)
	if _, body := b.post("/password", form); !strings.Contains(body, "尝试次数过多") {
		t.Error("the eleventh guess was looked at")
	}
}

func TestDisable(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	for _, out := range []bool{true, false} {
		time.Sleep(2 * time.Millisecond)
		if err := DisableAccount(t.Context(), h.db, "boss", out); err != nil {
			t.Fatal(err)
		}
		h.pass(3 * time.Second)
		want := map[bool]int{true: http.StatusSeeOther, false: http.StatusOK}[out]
		if status, _ := b.get("/manager"); status != want {
			t.Errorf("disabled %v: %d, want %d", out, status, want)
		}
	}
	if err := DisableAccount(t.Context(), h.db, "nobody", true); err == nil {
		t.Error("nobody was disabled")
	}
	all, err := Accounts(t.Context(), h.db)
	if err != nil || len(all) != 3 || all[0].Login != "boss" || !all[0].HasPassword() {
		t.Errorf("%v %v", all, err)
	}
}

func TestPagesAreCompressed(t *testing.T) {
	h := open(t, true)
	b := h.as("wang")
	plain, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+"/owner", nil)
	_, want := b.do(plain) // the browser unpacks by itself
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+"/owner", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	status, packed := b.do(r)
	z, err := gzip.NewReader(strings.NewReader(packed))
	if status != 200 || err != nil {
		t.Fatal(status, err)
	}
	got, err := io.ReadAll(z)
	if err != nil || len(got) == 0 || len(packed)*2 > len(got) || len(got) != len(want) {
		t.Errorf("%d bytes packed, %d unpacked, %d plain: %v", len(packed), len(got), len(want), err)
	}
}

func TestMetricsStayInside(t *testing.T) {
	h := open(t, false)
	for address, want := range map[string]int{"127.0.0.1:1": 200, "[::1]:1": 200, "10.1.2.3:1": 200, "8.8.8.8:1": 403, "broken": 403} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
		r.RemoteAddr = address
		w := httptest.NewRecorder()
		h.site.Handler().ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", address, w.Code, want)
		}
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil)
	r.RemoteAddr = "127.0.0.1:1"
	r.Header.Set("X-Forwarded-For", "8.8.8.8")
	w := httptest.NewRecorder()
	if h.site.Handler().ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("through a proxy: %d", w.Code)
	}
}
