package message

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// mailTime is how long a mail server may take for each step.
const mailTime = 20 * time.Second

// The ways to a mail server.
const (
	StartTLS = "starttls" // plain at first, encrypted before anything is said; port 587
	TLS      = "tls"      // encrypted from the start; port 465
	NoTLS    = "none"     // not encrypted; port 25, and no password over the network
)

// Server is the mail server that messages go out by.
type Server struct {
	Host     string
	Port     int    // 0: the usual one
	Security string // StartTLS, TLS or NoTLS; empty is StartTLS
	User     string // empty does not log in
	Password string
	From     string // such as 邻里 <linli@example.com>
}

// Check says what is wrong with the settings.
func (s Server) Check() error {
	_, err := netmail.ParseAddress(s.From)
	switch {
	case s.Host == "":
		return errors.New("message.smtp.host is empty: e-mail needs a mail server")
	case strings.ContainsAny(s.Host, "/: \t") && net.ParseIP(s.Host) == nil:
		return errors.New("message.smtp.host is a host only: the port stands in message.smtp.port")
	case s.Port < 0 || s.Port > 65535:
		return fmt.Errorf("message.smtp.port is %d: take 1 to 65535, or 0 for the usual one", s.Port)
	case s.Security != "" && s.Security != StartTLS && s.Security != TLS && s.Security != NoTLS:
		return fmt.Errorf("message.smtp.security is %q: take starttls, tls or none", s.Security)
	case err != nil:
		return fmt.Errorf("message.smtp.from is %q: want an address such as 邻里 <linli@example.com>", s.From)
	case (s.User == "") != (s.Password == ""):
		return errors.New("message.smtp.user and message.smtp.password: give both, or neither")
	case s.Security == NoTLS && s.User != "":
		return errors.New("message.smtp.security none would send the password in the clear: take starttls or tls")
	}
	return nil
}

// mailer sends e-mail; one connection for each message, which is little beside what mail servers do to limit senders.
type mailer struct {
	server Server
	tls    *tls.Config // nil: the system's authorities
	wait   time.Duration
}

func (s mailer) client() (*mail.Client, error) {
	wait := s.wait
	if wait == 0 {
		wait = mailTime
	}
	config := s.tls
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12, ServerName: s.server.Host}
	}
	options := []mail.Option{mail.WithTimeout(wait), mail.WithTLSConfig(config)}
	port := 587
	switch s.server.Security {
	case TLS:
		port = 465
		options = append(options, mail.WithSSL())
	case NoTLS:
		port = 25
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.server.Port != 0 {
		port = s.server.Port
	}
	options = append(options, mail.WithPort(port))
	if s.server.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.server.User), mail.WithPassword(s.server.Password))
	}
	return mail.NewClient(s.server.Host, options...)
}

// compose writes the mail: text, and the same as HTML. Its id is the message's, so that programs that know ids show a repeated one once.
func (s mailer) compose(t Target, m Message, now time.Time) (*mail.Msg, error) {
	out := mail.NewMsg()
	from, err := netmail.ParseAddress(s.server.From)
	if err != nil {
		return nil, err
	}
	if err := out.FromFormat(from.Name, from.Address); err != nil {
		return nil, err
	}
	if err := out.To(t.address); err != nil {
		return nil, err
	}
	html, err := m.HTML()
	if err != nil {
		return nil, err
	}
	out.Subject(tame(m.Subject))
	out.SetDateWithValue(now)
	out.SetMessageIDWithValue("linli." + m.Day.Format("20060102") + "." + m.Digest()[:16] + "." + t.Digest() + from.Address[strings.LastIndexByte(from.Address, '@'):])
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetBodyString(mail.TypeTextPlain, m.Text()+"\n-- \n"+m.p.T("daily.mail")+"\n")
	out.AddAlternativeString(mail.TypeTextHTML, html)
	return out, nil
}

// send mails a message.
func (s mailer) send(ctx context.Context, t Target, m Message, now time.Time) *failure {
	if err := s.server.Check(); err != nil {
		return &failure{text: err.Error(), final: true}
	}
	c, err := s.client()
	if err != nil {
		return &failure{text: "mail: " + err.Error(), final: true}
	}
	out, err := s.compose(t, m, now)
	if err != nil {
		return &failure{text: "mail: " + err.Error(), final: true}
	}
	err = c.DialAndSendWithContext(ctx, out)
	if err == nil || out.IsDelivered() { // a server that took it and was rude at the end has taken it
		return nil
	}
	f := &failure{text: s.server.Host + ": " + err.Error()}
	var said *mail.SendError
	if errors.As(err, &said) {
		f.final = !said.IsTemp() && said.ErrorCode() >= 500
	}
	var slow net.Error
	if errors.As(err, &slow) && slow.Timeout() {
		f.text = s.server.Host + " did not answer in time"
	}
	if strings.Contains(err.Error(), "535 ") { // a password that is wrong stays wrong, and too many tries lock the account
		f.final = true
	}
	return f
}
