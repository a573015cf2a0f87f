package sink

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"github.com/apache/arrow/go/v17/arrow/array"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/sql"
)

// seen knows the event_ids of one type that are stored or on their way, as a filter in bounded memory. "No" is certain, and
// saves the question to ClickHouse for nearly every event; "maybe" is looked up (recognise.go). When the filter has taken its
// share of memory it stays as it is, says "maybe" more often, and ingest becomes slower, not wrong.
type seen struct {
	typ    event.Type
	budget int // bytes
	log    *slog.Logger

	mu     sync.Mutex
	layers []*bloom // each twice the one before
	stamp  int64    // the filter holds all rows up to this stamp
	loaded bool
	full   bool
}

const firstLayer = 1 << 20 // members

// visit says whether the id may have come before, and adds it.
func (s *seen) visit(hash uint64) (maybe bool) {
	for _, l := range s.layers {
		if l.has(hash) {
			return true
		}
	}
	s.add(hash)
	return false
}

func (s *seen) add(hash uint64) {
	last := len(s.layers) - 1
	if last < 0 || s.layers[last].members >= s.layers[last].room {
		s.grow()
		last = len(s.layers) - 1
	}
	s.layers[last].add(hash)
}

func (s *seen) grow() {
	members, bytes := firstLayer, 0
	for _, l := range s.layers {
		members, bytes = 2*l.room, bytes+l.bytes()
	}
	if len(s.layers) > 0 && bytes+members/membersPerLine*64 > s.budget {
		if !s.full {
			s.full = true
			s.log.Warn("the memory for recognising duplicates is used up: more ids are looked up in ClickHouse, which is slower",
				"type", s.typ, "bytes", bytes, "raise", "ingest.dedup_memory_mb")
		}
		s.layers[len(s.layers)-1].room *= 2
		return
	}
	s.layers = append(s.layers, newBloom(members))
}

// load brings the filter up to what ClickHouse holds: all of it at first, then what other processes stored meanwhile. settle
// waits for inserts that are under way: a row of an earlier stamp may become visible after one of a later.
func (s *seen) load(ctx context.Context, db *sql.DB, settle func(ctx context.Context, table string) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var newest int64 // read first: what is stored while ids are read is read again next time
	if _, err := db.GetText(ctx, &newest, "SELECT toUnixTimestamp64Micro(max(stored_at)) FROM "+table(s.typ), nil); err != nil {
		return fmt.Errorf("read the newest stamp of %s: %w", table(s.typ), err)
	}
	if err := settle(ctx, entrance(s.typ)); err != nil {
		return err
	}
	if s.loaded && newest <= s.stamp {
		return nil
	}
	query, params := "SELECT id_hash FROM "+table(s.typ), sql.Params{}
	if s.loaded {
		query, params = query+" WHERE stored_at > fromUnixTimestamp64Micro({stamp:Int64})", sql.Params{"stamp": s.stamp}
	} else {
		var n uint64
		if _, err := db.GetText(ctx, &n, "SELECT count() FROM "+table(s.typ), nil); err != nil {
			return fmt.Errorf("count %s: %w", table(s.typ), err)
		}
		s.layers = []*bloom{newBloom(min(max(firstLayer, 2*int(n)), s.budget/64*membersPerLine))}
	}
	stream, err := db.ArrowStreamText(ctx, query, params)
	if err != nil {
		return fmt.Errorf("read the event ids of %s: %w", table(s.typ), err)
	}
	defer func() { _ = stream.Close() }()
	for stream.Next() {
		column, ok := stream.Record().Column(0).(*array.Uint64)
		if !ok {
			return fmt.Errorf("read the event ids of %s: id_hash is a %s", table(s.typ), stream.Record().Column(0).DataType())
		}
		for _, h := range column.Uint64Values() {
			s.add(h)
		}
	}
	if err := stream.Err(); err != nil {
		return fmt.Errorf("read the event ids of %s: %w", table(s.typ), err)
	}
	s.stamp, s.loaded = newest, true
	return nil
}

// upTo notes that the filter holds all rows up to the stamp.
func (s *seen) upTo(stamp int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stamp = max(s.stamp, stamp)
}
