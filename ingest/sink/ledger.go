package sink

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/sql"
)

// codeThrown is ClickHouse's code of throwIf.
const codeThrown = 395

// insertLedger writes one row per partition, all or none, if we still own them.
func (s *Sink) insertLedger(ctx context.Context, c claim, tallies map[int]*tally, instant time.Time) error {
	partitions := slices.Sorted(maps.Keys(tallies))
	n := len(partitions)
	first, last := make([]int64, n), make([]int64, n)
	counts := make([][]uint64, 5)
	for i := range counts {
		counts[i] = make([]uint64, n)
	}
	days := make([]string, n)
	for i, p := range partitions {
		t := tallies[p]
		first[i], last[i] = t.first, t.last
		for k, v := range []uint64{t.consumed, t.stored, t.duplicate, t.rejected, t.unknown} {
			counts[k][i] = v
		}
		text := make([]string, len(t.days))
		for k, d := range t.days {
			text[k] = time.Unix(int64(d)*daySeconds, 0).UTC().Format(time.DateOnly)
		}
		days[i] = strings.Join(text, ",")
	}
	err := s.o.DB.Run(ctx, "ingest/ledger_insert", sql.Params{
		"topic": c.topic, "epoch": c.epoch, "at": instant, "partitions": partitions, "first": first, "last": last,
		"consumed": counts[0], "stored": counts[1], "duplicate": counts[2], "rejected": counts[3], "unknown": counts[4], "days": days,
	})
	if sql.Code(err) == codeThrown {
		return errFenced
	}
	if err != nil {
		return fmt.Errorf("write the ledger of %s: %w", c.topic, err)
	}
	return nil
}

// positions says where each partition of the topic goes on.
func (s *Sink) positions(ctx context.Context, topic string) (map[int]int64, error) {
	var rows []struct {
		Partition int32 `ch:"partition"`
		Next      int64 `ch:"next"`
	}
	if err := s.o.DB.Select(ctx, &rows, "ingest/positions", sql.Params{"topic": topic}); err != nil {
		return nil, fmt.Errorf("read where %s goes on: %w", topic, err)
	}
	next := map[int]int64{}
	for _, r := range rows {
		next[int(r.Partition)] = r.Next
	}
	return next, nil
}
