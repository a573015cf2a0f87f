package account

import (
	"strings"
	"testing"
	"time"
)

func TestPasswords(t *testing.T) {
	hash, err := hashPassword("correct horse")
	if err != nil {
		t.Fatal(err)
	}
	again, _ := hashPassword("correct horse")
	if hash == again || !strings.HasPrefix(hash, "$argon2id$") {
		t.Fatalf("hash %q, again %q", hash, again)
	}
	for _, c := range []struct {
		hash, password string
		want           bool
	}{
		{hash, "correct horse", true},
		{hash, "correct horsf", false},
		{hash, "", false},
		{"", "", false},
		{"", "x", false},
		{"$argon2id$v=19$m=1,t=1,p=1$c2FsdHNhbHQ$a2V5", "key", false},
		{strings.Replace(hash, "m=19456", "m=1", 1), "correct horse", false},
		{hash[:len(hash)-4], "correct horse", false},
	} {
		if got := passwordMatches(c.hash, c.password); got != c.want {
			t.Errorf("%q with %q: %v", c.hash, c.password, got)
		}
	}
}

func TestTokensOpenOnlyWithTheirKeyAndPurpose(t *testing.T) {
	ours, theirs := signer{[]byte("ours, sixteen b.")}, signer{[]byte("theirs, sixteen.")}
	token, err := ours.sign("link", link{"wang", Owner, "m", 1})
	if err != nil {
		t.Fatal(err)
	}
	var l link
	if err := ours.open("link", token, &l); err != nil || l.Login != "wang" {
		t.Fatalf("%+v %v", l, err)
	}
	body, mark, _ := strings.Cut(token, ".")
	forged, _ := theirs.sign("link", link{"boss", Manager, "m", 1 << 40})
	forgedBody, _, _ := strings.Cut(forged, ".")
	for name, bad := range map[string]string{
		"another key": forged, "other body": forgedBody + "." + mark, "no mark": body, "empty mark": body + ".",
		"empty": "", "dot": ".", "long": strings.Repeat("a", 5000) + "." + mark, "not base64": "%%%." + mark, "mark cut": token[:len(token)-2],
	} {
		if err := ours.open("link", bad, &l); !Forged(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := ours.open("session", token, &session{}); !Forged(err) {
		t.Errorf("a link opened a session: %v", err)
	}
	if ours.formTokenMatches("", ours.formToken("")) || ours.formTokenMatches("a", ours.formToken("b")) || !ours.formTokenMatches("a", ours.formToken("a")) {
		t.Error("form tokens")
	}
}

func TestLimiterForgetsAfterItsWindow(t *testing.T) {
	now := time.Unix(1e9, 0)
	l := newLimiter(func() time.Time { return now })
	for i := range 12 {
		if got, want := l.allow("login x", 10), i < 10; got != want {
			t.Fatalf("attempt %d: %v", i, got)
		}
	}
	if !l.allow("login y", 10) {
		t.Fatal("another login is held back")
	}
	now = now.Add(window + time.Second)
	if !l.allow("login x", 10) {
		t.Fatal("still held back after the window")
	}
	for i := range 200_000 {
		l.allow(strings.Repeat("x", i%7)+string(rune(i)), 10)
	}
	if len(l.try) > mostKeys {
		t.Fatalf("%d keys kept", len(l.try))
	}
}

func TestMaySee(t *testing.T) {
	owner, boss := &Account{Role: Owner, Stores: []string{"s1"}}, &Account{Role: Manager}
	var nobody *Account
	for _, c := range []struct {
		a     *Account
		store string
		want  bool
	}{{owner, "s1", true}, {owner, "s2", false}, {owner, "", false}, {boss, "s2", true}, {nobody, "s1", false}, {&Account{Role: "x", Stores: nil}, "s1", false}} {
		if got := c.a.MaySee(c.store); got != c.want {
			t.Errorf("%+v %q: %v", c.a, c.store, got)
		}
	}
}
