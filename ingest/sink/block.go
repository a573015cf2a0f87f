package sink

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/linli-project/linli/ingest/event"
)

// block is what is stored at once: the events of some messages of one topic, and the account of all of them.
type block struct {
	rows     *rows
	tallies  map[int]*tally // by partition
	suspects []held         // their event_id may have come before: looked up when the block is stored
	refused  []refused
	bases    map[int]int64
	messages int
	since    time.Time // when the oldest message came
	known    int64     // stamp up to which ClickHouse's rows were known when the first message was decoded
	instant  time.Time // of ingest; zero until the block is frozen
	token    string    // by which ClickHouse knows a second try
	sent     bool      // refused are on linli.dead
	tried    bool      // an insert was begun; its outcome may be unknown
	inserted bool      // the rows are in ClickHouse
	met      bool      // compared with the rows of other processes
	kept     int       // bytes of suspects and refused
	side     []byte    // where their next bytes go
	record   event.Record
}

// held is a message kept for later.
type held struct {
	partition int
	offset    int64
	value     []byte
	hash      uint64
}

type refused struct {
	held
	why *event.Refusal
	key []byte
}

// tally is the account of one partition's messages: consumed = stored + duplicate + rejected.
type tally struct {
	first, last                                    int64
	consumed, stored, duplicate, rejected, unknown uint64
	days                                           []uint16
}

func newBlock(typ event.Type) *block {
	return &block{rows: newRows(typ)}
}

func (b *block) reset(c *clocks) {
	b.rows.reset(c)
	clear(b.suspects)
	clear(b.refused)
	b.tallies, b.bases = map[int]*tally{}, map[int]int64{}
	b.suspects, b.refused, b.messages, b.side = b.suspects[:0], b.refused[:0], 0, nil
	b.since, b.instant, b.token = time.Time{}, time.Time{}, ""
	b.sent, b.tried, b.inserted, b.met, b.kept = false, false, false, false, 0
}

func (b *block) bytes() int { return b.rows.block.Bytes() + b.kept }

// futureSlack is how far a phone's clock may run ahead.
const futureSlack = 24 * time.Hour

// take decodes a chunk's messages into the block.
func (b *block) take(typ event.Type, c *chunk, s *seen, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b.messages == 0 {
		b.since, b.known = now, s.stamp
	}
	t := b.tally(c.partition, c.from)
	b.bases[c.partition] = c.base
	notAfter := now.Add(futureSlack).UnixMilli()
	for i, offset := range c.offsets {
		value := c.value(i)
		ref := b.record.Decode(value, typ, notAfter)
		t.unknown += uint64(b.record.Unknown)
		if ref != nil {
			b.refused = append(b.refused, refused{held: b.keep(c.partition, offset, value, 0), why: ref})
			t.rejected++
			continue
		}
		hash := xxhash.Sum64(b.record.ID)
		if s.visit(hash) {
			b.suspects = append(b.suspects, b.keep(c.partition, offset, value, hash))
			continue
		}
		b.store(t, hash, c.partition, offset)
	}
	t.consumed += uint64(c.len())
	t.last = c.offsets[c.len()-1]
	b.messages += c.len()
}

// store adds the record as a new event.
func (b *block) store(t *tally, hash uint64, partition int, offset int64) {
	t.stored++
	t.day(b.rows.append(&b.record, hash, int32(partition), offset))
}

func (t *tally) day(day uint16) {
	if n := len(t.days); n > 0 && t.days[n-1] == day {
		return // events come mostly in order: no need to search
	}
	if !slices.Contains(t.days, day) {
		t.days = append(t.days, day)
	}
}

func (b *block) tally(partition int, first int64) *tally {
	t := b.tallies[partition]
	if t == nil {
		t = &tally{first: first}
		b.tallies[partition] = t
	}
	return t
}

const sidePiece = 64 << 10

// keep copies a message, whose memory belongs to its chunk.
func (b *block) keep(partition int, offset int64, value []byte, hash uint64) held {
	if cap(b.side)-len(b.side) < len(value) { // earlier messages stay in the piece that is full
		b.side = make([]byte, 0, max(sidePiece, len(value)))
	}
	from := len(b.side)
	b.side = append(b.side, value...)
	b.kept += len(value)
	return held{partition: partition, offset: offset, value: b.side[from:len(b.side):len(b.side)], hash: hash}
}

// freeze settles what a second try would repeat.
func (b *block) freeze(c claim, instant time.Time) {
	b.instant = instant
	b.rows.seal(c.topic, instant.UnixMilli(), c.epoch)
	b.token = "linli-" + strconv.FormatInt(instant.UnixMilli(), 36) + "-" + strconv.FormatUint(rand.Uint64(), 36)
}
