package scenario

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/ingest/topic"
)

// Pace is how a stream is sent.
type Pace struct {
	Rate float64          // messages per second; zero is as fast as Kafka takes them
	Tell func(sent int64) // progress in acknowledged messages; nil is silent
}

const (
	fullTurn     = 16384 // messages between two departures, of all topics: a rare one's would hold on to their neighbours' memory
	turnsASecond = 50    // at a chosen rate
	chunks       = 3     // of a topic: one is filled, one waits, one is on its way
)

// Produce sends a stream to its topics, each topic in order and beside the others, and returns how many messages Kafka has
// acknowledged. Memory is bounded: where Kafka is slower than the stream, the stream waits. An error ends it.
func Produce(ctx context.Context, p *topic.Producer, stream iter.Seq[simulate.Message], pace Pace) (sent int64, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var acknowledged atomic.Int64
	var all sync.WaitGroup
	lines := map[event.Type]*line{}
	for _, t := range event.Types {
		l := newLine()
		lines[t] = l
		all.Go(func() {
			for c := range l.full {
				if ctx.Err() == nil {
					if err := p.Send(ctx, t.Topic(), c.msgs); err != nil {
						cancel(err)
					} else {
						acknowledged.Add(int64(len(c.msgs)))
					}
				}
				clear(c.msgs)
				c.msgs, c.keys = c.msgs[:0], c.keys[:0]
				l.empty <- c
			}
		})
	}
	turn := int64(fullTurn)
	if pace.Rate > 0 {
		turn = min(turn, max(1, int64(pace.Rate/turnsASecond)))
	}
	begun, n := time.Now(), int64(0)
	for m := range stream {
		lines[m.Type].add(m)
		if n++; n%turn > 0 {
			continue
		}
		for _, l := range lines {
			l.flush()
		}
		if pace.Rate > 0 {
			due := begun.Add(time.Duration(float64(n) / pace.Rate * float64(time.Second)))
			select {
			case <-ctx.Done():
			case <-time.After(time.Until(due)):
			}
		}
		if ctx.Err() != nil {
			break
		}
		if pace.Tell != nil {
			pace.Tell(acknowledged.Load())
		}
	}
	for _, l := range lines {
		l.flush()
		close(l.full)
	}
	all.Wait()
	return acknowledged.Load(), context.Cause(ctx)
}

// line takes the messages of one topic to their sender.
type line struct {
	filling     *chunk
	full, empty chan *chunk
}

type chunk struct {
	msgs []topic.Message
	keys []byte
}

func newLine() *line {
	l := &line{full: make(chan *chunk, chunks), empty: make(chan *chunk, chunks)}
	for range chunks {
		l.empty <- &chunk{}
	}
	return l
}

func (l *line) add(m simulate.Message) {
	if l.filling == nil {
		l.filling = <-l.empty
	}
	c := l.filling
	at := len(c.keys)
	c.keys = append(c.keys, m.Key...)
	c.msgs = append(c.msgs, topic.Message{Key: c.keys[at:len(c.keys):len(c.keys)], Value: m.Value})
}

func (l *line) flush() {
	if l.filling != nil {
		l.full <- l.filling
		l.filling = nil
	}
}
