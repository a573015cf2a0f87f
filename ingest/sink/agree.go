package sink

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/sql"
)

// Two processes may be given the same event_id at the same moment, from two partitions. ClickHouse stamps each row with the
// beginning of its insert: of two rows the one with the earlier stamp counts, and the other is deleted. Everybody inserts, waits
// until every insert has ended that may have begun before ours, and looks. An insert that begins later has a later stamp, and
// finds our row.

// meet looks at what other processes stored since the last time, adds it to the filter, and finds rows of this block that
// came second. They are counted as duplicates and noted for deletion.
func (w *writer) meet(ctx context.Context, b *block) error {
	own, err := w.stampOf(ctx, b)
	if err != nil || own == 0 {
		return err
	}
	if err := w.sink.settle(ctx, entrance(w.typ)); err != nil {
		return err
	}
	earlier, err := w.pull(ctx, b, own)
	if err != nil {
		return err
	}
	var both []held
	for i, h := range b.rows.hash.Values {
		if earlier[h] {
			both = append(both, held{partition: int(b.rows.partition.Values[i]), offset: b.rows.offset.Values[i], hash: h})
		}
	}
	second, err := w.second(ctx, both, own)
	if err != nil {
		return err
	}
	for r := range second {
		t := b.tallies[int(r.partition)]
		t.stored, t.duplicate = t.stored-1, t.duplicate+1
		w.doubled = append(w.doubled, r)
	}
	w.seen.upTo(own) // everything before it has been looked at
	return nil
}

// stampOf is the stamp that ClickHouse gave to the block; 0 if its first row is there no more.
func (w *writer) stampOf(ctx context.Context, b *block) (stamp int64, err error) {
	_, err = w.sink.o.DB.GetText(ctx, &stamp, "SELECT toUnixTimestamp64Micro(max(stored_at)) FROM "+table(w.typ)+
		" WHERE ingested_at = {at:DateTime64(3)} AND _partition = {partition:Int32} AND _offset = {offset:Int64}",
		sql.Params{"at": b.instant, "partition": b.rows.partition.Values[0], "offset": b.rows.offset.Values[0]})
	if err != nil {
		return 0, fmt.Errorf("find the stamp of our block in %s: %w", table(w.typ), err)
	}
	return stamp, nil
}

// pull adds the rows of other processes to the filter and gives the hashes of those before our block. It looks at all that
// came since the block was begun: rows that were added to the filter after an event was decoded did not hold it up.
func (w *writer) pull(ctx context.Context, b *block, own int64) (earlier map[uint64]bool, err error) {
	w.seen.mu.Lock()
	defer w.seen.mu.Unlock()
	rows, err := w.sink.o.DB.Query(ctx, "SELECT id_hash, toUnixTimestamp64Micro(stored_at) FROM "+table(w.typ)+
		" WHERE stored_at > fromUnixTimestamp64Micro({known:Int64}) AND _partition NOT IN {mine:Array(Int32)}",
		sql.Params{"known": b.known, "mine": w.claim.partitions})
	if err != nil {
		return nil, fmt.Errorf("see what other processes stored: %w", err)
	}
	defer func() { _ = rows.Close() }()
	earlier = map[uint64]bool{}
	for rows.Next() {
		var hash uint64
		var stamp int64
		if err := rows.Scan(&hash, &stamp); err != nil {
			return nil, fmt.Errorf("see what other processes stored: %w", err)
		}
		w.seen.visit(hash)
		if stamp < own {
			earlier[hash] = true
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("see what other processes stored: %w", err)
	}
	return earlier, nil
}

// second finds which rows of the block with this stamp are preceded by a row of the same event_id.
func (w *writer) second(ctx context.Context, rows []held, stamp int64) (second map[place]bool, err error) {
	second = map[place]bool{}
	if len(rows) == 0 {
		return second, nil
	}
	ours := make(map[place]bool, len(rows))
	for _, r := range rows {
		ours[place{int32(r.partition), r.offset, stamp}] = true
	}
	places, err := w.placesOf(ctx, rows)
	if err != nil {
		return nil, err
	}
	for _, of := range places {
		for _, p := range of {
			if !ours[p] {
				continue
			}
			for _, before := range of {
				if before.before(p) {
					second[p] = true
				}
			}
		}
	}
	return second, nil
}

// deleteAtOnce is how many rows one statement deletes; they stand in its text, as parameters travel in the
// URL, and a text may have 256 KiB.
const deleteAtOnce = 4000

// delete deletes the rows that came second.
func (w *writer) delete(ctx context.Context) error {
	for len(w.doubled) > 0 {
		n := min(len(w.doubled), deleteAtOnce)
		text := []byte("DELETE FROM " + table(w.typ) + " WHERE (toUnixTimestamp64Micro(stored_at), _partition, _offset) IN (")
		for i, d := range w.doubled[:n] {
			if i > 0 {
				text = append(text, ',')
			}
			text = fmt.Appendf(text, "(%d,%d,%d)", d.stamp, d.partition, d.offset)
		}
		if err := w.sink.o.DB.Exec(ctx, string(append(text, ')')), nil); err != nil {
			return fmt.Errorf("delete %d events that another process stored first: %w", n, err)
		}
		w.doubled = w.doubled[n:]
	}
	w.doubled = nil
	return nil
}
