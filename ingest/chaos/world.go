package main

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/ingest/topic"
)

// spoiled is what is wrong with the stream before the producers add their own repetitions.
var spoiled = simulate.Shares{Duplicate: .02, Late: .02, Broken: .01, LateBy: 5 * 24 * time.Hour}

// days of the simulated world; its size follows from how many events are wanted.
const (
	days           = 21
	eventsPerStore = 1000 // and day, at least
)

// headerBroken marks messages that no sink may take, so that their coordinates can be read back from Kafka without asking
// the product's decoder.
const headerBroken = "chaos-broken"

// world is the stream of events with its truth.
type world struct {
	st     *stage
	o      options
	sim    *simulate.World
	events int64 // wanted
	truth  *truth
	sent   atomic.Int64 // messages acknowledged, repetitions included
}

// newWorld makes a world that has enough events and writes its master data.
func newWorld(ctx context.Context, o options, st *stage) (*world, error) {
	n := int64(float64(o.rate) * o.duration.Seconds())
	c := simulate.Default()
	c.Seed, c.Today, c.Days = o.seed, time.Now(), days
	c.Stores = int(min(2000, n/(days*eventsPerStore)+2))
	sim, err := simulate.New(c)
	if err != nil {
		return nil, err
	}
	m := sim.Master()
	if err := master.WriteAll(ctx, st.db, master.Set{Stores: m.Stores, Communities: m.Communities, Categories: m.Categories, Products: m.Products, Campaigns: m.Campaigns}); err != nil {
		return nil, err
	}
	return &world{st: st, o: o, sim: sim, events: n, truth: newTruth(m.Products)}, nil
}

// stream is the wanted number of events, from the first day on.
func (w *world) stream() iter.Seq[event.Event] {
	return func(yield func(event.Event) bool) {
		n := w.events
		for e := range w.sim.Between(w.sim.Date(0), w.sim.Date(days)) {
			if n--; n < 0 || !yield(e) {
				return
			}
		}
	}
}

// send lets the producers send everything and returns when all is acknowledged.
func (w *world) send(ctx context.Context) error {
	lanes := make([]chan batch, w.o.producers)
	var wg sync.WaitGroup
	for i := range lanes {
		lanes[i] = make(chan batch, 2)
		wg.Go(func() { w.produce(ctx, lanes[i]) })
	}
	tapped := func(yield func(event.Event) bool) {
		for e := range w.stream() {
			w.truth.enter(e)
			if !yield(e) {
				return
			}
		}
	}
	messages, counts := simulate.Spoil(w.o.seed, spoiled, simulate.Encode(tapped))
	rng := rand.New(rand.NewPCG(w.o.seed, 2))
	begin, n, broken, lane := time.Now(), int64(0), int64(0), 0
	b, size := newBatch(rng)
	pass := func() bool {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(time.Until(begin.Add(time.Duration(float64(n) / float64(w.o.rate) * float64(time.Second))))):
		}
		select {
		case <-ctx.Done():
			return false
		case lanes[lane%len(lanes)] <- b:
		}
		lane++
		b, size = newBatch(rng)
		return true
	}
	for m := range messages {
		msg := topic.Message{Key: []byte(m.Key), Value: m.Value}
		if _, _, err := event.Decode(m.Value, m.Type, time.Time{}); err != nil {
			broken++
			msg.Headers = []topic.Header{{Name: headerBroken, Value: "1"}}
		}
		name := m.Type.Topic()
		b.msgs[name] = append(b.msgs[name], msg)
		b.n++
		n++
		if b.n >= size && !pass() {
			break
		}
	}
	if ctx.Err() == nil {
		pass()
	}
	for _, lane := range lanes {
		close(lane)
	}
	wg.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if broken != counts.Broken {
		return fmt.Errorf("the decoder refuses %d messages, but %d are broken: its answers cannot be used", broken, counts.Broken)
	}
	return nil
}
