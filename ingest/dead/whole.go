package dead

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// Reader reads whole messages from Kafka.
type Reader struct {
	client    *kafka.Client
	transport *kafka.Transport
}

// NewReader opens a reader; it connects when it is asked.
func NewReader(c topic.Cluster) *Reader {
	t := c.Transport()
	return &Reader{&kafka.Client{Addr: kafka.TCP(c.Brokers...), Timeout: 10 * time.Second, Transport: t}, t}
}

// Close ends the connections.
func (r *Reader) Close() { r.transport.CloseIdleConnections() }

// ErrGone says that Kafka does not keep the message any more.
var ErrGone = errors.New("retention has removed it from Kafka")

// Message is a message as it came.
type Message struct {
	Key, Value []byte
	Headers    []topic.Header
	From       string // where it was read
}

// Whole gives the message as it came: from where it was refused if Kafka keeps it there, else from linli.dead. The error is
// ErrGone when neither has it.
func (r *Reader) Whole(ctx context.Context, l *Letter) (Message, error) {
	m, err := r.at(ctx, l.Topic, int(l.Partition), l.Offset)
	if err == nil && strings.HasPrefix(string(m.Value), l.Value) && (l.Cut() || len(m.Value) == len(l.Value)) {
		return m, nil // and not that of a topic which was made anew
	}
	if err != nil && !errors.Is(err, ErrGone) {
		return m, err
	}
	if l.Topic == event.TopicDead {
		return m, ErrGone
	}
	return r.scan(ctx, l)
}

const fetchBytes = 8 << 20

// at reads the message of one offset.
func (r *Reader) at(ctx context.Context, name string, partition int, offset int64) (m Message, err error) {
	err = r.read(ctx, name, partition, offset, func(rec *kafka.Record) (bool, error) {
		if rec.Offset > offset {
			return false, ErrGone // compacted away
		}
		m, err = message(rec, fmt.Sprintf("%s/%d/%d", name, partition, rec.Offset))
		return false, err
	})
	return m, err
}

// scan looks through linli.dead, from about when the letter was written on.
func (r *Reader) scan(ctx context.Context, l *Letter) (m Message, err error) {
	starts, err := r.starts(ctx, l.RejectedAt.Add(-time.Hour))
	if err != nil {
		return m, err
	}
	for partition, from := range starts {
		found := false
		err := r.read(ctx, event.TopicDead, partition, from, func(rec *kafka.Record) (bool, error) {
			if !isOf(rec, l) {
				return true, nil
			}
			found = true
			m, err = message(rec, fmt.Sprintf("%s/%d/%d", event.TopicDead, partition, rec.Offset))
			return false, err
		})
		if found || err != nil && !errors.Is(err, ErrGone) {
			return m, err
		}
	}
	return m, ErrGone
}

// isOf says whether a record of linli.dead is the letter.
func isOf(rec *kafka.Record, l *Letter) bool {
	var where [3]string
	for _, h := range rec.Headers {
		switch h.Key {
		case topic.HeaderTopic:
			where[0] = string(h.Value)
		case topic.HeaderPartition:
			where[1] = string(h.Value)
		case topic.HeaderOffset:
			where[2] = string(h.Value)
		}
	}
	return where == [3]string{l.Topic, strconv.Itoa(int(l.Partition)), strconv.FormatInt(l.Offset, 10)}
}

// starts are the offsets of linli.dead from a time on, for each partition that has such.
func (r *Reader) starts(ctx context.Context, from time.Time) (map[int]int64, error) {
	meta, err := r.client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{event.TopicDead}})
	if err != nil {
		return nil, fmt.Errorf("kafka metadata of %s: %w", event.TopicDead, topic.Advise(err))
	}
	req := &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{}}
	for _, t := range meta.Topics {
		for _, p := range t.Partitions {
			req.Topics[t.Name] = append(req.Topics[t.Name], kafka.TimeOffsetOf(p.ID, from))
		}
	}
	resp, err := r.client.ListOffsets(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("kafka offsets of %s: %w", event.TopicDead, topic.Advise(err))
	}
	out := map[int]int64{}
	for _, p := range resp.Topics[event.TopicDead] {
		for offset := range p.Offsets {
			if offset >= 0 {
				out[p.Partition] = offset
			}
		}
	}
	return out, nil
}

// read calls f with the records from an offset on until it wants no more; at the end, or where the offset is not kept, the
// answer is ErrGone.
func (r *Reader) read(ctx context.Context, name string, partition int, offset int64, f func(*kafka.Record) (more bool, err error)) error {
	for {
		resp, err := r.client.Fetch(ctx, &kafka.FetchRequest{Topic: name, Partition: partition, Offset: offset, MinBytes: 1, MaxBytes: fetchBytes, MaxWait: 200 * time.Millisecond})
		if err == nil {
			err = resp.Error
		}
		if errors.Is(err, kafka.OffsetOutOfRange) || errors.Is(err, kafka.UnknownTopicOrPartition) {
			return ErrGone
		}
		if err != nil {
			return fmt.Errorf("read %s/%d at %d: %w", name, partition, offset, topic.Advise(err))
		}
		next := offset
		for {
			rec, err := resp.Records.ReadRecord()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return fmt.Errorf("read %s/%d at %d: %w", name, partition, next, err)
			}
			if rec.Offset < offset { // a batch may begin before what was asked for
				continue
			}
			next = rec.Offset + 1
			if more, err := f(rec); err != nil || !more {
				return err
			}
		}
		if next == offset {
			return ErrGone
		}
		offset = next
	}
}

func message(rec *kafka.Record, from string) (m Message, err error) {
	m.From = from
	if m.Key, err = kafka.ReadAll(rec.Key); err != nil {
		return m, err
	}
	if m.Value, err = kafka.ReadAll(rec.Value); err != nil {
		return m, err
	}
	for _, h := range rec.Headers {
		m.Headers = append(m.Headers, topic.Header{Name: h.Key, Value: string(h.Value)})
	}
	return m, nil
}
