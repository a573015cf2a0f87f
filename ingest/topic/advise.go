package topic

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"

	"github.com/segmentio/kafka-go"
)

// Advise adds what to do to an error of Kafka's or of TLS where its own words leave that open. Others pass unchanged.
func Advise(err error) error {
	if err == nil {
		return nil
	}
	if text := remedy(err); text != "" && !strings.Contains(err.Error(), text) {
		return fmt.Errorf("%w: %s", err, text)
	}
	return err
}

func remedy(err error) string {
	var code kafka.Error
	if errors.As(err, &code) {
		return refused[code]
	}
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var unknown x509.UnknownAuthorityError
	var record tls.RecordHeaderError
	var op *net.OpError
	switch {
	case errors.As(err, &host):
		return "connect by a name that the broker's certificate carries, or set kafka.tls.server_name to one"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "renew the broker's certificate, or set this machine's clock"
	case errors.As(err, &unknown), errors.As(err, &invalid):
		return "set kafka.tls.ca to the file of the authority that signed the broker's certificate"
	case errors.As(err, &record):
		return "this port does not speak TLS: name the broker's TLS port in kafka.brokers, or leave kafka.tls out"
	case errors.As(err, &op) && op.Op == "remote error": // the broker's own TLS alert
		return "the broker did not take our side of TLS: check kafka.tls.cert and kafka.tls.key, if it asks for a certificate, and the TLS versions that it allows"
	}
	return ""
}

// refused are the answers of Kafka that a setting mends, on either side.
var refused = map[kafka.Error]string{
	kafka.SASLAuthenticationFailed:     "correct kafka.sasl.user and kafka.sasl.password (LINLI_KAFKA_SASL_PASSWORD), or add the user to Kafka for this mechanism",
	kafka.UnsupportedSASLMechanism:     "set kafka.sasl.mechanism to one that the broker offers",
	kafka.IllegalSASLState:             "this port takes no login: name the broker's SASL port in kafka.brokers, or leave kafka.sasl out",
	kafka.TopicAuthorizationFailed:     "grant this user Create, Describe, Read and Write on the topics linli.*, or make them by hand",
	kafka.GroupAuthorizationFailed:     "grant this user Read on the consumer group (kafka.group)",
	kafka.ClusterAuthorizationFailed:   "grant this user Create on the cluster, or make the topics by hand",
	kafka.PolicyViolation:              "the cluster's rules forbid it: make the topics by hand as its administrator says",
	kafka.InvalidReplicationFactor:     "set kafka.replication_factor to at most the number of brokers",
	kafka.NotEnoughReplicas:            "too few replicas are in sync: see that enough brokers run",
	kafka.NotEnoughReplicasAfterAppend: "too few replicas are in sync: see that enough brokers run",
	kafka.KafkaStorageError:            "see the broker's log and its disk",
	kafka.Unknown:                      "the broker could not do it: see its log and whether its disk is full",
	kafka.UnsupportedVersion:           "this Kafka is too old or too new for it: take one from 2.8 on",
}
