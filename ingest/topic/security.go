package topic

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/segmentio/kafka-go/sasl"
)

// Security says how connections to Kafka are encrypted and who logs in. The zero value is plaintext without a login.
type Security struct {
	TLS  TLS
	SASL SASL
}

// TLS encrypts the connections and checks whom they reach. Files are PEM.
type TLS struct {
	Enabled    bool
	CA         string // file of the authority that signed the brokers' certificates; empty takes the system's
	Cert, Key  string // files of our own certificate, for brokers that ask for one
	ServerName string // expected in the brokers' certificates; empty takes the host of each address
	Insecure   bool   // takes every certificate
}

// SASL logs in. An empty mechanism does not.
type SASL struct{ Mechanism, User, Password string }

// Mechanisms are the ways to log in that Linli knows.
var Mechanisms = []string{"PLAIN", scram256, scram512}

// security is what Secure made of a Security. Cluster holds a pointer to it, so that printing a Cluster shows no password.
type security struct {
	tls  *tls.Config
	sasl sasl.Mechanism
	user string
}

// Secure gives the same cluster reached by TLS and SASL. It reads the files and names a setting that cannot work.
func (c Cluster) Secure(s Security) (Cluster, error) {
	var made security
	var err error
	if made.tls, err = s.TLS.config(); err != nil {
		return c, err
	}
	if made.sasl, err = s.SASL.mechanism(); err != nil {
		return c, err
	}
	made.user = s.SASL.User
	c.security = &made
	return c, nil
}

func (t TLS) config() (*tls.Config, error) {
	if !t.Enabled {
		if t != (TLS{}) {
			return nil, errors.New("kafka.tls has settings but is off: set kafka.tls.enabled to true, or leave them out")
		}
		return nil, nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: t.ServerName, InsecureSkipVerify: t.Insecure}
	if t.CA != "" {
		pem, err := os.ReadFile(t.CA)
		if err != nil {
			return nil, fmt.Errorf("kafka.tls.ca: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("kafka.tls.ca: %s holds no certificate: give the authority's in PEM form (-----BEGIN CERTIFICATE-----)", t.CA)
		}
	}
	if (t.Cert == "") != (t.Key == "") {
		return nil, errors.New("kafka.tls.cert and kafka.tls.key go together: set both, or none")
	}
	if t.Cert != "" {
		own, err := tls.LoadX509KeyPair(t.Cert, t.Key)
		if err != nil {
			return nil, fmt.Errorf("kafka.tls.cert %s with kafka.tls.key %s: %w", t.Cert, t.Key, err)
		}
		config.Certificates = []tls.Certificate{own}
	}
	return config, nil
}

func (s SASL) mechanism() (sasl.Mechanism, error) {
	switch {
	case s == (SASL{}):
		return nil, nil
	case !slices.Contains(Mechanisms, s.Mechanism):
		return nil, fmt.Errorf("kafka.sasl.mechanism is %q: take %s", s.Mechanism, strings.Join(Mechanisms, ", "))
	case s.User == "" || s.Password == "":
		return nil, errors.New("kafka.sasl needs a user and a password: set kafka.sasl.user and kafka.sasl.password (LINLI_KAFKA_SASL_PASSWORD)")
	}
	return newLogin(s), nil
}
