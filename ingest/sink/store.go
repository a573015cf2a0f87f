package sink

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// store makes a block durable: recognise duplicates, pass on what is refused, insert the events, and write the account last.
// It may be called again with the same block after an error: nothing doubles.
func (w *writer) store(ctx context.Context, b *block) error {
	if err := w.timed("dedup", func() error { return w.recognise(ctx, b) }); err != nil {
		return err
	}
	if err := w.sendDead(ctx, b); err != nil {
		return err
	}
	if b.token == "" {
		b.freeze(w.topic, w.sink.instants.next())
		w.instants = append(w.instants[max(0, len(w.instants)-7):], b.instant)
	}
	if b.rows.len() > 0 {
		if err := w.timed("insert", func() error { return w.sink.o.DB.InsertNative(ctx, table(w.typ), &b.rows.block, b.token) }); err != nil {
			return fmt.Errorf("store %d events: %w", b.rows.len(), err)
		}
	}
	if !w.alone() && b.rows.len() > 0 {
		if err := w.timed("dedup", func() error { return w.meet(ctx, b) }); err != nil {
			return err
		}
	}
	if err := w.delete(ctx); err != nil {
		return err
	}
	err := w.timed("ledger", func() error { return w.sink.insertLedger(ctx, w.claim, b.tallies, b.instant) })
	if errors.Is(err, errFenced) {
		if err := w.withdraw(ctx, b); err != nil {
			w.sink.o.Log.Warn("rows that another process has stored too are left; facts count each event once", "topic", w.topic, "err", err)
		}
	}
	return err
}

func (w *writer) timed(stage string, do func() error) error {
	started := time.Now()
	defer func() { w.sink.metrics.stage(stage, time.Since(started)) }()
	return do()
}
