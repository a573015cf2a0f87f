package main

import (
	"context"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// compare holds everything in ClickHouse against the generator's truth and Kafka's log.
func compare(ctx context.Context, st *stage, w *world, r *report) error {
	k, err := st.readKafka(ctx)
	if err != nil {
		return err
	}
	for _, step := range []func() error{
		func() error { return st.compareStored(ctx, w, r) },
		func() error { return st.compareLedger(ctx, k, r) },
		func() error { return st.compareDead(ctx, k, r) },
		func() error { return st.compareFacts(ctx, w.truth, r) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, p := range st.processes {
		for _, c := range p.crashes {
			r.differ("%s: see %s", c, p.log)
		}
		if p.retries > 0 {
			st.note("%s gave up at start %d times, as what it needs was away", p.name, p.retries)
		}
	}
	r.compared = true
	return nil
}

// held is what Kafka holds in the end.
type held struct {
	messages map[spot]int64 // by partition: its offset is 0
	refused  map[spot]int64
	broken   map[spot]bool // each coordinate of a broken message
}

func (st *stage) readKafka(ctx context.Context) (k held, err error) {
	k = held{map[spot]int64{}, map[spot]int64{}, map[spot]bool{}}
	for _, name := range topic.All {
		err := st.readLog(ctx, name, func(at spot, m kafka.Message) {
			part := spot{at.Topic, at.Partition, 0}
			k.messages[part]++
			if name != event.TopicDead && isBroken(m) {
				k.refused[part]++
				k.broken[at] = true
			}
		})
		if err != nil {
			return k, err
		}
	}
	var all int64
	for _, n := range k.messages {
		all += n
	}
	st.say("Kafka holds %s messages, %s of them broken", thousands(all), thousands(int64(len(k.broken))))
	return k, nil
}
