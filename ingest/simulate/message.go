package simulate

import (
	"iter"

	"github.com/linli-project/linli/ingest/event"
)

// Message is an event as it goes to Kafka.
type Message struct {
	Type  event.Type // Type.Topic() is where it goes
	Key   string     // user_id
	Value []byte     // one JSON object; the receiver may keep it, but holds on to its neighbours in memory by doing so
	Time  int64      // event_time, Unix milliseconds
}

// slab is memory that many messages share.
type slab []byte

const (
	slabBytes    = 256 << 10
	longestUsual = 8 << 10 // of an event; a longer one moves the slab
)

func (s *slab) encode(e event.Event) Message {
	b := *s
	if cap(b)-len(b) < longestUsual {
		b = make([]byte, 0, slabBytes)
	}
	start := len(b)
	b = e.AppendJSON(b)
	*s = b
	h := e.Common()
	return Message{Type: e.Type(), Key: h.UserID, Value: b[start:len(b):len(b)], Time: h.Time.UnixMilli()}
}

// Encode turns events into messages.
func Encode(events iter.Seq[event.Event]) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		var s slab
		for e := range events {
			if !yield(s.encode(e)) {
				return
			}
		}
	}
}

const (
	perStoreDay = 800 // events of a store and day at least; a thousand are common
	usualDays   = 28
	usualStores = 48 // keeps a day, of which memory holds three or four, below 20 MB
	longest     = 3650
)

// Sized is a world for load tests that has n events before its today. Of stores and days, one that is zero follows from the
// other; without either it has four weeks of as many stores as needed, and more days rather than more than 48 stores.
func Sized(seed uint64, n int64, stores, days int) Config {
	c := Default()
	c.Seed, c.Load = seed, true
	needed := n/perStoreDay + 1 // days of one store
	c.Stores, c.Days = stores, days
	if c.Stores == 0 && days > 0 {
		c.Stores = int(needed/int64(days)) + 1
	}
	if c.Stores == 0 {
		c.Stores = int(max(min(max(needed/usualDays, 2), usualStores), needed/longest+1))
	}
	if days == 0 {
		c.Days = int(needed/int64(c.Stores)) + 1
	}
	return c
}

// Stream yields the first n events of the world of that seed that is sized for them: clicks, orders and shares as they
// come, the same bytes in the same order every time.
func Stream(seed uint64, n int64) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		w, err := New(Sized(seed, n, 0, 0))
		if err != nil {
			panic(err) // Sized keeps within the bounds for any n that fits a disk
		}
		w.Stream(n, nil)(yield)
	}
}

// Stream yields the world's first n messages from day 0 on; with days after today, if need be. Days are generated ahead in
// the background. totals, unless nil, is the truth about what was yielded.
func (w *World) Stream(n int64, totals *Totals) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		days, stop, ended := make(chan *Day, 1), make(chan struct{}), make(chan struct{})
		go func() {
			defer close(ended)
			for day := 0; ; day++ {
				select {
				case days <- w.Day(day):
				case <-stop:
					return
				}
			}
		}()
		defer func() { close(stop); <-ended }()
		if totals != nil {
			totals.begin()
		}
		var s slab
		for left := n; left > 0; {
			for _, e := range (<-days).Events {
				if left == 0 {
					return
				}
				left--
				if totals != nil {
					totals.add(e)
				}
				if !yield(s.encode(e)) {
					return
				}
			}
		}
	}
}
