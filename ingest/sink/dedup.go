package sink

import (
	"context"
	"fmt"
	"strconv"

	"github.com/linli-project/linli/ingest/event"
)

// lookup is how many ids one question asks for: the text stays below the 256 KiB that a server takes unasked.
const lookup = 10_000

type place struct {
	partition int32
	offset    int64
}

// recognise marks the items whose event_id was stored before or stands earlier in the block.
func (s *Sink) recognise(ctx context.Context, typ event.Type, items []item) error {
	stored, err := s.storedAt(ctx, typ, items)
	if err != nil {
		return err
	}
	own := make(map[string]bool, len(items)) // ids that this block already brought or brings now
	for i := range items {                   // an earlier try of this block may have stored a later delivery first
		it := &items[i]
		if it.refusal != nil {
			continue
		}
		for _, p := range stored[it.ev.Common().ID] {
			if p == (place{int32(it.msg.Partition), it.msg.Offset}) {
				it.stored = true
				own[it.ev.Common().ID] = true
			}
		}
	}
	for i := range items {
		it := &items[i]
		if it.refusal != nil || it.stored {
			continue
		}
		id := it.ev.Common().ID
		it.duplicate = own[id] || len(stored[id]) > 0
		own[id] = true
	}
	return nil
}

// storedAt finds which of the ids are in the raw table, and under which coordinates.
func (s *Sink) storedAt(ctx context.Context, typ event.Type, items []item) (map[string][]place, error) {
	found := map[string][]place{}
	text := make([]byte, 0, lookup*21)
	n := 0
	ask := func() error {
		if n == 0 {
			return nil
		}
		rows, err := s.o.DB.Query(ctx, "SELECT event_id, _partition, _offset FROM "+table(typ)+
			" WHERE id_hash IN ("+string(text)+")", nil)
		if err != nil {
			return fmt.Errorf("look up event ids in %s: %w", table(typ), err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var id string
			var p place
			if err := rows.Scan(&id, &p.partition, &p.offset); err != nil {
				return fmt.Errorf("look up event ids in %s: %w", table(typ), err)
			}
			found[id] = append(found[id], p)
		}
		text, n = text[:0], 0
		return rows.Err()
	}
	for i := range items {
		if items[i].refusal != nil {
			continue
		}
		if n > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendUint(text, items[i].hash, 10)
		if n++; n == lookup {
			if err := ask(); err != nil {
				return nil, err
			}
		}
	}
	return found, ask()
}

// table is the raw table of an event type; "order" is a word of SQL.
func table(typ event.Type) string {
	if typ == event.TypeOrder {
		return "order_event"
	}
	return string(typ)
}
