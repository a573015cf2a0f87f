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
type Producer struct {
	w         *kafka.Writer
	transport *kafka.Transport // its own: kafka-go's default one is never closed, and keeps asking a broker that is gone
}

// NewProducer opens a producer; it connects at the first Send.
func (c Cluster) NewProducer() *Producer {
	transport := &kafka.Transport{}
	return &Producer{transport: transport, w: &kafka.Writer{
		Transport:    transport,
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
	var each kafka.WriteErrors
	var large kafka.MessageTooLargeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large): // before anything was sent
		return fmt.Errorf("a message of %d bytes for %s is longer than the %d that kafka is asked to take; none of %d was sent",
			len(large.Message.Value), topic, p.w.BatchBytes, len(msgs))
	case errors.As(err, &each):
		for _, e := range each {
			if e != nil {
				return fmt.Errorf("kafka refused %d of %d messages for %s: %w", each.Count(), len(msgs), topic, why(e))
			}
		}
	}
	return fmt.Errorf("write %d messages to kafka topic %s: %w", len(msgs), topic, why(err))
}

// why adds what to look at where Kafka's own words do not say it.
func why(err error) error {
	if errors.Is(err, kafka.Unknown) {
		return fmt.Errorf("the broker could not write them: see its log and whether its disk is full: %w", err)
	}
	return err
}

// Close flushes and closes the connections.
func (p *Producer) Close() error {
	err := p.w.Close()
	p.transport.CloseIdleConnections()
	return err
}
