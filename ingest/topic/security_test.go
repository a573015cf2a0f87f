package topic_test

import (
	"crypto/tls"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/linli-project/linli/ingest/topic"
)

func TestLogin(t *testing.T) {
	p := newPKI(t)
	plain := guarded(t, withLogin()...)
	encrypted := guarded(t, append(withLogin(), kfake.TLS(p.server(t, time.Time{})))...)
	for _, m := range topic.Mechanisms {
		user := topic.SASL{Mechanism: m, User: "linli-" + m, Password: password}
		if err := works(t, topic.Cluster{Brokers: []string{plain}}, topic.Security{SASL: user}); err != nil {
			t.Errorf("%s: %v", m, err)
		}
		if err := works(t, topic.Cluster{Brokers: []string{encrypted}}, topic.Security{SASL: user, TLS: topic.TLS{Enabled: true, CA: p.caFile}}); err != nil {
			t.Errorf("%s over TLS: %v", m, err)
		}
		wrong := user
		wrong.Password = "another"
		refusal{m + " wrong password", plain, topic.Security{SASL: wrong}, "correct kafka.sasl.user and kafka.sasl.password"}.check(t)
	}
	refusal{"no login", plain, topic.Security{}, "wants a login on this port: set kafka.sasl.mechanism to one of PLAIN, SCRAM-SHA-256, SCRAM-SHA-512"}.check(t)
}

func TestTLS(t *testing.T) {
	p, stranger := newPKI(t), newPKI(t)
	good := guarded(t, kfake.TLS(p.server(t, time.Time{})))
	old := guarded(t, kfake.TLS(p.server(t, time.Now().Add(-time.Hour))))
	config := p.server(t, time.Time{})
	config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, nil
	mutual := guarded(t, kfake.TLS(config))
	on := topic.TLS{Enabled: true, CA: p.caFile}
	with := func(change func(*topic.TLS)) topic.Security {
		s := topic.Security{TLS: on}
		change(&s.TLS)
		return s
	}
	for name, s := range map[string]topic.Security{
		"by address":  {TLS: on},
		"by its name": with(func(s *topic.TLS) { s.ServerName = "localhost" }),
		"insecure":    {TLS: topic.TLS{Enabled: true, Insecure: true}},
	} {
		if err := works(t, topic.Cluster{Brokers: []string{good}}, s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, r := range []refusal{
		{"not trusted", good, with(func(s *topic.TLS) { s.CA = stranger.caFile }), "set kafka.tls.ca to the file"},
		{"system's authorities", good, topic.Security{TLS: topic.TLS{Enabled: true}}, "set kafka.tls.ca to the file"},
		{"another name", good, with(func(s *topic.TLS) { s.ServerName = "kafka.example" }), "or set kafka.tls.server_name"},
		{"expired", old, topic.Security{TLS: on}, "renew the broker's certificate"},
		{"plaintext to TLS", good, topic.Security{}, "speaks TLS only on this port: set kafka.tls.enabled to true"},
		{"no certificate of ours", mutual, topic.Security{TLS: on}, "check kafka.tls.cert and kafka.tls.key"},
	} {
		r.check(t)
	}
}

func TestSettingsThatCannotWork(t *testing.T) {
	p := newPKI(t)
	text, none := file(t, "text", []byte("hello")), filepath.Join(t.TempDir(), "none")
	other := newPKI(t)
	for want, s := range map[string]topic.Security{
		"set kafka.tls.enabled to true":                {TLS: topic.TLS{CA: p.caFile}},
		"kafka.tls.ca: open " + none:                   {TLS: topic.TLS{Enabled: true, CA: none}},
		text + " holds no certificate":                 {TLS: topic.TLS{Enabled: true, CA: text}},
		"kafka.tls.cert and kafka.tls.key":             {TLS: topic.TLS{Enabled: true, Cert: p.caFile}},
		"private key does not match":                   {TLS: topic.TLS{Enabled: true, Cert: p.caFile, Key: file(t, "key", other.ca.KeyPEM())}},
		`kafka.sasl.mechanism is "GSSAPI": take PLAIN`: {SASL: topic.SASL{Mechanism: "GSSAPI", User: "u", Password: password}},
		`kafka.sasl.mechanism is "": take PLAIN`:       {SASL: topic.SASL{User: "u", Password: password}},
		"LINLI_KAFKA_SASL_PASSWORD":                    {SASL: topic.SASL{Mechanism: "PLAIN", User: "u"}},
	} {
		_, err := topic.Cluster{}.Secure(s)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), password) {
			t.Errorf("%v\nwants %q", err, want)
		}
	}
}

// TestPlaintextToStrangers: what listens there is no Kafka at all.
func TestPlaintextToStrangers(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	go func() {
		for {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
			_ = conn.Close()
		}
	}()
	refusal{"a web server", ln.Addr().String(), topic.Security{}, "correct kafka.brokers"}.check(t)
}
