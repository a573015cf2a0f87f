package sink

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// owner is a process of its own as far as the store can tell: a sink that is driven by hand, block by block.
func owner(t *testing.T, db *sql.DB, peers bool, partitions ...int) *writer {
	t.Helper()
	s := New(Options{DB: db, Location: shanghai, Log: slog.New(slog.DiscardHandler)})
	c, err := s.claim(t.Context(), event.TopicOrder, partitions)
	if err != nil {
		t.Fatal(err)
	}
	w := &writer{sink: s, topic: event.TopicOrder, typ: event.TypeOrder, claim: c, seen: s.seen[event.TypeOrder], peers: peers}
	if err := w.seen.load(t.Context(), db, s.settle); err != nil {
		t.Fatal(err)
	}
	return w
}

// read is a block of the orders from and to, which stand at the offsets of the same numbers.
func (w *writer) read(t *testing.T, partition, from, to int) *block {
	t.Helper()
	b := newBlock(w.typ)
	clocks, err := w.sink.zones.current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b.reset(clocks)
	c := &chunk{partition: partition, from: int64(from)}
	for i := from; i < to; i++ {
		value := orderMsg(i).Value
		c.data = append(c.data, value...)
		c.ends, c.offsets = append(c.ends, len(c.data)), append(c.offsets, int64(i))
	}
	b.take(w.typ, c, w.seen, time.Now())
	return b
}

// half does the half of store that comes before the account.
func (w *writer) half(t *testing.T, b *block) {
	t.Helper()
	if err := w.recognise(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if err := w.insert(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

func (w *writer) mustStore(t *testing.T, b *block) {
	t.Helper()
	if err := w.store(t.Context(), b); err != nil {
		t.Fatal(err)
	}
}

// exact checks that each of n orders is stored once and that the account says so.
func exact(t *testing.T, db *sql.DB, stored, consumed uint64) {
	t.Helper()
	if n := count(t, db, "SELECT count() FROM order_event"); n != stored {
		t.Errorf("%d rows, want %d", n, stored)
	}
	if n := count(t, db, "SELECT uniqExact(event_id) FROM order_event"); n != stored {
		t.Errorf("%d events, want %d", n, stored)
	}
	var got totals
	if _, err := db.Get(t.Context(), &got, "ingest/totals", nil); err != nil {
		t.Fatal(err)
	}
	if got.Stored != stored || got.Consumed != consumed || got.Consumed != got.Stored+got.Duplicate+got.Rejected {
		t.Errorf("ledger %+v, want %d consumed and %d stored", got, consumed, stored)
	}
}

// TestPausedOwner stops a process at each step of storing a block, gives its partition to another, and wakes it up.
func TestPausedOwner(t *testing.T) {
	for _, test := range []struct {
		name   string
		paused func(t *testing.T, w *writer, b *block)
	}{
		{"before the insert", func(*testing.T, *writer, *block) {}},
		{"after the insert", func(t *testing.T, w *writer, b *block) { w.half(t, b) }},
		{"after the insert, whose answer was lost", func(t *testing.T, w *writer, b *block) { w.half(t, b); b.inserted = false }},
		{"after the account", func(t *testing.T, w *writer, b *block) { w.mustStore(t, b) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := sqltest.Open(t)
			old := owner(t, db, false, 0)
			b := old.read(t, 0, 0, 100)
			test.paused(t, old, b)
			next := owner(t, db, false, 0)
			from, err := next.sink.positions(t.Context(), event.TopicOrder)
			if err != nil {
				t.Fatal(err)
			}
			rows := count(t, db, "SELECT count() FROM order_event")
			if err := old.store(t.Context(), b); !errors.Is(err, errFenced) {
				t.Errorf("%v, want that it is fenced", err)
			}
			if n := count(t, db, "SELECT count() FROM order_event"); n != rows {
				t.Errorf("a fenced process has stored %d rows", n-rows)
			}
			if from[0] < 70 {
				next.mustStore(t, next.read(t, 0, int(from[0]), 70))
			}
			next.mustStore(t, next.read(t, 0, max(70, int(from[0])), 150))
			exact(t, db, 150, 150)
			if err := old.sink.keepOrigin(t.Context(), old.claim, 0, origin{base: 7}); !errors.Is(err, errFenced) {
				t.Errorf("%v, want that it is fenced", err)
			}
			if err := next.sink.keepOrigin(t.Context(), next.claim, 0, origin{base: 9, id: "x"}); err != nil {
				t.Error(err)
			}
			if o, err := next.sink.origins(t.Context(), event.TopicOrder); err != nil || o[0] != (origin{9, "x"}) {
				t.Errorf("%v, %v", o, err)
			}
		})
	}
}

// TestClaimWaits: what the owner before is storing at the moment of a claim has arrived when the claim is granted; what it
// begins later does not arrive.
func TestClaimWaits(t *testing.T) {
	db := sqltest.Open(t)
	old := owner(t, db, false, 0)
	// Storing takes a second after the owner was checked.
	if err := db.Exec(t.Context(), "ALTER TABLE order_event ADD COLUMN slow UInt8 DEFAULT sleepEachRow(0.02)", nil); err != nil {
		t.Fatal(err)
	}
	insert := func(from int) error {
		return db.Exec(t.Context(), fmt.Sprintf(`INSERT INTO order_event_in (event_id, _partition, epoch, ingested_at)
			SELECT concat('e', toString(number)), 0, %d, now64(3) FROM numbers(%d, 50)`, old.claim.epoch, from), nil)
	}
	done := make(chan error)
	go func() { done <- insert(0) }()
	for {
		running, err := old.sink.inserting(t.Context(), "order_event_in")
		if err != nil {
			t.Fatal(err)
		}
		if len(running) > 0 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond)
	if _, err := New(Options{DB: db, Log: slog.New(slog.DiscardHandler)}).claim(t.Context(), event.TopicOrder, []int{0}); err != nil {
		t.Fatal(err)
	}
	if n := count(t, db, "SELECT count() FROM order_event"); n != 0 && n != 50 {
		t.Errorf("%d rows of 50 when the claim is granted", n)
	}
	settled := count(t, db, "SELECT count() FROM order_event")
	if err := <-done; (err == nil) != (settled == 50) {
		t.Errorf("%v, with %d rows stored", err, settled)
	}
	if err := insert(50); sql.Code(err) != codeThrown {
		t.Errorf("%v, want that it is fenced", err)
	}
	if n := count(t, db, "SELECT count() FROM order_event"); n != settled {
		t.Errorf("%d rows came after the claim", n-settled)
	}
}

// TestSameEventInTwoProcesses gives the same events to two processes at the same moment, from different partitions.
func TestSameEventInTwoProcesses(t *testing.T) {
	db := sqltest.Open(t)
	a, b := owner(t, db, true, 0), owner(t, db, true, 1)
	ofA, ofB := a.read(t, 0, 0, 60), b.read(t, 1, 40, 100)
	a.half(t, ofA) // both before either looks
	b.half(t, ofB)
	b.mustStore(t, ofB)
	a.mustStore(t, ofA)
	exact(t, db, 100, 120)
	a.mustStore(t, a.read(t, 0, 60, 110)) // 40 of them came through b
	exact(t, db, 110, 170)

	// The next block was decoded before the other process stored the same events.
	first, second := a.read(t, 0, 200, 220), a.read(t, 0, 220, 260)
	b.mustStore(t, b.read(t, 1, 230, 250))
	a.mustStore(t, first)
	a.mustStore(t, second)
	exact(t, db, 170, 250)

	// One dies between insert and account; meanwhile the other gets the same events, and the first's partition.
	dead := owner(t, db, true, 0)
	dead.half(t, dead.read(t, 0, 110, 150))
	b.mustStore(t, b.read(t, 1, 130, 170))
	heir := owner(t, db, false, 0, 1)
	heir.mustStore(t, heir.read(t, 0, 110, 150))
	exact(t, db, 230, 330)
}

// TestManySecondRows: two processes have inserted the same large block from different partitions, and the second dies before
// it could take its rows out. Its heir cleans up.
func TestManySecondRows(t *testing.T) {
	const n = 25_000
	db := sqltest.Open(t)
	first, dies := owner(t, db, true, 0), owner(t, db, true, 1)
	a, b := first.read(t, 0, 0, n), dies.read(t, 1, 0, n)
	first.half(t, a)
	dies.half(t, b)
	if rows := count(t, db, "SELECT count() FROM order_event"); rows != 2*n {
		t.Fatalf("%d rows, want each twice", rows)
	}
	first.mustStore(t, a)
	heir := owner(t, db, true, 1)
	heir.mustStore(t, heir.read(t, 1, 0, n))
	exact(t, db, n, 2*n)
}

// TestStoreAgain stores a block whose first try failed between insert and account: the account is settled once, and rows that
// are there are not inserted again, whatever became of the token.
func TestStoreAgain(t *testing.T) {
	db := sqltest.Open(t)
	a, b := owner(t, db, true, 0), owner(t, db, true, 1)
	ofA, ofB := a.read(t, 0, 0, 60), b.read(t, 1, 40, 100)
	a.half(t, ofA)
	b.half(t, ofB)
	rename := func(from, to string) {
		t.Helper()
		if err := db.Exec(t.Context(), "RENAME TABLE "+from+" TO "+to, nil); err != nil {
			t.Fatal(err)
		}
	}
	rename("ingest_ledger", "away")
	for range 3 {
		if err := b.store(t.Context(), ofB); err == nil {
			t.Fatal("the ledger is away, yet the block is stored")
		}
	}
	rename("away", "ingest_ledger")
	ofA.inserted = false // the answer was lost
	a.mustStore(t, ofA)
	b.mustStore(t, ofB)
	exact(t, db, 100, 120)
}

// TestTwoSinks runs two consumers of one group while the same events arrive under many keys.
func TestTwoSinks(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	_, stopA := run(t, db, c)
	_, stopB := run(t, db, c)
	const events, copies = 3000, 4
	var wg sync.WaitGroup
	for k := range copies {
		wg.Go(func() {
			for from := 0; from < events; from += 100 {
				msgs := orderMsgs(from, from+100)
				for i := range msgs {
					msgs[i].Key = fmt.Append(nil, (from+i)*(k+1)) // another partition for many of them
				}
				if err := p.Send(context.Background(), event.TopicOrder, msgs); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	wait(t, db, event.TopicOrder, events*copies)
	stopA()
	wait(t, db, event.TopicOrder, events*copies)
	send(t, p, event.TopicOrder, orderMsgs(0, 10)...)
	wait(t, db, event.TopicOrder, events*copies+10)
	stopB()
	exact(t, db, events, events*copies+10)
	if n := count(t, db, "SELECT uniqExact(owner) FROM ingest_owner"); n == 0 {
		t.Error("nobody claimed a partition")
	}
}
