package topic

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/segmentio/kafka-go"
)

const (
	clientID    = "linli"
	dialTimeout = 5 * time.Second // TCP, TLS and login together
)

// Dialer opens connections to the cluster with its TLS and SASL: for kafka.ConsumerGroup, kafka.Conn and their like.
func (c Cluster) Dialer() *kafka.Dialer {
	d := &kafka.Dialer{ClientID: clientID, Timeout: dialTimeout, DialFunc: c.dial}
	if c.security != nil {
		d.SASLMechanism = c.security.sasl
	}
	return d
}

// Transport carries kafka.Client and kafka.Writer with the cluster's TLS and SASL. Whoever asked for it calls
// CloseIdleConnections when done: until then it keeps asking the brokers.
func (c Cluster) Transport() *kafka.Transport {
	t := &kafka.Transport{ClientID: clientID, DialTimeout: dialTimeout, Dial: c.dial}
	if c.security != nil {
		t.SASL = c.security.sasl
	}
	return t
}

// dial connects and, where configured, encrypts. TLS is done here and not in kafka-go, so that its errors name the broker
// and what to mend, whoever dials.
func (c Cluster) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, addr)
	if err != nil || c.security == nil || c.security.tls == nil {
		return conn, err
	}
	config := c.security.tls
	if config.ServerName == "" {
		host, _, err := net.SplitHostPort(addr)
		if err != nil {
			host = addr
		}
		config = config.Clone()
		config.ServerName = host
	}
	secured := tls.Client(conn, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, &handshakeError{addr, Advise(err)}
	}
	return secured, nil
}

// handshakeError is TLS that did not come about.
type handshakeError struct {
	addr string
	err  error
}

// Error implements error.
func (e *handshakeError) Error() string { return fmt.Sprintf("TLS with %s: %v", e.addr, e.err) }

func (e *handshakeError) Unwrap() error { return e.err }

// certificate says whether it was the broker's certificate that failed.
func (e *handshakeError) certificate() bool {
	var failed *tls.CertificateVerificationError
	return errors.As(e.err, &failed)
}

// open gives a connection behind TLS and login, to speak on what kafka-go has no words for.
func (c Cluster) open(ctx context.Context, addr string) (net.Conn, error) {
	var conn net.Conn
	d := c.Dialer()
	d.DialFunc = func(ctx context.Context, network, addr string) (_ net.Conn, err error) {
		conn, err = c.dial(ctx, network, addr)
		return conn, err
	}
	if _, err := d.DialContext(ctx, "tcp", addr); err != nil {
		return nil, err // kafka-go has closed it
	}
	return conn, nil
}
