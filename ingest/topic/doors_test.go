package topic_test

import (
	"crypto/tls"
	"errors"
	"fmt"
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
