package topic

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// Log is where a partition's log begins and ends, and who leads it.
type Log struct {
	First, End int64
	leader     string
}

// Logs tells where each partition's log begins and ends; nil for a topic that Kafka does not know.
func (c Cluster) Logs(ctx context.Context, name string) (map[int]Log, error) {
	client, done := c.Client()
	defer done()
	meta, err := client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{name}})
	if err != nil {
		return nil, c.unreachable(ctx, err)
	}
	out := map[int]Log{}
	var asked []kafka.OffsetRequest
	for _, t := range meta.Topics {
		if errors.Is(t.Error, kafka.UnknownTopicOrPartition) {
			return nil, nil
		} else if t.Error != nil {
			return nil, fmt.Errorf("kafka topic %s: %w", name, c.forbidden(Advise(t.Error)))
		}
		for _, p := range t.Partitions {
			out[p.ID] = Log{leader: net.JoinHostPort(p.Leader.Host, strconv.Itoa(p.Leader.Port))}
			asked = append(asked, kafka.FirstOffsetOf(p.ID), kafka.LastOffsetOf(p.ID))
		}
	}
	resp, err := client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{name: asked}})
	if err != nil {
		return nil, fmt.Errorf("kafka offsets of %s: %w", name, err)
	}
	for _, p := range resp.Topics[name] {
		if p.Error != nil {
			return nil, fmt.Errorf("kafka offsets of %s/%d: %w", name, p.Partition, c.forbidden(Advise(p.Error)))
		}
		out[p.Partition] = Log{First: p.FirstOffset, End: p.LastOffset, leader: out[p.Partition].leader}
	}
	return out, nil
}

// Retention is how long the topic keeps a message at most: the time that it keeps a whole segment, and the time that one is
// filled. False: it keeps them without end.
func (c Cluster) Retention(ctx context.Context, name string) (time.Duration, bool, error) {
	client, done := c.Client()
	defer done()
	resp, err := client.DescribeConfigs(ctx, &kafka.DescribeConfigsRequest{Resources: []kafka.DescribeConfigRequestResource{
		{ResourceType: kafka.ResourceTypeTopic, ResourceName: name, ConfigNames: []string{"retention.ms", "segment.ms"}}}})
	if err != nil {
		return 0, false, fmt.Errorf("kafka settings of %s: %w", name, c.unreachable(ctx, err))
	}
	var sum time.Duration
	told := false
	for _, r := range resp.Resources {
		if r.Error != nil {
			return 0, false, fmt.Errorf("kafka settings of %s: %w", name, c.forbidden(Advise(r.Error)))
		}
		for _, e := range r.ConfigEntries {
			ms, err := strconv.ParseInt(e.ConfigValue, 10, 64)
			if err != nil {
				continue
			}
			if e.ConfigName == "retention.ms" {
				if told = ms >= 0; !told {
					return 0, false, nil
				}
			}
			sum += time.UnixMilli(min(ms, 1<<42)).Sub(time.UnixMilli(0)) // in more than a century it would turn round
		}
	}
	return sum, told, nil
}

// Trim deletes a partition's messages before an offset, for good, those of other people too.
func (c Cluster) Trim(ctx context.Context, name string, partition int, before int64) error {
	logs, err := c.Logs(ctx, name)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("cut %s/%d before %d", name, partition, before)
	conn, err := c.open(ctx, logs[partition].leader)
	if err != nil {
		return fmt.Errorf("%s: %w", what, c.unreachable(ctx, err))
	}
	defer func() { _ = conn.Close() }()
	req := kmsg.NewPtrDeleteRecordsRequest()
	req.Version = 1
	req.TimeoutMillis = 10_000
	req.Topics = []kmsg.DeleteRecordsRequestTopic{{Topic: name, Partitions: []kmsg.DeleteRecordsRequestTopicPartition{{Partition: int32(partition), Offset: before}}}}
	resp := kmsg.NewPtrDeleteRecordsResponse()
	if err := ask(ctx, conn, req, resp); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	for _, t := range resp.Topics {
		for _, p := range t.Partitions {
			if p.ErrorCode != 0 {
				return fmt.Errorf("%s: %w", what, c.forbidden(Advise(kafka.Error(p.ErrorCode))))
			}
		}
	}
	return nil
}
