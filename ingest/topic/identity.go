package topic

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// Identity gives the id that Kafka drew when it made the topic: a topic that was deleted and made again has another, and
// its offsets mean other messages. It is empty for a Kafka before 2.8, which has none. kafka-go does not know this field.
func (c Cluster) Identity(ctx context.Context, name string) (string, error) {
	var all error
	for _, addr := range c.Brokers {
		id, err := c.identity(ctx, addr, name)
		if err == nil {
			return id, nil
		}
		all = also(all, err)
	}
	return "", fmt.Errorf("kafka id of topic %s: %w", name, all)
}

const identityVersion = 10 // of Metadata, the first that tells topic ids

func (c Cluster) identity(ctx context.Context, addr, name string) (string, error) {
	conn, err := c.open(ctx, addr)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	req := kmsg.NewPtrMetadataRequest()
	req.Version = identityVersion
	req.Topics = []kmsg.MetadataRequestTopic{{Topic: kmsg.StringPtr(name)}}
	resp := kmsg.NewPtrMetadataResponse()
	if err := ask(ctx, conn, req, resp); errors.Is(err, io.EOF) {
		return "", nil // an old Kafka hangs up on a version that it does not know
	} else if err != nil {
		return "", fmt.Errorf("%s: %w", addr, err)
	}
	if len(resp.Topics) != 1 {
		return "", fmt.Errorf("%s tells of %d topics", addr, len(resp.Topics))
	}
	if code := resp.Topics[0].ErrorCode; code != 0 {
		return "", fmt.Errorf("%s: %w", addr, Advise(kafka.Error(code)))
	}
	if resp.Topics[0].TopicID == [16]byte{} {
		return "", nil
	}
	return hex.EncodeToString(resp.Topics[0].TopicID[:]), nil
}
