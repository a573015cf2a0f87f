package sink

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/sql"
)

// ledgerRow is the account of one block of one partition: Consumed = Stored + Duplicate + Rejected.
type ledgerRow struct {
	Topic         string      `ch:"topic"`
	Partition     int32       `ch:"partition"`
	FirstOffset   int64       `ch:"first_offset"`
	LastOffset    int64       `ch:"last_offset"`
	Consumed      uint64      `ch:"consumed"`
	Stored        uint64      `ch:"stored"`
	Duplicate     uint64      `ch:"duplicate"`
	Rejected      uint64      `ch:"rejected"`
	UnknownFields uint64      `ch:"unknown_fields"`
	Days          []time.Time `ch:"days"`
	IngestedAt    time.Time   `ch:"ingested_at"`
}

type ledger struct {
	topic string
	now   time.Time // of the block's insert
	rows  map[int]*ledgerRow
}

func newLedger(topic string) *ledger {
	return &ledger{topic: topic, rows: map[int]*ledgerRow{}}
}

// count enters a message as consumed and gives its partition's row.
func (l *ledger) count(m kafka.Message) *ledgerRow {
	row := l.rows[m.Partition]
	if row == nil {
		row = &ledgerRow{Topic: l.topic, Partition: int32(m.Partition), FirstOffset: m.Offset, IngestedAt: l.now, Days: []time.Time{}}
		l.rows[m.Partition] = row
	}
	row.LastOffset = max(row.LastOffset, m.Offset)
	row.Consumed++
	return row
}

func (l *ledger) day(row *ledgerRow, day time.Time) {
	if n := len(row.Days); n > 0 && row.Days[n-1].Equal(day) {
		return // events come mostly in order: no need to search
	}
	if !slices.Contains(row.Days, day) {
		row.Days = append(row.Days, day)
	}
}

func (s *Sink) insertLedger(ctx context.Context, l *ledger) error {
	rows := make([]ledgerRow, 0, len(l.rows))
	for _, r := range l.rows {
		rows = append(rows, *r)
	}
	slices.SortFunc(rows, func(a, b ledgerRow) int { return int(a.Partition - b.Partition) })
	if err := s.o.DB.Insert(ctx, "ingest_ledger", rows, ""); err != nil {
		return fmt.Errorf("write the ledger of %s: %w", l.topic, err)
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
