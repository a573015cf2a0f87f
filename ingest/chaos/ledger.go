package main

import (
	"context"

	"github.com/linli-project/linli/ingest/event"
)

// account is the ledger's word about a partition.
type account struct {
	Topic      string `ch:"topic"`
	Partition  int32  `ch:"partition"`
	Blocks     uint64 `ch:"blocks"`
	First      int64  `ch:"first"`
	Next       int64  `ch:"next"`
	Consumed   uint64 `ch:"consumed"`
	Stored     uint64 `ch:"stored"`
	Duplicate  uint64 `ch:"duplicate"`
	Rejected   uint64 `ch:"rejected"`
	Unbalanced uint64 `ch:"unbalanced"`
	Torn       uint64 `ch:"torn"`
}

// compareLedger checks consumed = stored + duplicate + rejected = what Kafka holds, per topic and partition.
func (st *stage) compareLedger(ctx context.Context, k held, r *report) error {
	var accounts []account
	if err := st.db.Select(ctx, &accounts, "chaos/accounts", nil); err != nil {
		return err
	}
	var stored []struct {
		Topic     string `ch:"topic"`
		Partition int32  `ch:"partition"`
		Rows      uint64 `ch:"rows"`
	}
	if err := st.db.Select(ctx, &stored, "chaos/rows", nil); err != nil {
		return err
	}
	rows := map[spot]uint64{}
	for _, s := range stored {
		rows[spot{s.Topic, s.Partition, 0}] = s.Rows
	}
	seen := map[spot]bool{}
	var sum account
	for _, a := range accounts {
		part := spot{a.Topic, a.Partition, 0}
		seen[part] = true
		sum.Blocks, sum.Consumed, sum.Stored = sum.Blocks+a.Blocks, sum.Consumed+a.Consumed, sum.Stored+a.Stored
		sum.Duplicate, sum.Rejected = sum.Duplicate+a.Duplicate, sum.Rejected+a.Rejected
		for _, c := range []struct {
			what      string
			got, want int64
		}{
			{"consumed against Kafka's messages", int64(a.Consumed), k.messages[part]},
			{"offset reached against Kafka's end", a.Next, k.messages[part]},
			{"first offset", a.First, 0},
			{"rejected against broken messages", int64(a.Rejected), k.refused[part]},
			{"consumed against stored + duplicate + rejected", int64(a.Consumed), int64(a.Stored + a.Duplicate + a.Rejected)},
			{"blocks that do not add up", int64(a.Unbalanced), 0},
			{"blocks that do not follow the one before", int64(a.Torn), 0},
		} {
			if c.got != c.want {
				r.differLedger("ledger of %s/%d: %s: %d, want %d", a.Topic, a.Partition, c.what, c.got, c.want)
			}
		}
		if a.Topic != event.TopicDead && a.Stored != rows[part] {
			r.differLedger("ledger of %s/%d: %d stored, but the table has %d rows of it", a.Topic, a.Partition, a.Stored, rows[part])
		}
	}
	for part, n := range k.messages {
		if !seen[part] && n > 0 {
			r.differLedger("ledger has nothing of %s/%d, which holds %d messages", part.Topic, part.Partition, n)
		}
	}
	st.say("ledger: %s consumed = %s stored + %s duplicate + %s rejected, in %s blocks", thousands(int64(sum.Consumed)), thousands(int64(sum.Stored)),
		thousands(int64(sum.Duplicate)), thousands(int64(sum.Rejected)), thousands(int64(sum.Blocks)))
	return nil
}

// compareDead checks that each broken message is a dead letter, once, and nothing else is.
func (st *stage) compareDead(ctx context.Context, k held, r *report) error {
	var letters []spot
	if err := st.db.Select(ctx, &letters, "chaos/dead_letters", nil); err != nil {
		return err
	}
	seen := map[spot]bool{}
	for _, l := range letters {
		if seen[l] {
			r.differ("dead letter %v is there twice", l)
		}
		seen[l] = true
		if !k.broken[l] {
			r.differ("dead letter %v was no broken message", l)
		}
	}
	for at := range k.broken {
		if !seen[at] {
			r.differ("broken message %v is no dead letter", at)
		}
	}
	return nil
}
