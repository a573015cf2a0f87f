package sink

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// sendDead puts refused messages on linli.dead. A block tried twice may send them twice; the table keeps one per coordinate.
func (w *writer) sendDead(ctx context.Context, b *block) error {
	if b.sent {
		return nil
	}
	w.readKeys(ctx, b)
	out := make([]topic.Message, len(b.refused))
	for i, r := range b.refused {
		out[i] = topic.Dead(r.key, r.value, r.why.Code, r.why.Error(), w.topic, r.partition, r.offset)
	}
	if len(out) > 0 {
		err := w.sink.dead.Send(ctx, event.TopicDead, out)
		if errors.Is(err, kafka.UnknownTopicOrPartition) { // it was deleted: nothing else would make it again before a restart
			if err := w.sink.o.Cluster.Ensure(ctx); err != nil {
				return fmt.Errorf("make topic %s again: %w", event.TopicDead, err)
			}
		}
		if err != nil {
			return err
		}
	}
	b.sent = true
	return nil
}

// readKeys reads the keys of refused messages from Kafka again: events are read without theirs, which is their user_id. What
// cannot be read any more has none.
func (w *writer) readKeys(ctx context.Context, b *block) {
	var conn *kafka.Conn
	defer func() {
		if conn != nil {
			_ = conn.Close()
		}
	}()
	at := -1
	var ahead []kafka.Message
	for i := range b.refused {
		r := &b.refused[i]
		if r.key != nil {
			continue
		}
		offset := r.offset - b.bases[r.partition]
		if r.partition != at {
			if conn != nil {
				_ = conn.Close()
			}
			var err error
			if conn, err = dialLeader(ctx, w.sink.o.Cluster, w.topic, r.partition); err != nil {
				return
			}
			at, ahead = r.partition, nil
		}
		for len(ahead) > 0 && ahead[0].Offset < offset {
			ahead = ahead[1:]
		}
		if len(ahead) == 0 {
			ahead = readAhead(conn, offset)
		}
		if len(ahead) > 0 && ahead[0].Offset == offset {
			r.key = ahead[0].Key
		}
	}
}

// readAhead reads some messages from the offset on.
func readAhead(conn *kafka.Conn, offset int64) []kafka.Message {
	if _, err := conn.Seek(offset, kafka.SeekAbsolute|kafka.SeekDontCheck); err != nil {
		return nil
	}
	if err := conn.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return nil
	}
	batch := conn.ReadBatchWith(kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: 1 << 20, MaxWait: fetchWait})
	defer func() { _ = batch.Close() }()
	var out []kafka.Message
	for {
		m, err := batch.ReadMessage()
		if err != nil {
			return out
		}
		m.Value = nil
		out = append(out, m)
	}
}

// deadWriter copies linli.dead into the table that pages and `curl` can query.
type deadWriter struct {
	sink  *Sink
	gen   *kafka.Generation
	claim claim

	msgs    []kafka.Message
	bytes   int
	tallies map[int]*tally
	bases   map[int]int64
	since   time.Time
	instant time.Time
}

const deadBlockBytes = 8 << 20

func (w *deadWriter) run(ctx context.Context, in <-chan *chunk) error {
	tick := time.NewTicker(w.sink.o.FlushEvery / 4)
	defer tick.Stop()
	w.tallies, w.bases = map[int]*tally{}, map[int]int64{}
	for {
		select {
		case <-ctx.Done():
			return w.flush(ctx)
		case c := <-in:
			w.take(c)
			if w.bytes < deadBlockBytes {
				continue
			}
		case <-tick.C:
			if len(w.msgs) == 0 || time.Since(w.since) < w.sink.o.FlushEvery {
				continue
			}
		}
		if err := w.flush(ctx); err != nil {
			return err
		}
	}
}

func (w *deadWriter) take(c *chunk) {
	if len(w.msgs) == 0 {
		w.since = time.Now()
	}
	w.sink.metrics.lag(w.claim.topic, c)
	w.bases[c.partition] = c.base
	t := w.tallies[c.partition]
	if t == nil {
		t = &tally{first: c.from}
		w.tallies[c.partition] = t
	}
	t.last = c.offsets[c.len()-1]
	t.consumed += uint64(c.len())
	t.stored += uint64(c.len())
	w.msgs = append(w.msgs, c.msgs...)
	for _, m := range c.msgs {
		w.bytes += len(m.Key) + len(m.Value)
	}
	c.release()
}

func (w *deadWriter) flush(ctx context.Context) error {
	if len(w.msgs) == 0 {
		return nil
	}
	w.instant = w.sink.instants.next()
	if err := w.sink.persist(ctx, w.claim.topic, w.store); err != nil {
		return err
	}
	w.sink.metrics.count(w.claim.topic, w.tallies, nil)
	offsets := map[int]int64{}
	for partition, t := range w.tallies {
		offsets[partition] = t.last + 1 - w.bases[partition]
	}
	w.sink.commit(w.gen, w.claim.topic, offsets)
	clear(w.msgs)
	clear(w.tallies)
	w.msgs, w.bytes = w.msgs[:0], 0
	return nil
}

type deadRow struct {
	Topic      string    `ch:"topic"`
	Partition  int32     `ch:"partition"`
	Offset     int64     `ch:"offset"`
	Reason     string    `ch:"reason"`
	Detail     string    `ch:"detail"`
	Key        string    `ch:"key"`
	Value      string    `ch:"value"`
	RejectedAt time.Time `ch:"rejected_at"`
}

const deadValueBytes = 64 << 10

func (w *deadWriter) store(ctx context.Context) error {
	rows := make([]deadRow, len(w.msgs))
	for i, m := range w.msgs {
		rows[i] = deadLetter(m, w.instant)
	}
	if err := w.sink.o.DB.Insert(ctx, "dead_letter", rows, ""); err != nil {
		return fmt.Errorf("store %d dead letters: %w", len(rows), err)
	}
	return w.sink.insertLedger(ctx, w.claim, w.tallies, w.instant)
}

// deadLetter reads what topic.Dead wrote. Coordinates are those of the refused message; one refused before any topic keeps
// its place in linli.dead.
func deadLetter(m kafka.Message, now time.Time) deadRow {
	row := deadRow{Topic: m.Topic, Partition: int32(m.Partition), Offset: m.Offset, Reason: "unknown", RejectedAt: now,
		Key: string(m.Key), Value: string(m.Value[:min(len(m.Value), deadValueBytes)])}
	for _, h := range m.Headers {
		v := string(h.Value)
		switch h.Key {
		case topic.HeaderReason:
			row.Reason = v
		case topic.HeaderDetail:
			row.Detail = v
		case topic.HeaderTopic:
			row.Topic = v
		case topic.HeaderPartition:
			if n, err := strconv.ParseInt(v, 10, 32); err == nil {
				row.Partition = int32(n)
			}
		case topic.HeaderOffset:
			if n, err := strconv.ParseInt(v, 10, 64); err == nil {
				row.Offset = n
			}
		}
	}
	return row
}
