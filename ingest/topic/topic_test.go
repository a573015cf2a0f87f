package topic_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"go.uber.org/goleak"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/topic"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestEnsureMakesAndKeeps(t *testing.T) {
	c := kafkatest.Open(t, 3)
	for _, partitions := range []int{3, 5} { // a second time with another number: what is there stays
		c.Partitions = partitions
		if err := c.Ensure(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, name := range topic.All {
			want := 3
			if name == event.TopicDead {
				want = 1
			}
			if ends, err := c.Ends(t.Context(), name); err != nil || len(ends) != want {
				t.Errorf("%s has %v (%v), want %d partitions", name, ends, err, want)
			}
		}
	}
	if _, err := c.Ends(t.Context(), "linli.none"); err == nil || !strings.Contains(err.Error(), "linli.none") {
		t.Errorf("a topic that is not there: %v", err)
	}
}

func TestSendKeepsUsersInOrder(t *testing.T) {
	c := kafkatest.Open(t, 4)
	if err := c.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	var msgs []topic.Message
	for i := range 12_000 { // more than two batches
		msgs = append(msgs, topic.Message{Key: fmt.Append(nil, "u", i%97), Value: fmt.Append(nil, i)})
	}
	if err := p.Send(t.Context(), event.TopicClick, msgs); err != nil {
		t.Fatal(err)
	}
	ends, err := c.Ends(t.Context(), event.TopicClick)
	if err != nil {
		t.Fatal(err)
	}
	total, where := int64(0), map[string]int{}
	for part, end := range ends {
		total += end
		conn, err := kafka.DialLeader(t.Context(), "tcp", c.Brokers[0], event.TopicClick, part)
		if err != nil {
			t.Fatal(err)
		}
		last := map[string]int{}
		messages := conn.ReadBatch(1, 8<<20) // one answer holds them all
		for range end {
			m, err := messages.ReadMessage()
			if err != nil {
				t.Fatal(err)
			}
			var n int
			_, _ = fmt.Sscan(string(m.Value), &n)
			if at, ok := where[string(m.Key)]; ok && at != part || n < last[string(m.Key)] {
				t.Fatalf("user %s: %d in partition %d after %d in %d", m.Key, n, part, last[string(m.Key)], at)
			}
			where[string(m.Key)], last[string(m.Key)] = part, n
		}
		_, _ = messages.Close(), conn.Close()
	}
	if total != 12_000 {
		t.Errorf("%d messages, want 12,000", total)
	}
}

func TestTooLongIsToldAtOnce(t *testing.T) {
	c := kafkatest.Open(t, 1)
	if err := c.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	started := time.Now()
	err := p.Send(t.Context(), event.TopicClick, []topic.Message{{Value: []byte("good")}, {Value: make([]byte, 5<<20)}})
	if err == nil || !strings.Contains(err.Error(), "5242880 bytes") || strings.Contains(err.Error(), "\n") || time.Since(started) > 2*time.Second {
		t.Errorf("%v after %s", err, time.Since(started))
	}
}

func TestDeadLetterFitsItsTopic(t *testing.T) {
	c := kafkatest.Open(t, 1)
	if err := c.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	small := topic.Dead([]byte("k"), []byte("v"), "bad_json", "why", event.TopicClick, 2, 77)
	if string(small.Key) != "k" || string(small.Value) != "v" || len(small.Headers) != 5 || small.Headers[4].Value != "77" {
		t.Errorf("%+v", small)
	}
	large := topic.Dead(bytes.Repeat([]byte("k"), 1<<20), make([]byte, 4<<20), "bad_json", "why", event.TopicClick, 2, 77)
	if !strings.Contains(large.Headers[1].Value, "of 4194304 bytes") {
		t.Errorf("detail %q does not say that the message was cut", large.Headers[1].Value)
	}
	if err := p.Send(t.Context(), event.TopicDead, []topic.Message{small, large}); err != nil {
		t.Error(err)
	}
}

func TestKafkaAway(t *testing.T) {
	c, b := kafkatest.Embedded(t, 1)
	_, pingErr := c.Ping(t.Context())
	if err := errors.Join(pingErr, c.Ensure(t.Context())); err != nil {
		t.Fatal(err)
	}
	_ = b.Close()
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and never answers
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	for name, brokers := range map[string][]string{"closed": c.Brokers, "no host": {"no-such-host.invalid:9092"}, "silent": {silent.Addr().String()}} {
		t.Run(name, func(t *testing.T) {
			c := topic.Cluster{Brokers: brokers, Partitions: 1}
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			p := c.NewProducer()
			defer func() { _ = p.Close() }()
			_, pingErr := c.Ping(ctx)
			for what, err := range map[string]error{"Ping": pingErr, "Ensure": c.Ensure(ctx)} {
				if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), brokers[0]) || !strings.Contains(err.Error(), "kafka.brokers") {
					t.Errorf("%s: %v", what, err)
				}
			}
			if err := p.Send(ctx, event.TopicClick, []topic.Message{{Value: []byte("x")}}); err == nil {
				t.Error("sent into nothing")
			}
			if _, err := c.Identity(ctx, event.TopicClick); err == nil {
				t.Error("a topic's id out of nothing")
			}
		})
	}
}
