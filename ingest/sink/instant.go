package sink

import (
	"sync"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// instants gives each block of this process an ingest instant of its own, later than those before, also when the clock is set
// back.
type instants struct {
	mu   sync.Mutex
	last time.Time
}

func (i *instants) next() time.Time {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := event.Millis(time.Now())
	if !now.After(i.last) {
		now = i.last.Add(time.Millisecond)
	}
	i.last = now
	return now
}
