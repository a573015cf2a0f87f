package topic

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"
)

// Message is one Kafka record: the key decides the partition, so events of one user keep their order.
type Message struct {
	Key     []byte
	Value   []byte
	Headers []Header
}

// Header is a name and value that travel beside a message.
type Header struct{ Name, Value string }

// Producer writes to topics and is safe for concurrent use.
type Producer struct{ w *kafka.Writer }

// NewProducer opens a producer; it connects at the first Send.
func (c Cluster) NewProducer() *Producer {
	return &Producer{w: &kafka.Writer{
		Addr:         kafka.TCP(c.Brokers...),
		Balancer:     &kafka.Hash{},
		RequiredAcks: kafka.RequireAll,
		Compression:  kafka.Lz4,
		BatchSize:    5000,
		BatchBytes:   4 << 20,
		BatchTimeout: 5 * time.Millisecond, // the default of a second is what a single small write would wait
		MaxAttempts:  10,
	}}
}

// Send returns nil only when every message is acknowledged by all replicas. After an error some may have been written:
// sending all of them again is right, since duplicates are recognised by event_id.
func (p *Producer) Send(ctx context.Context, topic string, msgs []Message) error {
	out := make([]kafka.Message, len(msgs))
	for i, m := range msgs {
		out[i] = kafka.Message{Topic: topic, Key: m.Key, Value: m.Value}
		for _, h := range m.Headers {
			out[i].Headers = append(out[i].Headers, kafka.Header{Key: h.Name, Value: []byte(h.Value)})
		}
	}
	err := p.w.WriteMessages(ctx, out...)
	if err == nil {
		return nil
	}
	var each kafka.WriteErrors
	if errors.As(err, &each) {
		for _, e := range each {
			if e != nil {
				return fmt.Errorf("kafka refused %d of %d messages for %s: %w", each.Count(), len(msgs), topic, e)
			}
		}
	}
	return fmt.Errorf("write %d messages to kafka topic %s: %w", len(msgs), topic, err)
}

// Close flushes and closes the connections.
func (p *Producer) Close() error { return p.w.Close() }
