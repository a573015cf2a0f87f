package sink

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/linli-project/linli/sql"
)

// claim says who may write the account of some partitions. Kafka alone cannot: a process that was paused believes in its
// partitions for a moment after it wakes up, and what it wrote then would count twice. So whoever is given partitions enters
// a claim with a higher epoch; the ledger takes rows of the highest epoch only, checked by ClickHouse in the same statement.
// Events that a deposed process has stored stay: the new owner finds them under their coordinates, and counts them.
type claim struct {
	topic      string
	partitions []int
	epoch      uint64
	at         time.Time
	inherited  bool // another process has owned partitions of the topic before
}

var errFenced = errors.New("another process has taken over these partitions")

// claim takes the partitions over and returns when nothing that the owner before wrote can still arrive.
func (s *Sink) claim(ctx context.Context, topic string, partitions []int) (claim, error) {
	c := claim{topic: topic, partitions: partitions, at: time.Now()}
	var before struct {
		Epoch  uint64 `ch:"epoch"`
		Others uint64 `ch:"others"`
	}
	if _, err := s.o.DB.Get(ctx, &before, "ingest/owners", sql.Params{"topic": topic, "owner": s.name}); err != nil {
		return c, fmt.Errorf("read who owns the partitions of %s: %w", topic, err)
	}
	c.inherited = before.Others > 0
	c.epoch = before.Epoch + 1 + rand.Uint64N(1<<20) // of two that claim at the same moment one is higher
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
	return c, s.settle(ctx, "ingest_ledger")
}
