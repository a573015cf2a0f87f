package topic

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/twmb/franz-go/pkg/kmsg"
)

// Identity gives the id that Kafka drew when it made the topic: a topic that was deleted and made again has another, and
// its offsets mean other messages. It is empty for a Kafka before 2.8, which has none. kafka-go does not know this field.
func (c Cluster) Identity(ctx context.Context, name string) (string, error) {
	var errs []error
	for _, addr := range c.Brokers {
		id, err := identity(ctx, addr, name)
		if err == nil {
			return id, nil
		}
		errs = append(errs, err)
	}
	return "", fmt.Errorf("kafka id of topic %s: %w", name, errors.Join(errs...))
}

const identityVersion = 10 // of Metadata, the first that tells topic ids

func identity(ctx context.Context, addr, name string) (string, error) {
	dialer := net.Dialer{Timeout: 5 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return "", err
	}
	req := kmsg.NewPtrMetadataRequest()
	req.Version = identityVersion
	req.Topics = []kmsg.MetadataRequestTopic{{Topic: kmsg.StringPtr(name)}}
	if _, err := conn.Write(kmsg.NewRequestFormatter(kmsg.FormatterClientID("linli")).AppendRequest(nil, req, 1)); err != nil {
		return "", err
	}
	var head [4]byte
	if _, err := io.ReadFull(conn, head[:]); errors.Is(err, io.EOF) {
		return "", nil // an old Kafka hangs up on a version that it does not know
	} else if err != nil {
		return "", err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size < 5 || size > 64<<20 {
		return "", fmt.Errorf("an answer of %d bytes: does %s speak Kafka?", size, addr)
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(conn, body); err != nil {
		return "", err
	}
	resp := kmsg.NewPtrMetadataResponse()
	resp.Version = identityVersion
	if err := resp.ReadFrom(body[5:]); err != nil { // behind the correlation id and an empty set of tags
		return "", err
	}
	if len(resp.Topics) != 1 || resp.Topics[0].ErrorCode != 0 {
		return "", fmt.Errorf("%s does not know the topic", addr)
	}
	if resp.Topics[0].TopicID == [16]byte{} {
		return "", nil
	}
	return hex.EncodeToString(resp.Topics[0].TopicID[:]), nil
}
