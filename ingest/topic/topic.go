// Package topic is Linli's side of Kafka that is common to all who write: the topics themselves, made with the right number
// of partitions, and a producer that returns only when every message is acknowledged by all replicas.
package topic

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
)

// All are the topics that Linli needs.
var All = []string{event.TopicClick, event.TopicOrder, event.TopicShare, event.TopicDead}

// Cluster is how to reach Kafka.
type Cluster struct {
	Brokers           []string
	Partitions        int // of the event topics when they are made; linli.dead has one
	ReplicationFactor int
}

// Client is a Kafka client for the cluster.
func (c Cluster) Client() *kafka.Client {
	return &kafka.Client{Addr: kafka.TCP(c.Brokers...), Timeout: 10 * time.Second}
}

// client is for one piece of work: done closes its connections.
func (c Cluster) client() (client *kafka.Client, done func()) {
	transport := &kafka.Transport{}
	client = c.Client()
	client.Transport = transport
	return client, transport.CloseIdleConnections
}

// Ensure makes the topics that are not there; those that are stay as they are.
func (c Cluster) Ensure(ctx context.Context) error {
	req := &kafka.CreateTopicsRequest{}
	for _, t := range All {
		n := c.Partitions
		if t == event.TopicDead {
			n = 1
		}
		req.Topics = append(req.Topics, kafka.TopicConfig{
			Topic: t, NumPartitions: n, ReplicationFactor: max(1, c.ReplicationFactor),
			ConfigEntries: []kafka.ConfigEntry{{ConfigName: "max.message.bytes", ConfigValue: "4194304"}},
		})
	}
	client, done := c.client()
	defer done()
	resp, err := client.CreateTopics(ctx, req)
	if err != nil {
		return c.unreachable(err)
	}
	for name, err := range resp.Errors {
		if err != nil && !errors.Is(err, kafka.TopicAlreadyExists) {
			return fmt.Errorf("create topic %s: %w: make it by hand, or let this user create topics", name, err)
		}
	}
	return nil
}

// Ping asks the brokers for a sign of life and gives the cluster's id.
func (c Cluster) Ping(ctx context.Context) (clusterID string, err error) {
	client, done := c.client()
	defer done()
	meta, err := client.Metadata(ctx, &kafka.MetadataRequest{})
	if err != nil {
		return "", c.unreachable(err)
	}
	return meta.ClusterID, nil
}

// unreachable says why Kafka does not answer; kafka-go's own word for a refused connection helps nobody.
func (c Cluster) unreachable(err error) error {
	if errors.Is(err, kafka.BrokerNotAvailable) {
		for _, b := range c.Brokers {
			conn, dialErr := net.DialTimeout("tcp", b, time.Second)
			if dialErr != nil {
				err = dialErr
				continue
			}
			_ = conn.Close()
		}
	}
	return fmt.Errorf("kafka at %s does not answer: %w: start it, or correct kafka.brokers", strings.Join(c.Brokers, ", "), err)
}

// Ends gives the offset after the last message of every partition of the topic.
func (c Cluster) Ends(ctx context.Context, name string) (map[int]int64, error) {
	client, done := c.client()
	defer done()
	meta, err := client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{name}})
	if err != nil {
		return nil, fmt.Errorf("kafka metadata of %s: %w", name, err)
	}
	req := &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{}}
	for _, t := range meta.Topics {
		if t.Error != nil {
			return nil, fmt.Errorf("kafka topic %s: %w", name, t.Error)
		}
		for _, p := range t.Partitions {
			req.Topics[name] = append(req.Topics[name], kafka.LastOffsetOf(p.ID))
		}
	}
	resp, err := client.ListOffsets(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("kafka offsets of %s: %w", name, err)
	}
	ends := map[int]int64{}
	for _, p := range resp.Topics[name] {
		if p.Error != nil {
			return nil, fmt.Errorf("kafka offsets of %s/%d: %w", name, p.Partition, p.Error)
		}
		ends[p.Partition] = p.LastOffset
	}
	return ends, nil
}
