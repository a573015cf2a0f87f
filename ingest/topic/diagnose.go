package topic

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const probeTimeout = time.Second

// Ping asks the brokers for a sign of life, behind TLS and login, and gives the cluster's id. It asks in the simplest way
// there is, since kafka-go has one word for many causes.
func (c Cluster) Ping(ctx context.Context) (clusterID string, err error) {
	var all error
	for _, addr := range c.Brokers {
		id, err := c.ping(ctx, addr)
		if err == nil {
			return id, nil
		}
		all = also(all, fmt.Errorf("kafka at %s %w", addr, c.explain(ctx, addr, err)))
	}
	return "", all
}

func (c Cluster) ping(ctx context.Context, addr string) (clusterID string, err error) {
	conn, err := c.open(ctx, addr)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	req, resp := kmsg.NewPtrMetadataRequest(), kmsg.NewPtrMetadataResponse()
	req.Version, req.Topics = 5, []kmsg.MetadataRequestTopic{} // of no topics
	if err := ask(ctx, conn, req, resp); err != nil {
		return "", err
	}
	if resp.ClusterID == nil {
		return "", nil
	}
	return *resp.ClusterID, nil
}

// unreachable adds what Ping finds to an error of kafka-go's.
func (c Cluster) unreachable(ctx context.Context, err error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second) // the caller's time may be over
	defer cancel()
	if _, cause := c.Ping(ctx); cause != nil {
		return cause
	}
	return fmt.Errorf("kafka at %s does not do as asked: %w", strings.Join(c.Brokers, ", "), Advise(err))
}

// also joins two errors in one line.
func also(a, b error) error {
	if a == nil {
		return b
	}
	return fmt.Errorf("%w; %w", a, b)
}

// explain words why a broker could not be spoken to. Where the two sides disagree about TLS or login, neither protocol has a
// word for it, so the broker is asked in the other ways.
func (c Cluster) explain(ctx context.Context, addr string, err error) error {
	encrypted := c.security != nil && c.security.tls != nil
	var shake *handshakeError
	var code kafka.Error
	var op *net.OpError
	if errors.As(err, &shake) {
		err = shake.err
	}
	switch {
	case errors.Is(err, kafka.UnsupportedSASLMechanism):
		return fmt.Errorf("does not offer this login: set kafka.sasl.mechanism to one of %s", strings.Join(c.offered(ctx, addr), ", "))
	case errors.As(err, &code): // kafka-go puts it into several words that mean the same
		return fmt.Errorf("refuses: %w", c.forbidden(Advise(code)))
	case shake == nil && errors.As(err, &op) && op.Op == "dial":
		return fmt.Errorf("does not answer: %w: start it, or correct kafka.brokers", op)
	case errors.Is(err, context.Canceled):
		return err
	case encrypted && shake != nil && !shake.certificate() && answers(ctx, Cluster{}, addr):
		return errors.New("does not speak TLS on this port: name its TLS port in kafka.brokers, or set kafka.tls.enabled to false")
	case shake == nil && errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("takes connections and does not answer: %w: correct kafka.brokers, or see the broker's log", err)
	case c.security == nil || c.security.sasl == nil:
		if offered := c.offered(ctx, addr); len(offered) > 0 {
			return fmt.Errorf("wants a login on this port: set kafka.sasl.mechanism to one of %s, with kafka.sasl.user and kafka.sasl.password", strings.Join(offered, ", "))
		}
	}
	if !encrypted && speaksTLS(ctx, addr) {
		return errors.New("speaks TLS only on this port: set kafka.tls.enabled to true (and kafka.tls.ca), or name its plaintext port in kafka.brokers")
	}
	if remedy(err) != "" {
		return fmt.Errorf("cannot be trusted or does not trust us: %w", Advise(err))
	}
	return fmt.Errorf("takes connections and does not answer as Kafka does: %w: correct kafka.brokers, or see the broker's log", err)
}

// answers says whether a broker reached that way answers anything at all.
func answers(ctx context.Context, c Cluster, addr string) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	conn, err := c.dial(ctx, "tcp", addr)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	return ask(ctx, conn, kmsg.NewPtrApiVersionsRequest(), kmsg.NewPtrApiVersionsResponse()) == nil
}

// offered are the ways to log in that the broker knows; none where it wants no login.
func (c Cluster) offered(ctx context.Context, addr string) []string {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	conn, err := c.dial(ctx, "tcp", addr)
	if err != nil {
		return nil
	}
	defer func() { _ = conn.Close() }()
	req, resp := kmsg.NewPtrSASLHandshakeRequest(), kmsg.NewPtrSASLHandshakeResponse()
	req.Version, req.Mechanism = 1, "NONE"
	if ask(ctx, conn, req, resp) != nil {
		return nil
	}
	return resp.SupportedMechanisms
}

// speaksTLS says whether the other side answers a TLS greeting, be it with a refusal.
func speaksTLS(ctx context.Context, addr string) bool {
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	err = tls.Client(conn, &tls.Config{InsecureSkipVerify: true}).HandshakeContext(ctx)
	var op *net.OpError
	return err == nil || errors.As(err, &op) && op.Op == "remote error"
}

// forbidden adds who was refused.
func (c Cluster) forbidden(err error) error {
	var code kafka.Error
	if c.security == nil || c.security.user == "" || !errors.As(err, &code) {
		return err
	}
	switch code {
	case kafka.SASLAuthenticationFailed, kafka.TopicAuthorizationFailed, kafka.ClusterAuthorizationFailed, kafka.GroupAuthorizationFailed:
		return fmt.Errorf("user %s: %w", c.security.user, err)
	case kafka.UnknownTopicOrPartition: // Kafka hides what somebody may not see
		return fmt.Errorf("%w: it is not there, or user %s may not Describe it", err, c.security.user)
	}
	return err
}
