package event

import (
	"math"
	"sync"
	"time"
)

// Bounds of what is taken for an event.
const (
	MaxBytes = 1 << 20 // one message
	MaxLines = 1000    // lines of one order
	maxDepth = 10_000  // objects and arrays inside one another
	maxID    = 128     // bytes of an id
	maxName  = 64      // half of the bytes of a value quoted in a refusal
)

var records = sync.Pool{New: func() any { return new(Record) }}

// Decode reads one event of the type want; an empty want takes the message's own word. notAfter is the latest plausible
// event time, zero for no bound. unknown counts fields that no event has. The error is always a *Refusal. The laws are those
// of Record.Decode, which is the way for who reads many messages and needs no Event of its own.
func Decode(msg []byte, want Type, notAfter time.Time) (ev Event, unknown int, err error) {
	bound := notAfter.UnixMilli()
	switch {
	case notAfter.IsZero():
		bound = 0
	case bound == 0: // 1970 is a bound too
		bound = math.MinInt64
	}
	r := records.Get().(*Record)
	if ref := r.Decode(msg, want, bound); ref != nil {
		err = ref
	} else {
		ev = r.Event()
	}
	unknown = r.Unknown
	r.reset(nil) // lets the message go
	records.Put(r)
	return ev, unknown, err
}
