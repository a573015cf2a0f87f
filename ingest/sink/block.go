package sink

import (
	"context"
	"errors"
	"time"

	"github.com/cespare/xxhash/v2"
	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
)

// item is one message of a block with what became of it.
type item struct {
	msg       kafka.Message
	ev        event.Event
	hash      uint64
	refusal   *event.Refusal
	duplicate bool
	stored    bool // found in ClickHouse under this very coordinate: an earlier try of the same block
}

// store makes a block durable. It may be called again with the same messages after an error: nothing doubles.
func (s *Sink) store(ctx context.Context, name string, msgs []kafka.Message) error {
	if len(msgs) == 0 {
		return nil
	}
	led := newLedger(name)
	if name == event.TopicDead {
		if err := s.with(ctx, func(now time.Time) error {
			led.now = now
			return s.insertDead(ctx, msgs, now)
		}); err != nil {
			return err
		}
		for _, m := range msgs {
			led.count(m).Stored++
		}
		return s.insertLedger(ctx, led)
	}
	typ, _ := event.TypeOfTopic(name)
	items, unknown := decode(typ, msgs, time.Now())
	if err := s.recognise(ctx, typ, items); err != nil {
		return err
	}
	zone, err := s.zones.current(ctx)
	if err != nil {
		return err
	}
	if err := s.sendDead(ctx, items); err != nil {
		return err
	}
	if err := s.with(ctx, func(now time.Time) error {
		led.now = now
		return s.insertEvents(ctx, typ, items, zone, now)
	}); err != nil {
		return err
	}
	for i := range items {
		it := &items[i]
		row := led.count(it.msg)
		row.UnknownFields += unknown[i]
		switch {
		case it.refusal != nil:
			row.Rejected++
		case it.duplicate:
			row.Duplicate++
		default:
			row.Stored++
			led.day(row, businessDay(it.ev.Common().Time, zone(it.ev.Common().StoreID)))
		}
	}
	if err := s.insertLedger(ctx, led); err != nil {
		return err
	}
	s.metrics.count(led, items)
	return nil
}

// futureSlack is how far a phone's clock may run ahead.
const futureSlack = 24 * time.Hour

func decode(typ event.Type, msgs []kafka.Message, now time.Time) (items []item, unknown []uint64) {
	items, unknown = make([]item, len(msgs)), make([]uint64, len(msgs))
	for i, m := range msgs {
		ev, n, err := event.Decode(m.Value, typ, now.Add(futureSlack))
		items[i] = item{msg: m, ev: ev}
		unknown[i] = uint64(n)
		var ref *event.Refusal
		if errors.As(err, &ref) {
			items[i].refusal = ref
			continue
		}
		items[i].hash = xxhash.Sum64String(ev.Common().ID)
	}
	return items, unknown
}

// businessDay is the store's local day of an instant, as the UTC midnight that ClickHouse's Date means.
func businessDay(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
