package scenario

import (
	"context"
	"time"

	"github.com/linli-project/linli/ingest/journey"
	"github.com/linli-project/linli/ingest/master"
)

type journeyWorld struct{}

// journeyOrders is how many orders there are, for the progress.
const journeyOrders = 47_243

func (journeyWorld) LastDay(time.Time) time.Time {
	return time.Date(2017, 12, 31, 0, 0, 0, 0, time.UTC)
}

// Load sends all orders; those that were stored before are recognised as duplicates.
func (w journeyWorld) Load(ctx context.Context, t Target) (int64, error) {
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
	for _, o := range orders {
		if err := out.add(ctx, o); err != nil {
			return out.sent, err
		}
		t.tell(out.sent, journeyOrders)
	}
	if err := out.flushAll(ctx); err != nil {
		return out.sent, err
	}
	return out.sent, t.set(ctx, "loaded", "1")
}

// Live has nothing to send: the year is over.
func (journeyWorld) Live(ctx context.Context, _ Target) error {
	<-ctx.Done()
	return nil
}
