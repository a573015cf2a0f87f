// Package sink moves events from Kafka into ClickHouse so that each event_id counts once.
//
// A consumer group shares the partitions among processes. Each partition has a fetcher; each topic has one writer, which
// gathers messages of all its partitions into a block and stores it: decode, recognise duplicates, insert the events, then
// insert one ledger row per partition. Reading resumes at the end of the ledger, never at Kafka's committed offset, which
// is written for monitors only; a log that began anew is read from its beginning (origin.go).
//
// Why a crash cannot lose or double an event: the ledger row comes last. A block without one is read again, and its rows
// that had arrived are recognised by their coordinates (topic, partition, offset) as the same delivery, not as duplicates.
// So consumed = stored + duplicate + rejected holds per topic and partition at all times.
//
// Refused messages go to linli.dead with their reason and coordinates, and from there into the table dead_letter.
package sink

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// Options of a sink.
type Options struct {
	Cluster    topic.Cluster
	Group      string         // consumer group; empty is "linli"
	DB         *sql.DB        // where events go
	Location   *time.Location // time zone of stores that are not in the master data
	FlushEvery time.Duration  // an event waits at most this long; 0 is 1 s
	FlushRows  int            // a block has at most about this many messages; 0 is 50,000
	Log        *slog.Logger
	Metrics    prometheus.Registerer // nil: not registered
}

// Sink consumes until its context ends.
type Sink struct {
	o       Options
	zones   *zones
	dead    *topic.Producer
	metrics *metrics
	ready   atomic.Bool

	instants *instants
}

// New prepares a sink; Run starts it.
func New(o Options) *Sink {
	if o.Group == "" {
		o.Group = "linli"
	}
	if o.FlushEvery == 0 {
		o.FlushEvery = time.Second
	}
	if o.FlushRows == 0 {
		o.FlushRows = 50_000
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Sink{o: o, zones: newZones(o.DB, o.Location), metrics: newMetrics(o.Metrics), instants: newInstants()}
}

// Ready says whether the sink holds partitions and its last block was stored.
func (s *Sink) Ready() bool { return s.ready.Load() }

// Run consumes until ctx ends, then stores what it has read and returns nil. Kafka or ClickHouse being away is waited out.
func (s *Sink) Run(ctx context.Context) error {
	s.dead = s.o.Cluster.NewProducer()
	defer func() { _ = s.dead.Close() }()
	group, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
		ID:                     s.o.Group,
		Brokers:                s.o.Cluster.Brokers,
		Topics:                 topic.All,
		HeartbeatInterval:      time.Second,
		SessionTimeout:         10 * time.Second,
		RebalanceTimeout:       20 * time.Second,
		JoinGroupBackoff:       time.Second,
		WatchPartitionChanges:  true,
		PartitionWatchInterval: 5 * time.Second,
	})
	if err != nil {
		return fmt.Errorf("kafka consumer group %s at %v: %w: check kafka.brokers", s.o.Group, s.o.Cluster.Brokers, err)
	}
	defer func() { _ = group.Close() }()
	for {
		gen, err := group.Next(ctx)
		switch {
		case ctx.Err() != nil || errors.Is(err, kafka.ErrGroupClosed):
			return nil
		case err != nil:
			s.ready.Store(false)
			s.o.Log.Warn("kafka group not joined, trying again", "group", s.o.Group, "err", err)
			continue
		}
		s.start(gen)
	}
}

// start gives each topic of a generation its writer. The generation ends only when every writer has stored or given back
// what it read, so the next owner of a partition never overlaps with this one.
func (s *Sink) start(gen *kafka.Generation) {
	for name, parts := range gen.Assignments {
		gen.Start(func(ctx context.Context) {
			for ctx.Err() == nil {
				err := s.consume(ctx, gen, name, parts)
				if err == nil || ctx.Err() != nil {
					return
				}
				s.ready.Store(false)
				s.o.Log.Error("consuming stopped, trying again", "topic", name, "err", err)
				select {
				case <-ctx.Done():
				case <-time.After(5 * time.Second):
				}
			}
		})
	}
	s.ready.Store(true)
}

// consume runs one topic's fetchers and writer until ctx ends.
func (s *Sink) consume(ctx context.Context, gen *kafka.Generation, name string, parts []kafka.PartitionAssignment) error {
	from, err := s.positions(ctx, name)
	if err != nil {
		return err
	}
	origins, err := s.origins(ctx, name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	chunks := make(chan chunk, len(parts))
	var wg sync.WaitGroup
	for _, p := range parts {
		f := fetcher{sink: s, topic: name, partition: p.ID, next: from[p.ID], origin: origins[p.ID]}
		wg.Go(func() { f.run(ctx, chunks) })
	}
	w := writer{sink: s, gen: gen, topic: name, bases: map[int]int64{}}
	err = w.run(ctx, chunks)
	cancel()
	wg.Wait()
	return err
}
