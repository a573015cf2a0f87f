package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/segmentio/kafka-go"
)

// spot is where a message stands in Kafka.
type spot struct {
	Topic     string `ch:"topic"`
	Partition int32  `ch:"partition"`
	Offset    int64  `ch:"offset"`
}

func (s spot) String() string { return fmt.Sprintf("%s/%d@%d", s.Topic, s.Partition, s.Offset) }

// readLog reads a topic from its beginning to its end, message by message, with nothing of the sink's code.
func (st *stage) readLog(ctx context.Context, name string, each func(spot, kafka.Message)) error {
	ends, err := st.cluster.Ends(ctx, name)
	if err != nil {
		return err
	}
	for p, end := range ends {
		for next, tries := int64(0), 0; next < end; {
			at, err := st.readFrom(ctx, name, p, next, end, each)
			if tries++; at > next {
				tries = 0
			}
			if err != nil && tries > 10 {
				return fmt.Errorf("read %s/%d from %d to %d: %w", name, p, at, end, err)
			}
			next = at
		}
	}
	return nil
}

// readFrom reads over one connection and says where to go on.
func (st *stage) readFrom(ctx context.Context, name string, p int, next, end int64, each func(spot, kafka.Message)) (int64, error) {
	conn, err := kafka.DialLeader(ctx, "tcp", st.cluster.Brokers[0], name, p)
	if err != nil {
		return next, err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Seek(next, kafka.SeekAbsolute|kafka.SeekDontCheck); err != nil {
		return next, err
	}
	for next < end && ctx.Err() == nil {
		if err := conn.SetReadDeadline(time.Now().Add(15 * time.Second)); err != nil {
			return next, err
		}
		batch := conn.ReadBatchWith(kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: 4 << 20, MaxWait: 200 * time.Millisecond})
		for next < end {
			m, err := batch.ReadMessage()
			if err != nil {
				break
			}
			each(spot{name, int32(p), m.Offset}, m)
			next = m.Offset + 1
		}
		if err := batch.Close(); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, kafka.RequestTimedOut) {
			return next, err
		}
	}
	return next, ctx.Err()
}

// isBroken says whether the producer marked the message as one that no sink may take.
func isBroken(m kafka.Message) bool {
	for _, h := range m.Headers {
		if h.Key == headerBroken {
			return true
		}
	}
	return false
}
