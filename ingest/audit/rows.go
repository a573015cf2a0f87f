package audit

import (
	"context"
	"fmt"
	"slices"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/sql"
)

// rowsCheck: each block has as many rows as it says it stored, and no row is outside of the blocks.
func (a *audit) rowsCheck(ctx context.Context, p *partition, table string) error {
	c := a.partitionCheck(CheckRows, p)
	c.Figures = map[string]int64{"rows": int64(p.nRows), "stored": int64(p.sum.Stored), "under_way": int64(p.rowsUnder.n)}
	c.Text = fmt.Sprintf("%s in %s, %s stored by the ledger", count(p.nRows, "row"), table, number(p.sum.Stored))
	for _, f := range p.rows.list {
		c.differ("block %s: %s stored by the ledger, %s in %s", stretch(f.from, f.to), number(f.want), count(f.have, "row"), table)
	}
	c.more(p.rows.left)
	if p.looseRows.n > 0 {
		c.differ("%s between offsets %s in no block of the ledger", count(p.looseRows.n, "row"), stretch(p.looseRows.first, p.looseRows.last))
	}
	if p.rowsUnder.n > 0 {
		c.remark("%s under way: stored, and not yet in the ledger", count(p.rowsUnder.n, "row"))
	}
	return a.doubledRows(ctx, p, table, c)
}

// doubledRows looks at offsets with several rows: the same event twice is what a paused process leaves, and counts once.
func (a *audit) doubledRows(ctx context.Context, p *partition, table string, c *Check) error {
	same := 0
	for words := range slices.Chunk(p.doubled, 1000) {
		var found []struct {
			Partition int32  `ch:"partition"`
			Offset    int64  `ch:"offset"`
			Rows      uint64 `ch:"rows"`
			Events    uint64 `ch:"events"`
		}
		if err := a.DB.Select(ctx, &found, "audit/doubled_rows", sql.Params{"table": table, "topic": p.topic, "partition": p.id, "words": words}); err != nil {
			return fmt.Errorf("look for offsets with several rows in %s: %w", table, err)
		}
		for _, f := range found {
			if f.Events > 1 {
				if f.Offset < p.end() {
					p.crowded += f.Events - 1
				}
				c.differ("offset %s has rows of %s", number(f.Offset), count(f.Events, "different event"))
			} else {
				same++
			}
		}
	}
	if same > 0 {
		c.Figures["twice"] = int64(same)
		c.remark("%s with the same row twice, left by a paused process: harmless, read once", count(same, "offset"))
	}
	return nil
}

// deadLetters is what waits in linli.dead to become dead letters.
type deadLetters struct {
	next    map[int32]int64 // how far it had been consumed when the audit began, as Kafka counts
	waiting *int64          // how many messages were behind that when a letter was first missed; nil before
}

// deadPositions is read before any dead letter, so that what is consumed in between still counts as waiting.
func (a *audit) deadPositions(ctx context.Context) error {
	if a.Kafka == nil {
		return nil
	}
	parts, err := a.walk(ctx, event.TopicDead)
	if err != nil {
		return err
	}
	origins, err := a.origins(ctx, event.TopicDead)
	if err != nil {
		return err
	}
	a.dead.next = map[int32]int64{}
	for _, p := range parts {
		a.dead.next[p.id] = p.end() - origins[p.id].base
	}
	return nil
}

// deadWaiting says how many letters may still be on their way; each is given out once.
func (a *audit) deadWaiting(ctx context.Context, missing int64) (int64, error) {
	if a.Kafka == nil || missing == 0 {
		return 0, nil
	}
	if a.dead.waiting == nil {
		logs, err := a.logs(ctx, event.TopicDead)
		if err != nil {
			return 0, err
		}
		var n int64
		for id, l := range logs {
			n += max(0, l.end-max(l.first, a.dead.next[id]))
		}
		a.dead.waiting = &n
	}
	got := min(missing, *a.dead.waiting)
	*a.dead.waiting -= got
	return got, nil
}

// deadCheck: each block has as many dead letters as it says it rejected.
func (a *audit) deadCheck(ctx context.Context, p *partition) error {
	c := a.partitionCheck(CheckDeadLetters, p)
	c.Figures = map[string]int64{"letters": int64(p.nDead), "rejected": int64(p.sum.Rejected)}
	c.Text = fmt.Sprintf("%s, %s rejected by the ledger", count(p.nDead, "letter"), number(p.sum.Rejected))
	var missing int64
	for _, f := range p.dead.list {
		missing += int64(f.want) - int64(min(f.have, f.want))
	}
	waiting, err := a.deadWaiting(ctx, missing)
	if err != nil {
		return err
	}
	if waiting > 0 {
		c.Figures["under_way"] = waiting
		c.remark("%s under way: linli.dead has messages that are not consumed yet", count(waiting, "letter"))
	}
	for _, f := range p.dead.list {
		if f.have > f.want {
			c.differ("block %s: %s rejected by the ledger, %s", stretch(f.from, f.to), number(f.want), count(f.have, "dead letter"))
		} else if missing > waiting {
			c.differ("block %s: %s rejected by the ledger, %s (linli.dead has not enough waiting)", stretch(f.from, f.to), number(f.want), count(f.have, "dead letter"))
		}
	}
	c.more(p.dead.left)
	if p.looseDead.n > 0 {
		c.differ("%s between offsets %s in no block of the ledger", count(p.looseDead.n, "dead letter"), stretch(p.looseDead.first, p.looseDead.last))
	}
	if p.deadUnder.n > 0 {
		c.remark("%s of blocks that are not yet in the ledger", count(p.deadUnder.n, "letter"))
	}
	return nil
}
