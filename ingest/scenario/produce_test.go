package scenario

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql/sqltest"
)

// prints gives a fingerprint of every partition, and the number of messages in all.
func prints(t *testing.T, c topic.Cluster) (list []string, total int64) {
	t.Helper()
	for _, typ := range event.Types {
		ends, err := c.Ends(t.Context(), typ.Topic())
		if err != nil {
			t.Fatal(err)
		}
		for part := range len(ends) {
			conn, err := kafka.DialLeader(t.Context(), "tcp", c.Brokers[0], typ.Topic(), part)
			if err != nil {
				t.Fatal(err)
			}
			h := sha256.New()
			for read := int64(0); read < ends[part]; {
				batch := conn.ReadBatch(1, 8<<20)
				for m, err := batch.ReadMessage(); err == nil; m, err = batch.ReadMessage() {
					fmt.Fprintf(h, "%s %s\n", m.Key, m.Value)
					read++
				}
				if err := batch.Close(); err != nil {
					t.Fatal(err)
				}
			}
			_ = conn.Close()
			list = append(list, fmt.Sprintf("%s/%d %d %x", typ, part, ends[part], h.Sum(nil)))
			total += ends[part]
		}
	}
	return list, total
}

func spoiled(seed uint64, n int64) (iter.Seq[simulate.Message], *simulate.Counts) {
	return simulate.Spoil(seed, simulate.Shares{Duplicate: .02, Late: .02, Broken: .01, LateBy: 50 * time.Hour}, simulate.Stream(seed, n))
}

// TestProduceIsTheSameEveryTime: equal bytes in equal order in every partition, whatever the pace.
func TestProduceIsTheSameEveryTime(t *testing.T) {
	const n = 25_000
	var want []string
	for _, pace := range []Pace{{}, {Rate: 60_000}, {}} {
		c := kafkatest.Open(t, 3)
		p := c.NewProducer()
		defer func() { _ = p.Close() }()
		told := int64(0)
		pace.Tell = func(sent int64) { told = max(told, sent) }
		stream, counts := spoiled(4, n)
		began := time.Now()
		sent, err := Produce(t.Context(), p, stream, pace)
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); pace.Rate > 0 && (took < 380*time.Millisecond || told == 0) {
			t.Errorf("took %s at %.0f/s, %d told", took, pace.Rate, told)
		}
		got, total := prints(t, c)
		if sent != total || sent != counts.Messages || counts.Events != n {
			t.Errorf("%d acknowledged, %d in Kafka, %+v", sent, total, *counts)
		}
		if want == nil {
			want = got
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%s\nbefore: %s", got[i], want[i])
			}
		}
	}
}

func TestProduceStops(t *testing.T) {
	c := kafkatest.Open(t, 3)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	ctx, cancel := context.WithCancel(t.Context())
	stream, _ := spoiled(4, 2_000_000)
	sent, err := Produce(ctx, p, stream, Pace{Tell: func(sent int64) {
		if sent > 20_000 {
			cancel()
		}
	}})
	if _, total := prints(t, c); !errors.Is(err, context.Canceled) || sent < 20_000 || sent > total {
		t.Errorf("%d acknowledged, %d in Kafka, %v", sent, total, err)
	}
	none := topic.Cluster{Brokers: []string{"127.0.0.1:1"}}.NewProducer()
	defer func() { _ = none.Close() }()
	stream, _ = spoiled(4, 2_000_000)
	if sent, err := Produce(t.Context(), none, stream, Pace{}); err == nil || sent != 0 {
		t.Errorf("%d sent to nobody: %v", sent, err)
	}
}

func TestLoadTestKeepsOffOtherWorlds(t *testing.T) {
	db := sqltest.Open(t)
	target := Target{DB: db}
	if err := ClaimLoadTest(t.Context(), db, 3); err == nil || !strings.Contains(err.Error(), "3 messages") {
		t.Errorf("events wait in Kafka: %v", err)
	}
	for range 2 { // the second time Kafka holds what the first sent
		if err := ClaimLoadTest(t.Context(), db, 0); err != nil {
			t.Error(err)
		}
	}
	if err := ClaimLoadTest(t.Context(), db, 3); err != nil {
		t.Error(err)
	}
	if _, _, err := Open(t.Context(), db, Simulated, Options{}, time.Now()); err == nil || !strings.Contains(err.Error(), LoadTest) {
		t.Errorf("a demo in an installation of load tests: %v", err)
	}
	if err := target.set(t.Context(), "world", Simulated); err != nil {
		t.Fatal(err)
	}
	if err := ClaimLoadTest(t.Context(), db, 0); err == nil || !strings.Contains(err.Error(), Simulated) {
		t.Errorf("a load test in a demo: %v", err)
	}
	if err := target.set(t.Context(), "world", ""); err != nil {
		t.Fatal(err)
	}
	if err := db.Exec(t.Context(), "INSERT INTO click (event_id, ingested_at) VALUES ('e', now64())", nil); err != nil {
		t.Fatal(err)
	}
	if err := ClaimLoadTest(t.Context(), db, 0); err == nil || !strings.Contains(err.Error(), "1 events of its own") {
		t.Errorf("a load test among real events: %v", err)
	}
}
