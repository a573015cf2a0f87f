package sink

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestOddMessages is what no program of ours would send.
func TestOddMessages(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	huge := bytes.Repeat([]byte("x"), 4<<20-8000) // just fits its topic; with its reason it would not fit into linli.dead
	large := strings.Replace(string(orderMsg(1).Value), `{`, `{"more":"`+strings.Repeat("y", 2<<20)+`",`, 1)
	unknown := &event.Order{Head: event.Head{ID: "late", Time: at.AddDate(-3, 0, 0), UserID: "nobody", StoreID: "no-such-store", CommunityID: "no-such"},
		OrderID: "o", Status: "paid", Lines: []event.Line{{ProductID: "no-such-product", Quantity: 1, UnitPrice: 1}}}
	future := strings.Replace(string(orderMsg(2).Value), "2026-11-20", "2099-11-20", 1)
	for _, m := range []topic.Message{
		{Key: []byte("k"), Value: nil}, {Value: []byte{}}, {Value: huge}, {Key: bytes.Repeat([]byte("k"), 100_000), Value: []byte("[]")},
		{Value: []byte(large)}, {Value: []byte(future)}, {Value: unknown.AppendJSON(nil)}, {Value: orderMsg(3).Value}, {Key: []byte("other"), Value: orderMsg(3).Value},
	} {
		send(t, p, event.TopicOrder, m)
	}
	_, stop := run(t, db, c)
	got := wait(t, db, event.TopicOrder, 9)
	wait(t, db, event.TopicDead, 6)
	stop()
	if got.Stored != 2 || got.Duplicate != 1 || got.Rejected != 6 {
		t.Errorf("ledger %+v, want 2 stored, 1 duplicate, 6 rejected", got)
	}
	var reasons []string
	if err := db.SelectText(t.Context(), &reasons, "SELECT reason FROM dead_letter FINAL ORDER BY reason", nil); err != nil {
		t.Fatal(err)
	}
	if want := "[bad_json bad_json bad_json bad_time too_large too_large]"; fmt.Sprint(reasons) != want {
		t.Errorf("reasons %v, want %s", reasons, want)
	}
}

func TestTenThousandDuplicates(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	same := make([]topic.Message, 10_000)
	for i := range same {
		same[i] = topic.Message{Key: fmt.Append(nil, i), Value: orderMsg(0).Value}
	}
	send(t, p, event.TopicOrder, same...)
	_, stop := run(t, db, c)
	wait(t, db, event.TopicOrder, 10_000)
	send(t, p, event.TopicOrder, same...) // in later blocks
	got := wait(t, db, event.TopicOrder, 20_000)
	stop()
	if got.Stored != 1 || count(t, db, "SELECT count() FROM order_event") != 1 {
		t.Errorf("ledger %+v, want 1 stored", got)
	}
}

// TestClickHouseAway takes a table away for a while: consumption pauses, says so, and goes on without loss.
func TestClickHouseAway(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	s, stop := run(t, db, c)
	send(t, p, event.TopicOrder, orderMsgs(0, 10)...)
	wait(t, db, event.TopicOrder, 10)
	rename := func(from, to string) {
		if err := db.Exec(t.Context(), "RENAME TABLE "+from+" TO "+to, nil); err != nil {
			t.Fatal(err)
		}
	}
	rename("order_event", "away")
	send(t, p, event.TopicOrder, orderMsgs(10, 20)...)
	for deadline := time.Now().Add(10 * time.Second); s.Ready(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the sink says that it is ready while nothing can be stored")
		}
	}
	rename("away", "order_event")
	if got := wait(t, db, event.TopicOrder, 20); got.Stored != 20 {
		t.Errorf("ledger %+v", got)
	}
	for deadline := time.Now().Add(10 * time.Second); !s.Ready(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the sink does not get ready again")
		}
	}
	stop()
}

// TestStopFinishesTheBlock stops the sink while a block is being filled: what was read is stored.
func TestStopFinishesTheBlock(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	registry := prometheus.NewRegistry()
	s := New(Options{Cluster: c, DB: db, Location: shanghai, FlushEvery: time.Hour, Log: slog.New(slog.DiscardHandler), Metrics: registry})
	send(t, p, event.TopicOrder, orderMsgs(0, 30)...)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	partitions := func() (n int) { // that were read
		all, err := registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			if f.GetName() == "linli_ingest_lag_events" {
				n = len(f.GetMetric())
			}
		}
		return n
	}
	for deadline := time.Now().Add(20 * time.Second); partitions() < 3 && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if got := wait(t, db, event.TopicOrder, 30); got.Stored != 30 {
		t.Errorf("ledger %+v, want 30 stored by the stop", got)
	}
}

// TestInstantsDiffer: each block has an instant of its own, whatever the clock does.
func TestInstantsDiffer(t *testing.T) {
	i := instants{last: time.Now().Add(time.Hour)} // the clock was set back
	var mu sync.Mutex
	given := map[time.Time]bool{}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			now := i.next()
			mu.Lock()
			defer mu.Unlock()
			given[now] = true
		})
	}
	wg.Wait()
	if len(given) != 20 {
		t.Errorf("20 blocks have %d instants", len(given))
	}
}
