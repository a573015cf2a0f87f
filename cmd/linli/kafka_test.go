package main

import (
	"bytes"
	"crypto/tls"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/linli-project/linli/ingest/kafkatest/apache"
)

// guardedKafka is a broker that speaks TLS and takes the login of linli; it gives its address and the authority's file.
func guardedKafka(t *testing.T, password string) (addr, ca string) {
	t.Helper()
	authority, err := apache.Authority("authority")
	if err != nil {
		t.Fatal(err)
	}
	cert, err := authority.Issue("broker", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	pair, err := tls.X509KeyPair(cert.CertPEM(), cert.KeyPEM())
	if err != nil {
		t.Fatal(err)
	}
	ca = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, authority.CertPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	k, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.EnableSASL(), kfake.Superuser("SCRAM-SHA-512", "linli", password),
		kfake.TLS(&tls.Config{Certificates: []tls.Certificate{pair}}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(k.Close)
	return k.ListenAddrs()[0], ca
}

// TestDoctorAndGuardedKafka sets everything by the environment, as a container does.
func TestDoctorAndGuardedKafka(t *testing.T) {
	t.Chdir(t.TempDir())
	const password = "topsecret-of-kafka"
	addr, ca := guardedKafka(t, password)
	for name, value := range map[string]string{"BROKERS": addr, "TLS_ENABLED": "true", "TLS_CA": ca, "SASL_MECHANISM": "SCRAM-SHA-512",
		"SASL_USER": "linli", "SASL_PASSWORD": password} {
		t.Setenv("LINLI_KAFKA_"+name, value)
	}
	for _, test := range []struct{ name, value, want string }{
		{"LINLI_KAFKA_SASL_PASSWORD", password, "(TLS, user linli by SCRAM-SHA-512)"},
		{"LINLI_KAFKA_SASL_PASSWORD", "topsecret-but-wrong", "correct kafka.sasl.user and kafka.sasl.password"},
		{"LINLI_KAFKA_TLS_SERVER_NAME", "kafka.example", "or set kafka.tls.server_name"},
	} {
		t.Setenv(test.name, test.value)
		cfg, err := (&shared{}).load()
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		d := doctor{cmd: &cobra.Command{}}
		d.cmd.SetOut(&out)
		d.kafka(t.Context(), cfg.Kafka)
		if text := out.String(); !strings.Contains(text, test.want) || strings.Contains(text, "topsecret") {
			t.Errorf("%s\nwants %q and no password", text, test.want)
		}
		if text := dump(t); strings.Contains(text, "topsecret") || !strings.Contains(text, masked) {
			t.Errorf("the password is not masked:\n%s", text)
		}
	}
}

func TestKafkaSettingsThatCannotWork(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, test := range []struct{ name, value, want string }{
		{"LINLI_KAFKA_TLS_ENABLED", "yes please", "is neither true nor false"},
		{"LINLI_KAFKA_TLS_ENABLED", "true", "the embedded broker has neither"},
		{"LINLI_KAFKA_SASL_USER", "linli", "the embedded broker has neither"},
		{"LINLI_KAFKA_SASL_PASSWORD", masked, masked},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv(test.name, test.value)
			if _, err := (&shared{}).load(); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}
