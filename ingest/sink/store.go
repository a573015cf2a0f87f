package sink

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
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
	if err := w.timed("insert", func() error { return w.insert(ctx, b) }); err != nil {
		return err
	}
	if !b.met && w.peers && b.rows.len() > 0 {
		if err := w.timed("dedup", func() error { return w.meet(ctx, b) }); err != nil {
			return err
		}
		b.met = true // the account is settled: a second try must not settle it again
	}
	if err := w.delete(ctx); err != nil {
		return err
	}
	if b.instant.IsZero() { // no row was new
		b.instant = w.sink.instants.next()
	}
	return w.timed("ledger", func() error { return w.sink.insertLedger(ctx, w.claim, b.tallies, b.instant) })
}

func (w *writer) timed(stage string, do func() error) error {
	started := time.Now()
	defer func() { w.sink.metrics.stage(stage, time.Since(started)) }()
	return do()
}

// insert stores the block's rows as one part. After a try whose outcome is unknown it looks whether they are there: the token
// alone does not say so, since ClickHouse notes it before the part and may have been killed in between.
func (w *writer) insert(ctx context.Context, b *block) error {
	if b.inserted || b.rows.len() == 0 {
		return nil
	}
	if b.tried {
		if err := w.sink.settle(ctx, entrance(w.typ)); err != nil {
			return err
		}
		stamp, err := w.stampOf(ctx, b)
		if err != nil {
			return err
		}
		b.inserted = stamp != 0
		b.tried = false
		return w.insert(ctx, b)
	}
	b.freeze(w.claim, w.sink.instants.next())
	b.tried = true
	err := w.sink.o.DB.InsertNative(ctx, entrance(w.typ), &b.rows.block, b.token)
	if sql.Code(err) == codeThrown {
		return errFenced
	}
	if err != nil {
		return fmt.Errorf("store %d events: %w", b.rows.len(), err)
	}
	b.inserted = true
	return nil
}
