// Package topic is Linli's side of Kafka that is common to all who write: the topics themselves, made with the right number
// of partitions, and a producer that returns only when every message is acknowledged by all replicas.
package topic

import (
	"context"
	"errors"
	"fmt"
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

	security *security // by Secure
}

// Client is a Kafka client for one piece of work: done closes its connections.
func (c Cluster) Client() (client *kafka.Client, done func()) {
	transport := c.Transport()
	return &kafka.Client{Addr: kafka.TCP(c.Brokers...), Timeout: 10 * time.Second, Transport: transport}, transport.CloseIdleConnections
}

// Ensure makes the topics that are not there, and returns when they have leaders; those that are there stay as they are.
func (c Cluster) Ensure(ctx context.Context) error {
	if _, err := c.Ping(ctx); err != nil { // in its own words, and at once
		return err
	}
	req := &kafka.CreateTopicsRequest{}
	for _, t := range All {
		n := c.Partitions
		if t == event.TopicDead {
			n = 1
		}
		config := []kafka.ConfigEntry{{ConfigName: "max.message.bytes", ConfigValue: "4194304"}}
		if c.ReplicationFactor >= 3 { // what is acknowledged is then on two disks, and one broker may be away
			config = append(config, kafka.ConfigEntry{ConfigName: "min.insync.replicas", ConfigValue: "2"})
		}
		req.Topics = append(req.Topics, kafka.TopicConfig{
			Topic: t, NumPartitions: n, ReplicationFactor: max(1, c.ReplicationFactor), ConfigEntries: config,
		})
	}
	client, done := c.Client()
	defer done()
	resp, err := client.CreateTopics(ctx, req)
	if err != nil {
		return c.unreachable(ctx, err)
	}
	var made []string
	for _, name := range All {
		err := resp.Errors[name]
		if errors.Is(err, kafka.TopicAuthorizationFailed) { // who may not make topics can work with those that are there
			if _, endsErr := c.Ends(ctx, name); !errors.Is(endsErr, kafka.UnknownTopicOrPartition) {
				err = kafka.TopicAlreadyExists
			}
		}
		if err == nil {
			made = append(made, name)
		}
		if err != nil && !errors.Is(err, kafka.TopicAlreadyExists) {
			return fmt.Errorf("create topic %s: %w", name, c.forbidden(Advise(err)))
		}
	}
	return c.led(ctx, made)
}

// led waits until each partition has a leader: brokers hear of a new topic a moment after the one that made it.
func (c Cluster) led(ctx context.Context, names []string) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for {
		var err error
		for _, name := range names {
			if _, err = c.Ends(ctx, name); err != nil {
				break
			}
		}
		var code kafka.Error
		if err == nil || !errors.As(err, &code) || !code.Temporary() {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("a topic has no leader yet: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Ends gives the offset after the last message of every partition of the topic.
func (c Cluster) Ends(ctx context.Context, name string) (map[int]int64, error) {
	client, done := c.Client()
	defer done()
	meta, err := client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{name}})
	if err != nil {
		return nil, c.unreachable(ctx, err)
	}
	req := &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{}}
	for _, t := range meta.Topics {
		if t.Error != nil {
			return nil, fmt.Errorf("kafka topic %s: %w", name, c.forbidden(Advise(t.Error)))
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
			return nil, fmt.Errorf("kafka offsets of %s/%d: %w", name, p.Partition, c.forbidden(Advise(p.Error)))
		}
		ends[p.Partition] = p.LastOffset
	}
	return ends, nil
}
