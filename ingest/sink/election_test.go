package sink

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/kafkatest/apache"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql/sqltest"
)

// leader is the broker that leads a partition of the order topic.
func leader(t *testing.T, c topic.Cluster, partition int) int {
	t.Helper()
	client, done := c.Client()
	defer done()
	meta, err := client.Metadata(t.Context(), &kafka.MetadataRequest{Topics: []string{event.TopicOrder}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range meta.Topics[0].Partitions {
		if p.ID == partition {
			return p.Leader.ID
		}
	}
	t.Fatalf("partition %d is not there: %+v", partition, meta.Topics)
	return 0
}

// TestBrokersDieWhileEventsFlow kills, one after another, brokers that lead partitions. What was acknowledged is stored,
// each event once; what was not is sent again, as a collector's client does. All of it goes by SASL over TLS.
func TestBrokersDieWhileEventsFlow(t *testing.T) {
	k := kafkatest.Own(t, 3)
	db := sqltest.Open(t)
	c, err := topic.Cluster{Brokers: k.Addrs(apache.SASLTLS), Partitions: 3, ReplicationFactor: 3}.Secure(k.Security(apache.SASLTLS, "SCRAM-SHA-512"))
	if err == nil {
		err = c.Ensure(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	_, stop := run(t, db, c)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()

	var mu sync.Mutex
	acknowledged, again := 0, 0
	flow, end := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		const batch = 20
		for flow.Err() == nil {
			for { // until it is acknowledged
				err := p.Send(context.Background(), event.TopicOrder, orderMsgs(acknowledged, acknowledged+batch))
				if err == nil {
					break
				}
				mu.Lock()
				again++
				mu.Unlock()
			}
			mu.Lock()
			acknowledged += batch
			mu.Unlock()
		}
	}()
	sent := func() int {
		mu.Lock()
		defer mu.Unlock()
		return acknowledged
	}
	more := func(n int) { // waits until so many more events are acknowledged
		t.Helper()
		from := sent()
		for deadline := time.Now().Add(40 * time.Second); sent() < from+n; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("only %d events acknowledged within 40 s", sent()-from)
			}
		}
	}
	more(500)
	for partition := range 2 {
		id := leader(t, c, partition)
		n := k.Nodes[id-1]
		killed := time.Now()
		if err := n.Kill(); err != nil {
			t.Fatal(err)
		}
		more(500)
		t.Logf("broker %d led partition %d; 500 events were acknowledged %s after it was killed", id, partition, time.Since(killed).Round(time.Millisecond))
		if now := leader(t, c, partition); now == id {
			t.Errorf("partition %d is still led by the dead broker %d", partition, id)
		}
		if err := errors.Join(n.Start(), n.Wait(t.Context())); err != nil {
			t.Fatal(err)
		}
		more(200)
	}
	end()
	<-done
	total := uint64(sent())
	waitRows(t, db, total)
	stop()
	ids := make(map[string]bool, total)
	var stored []string
	if err := db.SelectText(t.Context(), &stored, "SELECT event_id FROM order_event", nil); err != nil {
		t.Fatal(err)
	}
	for _, id := range stored {
		ids[id] = true
	}
	for i := range int(total) {
		if !ids[fmt.Sprintf("e%d", i)] {
			t.Fatalf("event e%d was acknowledged and is lost", i)
		}
	}
	t.Logf("%d events acknowledged, %d sends repeated, %d rows", total, again, len(stored))
}
