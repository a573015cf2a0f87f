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

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// journal keeps what a sink says.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// lines are those that contain all of the words.
func (j *journal) lines(words ...string) (out []string) {
	j.mu.Lock()
	defer j.mu.Unlock()
lines:
	for line := range strings.Lines(j.text.String()) {
		for _, w := range words {
			if !strings.Contains(line, w) {
				continue lines
			}
		}
		out = append(out, line)
	}
	return out
}

// runTold is run with what the sink says.
func runTold(t *testing.T, db *sql.DB, c topic.Cluster) (s *Sink, said *journal, stop func()) {
	t.Helper()
	said = &journal{}
	s = New(Options{Cluster: c, DB: db, Location: shanghai, FlushEvery: 100 * time.Millisecond, Log: slog.New(slog.NewTextHandler(said, nil))})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return s, said, stop
}

// until polls.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("in vain: ", what)
		}
	}
}

func exec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if err := db.Exec(t.Context(), statement, nil); err != nil {
		t.Fatal(err)
	}
}

// TestTooManyParts: merges stand still and ClickHouse refuses inserts into one table. It is said once, the other topics go on,
// and when merges are back nothing is lost.
func TestTooManyParts(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	_, said, stop := runTold(t, db, c)
	send(t, p, event.TopicOrder, orderMsgs(0, 10)...)
	wait(t, db, event.TopicOrder, 10)
	exec(t, db, "SYSTEM STOP MERGES order_event")
	exec(t, db, "ALTER TABLE order_event MODIFY SETTING parts_to_throw_insert = 1, parts_to_delay_insert = 1, max_delay_to_insert = 1")
	send(t, p, event.TopicOrder, orderMsgs(10, 20)...)
	until(t, "it is said", func() bool { return len(said.lines("events cannot be stored", event.TopicOrder, "Too many parts")) > 0 })
	click := &event.Click{Head: event.Head{ID: "c1", Time: at, UserID: "u1", StoreID: "s1", CommunityID: "c1"}, Action: "view", ProductID: "p1"}
	send(t, p, event.TopicClick, topic.Message{Value: click.AppendJSON(nil)})
	wait(t, db, event.TopicClick, 1)
	exec(t, db, "ALTER TABLE order_event RESET SETTING parts_to_throw_insert, parts_to_delay_insert, max_delay_to_insert")
	exec(t, db, "SYSTEM START MERGES order_event")
	if got := wait(t, db, event.TopicOrder, 20); got.Stored != 20 {
		t.Errorf("ledger %+v, want 20 stored", got)
	}
	stop()
	if n := len(said.lines("events cannot be stored")); n != 1 {
		t.Errorf("said %d times: %s", n, said.lines("events cannot be stored"))
	}
	if n := len(said.lines("events are stored again")); n != 1 {
		t.Errorf("%d lines of recovery", n)
	}
}

// TestPoison sends messages that nobody can read, one by one and thousands in a row: the good ones behind them come through
// in seconds, and each refused one is a dead letter.
func TestPoison(t *testing.T) {
	const row = 20_000
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	msgs := []topic.Message{
		{}, {Value: bytes.Repeat([]byte("["), 100_000)}, {Value: []byte(strings.Repeat(`{"a":`, 50_000))},
		{Value: bytes.Repeat([]byte{0}, 1000)}, {Value: bytes.Repeat([]byte("\xff"), 2<<20)},
		{Value: append([]byte(`{"event_id":"`), bytes.Repeat([]byte("x"), 4<<20-10_000)...)},
	}
	for i := range row {
		msgs = append(msgs, topic.Message{Key: fmt.Append(nil, i), Value: fmt.Appendf(nil, `{"event_id":"broken-%d","type":"order","user_id":`, i)})
	}
	for len(msgs) > 0 {
		n := min(len(msgs), 5000)
		send(t, p, event.TopicOrder, msgs[:n]...)
		msgs = msgs[n:]
	}
	send(t, p, event.TopicOrder, orderMsgs(0, 100)...)
	began := time.Now()
	_, stop := run(t, db, c)
	waitRows(t, db, 100)
	took := time.Since(began)
	got := wait(t, db, event.TopicOrder, row+106)
	wait(t, db, event.TopicDead, row+6)
	stop()
	t.Logf("good ones behind %d broken ones stored after %s, all letters after %s", row, took.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	if got.Rejected != row+6 || got.Stored != 100 {
		t.Errorf("ledger %+v", got)
	}
	if n := count(t, db, "SELECT count() FROM dead_letter FINAL"); n != row+6 {
		t.Errorf("%d dead letters, want %d", n, row+6)
	}
}

// TestDeadTopicDeleted deletes linli.dead while events flow: the sink makes it again.
func TestDeadTopicDeleted(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	s, said, stop := runTold(t, db, c)
	broken := topic.Message{Value: []byte(`{"event_id":"broken"`)}
	send(t, p, event.TopicOrder, append(orderMsgs(0, 10), broken)...)
	wait(t, db, event.TopicDead, 1)
	client, done := c.Client()
	defer done()
	resp, err := client.DeleteTopics(t.Context(), &kafka.DeleteTopicsRequest{Topics: []string{event.TopicDead}})
	if err != nil || resp.Errors[event.TopicDead] != nil {
		t.Fatal(err, resp)
	}
	send(t, p, event.TopicOrder, append(orderMsgs(10, 20), broken)...)
	until(t, "it is said", func() bool { return len(said.lines("events cannot be stored", event.TopicDead)) > 0 })
	until(t, "it is not ready", func() bool { return !s.Ready() })
	if got := wait(t, db, event.TopicOrder, 22); got.Stored != 20 || got.Rejected != 2 {
		t.Errorf("ledger %+v, want 20 stored and 2 rejected", got)
	}
	until(t, "the letter is in the table", func() bool { return count(t, db, "SELECT count() FROM dead_letter FINAL") == 2 })
	until(t, "it is ready again", s.Ready)
	stop()
}
