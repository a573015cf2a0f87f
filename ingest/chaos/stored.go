package main

import (
	"context"
	"fmt"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
)

func table(typ event.Type) string {
	if typ == event.TypeOrder {
		return "order_event"
	}
	return string(typ)
}

// compareStored checks that each event is there once, with everything that it says.
func (st *stage) compareStored(ctx context.Context, w *world, r *report) error {
	for _, typ := range event.Types {
		var row struct {
			Rows    uint64 `ch:"rows"`
			IDs     uint64 `ch:"ids"`
			Content uint64 `ch:"content"`
		}
		if _, err := st.db.Get(ctx, &row, "chaos/stored_"+table(typ), nil); err != nil {
			return err
		}
		want, rows, ids := w.truth.n[typ], int64(row.Rows), int64(row.IDs)
		if rows == want && ids == want && row.Content == w.truth.content[typ] {
			continue
		}
		if rows == want && ids == want {
			r.differ("%s: all %s events are there once, but what they say is not what was sent", table(typ), thousands(want))
		}
		lost, doubled, err := st.explain(ctx, w, typ, r)
		if err != nil {
			return err
		}
		r.lost += lost
		r.doubled += doubled
	}
	return nil
}

// explain finds which events are lost, and which are there more than once, and names some.
func (st *stage) explain(ctx context.Context, w *world, typ event.Type, r *report) (lost, doubled int64, err error) {
	rows, err := st.db.Query(ctx, "SELECT event_id, _topic, _partition, _offset, toString(ingested_at) FROM "+table(typ)+" ORDER BY ingested_at", nil)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = rows.Close() }()
	seen := map[string]string{} // where and when
	for rows.Next() {
		var id, at string
		var s spot
		if err := rows.Scan(&id, &s.Topic, &s.Partition, &s.Offset, &at); err != nil {
			return 0, 0, err
		}
		here := fmt.Sprintf("%v stored %s", s, at)
		if was, ok := seen[id]; ok {
			doubled++
			r.name(&r.named, "%s %s is there twice: %s and %s", typ, id, was, here)
		}
		seen[id] = here
	}
	if err := rows.Err(); err != nil {
		return 0, 0, err
	}
	missing := map[string]bool{}
	known := int64(0)
	for e := range w.stream() {
		if e.Type() != typ {
			continue
		}
		if id := e.Common().ID; seen[id] == "" {
			missing[id] = true
		} else {
			known++
		}
	}
	if foreign := int64(len(seen)) - known; foreign > 0 {
		r.differ("%s holds %d events that nobody sent", table(typ), foreign)
	}
	if len(missing) == 0 {
		return 0, doubled, nil
	}
	found := map[string]string{}
	err = st.readLog(ctx, typ.Topic(), func(at spot, m kafka.Message) {
		if ev, _, err := event.Decode(m.Value, typ, m.Time.AddDate(1, 0, 0)); err == nil && missing[ev.Common().ID] {
			found[ev.Common().ID] += " " + at.String()
		}
	})
	for id := range missing {
		where := found[id]
		if where == "" {
			where = " nowhere"
		}
		r.name(&r.named, "%s %s is lost; in Kafka it stands at%s", typ, id, where)
	}
	return int64(len(missing)), doubled, err
}
