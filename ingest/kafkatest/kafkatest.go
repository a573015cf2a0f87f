// Package kafkatest gives tests a Kafka: the embedded broker, or with LINLI_TEST_KAFKA=host:port,… an Apache Kafka that
// `make test-kafka` or `make kafka` started.
//
// The topics' names are fixed, so tests of a real Kafka take turns (go test -p 1) and each begins with topics made anew.
package kafkatest

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/broker"
	"github.com/linli-project/linli/ingest/kafkatest/apache"
	"github.com/linli-project/linli/ingest/topic"
)

// Env names the real brokers to test with.
const Env = "LINLI_TEST_KAFKA"

// Real says whether tests run against a real Kafka.
func Real() bool { return os.Getenv(Env) != "" }

// Open is a Kafka with Linli's topics, all empty, that have so many partitions. A second one in the same test empties the
// first where both are the real Kafka.
func Open(t testing.TB, partitions int) topic.Cluster {
	t.Helper()
	if !Real() {
		c, _ := Embedded(t, partitions)
		return c
	}
	c := topic.Cluster{Brokers: strings.Split(os.Getenv(Env), ","), Partitions: partitions}
	c.ReplicationFactor = min(3, len(c.Brokers))
	Empty(t, c)
	return c
}

// Embedded is the embedded broker, for what concerns it alone, such as a test that closes it.
func Embedded(t testing.TB, partitions int) (topic.Cluster, *broker.Broker) {
	t.Helper()
	b, err := broker.Start(broker.Options{Dir: t.TempDir(), Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	c := topic.Cluster{Brokers: []string{b.Addr()}, Partitions: partitions}
	if err := c.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c, b
}

// Empty deletes Linli's topics and makes them again. It refuses a cluster that was not made for tests.
func Empty(t testing.TB, c topic.Cluster) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if id, err := c.Ping(ctx); err != nil {
		t.Fatal(err)
	} else if id != apache.ClusterID {
		t.Fatalf("%s names the cluster %q, which was not made for tests: they would delete its topics; take one of `make kafka`", Env, id)
	}
	client, done := c.Client()
	defer done()
	resp, err := client.DeleteTopics(ctx, &kafka.DeleteTopicsRequest{Topics: topic.All})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range resp.Errors {
		if err != nil && !errors.Is(err, kafka.UnknownTopicOrPartition) {
			t.Fatalf("delete topic %s: %v", name, err)
		}
	}
	for _, name := range topic.All { // a broker hears of it a moment later than the controller
		for {
			if _, err := c.Ends(ctx, name); errors.Is(err, kafka.UnknownTopicOrPartition) {
				break
			}
			if ctx.Err() != nil {
				t.Fatalf("topic %s is not gone after it was deleted", name)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	if err := c.Ensure(ctx); err != nil {
		t.Fatal(err)
	}
}

// Own is an Apache Kafka of the test's own, for one that kills brokers or needs their other listeners. Without LINLI_TEST_KAFKA
// the test is skipped.
func Own(t testing.TB, brokers int) *apache.Cluster {
	t.Helper()
	if !Real() {
		t.Skip("needs Apache Kafka: make test-kafka")
	}
	libs, err := apache.Fetch(t.Context(), Cache())
	if err != nil {
		t.Fatal(err)
	}
	c, err := apache.Start(t.Context(), apache.Options{Libs: libs, Dir: t.TempDir(), Brokers: brokers, Java: apache.Brisk})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Kill) // nobody needs its data
	return c
}

// Cache is the folder of Kafka's jars: .kafka beside go.mod, or LINLI_TEST_KAFKA_CACHE.
func Cache() string {
	if dir := os.Getenv("LINLI_TEST_KAFKA_CACHE"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	for ; err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, ".kafka")
		}
	}
	return ".kafka"
}
