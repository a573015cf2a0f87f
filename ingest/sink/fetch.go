package sink

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/segmentio/kafka-go"
)

// chunk is what one fetch of one partition brought.
type chunk struct {
	partition int
	msgs      []kafka.Message
	bytes     int
	highWater int64
	base      int64 // what was added to Kafka's offsets
}

// fetcher reads one partition from next on.
type fetcher struct {
	sink      *Sink
	topic     string
	partition int
	next      int64 // in the count of ClickHouse
	origin    origin
}

const (
	fetchBytes = 8 << 20
	fetchWait  = 200 * time.Millisecond
)

// run fetches until ctx ends. A lost connection, a moved leader or a topic that is away is dialled again.
func (f *fetcher) run(ctx context.Context, out chan<- chunk) {
	wait := 200 * time.Millisecond
	var failing, told time.Time
	for ctx.Err() == nil {
		before := f.next
		err := f.session(ctx, out)
		if ctx.Err() != nil {
			return
		}
		now := time.Now()
		if f.next != before || failing.IsZero() {
			failing, wait = now, 200*time.Millisecond
		}
		log := f.sink.o.Log.With("topic", f.topic, "partition", f.partition, "offset", f.next-f.origin.base, "err", err)
		if now.Sub(failing) > patience && now.Sub(told) > time.Minute { // a damaged log or a lost leader would stall in silence
			told = now
			log.Error("kafka partition cannot be read, trying again; nothing is lost if the broker comes back", "for", now.Sub(failing).Round(time.Second))
		} else {
			log.Debug("kafka connection lost, dialling again")
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
			wait = min(2*wait, 5*time.Second)
		}
	}
}

// patience is how long a partition may be unreadable before it is told: an election of a leader takes a few seconds.
const patience = 10 * time.Second

// session reads over one connection until it breaks.
func (f *fetcher) session(ctx context.Context, out chan<- chunk) error {
	dialer := &kafka.Dialer{Timeout: 5 * time.Second, DualStack: true}
	var conn *kafka.Conn
	var err error
	for _, b := range f.sink.o.Cluster.Brokers {
		if conn, err = dialer.DialLeader(ctx, "tcp", b, f.topic, f.partition); err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if err := f.seek(ctx, conn); err != nil {
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

func (f *fetcher) fetch(conn *kafka.Conn) (chunk, error) {
	c := chunk{partition: f.partition, base: f.origin.base}
	if err := conn.SetReadDeadline(time.Now().Add(15 * time.Second)); err != nil {
		return c, err
	}
	batch := conn.ReadBatchWith(kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: fetchBytes, MaxWait: fetchWait})
	c.highWater = batch.HighWaterMark() + c.base
	for {
		m, err := batch.ReadMessage()
		if err != nil {
			break
		}
		m.Offset += c.base
		c.msgs = append(c.msgs, m)
		c.bytes += len(m.Key) + len(m.Value)
	}
	err := batch.Close()
	if errors.Is(err, io.EOF) || errors.Is(err, kafka.RequestTimedOut) {
		err = nil
	}
	return c, err
}
