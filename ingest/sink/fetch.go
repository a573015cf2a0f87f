package sink

import (
	"context"
	"errors"
	"io"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// fetcher reads one partition from next on, into two chunks in turn: while one is decoded the other is filled, and no more
// is read than that.
type fetcher struct {
	sink      *Sink
	claim     claim
	topic     string
	partition int
	next      int64 // in the count of ClickHouse
	origin    origin
	limit     int // bytes of a chunk
	free      chan *chunk
	current   *chunk
}

const (
	fetchWait = 200 * time.Millisecond
	// patience is how long a partition may be unreadable before it is told: an election of a leader takes a few seconds.
	patience = 10 * time.Second
)

// run fetches until ctx ends. A lost connection, a moved leader or a topic that is away is dialled again.
func (f *fetcher) run(ctx context.Context, out chan<- *chunk) {
	f.free = make(chan *chunk, 2)
	for range cap(f.free) {
		f.free <- &chunk{partition: f.partition, limit: f.limit, home: f.free}
	}
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
		log := f.sink.o.Log.With("topic", f.topic, "partition", f.partition, "offset", f.next-f.origin.base, "err", topic.Advise(err))
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

// session reads over one connection until it breaks.
func (f *fetcher) session(ctx context.Context, out chan<- *chunk) error {
	conn, err := dialLeader(ctx, f.sink.o.Cluster, f.topic, f.partition)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if err := f.seek(ctx, conn); err != nil {
		return err
	}
	for ctx.Err() == nil {
		if err := f.fetch(ctx, conn, out); err != nil {
			return err
		}
	}
	return nil
}

func dialLeader(ctx context.Context, c topic.Cluster, name string, partition int) (conn *kafka.Conn, err error) {
	for _, b := range c.Brokers {
		if conn, err = c.Dialer().DialLeader(ctx, "tcp", b, name, partition); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// fetch asks once and passes on what came.
func (f *fetcher) fetch(ctx context.Context, conn *kafka.Conn, out chan<- *chunk) error {
	if !f.acquire(ctx) { // before asking: an answer should not wait in the socket until it is too old
		return nil
	}
	if err := conn.SetReadDeadline(time.Now().Add(15 * time.Second)); err != nil {
		return err
	}
	batch := conn.ReadBatchWith(kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: f.limit, MaxWait: fetchWait})
	started := time.Now()
	next := f.next
	var err error
	for err == nil && f.acquire(ctx) {
		c := f.current
		c.base, c.highWater = f.origin.base, batch.HighWaterMark()+f.origin.base
		if !c.room() {
			c.reading += time.Since(started)
			if !f.send(ctx, out) { // nothing may be passed on behind what was dropped
				_ = batch.Close()
				return nil
			}
			started = time.Now()
			continue
		}
		next, err = f.read(batch, c, next)
	}
	grow := errors.Is(err, io.ErrShortBuffer)
	err = batch.Close()
	if c := f.current; c != nil && c.len() > 0 {
		c.reading += time.Since(started)
		if !f.send(ctx, out) {
			return nil
		}
	}
	switch {
	case grow: // a message longer than the slack: asked for again with room for the longest that Kafka takes
		if f.acquire(ctx) {
			f.current.data = make([]byte, 0, max(2*cap(f.current.data), event.MaxBytes+slack))
		}
		_, seekErr := conn.Seek(f.next-f.origin.base, kafka.SeekAbsolute|kafka.SeekDontCheck)
		return seekErr
	case errors.Is(err, io.EOF), errors.Is(err, kafka.RequestTimedOut):
		return nil
	}
	return err
}

// read takes one message into the chunk and gives the offset behind it.
func (f *fetcher) read(batch *kafka.Batch, c *chunk, next int64) (int64, error) {
	if c.len() == 0 {
		c.from = next
	}
	if f.topic == event.TopicDead {
		m, err := batch.ReadMessage()
		if err != nil {
			return next, err
		}
		m.Offset += f.origin.base
		c.msgs = append(c.msgs, m)
		c.add(min(len(m.Key)+len(m.Value), cap(c.data)-len(c.data)), m.Offset) // counts as room taken
		return m.Offset + 1, nil
	}
	n, err := batch.Read(c.data[len(c.data):cap(c.data)])
	if err != nil {
		return next, err
	}
	offset := batch.Offset() - 1 + f.origin.base
	if offset < next { // a record batch may begin before the offset that was asked for
		return next, nil
	}
	c.add(n, offset)
	return offset + 1, nil
}

// acquire waits for a chunk to fill; false means that ctx has ended.
func (f *fetcher) acquire(ctx context.Context) bool {
	if f.current != nil {
		return true
	}
	select {
	case f.current = <-f.free:
		return true
	case <-ctx.Done():
		return false
	}
}

// send passes the chunk on; what was sent is not read again. False means that ctx has ended and the chunk is dropped.
func (f *fetcher) send(ctx context.Context, out chan<- *chunk) bool {
	next := f.current.offsets[f.current.len()-1] + 1
	chunk := f.current
	f.current = nil
	select {
	case out <- chunk:
		f.next = next
		return true
	case <-ctx.Done():
		return false
	}
}
