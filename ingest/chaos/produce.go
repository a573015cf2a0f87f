package main

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// batch is what a producer sends at once.
type batch struct {
	msgs  map[string][]topic.Message
	n     int64
	twice bool // as a producer does that did not hear the answer
	later bool // again, hours late
	held  bool // not now, only at the end
}

func newBatch(rng *rand.Rand) (b batch, size int64) {
	b = batch{msgs: map[string][]topic.Message{}}
	x := rng.Float64()
	b.twice, b.later, b.held = x < .03, x >= .03 && x < .05, x >= .05 && x < .06
	return b, 100 + rng.Int64N(900)
}

// produce sends the batches of one lane; an error means that nobody knows what arrived, so it sends again.
func (w *world) produce(ctx context.Context, lane <-chan batch) {
	p := w.st.cluster.NewProducer()
	defer func() { _ = p.Close() }()
	deliver := func(b batch) {
		for ctx.Err() == nil {
			if err := sendAll(ctx, p, b); err == nil {
				w.sent.Add(b.n)
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	}
	var last []batch
	for b := range lane {
		if !b.held {
			deliver(b)
		}
		if b.twice {
			deliver(b)
		}
		if b.later || b.held {
			last = append(last, b)
		}
	}
	for _, b := range last {
		deliver(b)
	}
}

// sendAll sends a batch with the patience of a web request.
func sendAll(ctx context.Context, p *topic.Producer, b batch) error {
	ctx, cancel := context.WithTimeout(ctx, 8*time.Second)
	defer cancel()
	for _, t := range event.Types {
		if msgs := b.msgs[t.Topic()]; len(msgs) > 0 {
			if err := p.Send(ctx, t.Topic(), msgs); err != nil {
				return err
			}
		}
	}
	return nil
}
