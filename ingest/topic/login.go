package topic

import (
	"context"

	kafkasasl "github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/twmb/franz-go/pkg/sasl"
	"github.com/twmb/franz-go/pkg/sasl/scram"
)

const (
	scram256 = "SCRAM-SHA-256"
	scram512 = "SCRAM-SHA-512"
)

func newLogin(s SASL) kafkasasl.Mechanism {
	auth := scram.Auth{User: s.User, Pass: s.Password}
	switch s.Mechanism {
	case scram256:
		return scramLogin{auth.AsSha256Mechanism()}
	case scram512:
		return scramLogin{auth.AsSha512Mechanism()}
	}
	return plain.Mechanism{Username: s.User, Password: s.Password}
}

// scramLogin lends franz-go's SCRAM to kafka-go, whose own needs three modules more.
type scramLogin struct{ sasl.Mechanism }

func (l scramLogin) Start(ctx context.Context) (kafkasasl.StateMachine, []byte, error) {
	session, first, err := l.Authenticate(ctx, "")
	return scramSession{session}, first, err
}

type scramSession struct{ sasl.Session }

func (s scramSession) Next(_ context.Context, challenge []byte) (done bool, response []byte, err error) {
	return s.Challenge(challenge)
}
