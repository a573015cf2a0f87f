package sink

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/sql"
)

// claim says who may write events of some partitions and their account. Kafka alone cannot: a process that was paused believes
// in its partitions for a moment after it wakes up, and what it wrote then would count twice. So whoever is given partitions
// enters a claim with a higher epoch; entrances, ledger and origins take rows of the highest epoch only, checked by ClickHouse in
// the same statement. What the owner before has stored by then stays: the new owner finds it under its coordinates, and counts it.
type claim struct {
	topic      string
	partitions []int
	epoch      uint64
}

var errFenced = errors.New("another process has taken over these partitions")

// claim takes the partitions over and returns when nothing that the owner before wrote can still arrive.
func (s *Sink) claim(ctx context.Context, topic string, partitions []int) (claim, error) {
	c := claim{topic: topic, partitions: partitions}
	var before uint64
	if _, err := s.o.DB.Get(ctx, &before, "ingest/newest_epoch", sql.Params{"topic": topic}); err != nil {
		return c, fmt.Errorf("read who owns the partitions of %s: %w", topic, err)
	}
	c.epoch = before + 1 + rand.Uint64N(1<<20) // of two that claim at the same moment one is higher
	type owner struct {
		Topic     string    `ch:"topic"`
		Partition int32     `ch:"partition"`
		Epoch     uint64    `ch:"epoch"`
		Owner     string    `ch:"owner"`
		ClaimedAt time.Time `ch:"claimed_at"`
	}
	rows := make([]owner, len(partitions))
	for i, p := range partitions {
		rows[i] = owner{topic, int32(p), c.epoch, s.name, time.Now()}
	}
	if err := s.o.DB.Insert(ctx, "ingest_owner", rows, ""); err != nil {
		return c, fmt.Errorf("claim the partitions of %s: %w", topic, err)
	}
	tables := []string{"ingest_ledger", "setting"}
	if typ, isEvent := event.TypeOfTopic(topic); isEvent {
		tables = append(tables, entrance(typ))
	}
	for _, table := range tables {
		if err := s.settle(ctx, table); err != nil {
			return c, err
		}
	}
	return c, nil
}
