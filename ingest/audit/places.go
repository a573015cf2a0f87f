package audit

import (
	"context"
	"math"
	"math/bits"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"

	"github.com/linli-project/linli/sql"
)

// places walks, in order, over the offsets of a topic that a table holds. It keeps one word of 64 offsets at a time, so a
// table of any size takes no memory here.
type places struct {
	rows      driver.Rows
	partition int32
	word      uint64
	mask      uint64 // offsets of the word that are still to be taken
	ended     bool
	doubled   map[int32][]uint64 // words with more rows than offsets
}

func openPlaces(ctx context.Context, db *sql.DB, query string, p sql.Params) (*places, error) {
	rows, err := db.Rows(ctx, query, p)
	if err != nil {
		return nil, err
	}
	s := &places{rows: rows, doubled: map[int32][]uint64{}}
	if err := s.advance(); err != nil {
		_ = rows.Close()
		return nil, err
	}
	return s, nil
}

func (s *places) close() { _ = s.rows.Close() }

func (s *places) advance() error {
	if !s.rows.Next() {
		s.ended = true
		return s.rows.Err()
	}
	var n uint64
	if err := s.rows.Scan(&s.partition, &s.word, &s.mask, &n); err != nil {
		return err
	}
	if n > uint64(bits.OnesCount64(s.mask)) {
		s.doubled[s.partition] = append(s.doubled[s.partition], s.word)
	}
	return nil
}

// taken are offsets that a walk passed.
type taken struct {
	n           uint64
	first, last int64
}

func (t *taken) add(word, mask uint64) {
	if mask == 0 {
		return
	}
	if t.n == 0 {
		t.first = int64(word<<6) + int64(bits.TrailingZeros64(mask))
	}
	t.last = int64(word<<6) + 63 - int64(bits.LeadingZeros64(mask))
	t.n += uint64(bits.OnesCount64(mask))
}

// take passes the partition's offsets up to last.
func (s *places) take(partition int32, last int64) (t taken, err error) {
	if last < 0 {
		return t, nil
	}
	end := uint64(last)
	for !s.ended && s.partition == partition && s.word <= end>>6 {
		got := s.mask
		if s.word == end>>6 {
			got &= math.MaxUint64 >> (63 - end&63)
		}
		t.add(s.word, got)
		if s.mask &^= got; s.mask != 0 {
			return t, nil
		}
		if err := s.advance(); err != nil {
			return t, err
		}
	}
	return t, nil
}

// next tells which partition comes, from the given one on.
func (s *places) next() (partition int32, ok bool) { return s.partition, !s.ended }
