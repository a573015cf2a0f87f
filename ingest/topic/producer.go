package topic

import (
	"context"
	"errors"
	"fmt"
	"sync"
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

// maxMessage is how long a message may be: what the topics take, less what the batch around it needs.
const maxMessage = 4<<20 - 4<<10

// errClosed answers who sends through a producer that was closed.
var errClosed = errors.New("the producer is closed")

// Producer writes to topics and is safe for concurrent use. It has one lane for each partition, on which one batch travels
// at a time; messages that come meanwhile, whoever sends them, wait together in the next. So a single message goes out at
// once, many small senders share requests, and the order of a partition stands even when a batch has to be sent again.
//
// kafka-go's Writer is not used because each of its batches reserves 680 kB, and because it gives up before a cluster has
// found another leader.
type Producer struct {
	client    *kafka.Client
	transport *kafka.Transport // its own: kafka-go's default one is never closed, and keeps asking a broker that is gone

	mu     sync.Mutex
	lanes  map[string][]*lane // by topic, then partition
	closed bool
	work   sync.WaitGroup // lanes that send
}

// NewProducer opens a producer; it connects at the first Send.
func (c Cluster) NewProducer() *Producer {
	transport := c.Transport()
	transport.MetadataTTL = 2 * time.Second // how long it takes to hear of a new leader
	return &Producer{transport: transport, lanes: map[string][]*lane{},
		client: &kafka.Client{Addr: kafka.TCP(c.Brokers...), Timeout: attemptTimeout, Transport: transport}}
}

// Send returns nil only when every message is acknowledged by all replicas. After an error some may have been written:
// sending all of them again is right, since duplicates are recognised by event_id. It keeps nothing of msgs.
func (p *Producer) Send(ctx context.Context, topic string, msgs []Message) error {
	if len(msgs) == 0 {
		return nil
	}
	for _, m := range msgs {
		if m.size() > maxMessage { // before anything is sent
			return fmt.Errorf("a message of %d bytes for %s is longer than the %d that kafka is asked to take; none of %d was sent",
				len(m.Value), topic, maxMessage, len(msgs))
		}
	}
	lanes, err := p.open(ctx, topic)
	if err != nil {
		return fmt.Errorf("write %d messages to kafka topic %s: %w", len(msgs), topic, Advise(err))
	}
	defer p.work.Done()
	var waits []wait
	for partition, mine := range split(msgs, len(lanes)) {
		if len(mine) > 0 {
			waits = lanes[partition].add(msgs, mine, waits)
		}
	}
	failed := 0
	for i, w := range waits {
		select {
		case <-w.batch.done:
			if w.batch.err != nil {
				failed += w.messages
				err = w.batch.err
			}
		case <-ctx.Done():
			for _, w := range waits[i:] {
				w.lane.abandon(w.batch)
			}
			return fmt.Errorf("write %d messages to kafka topic %s: %w", len(msgs), topic, ctx.Err())
		}
	}
	if failed > 0 {
		return fmt.Errorf("kafka refused %d of %d messages for %s: %w", failed, len(msgs), topic, Advise(err))
	}
	return nil
}

// open gives the lanes of a topic, as many as it has partitions now, and counts one piece of work.
func (p *Producer) open(ctx context.Context, topic string) ([]*lane, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, errClosed
	}
	p.work.Add(1)
	p.mu.Unlock()
	n, err := p.partitions(ctx, topic)
	if err != nil {
		p.work.Done()
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.lanes[topic]) < n {
		p.lanes[topic] = append(p.lanes[topic], &lane{p: p, topic: topic, partition: len(p.lanes[topic])})
	}
	return p.lanes[topic][:n:n], nil
}

// partitions asks the transport's cache.
func (p *Producer) partitions(ctx context.Context, topic string) (int, error) {
	meta, err := p.client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{topic}})
	if err != nil {
		return 0, err
	}
	for _, t := range meta.Topics {
		if t.Name == topic && (t.Error != nil || len(t.Partitions) > 0) {
			return len(t.Partitions), t.Error
		}
	}
	return 0, kafka.UnknownTopicOrPartition
}

// Close waits for what is being sent and closes the connections; it may be called twice.
func (p *Producer) Close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.work.Wait()
	p.transport.CloseIdleConnections()
	return nil
}
