package sink

import (
	"context"
	"time"

	"github.com/segmentio/kafka-go"
)

// writer gathers one topic's chunks into blocks and stores them.
type writer struct {
	sink  *Sink
	gen   *kafka.Generation
	topic string

	msgs  []kafka.Message
	bytes int
	since time.Time // when the oldest message of the block was read
}

const (
	blockBytes = 64 << 20
	lastFlush  = 10 * time.Second // for what is in hand when the generation ends; below the rebalance timeout
)

func (w *writer) run(ctx context.Context, in <-chan chunk) error {
	tick := time.NewTicker(w.sink.o.FlushEvery / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return w.last(ctx)
		case c := <-in:
			if len(w.msgs) == 0 {
				w.since = time.Now()
			}
			w.msgs = append(w.msgs, c.msgs...)
			w.bytes += c.bytes
			w.sink.metrics.lag(w.topic, c)
			if len(w.msgs) < w.sink.o.FlushRows && w.bytes < blockBytes {
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

// last stores what is in hand with a context of its own: the old one has ended. What cannot be stored is read again later.
func (w *writer) last(ctx context.Context) error {
	if len(w.msgs) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastFlush)
	defer cancel()
	return w.flush(ctx)
}

// flush stores the block, waiting out a ClickHouse that is away: meanwhile the channel fills and fetching pauses.
func (w *writer) flush(ctx context.Context) error {
	started := time.Now()
	wait := 250 * time.Millisecond
	for try := 1; ; try++ {
		err := w.sink.store(ctx, w.topic, w.msgs)
		if err == nil {
			if try > 1 {
				w.sink.o.Log.Info("events are stored again", "topic", w.topic, "waited", time.Since(started).Round(time.Millisecond))
			}
			break
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w.sink.ready.Store(false)
		w.sink.metrics.failures.WithLabelValues(w.topic).Inc()
		if try == 1 {
			w.sink.o.Log.Error("events cannot be stored; consumption pauses, nothing is lost", "topic", w.topic, "err", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
			wait = min(2*wait, 10*time.Second)
		}
	}
	w.sink.ready.Store(true)
	w.sink.metrics.seconds.WithLabelValues(w.topic).Observe(time.Since(started).Seconds())
	w.commit()
	clear(w.msgs) // lets the message bytes go
	w.msgs, w.bytes = w.msgs[:0], 0
	return nil
}

// commit tells Kafka how far we are, for lag monitors only.
func (w *writer) commit() {
	offsets := map[int]int64{}
	for _, m := range w.msgs {
		offsets[m.Partition] = max(offsets[m.Partition], m.Offset+1)
	}
	if err := w.gen.CommitOffsets(map[string]map[int]int64{w.topic: offsets}); err != nil {
		w.sink.o.Log.Debug("offsets not committed to kafka", "topic", w.topic, "err", err)
	}
}
