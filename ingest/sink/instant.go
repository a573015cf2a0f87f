package sink

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// instants gives each block its ingest instant, so that blocks become visible in the order of their instants: jobs take the
// newest instant that they can see as proof that nothing older is still to come. So one block at a time is inserted, no two
// have the same instant, and a clock that was set back does not send blocks into the past.
type instants struct {
	turn chan struct{} // held while a block is inserted
	last time.Time
}

func newInstants() *instants { return &instants{turn: make(chan struct{}, 1)} }

// with runs insert with the next instant.
func (s *Sink) with(ctx context.Context, insert func(now time.Time) error) error {
	select {
	case s.instants.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-s.instants.turn }()
	last := &s.instants.last
	if last.IsZero() {
		if _, err := s.o.DB.GetText(ctx, last, "SELECT max(ingested_at) FROM ingest_ledger", nil); err != nil {
			return fmt.Errorf("read the newest ingest instant: %w", err)
		}
	}
	now := event.Millis(time.Now())
	if !now.After(*last) {
		now = last.Add(time.Millisecond)
	}
	*last = now
	return insert(now)
}
