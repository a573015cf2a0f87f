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
	bases map[int]int64
}

const (
	blockBytes = 64 << 20
	lastFlush  = 10 * time.Second // for the block in hand when the generation ends; below the rebalance timeout
)

func (w *writer) run(ctx context.Context, in <-chan chunk) error {
	tick := time.NewTicker(w.sink.o.FlushEvery / 4)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			if len(w.msgs) == 0 {
				return nil
			}
			return w.flush(ctx)
		case c := <-in:
			if len(w.msgs) == 0 {
				w.since = time.Now()
			}
			w.msgs = append(w.msgs, c.msgs...)
			w.bytes += c.bytes
			w.bases[c.partition] = c.base
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

// flush stores the block, waiting out a ClickHouse that is away: meanwhile the channel fills and fetching pauses. When ctx
// ends, the try under way, or a last one, may finish: an insert torn off half-way might still arrive when the partition has
// another owner. What cannot be stored then is read again later.
func (w *writer) flush(ctx context.Context) error {
	storing, cancel := outlive(ctx, lastFlush)
	defer cancel()
	started := time.Now()
	wait := 250 * time.Millisecond
	for try := 1; ; try++ {
		err := w.sink.store(storing, w.topic, w.msgs)
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
		offsets[m.Partition] = max(offsets[m.Partition], m.Offset+1-w.bases[m.Partition])
	}
	if err := w.gen.CommitOffsets(map[string]map[int]int64{w.topic: offsets}); err != nil {
		w.sink.o.Log.Debug("offsets not committed to kafka", "topic", w.topic, "err", err)
	}
}

// outlive gives a context that ends some time after ctx does.
func outlive(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	longer, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel()
		case <-longer.Done():
		}
	})
	return longer, func() { stop(); cancel() }
}
