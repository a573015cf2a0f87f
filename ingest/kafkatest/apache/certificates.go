package apache

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// Certificate is a key with its certificate.
type Certificate struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
}

// Authority makes a certificate that signs others.
func Authority(name string) (Certificate, error) {
	return issue(&x509.Certificate{Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}, nil)
}

// Issue makes a certificate for this machine's loopback, or a client's of that name, good until the given time.
func (a Certificate) Issue(name string, until time.Time) (Certificate, error) {
	return issue(&x509.Certificate{Subject: pkix.Name{CommonName: name}, NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		DNSNames:    []string{"localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}, &a)
}

func issue(template *x509.Certificate, by *Certificate) (c Certificate, err error) {
	if c.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return c, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, big.NewInt(1<<62)); err != nil {
		return c, err
	}
	template.NotBefore = time.Now().Add(-48 * time.Hour)
	if template.NotAfter.IsZero() {
		template.NotAfter = time.Now().AddDate(10, 0, 0)
	}
	signer := Certificate{key: c.key, cert: template}
	if by != nil {
		signer = *by
	}
	der, err := x509.CreateCertificate(rand.Reader, template, signer.cert, &c.key.PublicKey, signer.key)
	if err != nil {
		return c, err
	}
	c.cert, err = x509.ParseCertificate(der)
	return c, err
}

// CertPEM is the certificate in PEM form.
func (a Certificate) CertPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// KeyPEM is the private key in PEM form.
func (a Certificate) KeyPEM() []byte {
	der, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil { // of a key that was just made
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// The files of a cluster's folder.
const (
	fileCA         = "ca.pem"
	fileServer     = "server.pem" // key and certificate together, as Kafka wants them
	fileClientCert = "client.pem"
	fileClientKey  = "client.key"
)

// certify writes the certificates of a cluster.
func certify(dir string) error {
	ca, err := Authority("Linli test authority")
	if err != nil {
		return err
	}
	server, errServer := ca.Issue("kafka", time.Time{})
	client, errClient := ca.Issue(ClientName, time.Time{})
	if err := errors.Join(errServer, errClient); err != nil {
		return err
	}
	for name, data := range map[string][]byte{fileCA: ca.CertPEM(), fileServer: append(server.KeyPEM(), server.CertPEM()...),
		fileClientCert: client.CertPEM(), fileClientKey: client.KeyPEM()} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
