package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/sql"
)

func typeOf(name string) (event.Type, bool) { return event.TypeOfTopic(name) }

// log is a partition of a topic as Kafka has it.
type log struct {
	first, end int64
}

// origin is what turns Kafka's offsets into those of ClickHouse: stored = Kafka's + base; id is that of the topic when base
// was chosen.
type origin struct {
	base int64
	id   string
}

// origins reads them as the sink keeps them, in table setting.
func (a *audit) origins(ctx context.Context, name string) (map[int32]origin, error) {
	var rows []struct {
		Name  string `ch:"name"`
		Value string `ch:"value"`
	}
	prefix := "kafka_log " + name + "/"
	if err := a.DB.SelectText(ctx, &rows, "SELECT name, value FROM setting FINAL WHERE startsWith(name, {p:String})", sql.Params{"p": prefix}); err != nil {
		return nil, fmt.Errorf("read where %s begins: %w", name, err)
	}
	out := map[int32]origin{}
	for _, r := range rows {
		id, err := strconv.ParseInt(strings.TrimPrefix(r.Name, prefix), 10, 32)
		text, topicID, _ := strings.Cut(r.Value, " ")
		base, baseErr := strconv.ParseInt(text, 10, 64)
		if err != nil || baseErr != nil {
			return nil, fmt.Errorf("setting %q is %q, not a number and a topic id: correct or delete this row", r.Name, r.Value)
		}
		out[int32(id)] = origin{base, topicID}
	}
	return out, nil
}

// logs asks Kafka where each partition of the topic begins and ends. It is nil for a topic that Kafka does not know.
func (a *audit) logs(ctx context.Context, name string) (map[int32]log, error) {
	client, done := a.Kafka.Client()
	defer done()
	meta, err := client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{name}})
	if err != nil {
		return nil, fmt.Errorf("kafka at %s does not answer: %w: start it, correct kafka.brokers, or add --offline", strings.Join(a.Kafka.Brokers, ", "), err)
	}
	var asked []kafka.OffsetRequest
	for _, t := range meta.Topics {
		if errors.Is(t.Error, kafka.UnknownTopicOrPartition) {
			return nil, nil
		} else if t.Error != nil {
			return nil, fmt.Errorf("kafka topic %s: %w", name, t.Error)
		}
		for _, p := range t.Partitions {
			asked = append(asked, kafka.FirstOffsetOf(p.ID), kafka.LastOffsetOf(p.ID))
		}
	}
	resp, err := client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{name: asked}})
	if err != nil {
		return nil, fmt.Errorf("kafka offsets of %s: %w", name, err)
	}
	out := map[int32]log{}
	for _, p := range resp.Topics[name] {
		if p.Error != nil {
			return nil, fmt.Errorf("kafka offsets of %s/%d: %w", name, p.Partition, p.Error)
		}
		out[int32(p.Partition)] = log{p.FirstOffset, p.LastOffset}
	}
	return out, nil
}

// held is what Kafka has in a stretch of offsets.
type held struct {
	messages uint64
	markers  uint64 // ends of transactions, which kafka-go gives as if they were messages
}

// marker tells a transaction's end by its form: a key of version and kind, a value of version and epoch.
func marker(m kafka.Message) bool {
	return len(m.Key) == 4 && len(m.Value) == 6 && m.Key[0]|m.Key[1]|m.Key[2]|m.Value[0]|m.Value[1] == 0 && m.Key[3] <= 1
}

// messages counts what Kafka has from one offset to another, both included, and stops at a million.
func (a *audit) messages(ctx context.Context, name string, partition int32, from, to int64) (n held, err error) {
	var conn *kafka.Conn
	for _, b := range a.Kafka.Brokers {
		if conn, err = a.Kafka.Dialer().DialLeader(ctx, "tcp", b, name, int(partition)); err == nil {
			break
		}
	}
	if err != nil {
		return n, fmt.Errorf("read %s/%d: %w", name, partition, err)
	}
	defer func() { _ = conn.Close() }()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	if _, err := conn.Seek(from, kafka.SeekAbsolute|kafka.SeekDontCheck); err != nil {
		return n, fmt.Errorf("read %s/%d from %d: %w", name, partition, from, err)
	}
	for idle := 0; idle < 3; {
		if err := conn.SetReadDeadline(time.Now().Add(15 * time.Second)); err != nil {
			return n, err
		}
		before, _ := conn.Offset()
		batch := conn.ReadBatchWith(kafka.ReadBatchConfig{MinBytes: 1, MaxBytes: 8 << 20, MaxWait: 200 * time.Millisecond})
		for {
			m, err := batch.ReadMessage()
			if err != nil {
				break
			}
			if m.Offset > to {
				_ = batch.Close()
				return n, nil
			}
			if marker(m) {
				n.markers++
			} else if n.messages++; n.messages == lookedAt {
				_ = batch.Close()
				return n, nil
			}
		}
		if err := batch.Close(); err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, kafka.RequestTimedOut) {
			return n, fmt.Errorf("read %s/%d: %w", name, partition, err)
		}
		switch at, _ := conn.Offset(); {
		case at > to:
			return n, nil
		case at == before:
			idle++
		default:
			idle = 0
		}
	}
	return n, nil
}

// compareKafka compares each partition's ledger with Kafka's log, in Kafka's own offsets, and looks up there what the ledger
// leaves open.
func (a *audit) compareKafka(ctx context.Context, name string, parts []*partition) error {
	if a.Kafka == nil {
		for _, p := range parts {
			c := a.partitionCheck(CheckKafka, p)
			c.Verdict, c.Text = Open, "Kafka is left out"
			if p.holed > 0 {
				p.notes = append(p.notes, count(p.holed, "offset")+" in its blocks without a message, by its own word")
			}
			for _, g := range p.gaps.list {
				p.lost = append(p.lost, fmt.Sprintf("offsets %s are in no block; whether they held messages can be told with Kafka", stretch(g.from, g.to)))
			}
		}
		return nil
	}
	logs, err := a.logs(ctx, name)
	if err != nil {
		return err
	}
	if logs == nil {
		c := a.check(CheckKafka, name)
		c.Text = "Kafka has no such topic, and nothing was consumed from it"
		if len(parts) > 0 {
			c.differ("Kafka does not know the topic any more: what it held and was not consumed cannot be told")
		}
		return nil
	}
	origins, err := a.origins(ctx, name)
	if err != nil {
		return err
	}
	id, err := a.Kafka.Identity(ctx, name)
	if err != nil {
		return err
	}
	of := map[int32]*partition{}
	for _, p := range parts {
		of[p.id] = p
		if _, ok := logs[p.id]; !ok {
			c := a.partitionCheck(CheckKafka, p)
			c.Verdict, c.Text = Open, "Kafka has no such partition any more: its "+count(p.sum.Consumed, "message")+" cannot be compared"
		}
	}
	ids := make([]int32, 0, len(logs))
	for part := range logs {
		ids = append(ids, part)
	}
	slices.Sort(ids)
	for _, part := range ids {
		p := of[part]
		if p == nil {
			p = &partition{topic: name, id: part}
		}
		if err := a.kafkaCheck(ctx, p, logs[part], origins[part], id); err != nil {
			return err
		}
	}
	return nil
}

// stretch writes one offset or from-to.
func stretch(from, to int64) string {
	if from == to {
		return number(from)
	}
	return number(from) + "–" + number(to)
}
