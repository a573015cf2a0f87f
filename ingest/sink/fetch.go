package sink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/topic"
)

// chunk is what one fetch of one partition brought.
type chunk struct {
	partition int
	msgs      []kafka.Message
	bytes     int
	highWater int64
}

// fetcher reads one partition from next on.
type fetcher struct {
	cluster   topic.Cluster
	topic     string
	partition int
	next      int64
	log       *slog.Logger
}

const (
	fetchBytes = 8 << 20
	fetchWait  = 200 * time.Millisecond
)

// run fetches until ctx ends. A lost connection or a moved leader is dialled again; a position that the topic does not
// have is an error, because going on elsewhere would lose or double events without a word.
func (f *fetcher) run(ctx context.Context, out chan<- chunk) error {
	wait := 200 * time.Millisecond
	for ctx.Err() == nil {
		err := f.session(ctx, out)
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, errPosition) {
			return err
		}
		f.log.Debug("kafka connection lost, dialling again", "topic", f.topic, "partition", f.partition, "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(wait):
			wait = min(2*wait, 5*time.Second)
		}
	}
	return nil
}

var errPosition = errors.New("position not in topic")

// session reads over one connection until it breaks.
func (f *fetcher) session(ctx context.Context, out chan<- chunk) error {
	dialer := &kafka.Dialer{Timeout: 5 * time.Second, DualStack: true}
	var conn *kafka.Conn
	var err error
	for _, b := range f.cluster.Brokers {
		if conn, err = dialer.DialLeader(ctx, "tcp", b, f.topic, f.partition); err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if err := f.seek(conn); err != nil {
		return err
	}
	for ctx.Err() == nil {
		c, err := f.fetch(conn)
		if len(c.msgs) > 0 {
			select {
			case out <- c:
				f.next = c.msgs[len(c.msgs)-1].Offset + 1
			case <-ctx.Done():
				return nil
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *fetcher) seek(conn *kafka.Conn) error {
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	first, last, err := conn.ReadOffsets()
	if err != nil {
		return err
	}
	switch {
	case f.next > last:
		return fmt.Errorf("%s/%d ends at offset %d, but ClickHouse holds it up to %d: the topic was deleted or its log lost: "+
			"start with an empty database, or restore the topic: %w", f.topic, f.partition, last, f.next-1, errPosition)
	case f.next < first && f.next > 0:
		f.log.Error("events lost: Kafka dropped them by retention before they were read",
			"topic", f.topic, "partition", f.partition, "from", f.next, "to", first-1)
	}
	f.next = max(f.next, first)
	_, err = conn.Seek(f.next, kafka.SeekAbsolute|kafka.SeekDontCheck)
	return err
}

func (f *fetcher) fetch(conn *kafka.Conn) (chunk, error) {
	c := chunk{partition: f.partition}
	if err := conn.SetReadDeadline(time.Now().Add(15 * time.Second)); err != nil {
		return c, err
	}
	batch := conn.ReadBatchWith(kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: fetchBytes, MaxWait: fetchWait})
	c.highWater = batch.HighWaterMark()
	for {
		m, err := batch.ReadMessage()
		if err != nil {
			break
		}
		c.msgs = append(c.msgs, m)
		c.bytes += len(m.Key) + len(m.Value)
	}
	err := batch.Close()
	if errors.Is(err, io.EOF) || errors.Is(err, kafka.RequestTimedOut) {
		err = nil
	}
	return c, err
}
