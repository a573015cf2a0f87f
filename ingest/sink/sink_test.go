package sink

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// kafkaCluster is a Kafka with the topics made.
func kafkaCluster(t *testing.T) topic.Cluster {
	t.Helper()
	return kafkatest.Open(t, 3)
}

// run starts a sink and gives a function that stops it and waits for its end.
func run(t *testing.T, db *sql.DB, c topic.Cluster) (s *Sink, stop func()) {
	t.Helper()
	s = New(Options{Cluster: c, DB: db, Location: shanghai, FlushEvery: 100 * time.Millisecond, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stopped := false
	stop = func() {
		if !stopped {
			stopped = true
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(stop)
	return s, stop
}

type totals struct {
	Topic     string `ch:"topic"`
	Consumed  uint64 `ch:"consumed"`
	Stored    uint64 `ch:"stored"`
	Duplicate uint64 `ch:"duplicate"`
	Rejected  uint64 `ch:"rejected"`
}

// wait polls until the ledger has consumed as many messages of the topic, then checks its identity.
func wait(t *testing.T, db *sql.DB, name string, consumed uint64) totals {
	t.Helper()
	var got totals
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		var all []totals
		if err := db.Select(t.Context(), &all, "ingest/totals", nil); err != nil {
			t.Fatal(err)
		}
		for _, row := range all {
			if row.Topic == name {
				got = row
			}
		}
		if got.Consumed >= consumed {
			break
		}
	}
	if got.Consumed != consumed || got.Consumed != got.Stored+got.Duplicate+got.Rejected {
		t.Fatalf("ledger of %s: %+v, want %d consumed", name, got, consumed)
	}
	return got
}

func count(t *testing.T, db *sql.DB, query string) (n uint64) {
	t.Helper()
	if _, err := db.GetText(t.Context(), &n, query, nil); err != nil {
		t.Fatal(err)
	}
	return n
}

var at = time.Date(2026, 11, 20, 16, 30, 0, 0, time.UTC) // half past midnight of the 21st in Shanghai

func orderMsg(i int) topic.Message {
	o := &event.Order{Head: event.Head{ID: fmt.Sprintf("e%d", i), Time: at, UserID: fmt.Sprintf("u%d", i%50), StoreID: "s1", CommunityID: "c1"},
		OrderID: fmt.Sprintf("o%d", i), Status: "paid", Lines: []event.Line{{ProductID: "p1", Quantity: 1500, UnitPrice: 1290}}}
	return topic.Message{Key: []byte(o.UserID), Value: o.AppendJSON(nil)}
}

func send(t *testing.T, p *topic.Producer, name string, msgs ...topic.Message) {
	t.Helper()
	if err := p.Send(t.Context(), name, msgs); err != nil {
		t.Fatal(err)
	}
}

func TestEachEventCountsOnce(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	var msgs []topic.Message
	for i := range 1000 {
		for range 1 + i%3 { // one, two or three deliveries
			msgs = append(msgs, orderMsg(i))
		}
	}
	deliveries := uint64(len(msgs))
	send(t, p, event.TopicOrder, msgs...)
	send(t, p, event.TopicOrder, topic.Message{Key: []byte("u1"), Value: []byte(`{"event_id":"broken"`)},
		topic.Message{Key: []byte("u2"), Value: []byte(strings.Replace(string(orderMsg(5000).Value), `"paid"`, `"lost"`, 1))})
	_, stop := run(t, db, c)
	got := wait(t, db, event.TopicOrder, deliveries+2)
	if got.Stored != 1000 || got.Duplicate != deliveries-1000 || got.Rejected != 2 {
		t.Errorf("ledger %+v, want 1000 stored, %d duplicate, 2 rejected", got, deliveries-1000)
	}
	wait(t, db, event.TopicDead, 2)
	stop()

	// The same again in a new process, in other blocks, under other keys: all duplicates.
	for i := range msgs {
		msgs[i].Key = []byte("other")
	}
	send(t, p, event.TopicOrder, msgs...)
	_, stop = run(t, db, c)
	got = wait(t, db, event.TopicOrder, 2*deliveries+2)
	stop()
	if got.Stored != 1000 {
		t.Errorf("%d stored after a second delivery, want 1000", got.Stored)
	}
	if n := count(t, db, "SELECT count() FROM order_event"); n != 1000 {
		t.Errorf("%d rows, want 1000", n)
	}
	if n := count(t, db, "SELECT count() FROM order_event WHERE business_day = '2026-11-21' AND hour = 0 AND id_hash = xxHash64(event_id)"); n != 1000 {
		t.Errorf("%d rows on the local day with the engine's own hash, want 1000", n)
	}
	var dead []string
	if err := db.SelectText(t.Context(), &dead, "SELECT concat(topic, ' ', reason) FROM dead_letter FINAL ORDER BY reason", nil); err != nil {
		t.Fatal(err)
	}
	if want := []string{"linli.order bad_json", "linli.order bad_value"}; fmt.Sprint(dead) != fmt.Sprint(want) {
		t.Errorf("dead letters %v, want %v", dead, want)
	}
}

// TestBlockWithoutLedgerRow is a crash between the insert of the events and that of the ledger row.
func TestBlockWithoutLedgerRow(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	var msgs []topic.Message
	for i := range 30_000 { // more than one look-up
		msgs = append(msgs, orderMsg(i%20_000))
	}
	send(t, p, event.TopicOrder, msgs...)
	_, stop := run(t, db, c)
	before := wait(t, db, event.TopicOrder, 30_000)
	stop()
	if err := db.Exec(t.Context(), "TRUNCATE TABLE ingest_ledger", nil); err != nil {
		t.Fatal(err)
	}
	_, stop = run(t, db, c)
	after := wait(t, db, event.TopicOrder, 30_000)
	stop()
	if before != after || after.Stored != 20_000 {
		t.Errorf("ledger %+v before, %+v after; want the same with 20,000 stored", before, after)
	}
	if n := count(t, db, "SELECT count() FROM order_event"); n != 20_000 {
		t.Errorf("%d rows, want 20,000", n)
	}
}

func TestStoreTimeZoneDecidesTheDay(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	if err := db.Exec(t.Context(), "INSERT INTO store (store_id, name, timezone) VALUES ('s1', 'New York', 'America/New_York')", nil); err != nil {
		t.Fatal(err)
	}
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	send(t, p, event.TopicOrder, orderMsg(1))
	_, stop := run(t, db, c)
	wait(t, db, event.TopicOrder, 1)
	stop()
	if n := count(t, db, "SELECT count() FROM order_event WHERE business_day = '2026-11-20' AND hour = 11"); n != 1 {
		t.Errorf("the event is not on the store's local day")
	}
}
