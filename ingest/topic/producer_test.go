package topic_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/broker"
	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/topic"
)

// read gives everything in a topic, by partition.
func read(t *testing.T, c topic.Cluster, name string) map[int][]kafka.Message {
	t.Helper()
	ends, err := c.Ends(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	out := map[int][]kafka.Message{}
	for part, end := range ends {
		conn, err := kafka.DialLeader(t.Context(), "tcp", c.Brokers[0], name, part)
		if err != nil {
			t.Fatal(err)
		}
		for int64(len(out[part])) < end {
			messages := conn.ReadBatch(1, 8<<20)
			for {
				m, err := messages.ReadMessage()
				if err != nil {
					break
				}
				out[part] = append(out[part], m)
			}
			if err := messages.Close(); err != nil {
				t.Fatal(err)
			}
		}
		_ = conn.Close()
	}
	return out
}

// TestManySendersShareBatches: each sender's messages of a key stay in order and whole, in the partition in which kafka-go's
// own balancer would put them.
func TestManySendersShareBatches(t *testing.T) {
	c := kafkatest.Open(t, 3)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	const senders, each = 20, 50
	padding := strings.Repeat("x", 300)
	var all sync.WaitGroup
	for s := range senders {
		all.Go(func() {
			for i := range each {
				var msgs []topic.Message
				for range 1 + i%3 {
					msgs = append(msgs, topic.Message{Key: fmt.Append(nil, "s", s), Value: fmt.Append(nil, s, " ", i, padding[:i]),
						Headers: []topic.Header{{Name: "n", Value: fmt.Sprint(i)}}})
				}
				if err := p.Send(t.Context(), event.TopicClick, msgs); err != nil {
					t.Error(err)
				}
				for _, m := range msgs {
					clear(m.Value) // what was sent is the sender's again
				}
			}
		})
	}
	all.Wait()
	next := make([][]int, senders)
	for part, msgs := range read(t, c, event.TopicClick) {
		for _, m := range msgs {
			var s, i int
			if _, err := fmt.Sscan(strings.TrimRight(string(m.Value), "x"), &s, &i); err != nil {
				t.Fatalf("%q: %v", m.Value, err)
			}
			if string(m.Value) != fmt.Sprint(s, " ", i, padding[:i]) || len(m.Headers) != 1 || string(m.Headers[0].Value) != fmt.Sprint(i) || time.Since(m.Time).Abs() > time.Minute {
				t.Fatalf("%q %v %s", m.Value, m.Headers, m.Time)
			}
			if want := (&kafka.Hash{}).Balance(kafka.Message{Key: m.Key}, 0, 1, 2); part != want {
				t.Fatalf("key %s in partition %d, want %d", m.Key, part, want)
			}
			next[s] = append(next[s], i)
		}
	}
	for s, got := range next {
		at := 0
		for i := range each {
			for range 1 + i%3 {
				if at >= len(got) || got[at] != i {
					t.Fatalf("sender %d: %v", s, got)
				}
				at++
			}
		}
		if at != len(got) {
			t.Fatalf("sender %d: %d messages, want %d", s, len(got), at)
		}
	}
}

// TestLongAndShort: a message longer than a common batch goes alone and keeps its place.
func TestLongAndShort(t *testing.T) {
	c := kafkatest.Open(t, 1)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	noise := make([]byte, 4<<20-8<<10) // as long as can be, and does not get shorter
	for i := range noise {
		noise[i] = byte(rand.Uint32())
	}
	sent := [][]byte{[]byte("first"), noise, bytes.Repeat([]byte("large "), 300_000), []byte("last")}
	var msgs []topic.Message
	for _, v := range sent {
		msgs = append(msgs, topic.Message{Value: v})
	}
	if err := p.Send(t.Context(), event.TopicDead, msgs); err != nil {
		t.Fatal(err)
	}
	got := read(t, c, event.TopicDead)[0]
	if len(got) != len(sent) {
		t.Fatalf("%d messages, want %d", len(got), len(sent))
	}
	for i, m := range got {
		if !bytes.Equal(m.Value, sent[i]) {
			t.Errorf("message %d has %d bytes, want %d", i, len(m.Value), len(sent[i]))
		}
	}
}

// TestBrokerComesBack: what was being sent while the broker was away arrives when it is there again.
func TestBrokerComesBack(t *testing.T) {
	dir, quiet := t.TempDir(), slog.New(slog.DiscardHandler)
	b, err := broker.Start(broker.Options{Dir: dir, Listen: "127.0.0.1:0", Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	c := topic.Cluster{Brokers: []string{b.Addr()}, Partitions: 2}
	if err := c.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	send := func(text string) error {
		return p.Send(t.Context(), event.TopicClick, []topic.Message{{Key: []byte("k"), Value: []byte(text)}})
	}
	if err := send("before"); err != nil {
		t.Fatal(err)
	}
	_ = b.Close()
	sent := make(chan error, 1)
	go func() { sent <- send("while away") }()
	select {
	case err := <-sent:
		t.Fatalf("sent into nothing: %v", err)
	case <-time.After(300 * time.Millisecond): // long enough for an attempt that fails
	}
	if b, err = broker.Start(broker.Options{Dir: dir, Listen: c.Brokers[0], Log: quiet}); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if err := <-sent; err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, msgs := range read(t, c, event.TopicClick) {
		for _, m := range msgs {
			got = append(got, string(m.Value))
		}
	}
	if strings.Join(got, ", ") != "before, while away" {
		t.Errorf("got %q", got)
	}
}

// TestGivingUp: who stops waiting for a broker that is away gets an answer at once, and does not hold up the end.
func TestGivingUp(t *testing.T) {
	c, b := kafkatest.Embedded(t, 1)
	p := c.NewProducer()
	one := []topic.Message{{Value: []byte("x")}}
	if err := p.Send(t.Context(), event.TopicClick, one); err != nil {
		t.Fatal(err)
	}
	_ = b.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	started := time.Now()
	var all sync.WaitGroup
	for range 3 { // the first is on its way, the others wait in the next batch
		all.Go(func() {
			if err := p.Send(ctx, event.TopicClick, one); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), event.TopicClick) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	_ = p.Close()
	if took := time.Since(started); took > 3*time.Second {
		t.Errorf("took %s", took)
	}
	if err := p.Send(t.Context(), event.TopicClick, one); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("sent after the end: %v", err)
	}
}

// BenchmarkSmallSenders is what a busy collector does: many requests of one event each.
func BenchmarkSmallSenders(b *testing.B) {
	c := kafkatest.Open(b, 4)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	value := bytes.Repeat([]byte("v"), 300)
	b.SetParallelism(32)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		key := fmt.Append(nil, time.Now().UnixNano())
		for pb.Next() {
			if err := p.Send(context.Background(), event.TopicClick, []topic.Message{{Key: key, Value: value}}); err != nil {
				b.Error(err)
			}
		}
	})
}
