package sink

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/linli-project/linli/sql"
)

// A partition's log may begin anew under our feet: its topic deleted and made again, the embedded broker's folder lost, the
// end of a log cut off by a crash of its disk. Kafka then gives offsets a second time. To neither skip the new messages nor
// take them for those that the ledger holds, offsets in ClickHouse go on from where they were: stored = Kafka's + base.
// Such a log is read from its beginning; what was stored from it before is recognised by event_id.

// origin is where a partition's log stands in the count of ClickHouse.
type origin struct {
	base int64  // added to Kafka's offsets
	id   string // of the topic when base was chosen; empty if Kafka did not tell
}

// originPrefix begins the names under which origins are kept in table setting.
const originPrefix = "kafka_log "

func originName(topic string, partition int) string {
	return originPrefix + topic + "/" + strconv.Itoa(partition)
}

// origins reads where the topic's partitions stand.
func (s *Sink) origins(ctx context.Context, topic string) (map[int]origin, error) {
	var rows []struct {
		Name  string `ch:"name"`
		Value string `ch:"value"`
	}
	if err := s.o.DB.SelectText(ctx, &rows, "SELECT name, value FROM setting FINAL WHERE startsWith(name, {p:String})",
		sql.Params{"p": originPrefix + topic + "/"}); err != nil {
		return nil, fmt.Errorf("read where %s begins: %w", topic, err)
	}
	out := map[int]origin{}
	for _, r := range rows {
		partition, err := strconv.Atoi(strings.TrimPrefix(r.Name, originPrefix+topic+"/"))
		base, id, _ := strings.Cut(r.Value, " ")
		n, baseErr := strconv.ParseInt(base, 10, 64)
		if err != nil || baseErr != nil {
			return nil, fmt.Errorf("setting %q is %q, not a number and a topic id: correct or delete this row", r.Name, r.Value)
		}
		out[partition] = origin{n, id}
	}
	return out, nil
}

func (s *Sink) keepOrigin(ctx context.Context, c claim, partition int, o origin) error {
	err := s.o.DB.Run(ctx, "ingest/origin_insert", sql.Params{"name": originName(c.topic, partition), "value": strconv.FormatInt(o.base, 10) + " " + o.id,
		"topic": c.topic, "partition": partition, "epoch": c.epoch})
	if sql.Code(err) == codeThrown {
		err = errFenced
	}
	if err != nil {
		return fmt.Errorf("remember where %s/%d begins: %w", c.topic, partition, err)
	}
	return nil
}

// Positions gives, as Kafka counts, the offset after the last stored message of each of the topic's partitions.
func (s *Sink) Positions(ctx context.Context, topic string) (map[int]int64, error) {
	next, err := s.positions(ctx, topic)
	if err != nil {
		return nil, err
	}
	origins, err := s.origins(ctx, topic)
	for partition := range next {
		next[partition] -= origins[partition].base
	}
	return next, err
}
