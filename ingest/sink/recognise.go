package sink

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// place is where an event_id is stored.
type place struct {
	partition int32
	offset    int64
	stamp     int64 // beginning of its insert by ClickHouse's clock, Unix microseconds
}

// recognise settles which of a block's suspects are new. Of the rows of one event_id the one of the earliest stamp
// counts as stored; every other delivery is a duplicate. A suspect that stands in ClickHouse under its own coordinates came
// there by an earlier try, whose account was not written.
func (w *writer) recognise(ctx context.Context, b *block) error {
	if len(b.suspects) == 0 {
		return nil
	}
	if w.peers { // a row of an earlier stamp may be on its way
		if err := w.sink.settle(ctx, entrance(w.typ)); err != nil {
			return err
		}
	}
	stored, err := w.placesOf(ctx, b.suspects)
	if err != nil {
		return err
	}
	own := w.inBlock(b, b.suspects)
	for _, s := range b.suspects {
		// It was decoded before. The latest instant that is allowed may have moved on since, so it is not asked again.
		if ref := b.record.Decode(s.value, w.typ, 0); ref != nil {
			return fmt.Errorf("offset %d of %s/%d was an event and is none now: %w", s.offset, w.topic, s.partition, ref)
		}
		t, places := b.tallies[s.partition], stored[string(b.record.ID)]
		first, later := earliest(places, int32(s.partition), s.offset)
		w.doubled = append(w.doubled, later...)
		switch {
		case first:
			day, _ := b.rows.clocks.store(b.record.StoreID).local(b.record.Time)
			t.stored++
			t.day(day)
		case len(places) > 0 || own.has(b, s.hash, b.record.ID):
			t.duplicate++
		default:
			own.add(s.hash, b.rows.len())
			b.store(t, s.hash, s.partition, s.offset)
		}
	}
	clear(b.suspects)
	b.suspects = b.suspects[:0]
	return nil
}

// before orders rows of one event_id: the first of them counts.
func (p place) before(q place) bool {
	return cmp.Or(cmp.Compare(p.stamp, q.stamp), cmp.Compare(p.partition, q.partition), cmp.Compare(p.offset, q.offset)) < 0
}

// earliest says whether the first of the rows stands under these coordinates, and which rows under them are later than it.
func earliest(places []place, partition int32, offset int64) (first bool, later []place) {
	if len(places) == 0 {
		return false, nil
	}
	least := slices.MinFunc(places, func(p, q place) int {
		if p.before(q) {
			return -1
		}
		return 1
	})
	for _, p := range places {
		if p.partition == partition && p.offset == offset && least.before(p) {
			later = append(later, p)
		}
	}
	return least.partition == partition && least.offset == offset, later
}

// lookup is how many ids one question asks for.
const lookup = 50_000

// placesOf finds which of the messages' event_ids are in the raw table, and where.
func (w *writer) placesOf(ctx context.Context, msgs []held) (map[string][]place, error) {
	found := map[string][]place{}
	ctx = clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{"max_query_size": lookup*21 + 1000}))
	text := make([]byte, 0, min(len(msgs), lookup)*21+200)
	for len(msgs) > 0 {
		n := min(len(msgs), lookup)
		text = append(text[:0], "SELECT event_id, _partition, _offset, toUnixTimestamp64Micro(stored_at) FROM "+table(w.typ)+" WHERE id_hash IN ("...)
		for i, m := range msgs[:n] {
			if i > 0 {
				text = append(text, ',')
			}
			text = strconv.AppendUint(text, m.hash, 10)
		}
		if err := w.ask(ctx, string(append(text, ')')), found); err != nil {
			return nil, fmt.Errorf("look up %d event ids in %s: %w", n, table(w.typ), err)
		}
		msgs = msgs[n:]
	}
	return found, nil
}

func (w *writer) ask(ctx context.Context, query string, found map[string][]place) error {
	rows, err := w.sink.o.DB.Query(ctx, query, nil)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id string
		var p place
		if err := rows.Scan(&id, &p.partition, &p.offset, &p.stamp); err != nil {
			return err
		}
		found[id] = append(found[id], p)
	}
	return rows.Err()
}

// rowIndex finds rows of a block by the hash of their event_id.
type rowIndex map[uint64][]int

// inBlock indexes the rows whose hash is that of a suspect: few of the block's many.
func (w *writer) inBlock(b *block, suspects []held) rowIndex {
	x := make(rowIndex, len(suspects))
	for _, s := range suspects {
		x[s.hash] = nil
	}
	for i, h := range b.rows.hash.Values {
		if at, wanted := x[h]; wanted {
			x[h] = append(at, i)
		}
	}
	return x
}

func (x rowIndex) add(hash uint64, row int) { x[hash] = append(x[hash], row) }

func (x rowIndex) has(b *block, hash uint64, id []byte) bool {
	for _, row := range x[hash] {
		if b.rows.id.Equal(row, id) {
			return true
		}
	}
	return false
}
