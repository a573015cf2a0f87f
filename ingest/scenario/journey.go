package scenario

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/linli-project/linli/ingest/journey"
	"github.com/linli-project/linli/ingest/master"
)

type journeyWorld struct {
	sent int // orders that Kafka has acknowledged, in an earlier try
}

// sentName is the setting that keeps how far a load has come: a killed one goes on within a batch of where it was.
const sentName = "journey_sent"

func openJourney(have map[string]string) (*journeyWorld, error) {
	w := &journeyWorld{}
	if text := have[sentName]; text != "" {
		var err error
		if w.sent, err = strconv.Atoi(text); err != nil {
			return nil, fmt.Errorf("setting %s: %w", sentName, err)
		}
	}
	return w, nil
}

func (*journeyWorld) LastDay(time.Time) time.Time {
	return time.Date(2017, 12, 31, 0, 0, 0, 0, time.UTC)
}

// Load sends the orders not yet sent; what was sent twice all the same is recognised as duplicate.
func (w *journeyWorld) Load(ctx context.Context, t Target) (int64, error) {
	if err := t.set(ctx, "world", Journey, "currency", journey.Currency); err != nil {
		return 0, err
	}
	m, err := journey.Master()
	if err != nil {
		return 0, err
	}
	if err := master.WriteAll(ctx, t.DB, m); err != nil {
		return 0, err
	}
	orders, err := journey.Orders()
	if err != nil {
		return 0, err
	}
	out := newOutbox(t)
	skipped := min(w.sent, len(orders))
	for _, o := range orders[skipped:] {
		before := out.sent
		if err := out.add(ctx, o); err != nil {
			return out.sent, err
		}
		if out.sent == before {
			continue
		}
		if err := t.set(ctx, sentName, strconv.Itoa(skipped+int(out.sent))); err != nil {
			return out.sent, err
		}
		t.tell(int64(skipped)+out.sent, int64(len(orders)))
	}
	if err := out.flushAll(ctx); err != nil {
		return out.sent, err
	}
	return out.sent, t.set(ctx, "loaded", "1", sentName, strconv.Itoa(len(orders)))
}

// Live has nothing to send: the year is over.
func (*journeyWorld) Live(ctx context.Context, _ Target) error {
	<-ctx.Done()
	return nil
}
