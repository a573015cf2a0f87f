package sink

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// sendDead puts refused messages on linli.dead. A block tried twice sends them twice; the table keeps one per coordinate.
func (s *Sink) sendDead(ctx context.Context, items []item) error {
	var out []topic.Message
	for i := range items {
		if it := &items[i]; it.refusal != nil {
			out = append(out, topic.Dead(it.msg.Key, it.msg.Value, it.refusal.Code, it.refusal.Error(), it.msg.Topic, it.msg.Partition, it.msg.Offset))
		}
	}
	if len(out) == 0 {
		return nil
	}
	return s.dead.Send(ctx, event.TopicDead, out)
}

type deadRow struct {
	Topic      string    `ch:"topic"`
	Partition  int32     `ch:"partition"`
	Offset     int64     `ch:"offset"`
	Reason     string    `ch:"reason"`
	Detail     string    `ch:"detail"`
	Key        string    `ch:"key"`
	Value      string    `ch:"value"`
	RejectedAt time.Time `ch:"rejected_at"`
}

const deadValueBytes = 64 << 10

// insertDead copies linli.dead into the table that pages and `curl` can query.
func (s *Sink) insertDead(ctx context.Context, msgs []kafka.Message, now time.Time) error {
	rows := make([]deadRow, len(msgs))
	for i, m := range msgs {
		// Coordinates are those of the refused message; one refused before any topic keeps its place in linli.dead.
		rows[i] = deadRow{Topic: m.Topic, Partition: int32(m.Partition), Offset: m.Offset, Reason: "unknown", RejectedAt: now,
			Key: string(m.Key), Value: string(m.Value[:min(len(m.Value), deadValueBytes)])}
		for _, h := range m.Headers {
			v := string(h.Value)
			switch h.Key {
			case topic.HeaderReason:
				rows[i].Reason = v
			case topic.HeaderDetail:
				rows[i].Detail = v
			case topic.HeaderTopic:
				rows[i].Topic = v
			case topic.HeaderPartition:
				if n, err := strconv.ParseInt(v, 10, 32); err == nil {
					rows[i].Partition = int32(n)
				}
			case topic.HeaderOffset:
				if n, err := strconv.ParseInt(v, 10, 64); err == nil {
					rows[i].Offset = n
				}
			}
		}
	}
	if err := s.o.DB.Insert(ctx, "dead_letter", rows, ""); err != nil {
		return fmt.Errorf("store %d dead letters: %w", len(rows), err)
	}
	return nil
}
