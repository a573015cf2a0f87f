package sink

import (
	"maps"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// remake deletes the order topic and makes it again.
func remake(t *testing.T, c topic.Cluster) {
	t.Helper()
	client, done := c.Client()
	defer done()
	resp, err := client.DeleteTopics(t.Context(), &kafka.DeleteTopicsRequest{Topics: []string{event.TopicOrder}})
	if err != nil || resp.Errors[event.TopicOrder] != nil {
		t.Fatal(err, resp)
	}
	if err := c.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func orderMsgs(from, to int) (msgs []topic.Message) {
	for i := from; i < to; i++ {
		msgs = append(msgs, orderMsg(i))
	}
	return msgs
}

// waitRows polls until the orders from 0 on are all there, each once.
func waitRows(t *testing.T, db *sql.DB, want uint64) {
	t.Helper()
	var n uint64
	for deadline := time.Now().Add(30 * time.Second); n < want && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		n = count(t, db, "SELECT count() FROM order_event")
	}
	if ids := count(t, db, "SELECT uniqExact(event_id) FROM order_event"); n != want || ids != want {
		t.Fatalf("%d rows of %d events, want %d", n, ids, want)
	}
}

// TestLogBegunAnew deletes the topic and makes it again: the offsets that the ledger holds then mean other messages.
func TestLogBegunAnew(t *testing.T) {
	for _, test := range []struct {
		name            string
		running         bool
		before, after   int // events in the old log and in the new one
		again           int // of the new ones, how many were in the old one too
		wantConsumedAll uint64
	}{
		{"shorter, while stopped", false, 200, 50, 20, 250},
		{"longer, while stopped", false, 50, 200, 50, 250}, // the old offsets exist: only the topic's id tells
		{"the same again", false, 100, 100, 100, 200},
		{"while running", true, 200, 50, 0, 250},
	} {
		t.Run(test.name, func(t *testing.T) {
			db, c := sqltest.Open(t), kafkaCluster(t)
			p := c.NewProducer()
			defer func() { _ = p.Close() }()
			send(t, p, event.TopicOrder, orderMsgs(0, test.before)...)
			_, stop := run(t, db, c)
			wait(t, db, event.TopicOrder, uint64(test.before))
			if !test.running {
				stop()
			}
			remake(t, c)
			from := test.before - test.again
			p2 := c.NewProducer() // the first one remembers the old topic's leaders for a while
			defer func() { _ = p2.Close() }()
			send(t, p2, event.TopicOrder, orderMsgs(from, from+test.after)...)
			if !test.running {
				_, stop = run(t, db, c)
			}
			waitRows(t, db, uint64(from+test.after))
			got := wait(t, db, event.TopicOrder, test.wantConsumedAll)
			if got.Stored != uint64(from+test.after) || got.Duplicate != uint64(test.again) {
				t.Errorf("ledger %+v, want %d stored, %d duplicate", got, from+test.after, test.again)
			}
			stop()
			_, stop = run(t, db, c) // the new beginning is remembered
			send(t, p2, event.TopicOrder, orderMsg(9000))
			wait(t, db, event.TopicOrder, test.wantConsumedAll+1)
			stop()
			ends, err := c.Ends(t.Context(), event.TopicOrder)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := New(Options{DB: db}).Positions(t.Context(), event.TopicOrder); err != nil || !maps.Equal(got, ends) {
				t.Errorf("stored up to %v, Kafka ends at %v: %v", got, ends, err)
			}
		})
	}
}

// TestLogLostItsEnd is a log shorter than what was stored of it: its disk crashed and the tail was cut off.
func TestLogLostItsEnd(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	send(t, p, event.TopicOrder, orderMsgs(0, 60)...)
	_, stop := run(t, db, c)
	wait(t, db, event.TopicOrder, 60)
	stop()
	// As if the ledger held more: to the sink this is the same.
	if err := db.Exec(t.Context(), "INSERT INTO ingest_ledger (topic, partition, first_offset, last_offset) "+
		"SELECT topic, partition, 1000, 1999 FROM ingest_ledger WHERE topic = 'linli.order' GROUP BY ALL", nil); err != nil {
		t.Fatal(err)
	}
	_, stop = run(t, db, c)
	send(t, p, event.TopicOrder, orderMsgs(60, 100)...)
	waitRows(t, db, 100)
	if got := wait(t, db, event.TopicOrder, 60+100); got.Duplicate != 60 {
		t.Errorf("ledger %+v, want 60 duplicate", got)
	}
	stop()
}

func TestPartitionsAddedWhileRunning(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	send(t, p, event.TopicOrder, orderMsgs(0, 100)...)
	_, stop := run(t, db, c)
	wait(t, db, event.TopicOrder, 100)
	client, done := c.Client()
	defer done()
	resp, err := client.CreatePartitions(t.Context(), &kafka.CreatePartitionsRequest{
		Topics: []kafka.TopicPartitionsConfig{{Name: event.TopicOrder, Count: 7}}})
	if err != nil || resp.Errors[event.TopicOrder] != nil {
		t.Fatal(err, resp)
	}
	for ends := 0; ends < 7; time.Sleep(20 * time.Millisecond) { // a new partition has no leader at first
		if now, err := c.Ends(t.Context(), event.TopicOrder); err == nil {
			ends = len(now)
		}
	}
	conn, err := kafka.DialLeader(t.Context(), "tcp", c.Brokers[0], event.TopicOrder, 6)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	for _, m := range orderMsgs(50, 400) { // some a second time, now in another partition
		if _, err := conn.WriteMessages(kafka.Message{Value: m.Value}); err != nil {
			t.Fatal(err)
		}
	}
	if got := wait(t, db, event.TopicOrder, 450); got.Stored != 400 {
		t.Errorf("ledger %+v, want 400 stored", got)
	}
	stop()
}
