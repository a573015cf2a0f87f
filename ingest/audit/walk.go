package audit

import (
	"context"
	"fmt"
	"math"

	"github.com/linli-project/linli/sql"
)

// block is a row of the ledger.
type block struct {
	Partition   int32
	First, Last int64
	Consumed    uint64
	Stored      uint64
	Duplicate   uint64
	Rejected    uint64
}

func (b block) span() uint64 { return uint64(max(0, b.Last-b.First+1)) }

// finding is a stretch of offsets at which something does not fit, and how much of it there is.
type finding struct {
	from, to int64
	want     uint64
	have     uint64
}

// findings keeps the first ones and counts the rest.
type findings struct {
	list []finding
	left int
}

// kept bounds what is kept of each kind of finding and partition: some of it is looked up in Kafka.
const kept = 100

func (f *findings) add(from, to int64, want, have uint64) {
	if len(f.list) == kept {
		f.left++
		return
	}
	f.list = append(f.list, finding{from, to, want, have})
}

// partition is the account of one partition of a topic.
type partition struct {
	topic string
	id    int32
	sum   block // of all blocks: first and last offset, and the counts
	n     int   // blocks

	broken    findings // blocks whose counts do not add up: consumed, and the sum of its kinds
	over      findings // blocks that overlap with earlier ones
	gaps      findings // offsets between blocks
	holes     findings // blocks with fewer messages than offsets
	holed     uint64   // offsets without a message inside of blocks
	rows      findings // blocks with other rows than stored
	dead      findings // blocks with other dead letters than rejected
	looseRows taken    // rows in no block, before the ledger's end
	looseDead taken
	rowsUnder taken // rows behind the ledger's end
	deadUnder taken
	nRows     uint64 // distinct offsets with rows, up to the ledger's end
	nDead     uint64
	doubled   []uint64 // words of offsets with several rows
	crowded   uint64   // events beyond one at an offset
	notes     []string // remarks on the ledger, from Kafka
	lost      []string // differences between the ledger and Kafka's log
}

func (p *partition) where() string { return fmt.Sprintf("%s/%d", p.topic, p.id) }

// end is the offset after the last that the ledger holds.
func (p *partition) end() int64 {
	if p.n == 0 {
		return 0
	}
	return p.sum.Last + 1
}

// walk goes over the topic's ledger in order and, beside it, over the places of its rows and of its dead letters.
func (a *audit) walk(ctx context.Context, name string) ([]*partition, error) {
	// The ledger's snapshot comes first: rows are stored before their block is entered, so none of these can be missing.
	ledger, err := a.DB.Rows(ctx, "audit/ledger", sql.Params{"topic": name})
	if err != nil {
		return nil, fmt.Errorf("read the ledger of %s: %w", name, err)
	}
	defer func() { _ = ledger.Close() }()
	w := &walker{topic: name}
	if typ, ok := typeOf(name); ok {
		if w.rows, err = openPlaces(ctx, a.DB, "audit/rows", sql.Params{"table": table(typ), "topic": name}); err != nil {
			return nil, fmt.Errorf("read the offsets of %s: %w", table(typ), err)
		}
		defer w.rows.close()
		if w.dead, err = openPlaces(ctx, a.DB, "audit/dead_letters", sql.Params{"topic": name}); err != nil {
			return nil, fmt.Errorf("read the offsets of dead letters: %w", err)
		}
		defer w.dead.close()
	}
	for ledger.Next() {
		var b block
		if err := ledger.Scan(&b.Partition, &b.First, &b.Last, &b.Consumed, &b.Stored, &b.Duplicate, &b.Rejected); err != nil {
			return nil, fmt.Errorf("read the ledger of %s: %w", name, err)
		}
		if err := w.block(b); err != nil {
			return nil, fmt.Errorf("walk along %s: %w", name, err)
		}
	}
	if err := ledger.Err(); err != nil {
		return nil, fmt.Errorf("read the ledger of %s: %w", name, err)
	}
	if err := w.finish(math.MaxInt32); err != nil {
		return nil, fmt.Errorf("walk along %s: %w", name, err)
	}
	return w.parts, nil
}

// walker joins the three.
type walker struct {
	topic      string
	rows, dead *places // nil for a topic without events
	parts      []*partition
	now        *partition // with blocks still to come
}

func (w *walker) block(b block) error {
	if w.now == nil || w.now.id != b.Partition {
		if err := w.finish(b.Partition); err != nil {
			return err
		}
		w.now = w.partition(b.Partition)
	}
	p := w.now
	from := b.First
	switch {
	case p.n == 0:
		p.sum.First, p.sum.Last = b.First, b.First-1
	case b.First <= p.sum.Last:
		p.over.add(b.First, min(b.Last, p.sum.Last), 0, 0)
		from = p.sum.Last + 1
	case b.First > p.sum.Last+1:
		p.gaps.add(p.sum.Last+1, b.First-1, 0, 0)
	}
	if b.Consumed != b.Stored+b.Duplicate+b.Rejected || b.Consumed > b.span() || b.Last < b.First {
		p.broken.add(b.First, b.Last, b.Consumed, b.Stored+b.Duplicate+b.Rejected)
	} else if b.Consumed < b.span() {
		p.holes.add(b.First, b.Last, b.Consumed, 0)
		p.holed += b.span() - b.Consumed
	}
	p.n++
	p.sum.Last = max(p.sum.Last, b.Last)
	p.sum.Consumed += b.Consumed
	p.sum.Stored += b.Stored
	p.sum.Duplicate += b.Duplicate
	p.sum.Rejected += b.Rejected
	if w.rows == nil {
		return nil
	}
	if err := pass(w.rows, b, from, b.Stored, &p.rows, &p.looseRows, &p.nRows); err != nil {
		return err
	}
	return pass(w.dead, b, from, b.Rejected, &p.dead, &p.looseDead, &p.nDead)
}

// pass takes the places before the block, which are in none, and those in it.
func pass(s *places, b block, from int64, want uint64, wrong *findings, loose *taken, total *uint64) error {
	before, err := s.take(b.Partition, from-1)
	if err != nil {
		return err
	}
	loose.join(before)
	in, err := s.take(b.Partition, b.Last)
	if err != nil {
		return err
	}
	*total += before.n + in.n
	if in.n != want {
		wrong.add(b.First, b.Last, want, in.n)
	}
	return nil
}

func (t *taken) join(o taken) {
	if o.n == 0 {
		return
	}
	if t.n == 0 {
		t.first = o.first
	}
	t.last = o.last
	t.n += o.n
}

// partition begins an account.
func (w *walker) partition(id int32) *partition {
	for _, p := range w.parts {
		if p.id == id {
			return p
		}
	}
	p := &partition{topic: w.topic, id: id}
	w.parts = append(w.parts, p)
	return p
}

// finish takes what is left of the partitions before the given one: it lies behind their ledger's end.
func (w *walker) finish(before int32) error {
	for _, s := range []*places{w.rows, w.dead} {
		if s == nil {
			continue
		}
		for {
			id, ok := s.next()
			if !ok || id >= before {
				break
			}
			p := w.partition(id)
			rest, err := s.take(id, math.MaxInt64)
			if err != nil {
				return err
			}
			if s == w.rows {
				p.rowsUnder.join(rest)
			} else {
				p.deadUnder.join(rest)
			}
		}
		if s == w.rows {
			for _, p := range w.parts {
				p.doubled = s.doubled[p.id]
			}
		}
	}
	return nil
}
