package topic_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest/apache"
	"github.com/linli-project/linli/ingest/topic"
)

const password = "s3cret-of-the-test"

// pki are certificate files of a small authority.
type pki struct {
	ca     apache.Certificate
	caFile string
}

func newPKI(t *testing.T) pki {
	t.Helper()
	ca, err := apache.Authority("authority")
	if err != nil {
		t.Fatal(err)
	}
	return pki{ca, file(t, "ca.pem", ca.CertPEM())}
}

// server is the TLS side of a broker on loopback whose certificate ends at that time.
func (p pki) server(t *testing.T, until time.Time) *tls.Config {
	t.Helper()
	c, err := p.ca.Issue("broker", until)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.X509KeyPair(c.CertPEM(), c.KeyPEM())
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}}
}

func file(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// guarded is an embedded broker with the user linli, for each mechanism, and whatever options are given.
func guarded(t *testing.T, opts ...kfake.Opt) string {
	t.Helper()
	opts = append(opts, kfake.NumBrokers(1))
	k, err := kfake.NewCluster(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	return strings.Replace(k.ListenAddrs()[0], "[::]", "127.0.0.1", 1)
}

func withLogin() (opts []kfake.Opt) {
	opts = append(opts, kfake.EnableSASL())
	for _, m := range topic.Mechanisms {
		opts = append(opts, kfake.Superuser(m, "linli-"+m, password))
	}
	return opts
}

// works makes the topics and sends an event; it returns the first error and fails when it tells the password.
func works(t *testing.T, c topic.Cluster, s topic.Security) error {
	t.Helper()
	c.Partitions = 1
	c, err := c.Secure(s)
	if err == nil {
		_, err = c.Ping(t.Context())
	}
	if err == nil {
		err = c.Ensure(t.Context())
	}
	if err == nil {
		p := c.NewProducer()
		err = errors.Join(p.Send(t.Context(), event.TopicClick, []topic.Message{{Value: []byte("x")}}), p.Close())
	}
	var id string
	if err == nil {
		if id, err = c.Identity(t.Context(), event.TopicClick); id == "" && err == nil {
			err = errors.New("no id of the topic")
		}
	}
	if err == nil {
		conn, dialErr := c.Dialer().DialLeader(t.Context(), "tcp", c.Brokers[0], event.TopicClick, 0)
		if err = dialErr; err == nil {
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
			_, err = conn.ReadMessage(1 << 20)
			_ = conn.Close()
		}
	}
	if text := fmt.Sprintf("%v %+v %#v", err, c, c); strings.Contains(text, s.SASL.Password) && s.SASL.Password != "" {
		t.Errorf("the password is told: %s", text)
	}
	return err
}

// refusal is a way to come in that must fail in one line with that text.
type refusal struct {
	name string
	addr string
	s    topic.Security
	want string
}

func (r refusal) check(t *testing.T) {
	t.Run(r.name, func(t *testing.T) {
		err := works(t, topic.Cluster{Brokers: []string{r.addr}}, r.s)
		if err == nil || !strings.Contains(err.Error(), r.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v\nwants %q in one line", err, r.want)
		} else {
			t.Log(err)
		}
	})
}

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
