package dashboards

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestSignIn(t *testing.T) {
	h := open(t, true)
	b := h.browser()
	if status, _ := b.get("/"); status != http.StatusSeeOther {
		t.Fatalf("/: %d", status)
	}
	enter := func(b *browser, login, pass string) int {
		status, _ := b.post("/signin", url.Values{"form": {b.form("/signin")}, "login": {login}, "password": {pass}})
		return status
	}
	for _, c := range []struct {
		login, pass string
		want        int
	}{
		{"wang", "wrong password", 401}, {"wang", "", 401}, {"nobody", password, 401}, {"", "", 401},
		{"wang' OR 1=1 --", password, 401}, {"wang", password, 303},
	} {
		if got := enter(b, c.login, c.pass); got != c.want {
			t.Errorf("%q %q: %d, want %d", c.login, c.pass, got, c.want)
		}
	}
	if status, body := b.get("/owner"); status != 200 || !strings.Contains(body, "望京花园店") {
		t.Fatalf("after signing in: %d", status)
	}
	token := b.form("/owner")
	if status, _ := b.post("/signout", url.Values{"form": {token}}); status != http.StatusSeeOther {
		t.Fatalf("sign out: %d", status)
	}
	if status, _ := b.get("/owner"); status != http.StatusSeeOther {
		t.Fatalf("after signing out: %d", status)
	}
}

func TestGuessingIsHeldBack(t *testing.T) {
	h := open(t, true)
	b := h.browser()
	form := url.Values{"form": {b.form("/signin")}, "login": {"wang"}, "password": {"guess after guess"}}
	last := 0
	for range 11 {
		last, _ = b.post("/signin", form)
	}
	if last != http.StatusTooManyRequests {
		t.Fatalf("eleventh guess: %d", last)
	}
	form.Set("password", password)
	if status, _ := b.post("/signin", form); status != http.StatusTooManyRequests {
		t.Fatalf("the right password too soon: %d", status)
	}
	h.pass(6 * time.Minute)
	if status, _ := b.post("/signin", form); status != http.StatusSeeOther {
		t.Fatalf("the right password later: %d", status)
	}
}

func TestLinksAndCookies(t *testing.T) {
	h := open(t, true)
	ctx := context.Background()
	link, err := h.site.SignInLink(ctx, "wang", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.site.SignInLink(ctx, "nobody", time.Hour); err == nil {
		t.Error("a link for nobody")
	}
	other, err := New(h.db, Options{Secret: []byte("another secret of 32 bytes......"), Now: h.site.options.Now, Log: h.site.options.Log})
	if err != nil {
		t.Fatal(err)
	}
	foreign, _ := other.SignInLink(ctx, "boss", time.Hour)
	raised := strings.Replace(link, strings.SplitN(strings.SplitN(link, "=", 2)[1], ".", 2)[0],
		base64.RawURLEncoding.EncodeToString([]byte(`{"l":"boss","r":"manager","e":9999999999}`)), 1)
	for name, bad := range map[string]string{"foreign key": foreign, "raised": raised, "cut": link[:len(link)-3], "empty": "/signin/link?token=", "none": "/signin/link", "dots": "/signin/link?token=..."} {
		if status, _ := h.browser().get(bad); status != http.StatusUnauthorized {
			t.Errorf("%s: %d", name, status)
		}
	}
	b := h.as("wang")
	if status, _ := b.get("/owner"); status != 200 {
		t.Fatalf("by link: %d", status)
	}
	h.pass(61 * time.Minute)
	if status, _ := h.browser().get(link); status != http.StatusUnauthorized {
		t.Errorf("expired link: %d", status)
	}
	h.pass(12 * time.Hour)
	if status, _ := b.get("/owner"); status != http.StatusSeeOther {
		t.Errorf("expired session: %d", status)
	}
	for _, value := range []string{"", "x", "x.y", strings.TrimPrefix(link, "/signin/link?token="), base64.RawURLEncoding.EncodeToString([]byte(`{"l":"boss","e":9999999999}`)) + "."} {
		r, _ := http.NewRequestWithContext(ctx, http.MethodGet, h.srv.URL+"/manager", nil)
		r.AddCookie(&http.Cookie{Name: "linli_session", Value: value})
		if status, _ := h.browser().do(r); status != http.StatusSeeOther {
			t.Errorf("forged cookie %q: %d", value, status)
		}
	}
}

func TestAccountsThatChange(t *testing.T) {
	h := open(t, true)
	ctx := context.Background()
	b := h.as("boss")
	link, _ := h.site.SignInLink(ctx, "boss", time.Hour)
	if status, _ := b.get("/manager"); status != 200 {
		t.Fatalf("at first: %d", status)
	}
	change := func(a Account, pass string) {
		t.Helper()
		time.Sleep(2 * time.Millisecond) // rows are told apart by milliseconds
		if err := AddAccount(ctx, h.db, a, pass); err != nil {
			t.Fatal(err)
		}
		h.pass(3 * time.Second)
	}
	change(Account{Login: "boss", Role: RoleManager, Disabled: true}, password)
	if status, _ := b.get("/manager"); status != http.StatusSeeOther {
		t.Errorf("disabled: %d", status)
	}
	if status, _ := h.browser().get(link); status != http.StatusUnauthorized {
		t.Errorf("link of a disabled account: %d", status)
	}
	change(Account{Login: "boss", Role: RoleManager}, password) // written again it stays shut out
	if status, _ := b.get("/manager"); status != http.StatusSeeOther {
		t.Errorf("disabled and written again: %d", status)
	}
	time.Sleep(2 * time.Millisecond)
	if err := DisableAccount(ctx, h.db, "boss", false); err != nil {
		t.Fatal(err)
	}
	change(Account{Login: "boss", Role: RoleMerchandiser}, password)
	if status, _ := h.browser().get(link); status != http.StatusUnauthorized {
		t.Errorf("link of another role: %d", status)
	}
	b = h.as("boss")
	if status, _ := b.get("/manager"); status != http.StatusForbidden {
		t.Errorf("as merchandiser: %d", status)
	}
	change(Account{Login: "boss", Role: RoleMerchandiser}, "another password")
	if status, _ := b.get("/merchandiser"); status != http.StatusSeeOther {
		t.Errorf("session opened with the old password: %d", status)
	}
	for _, bad := range []Account{{Login: "", Role: RoleManager}, {Login: "x y", Role: RoleManager}, {Login: "x", Role: "god"}, {Login: "x", Role: RoleOwner}} {
		if err := AddAccount(ctx, h.db, bad, password); err == nil {
			t.Errorf("%+v was added", bad)
		}
	}
	if err := AddAccount(ctx, h.db, Account{Login: "x", Role: RoleManager}, "short"); err == nil {
		t.Error("a short password was taken")
	}
}
