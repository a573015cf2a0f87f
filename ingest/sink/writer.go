package sink

import (
	"context"
	"errors"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
)

// writer gathers one topic's chunks into blocks and stores them: while one block is stored the next is filled, and no more
// are in memory.
type writer struct {
	sink  *Sink
	gen   *kafka.Generation
	topic string
	typ   event.Type
	claim claim
	seen  *seen
	peers bool // other processes own partitions of this topic

	doubled []place // rows of ours that another process stored before
}

const (
	blockBytes = 48 << 20
	lastFlush  = 10 * time.Second // for the block in hand when the generation ends; below the rebalance timeout
)

// run fills blocks until ctx ends or a block cannot be stored by us any more.
func (w *writer) run(ctx context.Context, in <-chan *chunk) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	free, full := make(chan *block, 2), make(chan *block)
	for range cap(free) {
		free <- newBlock(w.typ)
	}
	stored := make(chan struct{})
	go func() {
		defer close(stored)
		var failed error
		for b := range full {
			if failed == nil { // behind a block that is not stored there must be none: reading goes on at the end of the ledger
				if failed = w.flush(ctx, b); failed != nil {
					cancel(failed)
				}
			}
			free <- b
		}
	}()
	w.fill(ctx, in, free, full)
	close(full)
	<-stored
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// fill decodes chunks into blocks and passes those on that are full or old enough.
func (w *writer) fill(ctx context.Context, in <-chan *chunk, free <-chan *block, full chan<- *block) {
	tick := time.NewTicker(w.sink.o.FlushEvery / 4)
	defer tick.Stop()
	var b *block
	for {
		select {
		case <-ctx.Done():
			if b != nil && b.messages > 0 {
				full <- b
			}
			return
		case c := <-in:
			if b == nil {
				if b = w.fresh(ctx, free); b == nil {
					return
				}
			}
			started := time.Now()
			w.sink.metrics.lag(w.topic, c)
			w.sink.metrics.stage("fetch", c.reading)
			b.take(w.typ, c, w.seen, started)
			c.release()
			w.sink.metrics.stage("decode", time.Since(started))
			if b.messages < w.sink.o.FlushRows && b.bytes() < blockBytes {
				continue
			}
		case <-tick.C:
			if b == nil || b.messages == 0 || time.Since(b.since) < w.sink.o.FlushEvery {
				continue
			}
		}
		select {
		case full <- b:
			b = nil
		case <-ctx.Done():
			// What is not passed on is read again.
			return
		}
	}
}

// fresh waits for an empty block; nil when ctx ends before.
func (w *writer) fresh(ctx context.Context, free <-chan *block) *block {
	var b *block
	select {
	case b = <-free:
	case <-ctx.Done():
		return nil
	}
	c := w.sink.zones.wait(ctx)
	if c == nil {
		return nil
	}
	b.reset(c)
	return b
}

// flush stores the block, waiting out a ClickHouse that is away: meanwhile the channels fill and fetching pauses. When ctx
// ends, the try under way, or a last one, may finish: an insert torn off half-way might still arrive when the partition has
// another owner. What cannot be stored then is read again later.
func (w *writer) flush(ctx context.Context, b *block) error {
	started := time.Now()
	if err := w.sink.persist(ctx, w.topic, func(ctx context.Context) error { return w.store(ctx, b) }); err != nil {
		return err
	}
	w.sink.metrics.seconds.WithLabelValues(w.topic).Observe(time.Since(started).Seconds())
	w.sink.metrics.count(w.topic, b.tallies, b.refused)
	offsets := map[int]int64{}
	for partition, t := range b.tallies {
		offsets[partition] = t.last + 1 - b.bases[partition]
	}
	w.sink.commit(w.gen, w.topic, offsets)
	return nil
}

// persist tries until it succeeds, the sink is fenced, or ctx has ended and a last try with it.
func (s *Sink) persist(ctx context.Context, topic string, store func(context.Context) error) error {
	storing, cancel := outlive(ctx, lastFlush)
	defer cancel()
	started := time.Now()
	wait := 250 * time.Millisecond
	for try := 1; ; try++ {
		err := store(storing)
		if err == nil {
			if try > 1 {
				s.o.Log.Info("events are stored again", "topic", topic, "waited", time.Since(started).Round(time.Millisecond), "tries", try)
			}
			s.state.works(topic)
			return nil
		}
		if ctx.Err() != nil || errors.Is(err, errFenced) {
			return err
		}
		s.state.fails(topic)
		s.metrics.failures.WithLabelValues(topic).Inc()
		if try == 1 {
			s.o.Log.Error("events cannot be stored; consumption pauses, nothing is lost", "topic", topic, "err", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
			wait = min(2*wait, 10*time.Second)
		}
	}
}

// commit tells Kafka how far we are, for lag monitors only.
func (s *Sink) commit(gen *kafka.Generation, topic string, offsets map[int]int64) {
	if err := gen.CommitOffsets(map[string]map[int]int64{topic: offsets}); err != nil {
		s.o.Log.Debug("offsets not committed to kafka", "topic", topic, "err", err)
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
