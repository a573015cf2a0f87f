package simulate

import (
	"bytes"
	"iter"
	"math/rand/v2"
	"strings"

	"github.com/linli-project/linli/ingest/event"
)

// Message is an event as it goes to Kafka.
type Message struct {
	Type  event.Type // Type.Topic() is where it goes
	Key   string     // user_id
	Value []byte     // one JSON object; the receiver may keep it
}

// Encode turns events into messages.
func Encode(events iter.Seq[event.Event]) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		var buf []byte
		for e := range events {
			buf = e.AppendJSON(buf[:0])
			if !yield(Message{Type: e.Type(), Key: e.Common().UserID, Value: bytes.Clone(buf)}) {
				return
			}
		}
	}
}

// Shares says how much of a stream is spoiled, each as a share of the events, 0 to 1.
type Shares struct {
	Duplicate float64 // sent a second time, at once or up to delay messages later
	Late      float64 // sent up to delay messages after its turn
	Broken    float64 // followed by a broken copy of itself: the event itself still arrives
}

// Counts is the truth about a spoiled stream: what a correct receiver must have counted once the stream has ended.
// Messages = Events + Duplicates + Broken; Events are stored, Duplicates recognised, Broken refused.
type Counts struct {
	Messages, Events, Duplicates, Late, Broken int64
}

const delay = 4096 // messages that late and repeated ones are held back at most

// Spoil puts duplicated, delayed and broken messages into a stream, the same ones for the same seed. Counts are complete
// when the stream has ended. The stream can be run through once.
func Spoil(seed uint64, shares Shares, in iter.Seq[Message]) (iter.Seq[Message], *Counts) {
	n := &Counts{}
	return func(yield func(Message) bool) {
		rng := rand.New(rand.NewPCG(seed, 0x5901))
		held := make([][]Message, delay) // a wheel: slot i is due after event i modulo delay
		hold := func(m Message) {
			slot := (int(n.Events) + rng.IntN(delay)) % delay
			held[slot] = append(held[slot], m)
		}
		send := func(m Message) bool {
			if !yield(m) {
				return false
			}
			n.Messages++
			return true
		}
		for m := range in {
			n.Events++
			if rng.Float64() < shares.Duplicate {
				n.Duplicates++
				hold(m)
			}
			if rng.Float64() < shares.Broken {
				n.Broken++
				hold(breakMessage(rng, m))
			}
			if rng.Float64() < shares.Late {
				n.Late++
				hold(m)
			} else if !send(m) {
				return
			}
			slot := int(n.Events) % delay
			due := held[slot]
			held[slot] = nil
			for _, d := range due {
				if !send(d) {
					return
				}
			}
		}
		for i := range held {
			for _, m := range held[i] {
				if !send(m) {
					return
				}
			}
		}
	}, n
}

// breakMessage makes a copy that no decoder may take, in one of the ways seen in the field.
func breakMessage(rng *rand.Rand, m Message) Message {
	s := string(m.Value)
	switch rng.IntN(5) {
	case 0: // cut off on the way
		s = s[:1+rng.IntN(len(s)-1)]
	case 1: // no one
		s = strings.Replace(s, `"user_id":"`+m.Key+`"`, `"user_id":""`, 1)
	case 2: // no clock
		s = strings.Replace(s, `"event_time":"`, `"event_time":"at `, 1)
	case 3: // a type that was never agreed
		s = strings.Replace(s, `"type":"`, `"type":"x-`, 1)
	default: // not UTF-8
		s = strings.Replace(s, `"event_id":"`, "\"event_id\":\"\xff", 1)
	}
	return Message{Type: m.Type, Key: m.Key, Value: []byte(s)}
}
