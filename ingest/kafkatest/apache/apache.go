// Package apache runs Apache Kafka on this machine's loopback, one broker or several, for tests and trials: it fetches the
// jars, formats storage, starts the brokers, waits until they serve, kills and restarts them, and stops them.
//
// Each broker has four listeners: plaintext, TLS with client certificates, and SASL with and without TLS.
package apache

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/ingest/topic"
)

// Options of a cluster.
type Options struct {
	Libs    string   // from Fetch
	Dir     string   // where brokers keep their data; what is there is taken up again
	Brokers int      // 0 is one
	Port    int      // the first broker's first; 0 takes free ones
	Java    []string // more arguments for each Java, after the default ones
	Outlive bool     // the brokers go on when this process ends; Stop ends them
}

// Cluster is a running Kafka.
type Cluster struct {
	Nodes []*Node
	dir   string
	libs  string
	java  []string

	outlive bool
}

// Start brings up the brokers in o.Dir and waits until all of them serve.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir, libs: o.Libs, java: o.Java, outlive: o.Outlive}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, err
	}
	if err := certify(dir); err != nil {
		return nil, fmt.Errorf("certificates for Kafka: %w", err)
	}
	for id := 1; id <= max(1, o.Brokers); id++ {
		n := &Node{ID: id, cluster: c, dir: filepath.Join(dir, fmt.Sprint(id))}
		c.Nodes = append(c.Nodes, n)
		for i := range listeners {
			port := o.Port + 10*(id-1) + i
			if o.Port == 0 {
				if port, err = c.freePort(); err != nil {
					return nil, err
				}
			}
			n.Ports = append(n.Ports, port)
		}
	}
	if err := c.format(ctx); err != nil {
		return nil, err
	}
	for _, n := range c.Nodes {
		if err := n.Start(); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	for _, n := range c.Nodes {
		if err := n.Wait(ctx); err != nil {
			return nil, errors.Join(err, c.Close())
		}
	}
	return c, nil
}

// Addrs are the brokers' addresses of that listener.
func (c *Cluster) Addrs(l Listener) (addrs []string) {
	for _, n := range c.Nodes {
		addrs = append(addrs, n.Addr(l))
	}
	return addrs
}

// File is the path of a certificate or key: ca.pem, client.pem or client.key.
func (c *Cluster) File(name string) string { return filepath.Join(c.dir, name) }

// Mechanisms are the ways to log in at a listener; it is empty where none is asked for.
func Mechanisms(l Listener) []string {
	switch l {
	case SASLPlaintext:
		return []string{"SCRAM-SHA-256", "SCRAM-SHA-512"}
	case SASLTLS:
		return []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"}
	}
	return nil
}

// Security is what User needs to get in by that listener.
func (c *Cluster) Security(l Listener, mechanism string) (s topic.Security) {
	if l == TLS || l == SASLTLS {
		s.TLS = topic.TLS{Enabled: true, CA: c.File(fileCA)}
	}
	if l == TLS {
		s.TLS.Cert, s.TLS.Key = c.File(fileClientCert), c.File(fileClientKey)
	}
	if l == SASLPlaintext || l == SASLTLS {
		s.SASL = topic.SASL{Mechanism: mechanism, User: User, Password: Password}
	}
	return s
}

// Close stops the brokers, each within half a minute.
func (c *Cluster) Close() error {
	var errs []error
	for _, n := range c.Nodes {
		n.signal(os.Interrupt) // all at once: one alone could not hand its partitions over to brokers that go as well
	}
	for _, n := range c.Nodes {
		errs = append(errs, n.Stop(30*time.Second))
	}
	return errors.Join(errs...)
}

// Kill ends the brokers at once.
func (c *Cluster) Kill() {
	for _, n := range c.Nodes {
		_ = n.Kill()
	}
}
