package simulate

import (
	"iter"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// Shares says how much of a stream is spoiled, each as a share of the events, 0 to 1.
type Shares struct {
	Duplicate float64 // sent a second time, at once or up to delay messages later
	Late      float64 // sent after its turn
	Broken    float64 // followed by a broken copy of itself: the event itself still arrives

	// LateBy is the longest time by which an event is late, on the stream's own clock: it comes after events that happened
	// from a minute to that much later, as many late by minutes as by hours or days. Zero is up to delay messages.
	LateBy time.Duration
}

// Tally counts messages. Messages = Events + Duplicates + Broken; of these a correct receiver stores the Events, recognises
// the Duplicates and refuses the Broken.
type Tally struct {
	Messages, Events, Duplicates, Late, Broken int64
}

// Counts is the truth about a spoiled stream, in all and by type.
type Counts struct {
	Tally
	Click, Order, Share Tally
}

func (c *Counts) of(t event.Type) *Tally {
	switch t {
	case event.TypeOrder:
		return &c.Order
	case event.TypeShare:
		return &c.Share
	}
	return &c.Click
}

const delay = 4096 // messages that late and repeated ones are held back at most

// Spoil puts duplicated, delayed and broken messages into a stream, the same ones for the same seed. Counts are complete
// when the stream has ended. The stream can be run through once.
func Spoil(seed uint64, shares Shares, in iter.Seq[Message]) (iter.Seq[Message], *Counts) {
	n := &Counts{}
	return func(yield func(Message) bool) {
		rng := rand.New(rand.NewPCG(seed, 0x5901))
		var late queue
		wheel := new(held)
		send := func(m Message) bool {
			if !yield(m) {
				return false
			}
			n.Messages++
			n.of(m.Type).Messages++
			return true
		}
		for m := range in {
			t := n.of(m.Type)
			n.Events, t.Events = n.Events+1, t.Events+1
			if rng.Float64() < shares.Duplicate {
				n.Duplicates, t.Duplicates = n.Duplicates+1, t.Duplicates+1
				wheel.hold(rng, m)
			}
			if rng.Float64() < shares.Broken {
				n.Broken, t.Broken = n.Broken+1, t.Broken+1
				wheel.hold(rng, breakMessage(rng, m))
			}
			switch {
			case rng.Float64() >= shares.Late:
				if !send(m) {
					return
				}
				for late.due(m.Time) { // behind one that is newer, however rare events are at night
					if !send(late.take()) {
						return
					}
				}
			case shares.LateBy > 0:
				n.Late, t.Late = n.Late+1, t.Late+1
				late.hold(m, m.Time+lateness(rng, shares.LateBy))
			default:
				n.Late, t.Late = n.Late+1, t.Late+1
				wheel.hold(rng, m)
			}
			for _, d := range wheel.turn() {
				if !send(d) {
					return
				}
			}
		}
		for range delay {
			for _, m := range wheel.turn() {
				if !send(m) {
					return
				}
			}
		}
		for len(late) > 0 {
			if !send(late.take()) {
				return
			}
		}
	}, n
}

// lateness draws milliseconds from a minute to the longest, evenly in logarithms.
func lateness(rng *rand.Rand, longest time.Duration) int64 {
	most := float64(max(longest, time.Millisecond).Milliseconds())
	least := min(60_000, most)
	return int64(least * math.Exp(rng.Float64()*math.Log(most/least)))
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
