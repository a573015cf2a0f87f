package message

import (
	"bufio"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"io"
	"math/big"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
)

// post office: a small mail server.
type smtpd struct {
	net.Listener
	tls     *tls.Config // offers STARTTLS, and takes AUTH behind it only
	at      string      // the command at which it misbehaves
	say     string      // what it says then; empty: nothing, for good
	mu      sync.Mutex
	mails   []string
	logins  []string
	session []string // commands
}

func newSMTP(t *testing.T, s *smtpd) (host string, port int) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Listener = ln
	t.Cleanup(func() { _ = ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return "127.0.0.1", ln.Addr().(*net.TCPAddr).Port
}

func (s *smtpd) serve(c net.Conn) {
	defer func() { _ = c.Close() }()
	in, secure := bufio.NewReader(c), false
	reply := func(text string) { _, _ = io.WriteString(c, text+"\r\n") }
	reply("220 mail.example ready")
	for {
		text, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
		verb = strings.ToUpper(verb)
		s.mu.Lock()
		s.session = append(s.session, verb)
		wrong := verb == s.at
		s.mu.Unlock()
		switch {
		case wrong && s.say == "":
			continue
		case wrong:
			reply(s.say)
			continue
		}
		switch verb {
		case "EHLO":
			switch {
			case s.tls != nil && !secure:
				reply("250-mail.example\r\n250 STARTTLS")
			case s.tls != nil:
				reply("250-mail.example\r\n250 AUTH PLAIN LOGIN")
			default:
				reply("250 mail.example")
			}
		case "STARTTLS":
			reply("220 go on")
			encrypted := tls.Server(c, s.tls)
			c, in, secure = encrypted, bufio.NewReader(encrypted), true
		case "AUTH":
			_, code, _ := strings.Cut(rest, " ")
			plain, _ := base64.StdEncoding.DecodeString(code)
			s.mu.Lock()
			s.logins = append(s.logins, string(plain))
			s.mu.Unlock()
			reply("235 welcome")
		case "DATA":
			reply("354 go on")
			var mail strings.Builder
			for {
				l, err := in.ReadString('\n')
				if err != nil || l == ".\r\n" {
					break
				}
				mail.WriteString(l)
			}
			s.mu.Lock()
			s.mails = append(s.mails, mail.String())
			s.mu.Unlock()
			reply("250 taken")
		case "QUIT":
			reply("221 bye")
			return
		default:
			reply("250 ok")
		}
	}
}

// certificate of 127.0.0.1, signed by itself.
func certificate(t *testing.T) (server, trusting *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := x509.ParseCertificate(der)
	pool := x509.NewCertPool()
	pool.AddCert(known)
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}},
		&tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool, ServerName: "127.0.0.1"}
}

const mailPassword = "hunter2-and-more"

func box(address string) Target {
	return Directory{All: Receivers{Emails: []string{address}}}.Of("s1")[0]
}

func TestMail(t *testing.T) {
	serverTLS, trusting := certificate(t)
	s := &smtpd{tls: serverTLS}
	host, port := newSMTP(t, s)
	m := mailer{server: Server{Host: host, Port: port, User: "linli", Password: mailPassword, From: "邻里 <linli@example.com>"}, tls: trusting, wait: 5 * time.Second}
	l := letter("望京花园店", box("wang@example.com"))
	if f := m.send(t.Context(), l.To, l.Message, at(7, 0)); f != nil {
		t.Fatal(f)
	}
	if len(s.mails) != 1 || len(s.logins) != 1 || s.logins[0] != "\x00linli\x00"+mailPassword {
		t.Fatalf("%d mails, logins %q", len(s.mails), s.logins)
	}
	got, err := mail.ReadMessage(strings.NewReader(s.mails[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	from, _ := got.Header.AddressList("From")
	if subject != "望京花园店 订 3 种" || len(from) != 1 || from[0].Name != "邻里" || got.Header.Get("To") != "<wang@example.com>" || got.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("%q %v %v", subject, from, got.Header)
	}
	kind, args, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%v %s", err, kind)
	}
	parts := multipart.NewReader(got.Body, args["boundary"])
	for _, want := range []struct{ kind, text string }{{"text/plain", "- 小油菜 12 份"}, {"text/html", "<strong>12 份</strong>"}} {
		p, err := parts.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		body := io.Reader(p)
		if p.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			body = quotedprintable.NewReader(p)
		}
		text, _ := io.ReadAll(body)
		if !strings.HasPrefix(p.Header.Get("Content-Type"), want.kind) || !strings.Contains(string(text), want.text) {
			t.Errorf("%s\n%s", p.Header, text)
		}
	}
	first := got.Header.Get("Message-Id")
	if f := m.send(t.Context(), l.To, l.Message, at(9, 0)); f != nil {
		t.Fatal(f)
	}
	if again, _ := mail.ReadMessage(strings.NewReader(s.mails[1])); again.Header.Get("Message-Id") != first || !strings.HasSuffix(first, "@example.com>") {
		t.Errorf("the same message has the ids %s and %s", first, again.Header.Get("Message-Id"))
	}

	m.tls = nil // the system does not know this authority
	if f := m.send(t.Context(), l.To, l.Message, at(7, 0)); f == nil || !strings.Contains(f.text, "certificate") || len(s.mails) != 2 || len(s.logins) != 2 {
		t.Errorf("an unknown certificate: %v, %d mails", f, len(s.mails))
	}
}

func TestMailServersThatRefuse(t *testing.T) {
	for name, c := range map[string]struct {
		at, say string
		final   bool
		want    string
	}{
		"no such mailbox": {"RCPT", "550 5.1.1 no such user", true, "no such user"},
		"later":           {"RCPT", "451 4.7.1 greylisted, try later", false, "greylisted"},
		"hangs":           {"DATA", "", false, "did not answer in time"},
		"rude at the end": {"QUIT", "500 what?", false, ""},
		"unavailable":     {"MAIL", "421 4.3.2 closing", false, "closing"},
	} {
		t.Run(name, func(t *testing.T) {
			s := &smtpd{at: c.at, say: c.say}
			host, port := newSMTP(t, s)
			m := mailer{server: Server{Host: host, Port: port, Security: NoTLS, From: "linli@example.com"}, wait: 400 * time.Millisecond}
			l := letter("s1", box("wang@example.com"))
			f := m.send(t.Context(), l.To, l.Message, at(7, 0))
			if (f == nil) != (c.want == "") || f != nil && (f.final != c.final || !strings.Contains(f.text, c.want)) {
				t.Errorf("%+v", f)
			}
		})
	}
	m := mailer{server: Server{Host: "127.0.0.1", User: "linli", Password: mailPassword, From: "linli@example.com"}}
	plain := &smtpd{} // offers no STARTTLS: the password must not go out
	m.server.Host, m.server.Port = newSMTP(t, plain)
	l := letter("s1", box("wang@example.com"))
	if f := m.send(t.Context(), l.To, l.Message, at(7, 0)); f == nil || !strings.Contains(f.text, "STARTTLS") || len(plain.mails)+len(plain.logins) > 0 {
		t.Errorf("%v, session %v", f, plain.session)
	}
}

// testMailByPostman: a wrong password is not tried again, and stands nowhere.
func testMailByPostman(t *testing.T, db *sql.DB) {
	serverTLS, trusting := certificate(t)
	s := &smtpd{tls: serverTLS, at: "AUTH", say: "535 5.7.8 bad password " + mailPassword + " of wang@example.com"}
	host, port := newSMTP(t, s)
	o := another(t, db, Options{Server: Server{Host: host, Port: port, User: "linli", Password: mailPassword, From: "linli@example.com"}, Directory: Directory{All: Receivers{Emails: []string{"wang@example.com"}}}}, &bytes.Buffer{})
	o.mail.tls = trusting
	out, err := o.Send(t.Context(), []Letter{letter("s1", o.o.Directory.Of("s1")[0])}, Nothing)
	if err != nil || out[0].Status != failed || out[0].Attempts != 1 || !strings.Contains(out[0].Error, "535") {
		t.Fatalf("%v %+v", err, out)
	}
	o.noSecrets(t, mailPassword, "wang@example.com")
}

func TestServerSettings(t *testing.T) {
	good := Server{Host: "smtp.example.com", From: "邻里 <linli@example.com>"}
	if err := good.Check(); err != nil {
		t.Error(err)
	}
	for want, s := range map[string]Server{
		"host is empty": {From: good.From}, "a host only": {Host: "smtp.example.com:25", From: good.From}, "smtp.port": {Host: good.Host, Port: 70000, From: good.From},
		"smtp.security": {Host: good.Host, Security: "ssl", From: good.From}, "smtp.from": {Host: good.Host}, "both, or neither": {Host: good.Host, From: good.From, User: "x"},
		"in the clear": {Host: good.Host, From: good.From, User: "x", Password: mailPassword, Security: NoTLS},
	} {
		if err := s.Check(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), mailPassword) {
			t.Errorf("%+v: %v, want %s", s, err, want)
		}
	}
}
