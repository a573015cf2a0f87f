package privacy

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// reach is up to where a partition's log holds messages of the people, by what is stored of them.
type reach struct {
	Partition int32     `ch:"partition"`
	Messages  uint64    `ch:"messages"`
	Last      int64     `ch:"last"`
	At        time.Time `ch:"at"`
}

// kafka tells for each topic what of the people its log still holds and when that expires, or cuts it off.
func (e *erasing) kafka(ctx context.Context) ([]Step, error) {
	if e.Kafka == nil {
		return nil, nil
	}
	var steps []Step
	for _, name := range topic.All {
		e.Tell(name)
		s, err := e.topic(ctx, name)
		if err != nil {
			return steps, err
		}
		steps = append(steps, s)
	}
	return steps, nil
}

func (e *erasing) topic(ctx context.Context, name string) (Step, error) {
	s := Step{Place: name, Action: "gone"}
	logs, err := e.Kafka.Logs(ctx, name)
	if err != nil {
		return s, err
	}
	found, err := e.reaches(ctx, name, logs)
	if err != nil {
		return s, err
	}
	var last time.Time
	for _, f := range found {
		l, ok := logs[int(f.Partition)]
		if !ok || f.Last < l.First || l.End == l.First {
			continue
		}
		s.Changed += f.Messages
		if f.At.After(last) {
			last = f.At
		}
		if !e.Cut {
			continue
		}
		next, err := e.stored(ctx, name, f.Partition)
		if err != nil {
			return s, err
		}
		before := min(f.Last+1, l.End, next)
		if err := e.Kafka.Trim(ctx, name, int(f.Partition), before); err != nil {
			return s, err
		}
		s.Note += fmt.Sprintf("%s/%d up to %d ", name, f.Partition, before-1)
	}
	s.Note = strings.TrimSpace(s.Note)
	if s.Changed == 0 {
		return s, nil
	}
	if e.Cut {
		s.Action = "cut"
		return s, nil
	}
	s.Action = "expires"
	keeps, ends, err := e.Kafka.Retention(ctx, name)
	switch {
	case err != nil:
		return s, err
	case !ends:
		s.Note = "the topic keeps its messages without end: set retention.ms, or cut the log with --cut-kafka"
	default:
		s.Until = last.Add(keeps).UTC()
	}
	return s, nil
}

// reaches finds the people's messages in a topic, in Kafka's own offsets.
func (e *erasing) reaches(ctx context.Context, name string, logs map[int]topic.Log) ([]reach, error) {
	var found []reach
	typ, isEvent := event.TypeOfTopic(name)
	if !isEvent { // a letter does not know its place in linli.dead: as far as the log goes
		var letters uint64
		p := e.params()
		p["since"] = time.Unix(0, 0).UTC()
		if _, err := e.DB.Get(ctx, &letters, "privacy/due_letters", p); err != nil {
			return nil, fmt.Errorf("look into dead_letter: %w", err)
		}
		for part, l := range logs {
			if letters > 0 {
				found = append(found, reach{int32(part), letters, l.End - 1, e.now()})
			}
		}
		return found, nil
	}
	table := string(typ)
	if typ == event.TypeOrder {
		table = "order_event"
	}
	p := e.params()
	p["table"], p["topic"] = table, name
	if err := e.DB.Select(ctx, &found, "privacy/kafka_reach", p); err != nil {
		return nil, fmt.Errorf("look where messages of %s came from: %w", name, err)
	}
	for i := range found {
		base, err := e.base(ctx, name, found[i].Partition)
		if err != nil {
			return nil, err
		}
		found[i].Last -= base // below 0: in a log that is no more
	}
	return slices.DeleteFunc(found, func(r reach) bool { return r.Last < 0 }), nil
}

// base is what the sink adds to a partition's offsets.
func (e *erasing) base(ctx context.Context, name string, partition int32) (int64, error) {
	var value string
	p := sql.Params{"name": "kafka_log " + name + "/" + strconv.Itoa(int(partition))}
	if _, err := e.DB.GetText(ctx, &value, "SELECT value FROM setting FINAL WHERE name = {name:String}", p); err != nil {
		return 0, fmt.Errorf("read where %s begins: %w", name, err)
	}
	if value == "" { // never began anew
		return 0, nil
	}
	text, _, _ := strings.Cut(value, " ")
	base, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("setting %q is %q, not a number and a topic id: correct or delete this row", p["name"], value)
	}
	return base, nil
}

// stored is up to where a partition is in the ledger: what lies behind it is still to be stored, and must not be cut.
func (e *erasing) stored(ctx context.Context, name string, partition int32) (int64, error) {
	var rows []struct {
		Partition int32 `ch:"partition"`
		Next      int64 `ch:"next"`
	}
	if err := e.DB.Select(ctx, &rows, "ingest/positions", sql.Params{"topic": name}); err != nil {
		return 0, fmt.Errorf("read how far %s is stored: %w", name, err)
	}
	base, err := e.base(ctx, name, partition)
	if err != nil {
		return 0, err
	}
	for _, r := range rows {
		if r.Partition == partition {
			return r.Next - base, nil
		}
	}
	return 0, nil
}
