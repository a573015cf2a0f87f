package audit

import (
	"context"
	"fmt"
	"math"
)

// kafkaCheck: every message that Kafka holds was consumed once or waits, and none was dropped before.
func (a *audit) kafkaCheck(ctx context.Context, p *partition, l log, o origin, id string) error {
	c := a.partitionCheck(CheckKafka, p)
	c.Figures["first"], c.Figures["end"] = l.first, l.end
	if p.n == 0 {
		c.Figures["waiting"] = l.end - l.first
		c.Text = "nothing consumed yet, " + count(l.end-l.first, "message") + " waiting"
		if l.end == 0 {
			c.Text = "empty"
		}
		return nil
	}
	next := p.end() - o.base // as Kafka counts, as all that follows
	c.Figures["next"] = next
	if id != "" && o.id != "" && id != o.id {
		c.Text = fmt.Sprintf("the topic was made anew since it was read last: offsets %s wait for the sink's next start", stretch(l.first, l.end-1))
		c.Figures["waiting"] = l.end - l.first
		return a.lookUp(ctx, p, c, log{first: math.MaxInt64}, o.base) // its offsets mean other messages now
	}
	waiting := l.end - max(next, l.first)
	c.Figures["waiting"] = max(0, waiting)
	c.Text = fmt.Sprintf("log %s, consumed up to %s, %s", stretch(l.first, max(l.first, l.end-1)), number(next-1), count(max(0, waiting), "message")+" waiting")
	if l.end == l.first {
		c.Text = fmt.Sprintf("log empty behind %s, consumed up to %s", number(l.first-1), number(next-1))
	}
	switch {
	case next > l.end:
		c.differ("Kafka's log ends at %s, but %s was consumed: it lost its end, or began anew", number(l.end-1), number(next-1))
		return a.lookUp(ctx, p, c, log{first: math.MaxInt64}, o.base)
	case next < l.first:
		c.differ("offsets %s were dropped by Kafka's retention before they were read: %s lost", stretch(next, l.first-1), count(l.first-next, "message"))
	}
	if first := p.sum.First - o.base; first > l.first { // what lies before the ledger
		n, err := a.messages(ctx, p.topic, p.id, l.first, first-1)
		if err != nil {
			return err
		}
		if n.messages > 0 {
			c.differ("offsets %s are in Kafka, but before the ledger's first block: %s not consumed", stretch(l.first, first-1), count(n.messages, "message"))
		}
	}
	return a.lookUp(ctx, p, c, l, o.base)
}

// lookUp asks Kafka what the ledger leaves open.
func (a *audit) lookUp(ctx context.Context, p *partition, c *Check, l log, base int64) error {
	for _, g := range p.gaps.list {
		if err := a.lookUpGap(ctx, p, c, g, l, base); err != nil {
			return err
		}
	}
	c.more(p.gaps.left)
	return a.lookUpHoles(ctx, p, c, l, base)
}

// lookedAt bounds how many messages of Kafka one question reads.
const lookedAt = 1_000_000

// lookUpGap asks Kafka what the offsets between two blocks hold.
func (a *audit) lookUpGap(ctx context.Context, p *partition, c *Check, g finding, l log, base int64) error {
	from, to := g.from-base, g.to-base
	if from < l.first {
		c.differ("offsets %s are in no block, and Kafka holds them no more: dropped by retention before they were read, or their block is gone from the ledger",
			stretch(from, min(to, l.first-1)))
		if from = l.first; from > to {
			return nil
		}
	}
	n, err := a.messages(ctx, p.topic, p.id, from, to)
	if err != nil {
		return err
	}
	if n.messages > 0 {
		c.differ("offsets %s are in Kafka and in no block of the ledger: %s", stretch(from, to), count(n.messages, "message"))
		return nil
	}
	c.Figures["without_message"] += to - from + 1
	p.holed += uint64(to - from + 1)
	return nil
}

// lookUpHoles asks Kafka for the blocks that say that they have fewer messages than offsets: control records and compaction
// leave such holes.
func (a *audit) lookUpHoles(ctx context.Context, p *partition, c *Check, l log, base int64) error {
	unseen, budget := p.holes.left, uint64(lookedAt)
	for _, h := range p.holes.list {
		from, to := h.from-base, h.to-base
		if from < l.first || budget < uint64(to-from+1) {
			unseen++
			continue
		}
		budget -= uint64(to - from + 1)
		n, err := a.messages(ctx, p.topic, p.id, from, to)
		if err != nil {
			return err
		}
		if n.messages > h.want { // compaction may have gone on since
			c.differ("block %s says that it consumed %s, Kafka holds %s there", stretch(from, to), count(h.want, "message"), number(n.messages))
		}
	}
	if p.holed > 0 {
		c.remark("%s without a message (control records, compaction)", count(p.holed, "offset"))
	}
	if unseen > 0 {
		c.remark("%s with such offsets could not be looked up in Kafka any more", count(unseen, "block"))
	}
	return nil
}

// ledgerCheck: consumed = stored + duplicate + rejected in each block, and the blocks follow one another.
func (a *audit) ledgerCheck(p *partition) {
	c := a.partitionCheck(CheckLedger, p)
	s := p.sum
	c.Figures = map[string]int64{"blocks": int64(p.n), "consumed": int64(s.Consumed), "stored": int64(s.Stored), "duplicate": int64(s.Duplicate), "rejected": int64(s.Rejected)}
	if p.n == 0 {
		c.Text = "no block yet"
		return
	}
	c.Text = fmt.Sprintf("%s consumed = %s stored + %s duplicate + %s rejected, in %s", number(s.Consumed), number(s.Stored), number(s.Duplicate),
		number(s.Rejected), count(p.n, "block"))
	for _, f := range p.broken.list {
		if span := uint64(max(0, f.to-f.from+1)); f.want > span {
			c.differ("block %s: %s consumed of %s", stretch(f.from, f.to), number(f.want), count(span, "offset"))
		} else {
			c.differ("block %s: %s consumed, but stored + duplicate + rejected is %s", stretch(f.from, f.to), number(f.want), number(f.have))
		}
	}
	c.more(p.broken.left)
	for _, f := range p.over.list {
		c.differ("offsets %s are in two blocks: counted twice", stretch(f.from, f.to))
	}
	c.more(p.over.left)
	for _, text := range p.lost {
		c.differ("%s", text)
	}
	if a.Kafka == nil {
		c.more(p.gaps.left)
	}
	for _, text := range p.notes {
		c.remark("%s", text)
	}
}
