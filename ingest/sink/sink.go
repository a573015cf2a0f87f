// Package sink moves events from Kafka into ClickHouse so that each event_id counts once.
//
// A consumer group shares the partitions among processes. Each partition has a fetcher; each topic has one writer, which
// decodes the messages of all its partitions straight into the columns of a block and stores it: recognise duplicates, insert
// the events, then write one ledger row per partition. While one block is stored the next is filled, and no more is in memory.
// Reading resumes at the end of the ledger, never at Kafka's committed offset, which is written for monitors only; a log
// that began anew is read from its beginning (origin.go).
//
// Why a crash cannot lose or double an event: the ledger row comes last. A block without one is read again, and its rows
// that had arrived are recognised by their coordinates (topic, partition, offset) as the same delivery, not as duplicates.
// So consumed = stored + duplicate + rejected holds per topic and partition at all times.
//
// Why a paused process cannot: whoever takes partitions over fences the owner before, whose rows and ledger rows ClickHouse
// refuses from then on, and waits for what that one had begun (claim.go).
//
// Why two processes cannot, that get the same event_id from two partitions at the same moment: ClickHouse stamps rows, and
// the row of the earlier stamp counts (agree.go). This is so on one ClickHouse server, not on replicas.
//
// Refused messages go to linli.dead with their reason and coordinates, and from there into the table dead_letter.
package sink

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// Options of a sink.
type Options struct {
	Cluster     topic.Cluster
	Group       string         // consumer group; empty is "linli"
	DB          *sql.DB        // where events go
	Location    *time.Location // time zone of stores that are not in the master data
	FlushEvery  time.Duration  // an event waits at most this long; 0 is 1 s
	FlushRows   int            // a block has at most about this many messages; 0 is 150,000
	DedupMemory int            // bytes for recognising duplicates, of all types together; 0 is 128 MiB, enough for 60 million events
	FetchMemory int            // bytes for messages on their way, of all partitions together; 0 is 32 MiB
	Log         *slog.Logger
	Metrics     prometheus.Registerer // nil: not registered
}

// Sink consumes until its context ends.
type Sink struct {
	o        Options
	name     string // of this sink, in claims: no other has the same
	zones    *zones
	dead     *topic.Producer
	metrics  *metrics
	state    state
	instants instants
	seen     map[event.Type]*seen
}

// New prepares a sink; Run starts it.
func New(o Options) *Sink {
	o.Group = or(o.Group, "linli")
	o.FlushEvery = or(o.FlushEvery, time.Second)
	o.FlushRows = or(o.FlushRows, 150_000)
	o.DedupMemory = or(o.DedupMemory, 128<<20)
	o.FetchMemory = or(o.FetchMemory, 32<<20)
	if o.Log == nil {
		o.Log = slog.Default()
	}
	host, _ := os.Hostname()
	s := &Sink{o: o, state: state{log: o.Log}, zones: newZones(o.DB, o.Location, o.Log), metrics: newMetrics(o.Metrics), seen: map[event.Type]*seen{},
		name: fmt.Sprintf("%s/%d/%s/%s", host, os.Getpid(), time.Now().UTC().Format(time.RFC3339), rand.Text()[:8])}
	for typ, share := range map[event.Type]int{event.TypeClick: 70, event.TypeOrder: 20, event.TypeShare: 10} {
		s.seen[typ] = &seen{typ: typ, budget: o.DedupMemory / 100 * share, log: o.Log}
	}
	return s
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// Ready says whether the sink is in its group and the last block of every topic was stored.
func (s *Sink) Ready() bool { return s.state.ready() }

// Run consumes until ctx ends, then stores what it has read and returns nil. Kafka or ClickHouse being away is waited out.
func (s *Sink) Run(ctx context.Context) error {
	s.dead = s.o.Cluster.NewProducer()
	defer func() { _ = s.dead.Close() }()
	group, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
		ID:                     s.o.Group,
		Brokers:                s.o.Cluster.Brokers,
		Dialer:                 s.o.Cluster.Dialer(),
		Topics:                 topic.All,
		HeartbeatInterval:      time.Second,
		SessionTimeout:         10 * time.Second,
		RebalanceTimeout:       20 * time.Second,
		JoinGroupBackoff:       time.Second,
		WatchPartitionChanges:  true,
		PartitionWatchInterval: 5 * time.Second,
	})
	if err != nil {
		return fmt.Errorf("kafka consumer group %s at %s: %w: check kafka.brokers", s.o.Group, strings.Join(s.o.Cluster.Brokers, ", "), err)
	}
	defer func() { _ = group.Close() }()
	for {
		gen, err := group.Next(ctx)
		switch {
		case ctx.Err() != nil || errors.Is(err, kafka.ErrGroupClosed):
			return nil
		case err != nil:
			s.state.left(s.o.Group, err)
			continue
		}
		s.state.entered(s.o.Group)
		s.start(gen)
	}
}

// start gives each topic of a generation its writer. The generation ends only when every writer has stored or given back
// what it read, so the next owner of a partition never overlaps with this one.
func (s *Sink) start(gen *kafka.Generation) {
	for name, parts := range gen.Assignments {
		if len(parts) == 0 { // fewer partitions than processes
			continue
		}
		gen.Start(func(ctx context.Context) {
			for ctx.Err() == nil {
				err := s.consume(ctx, gen, name, parts)
				if err == nil || ctx.Err() != nil {
					return
				}
				s.state.fails(name)
				wait := 5 * time.Second
				if errors.Is(err, errFenced) { // Kafka will tell us soon that we lost them; if it does not, they are ours
					wait = 15 * time.Second
				}
				s.o.Log.Error("consuming stopped, trying again", "topic", name, "err", err)
				select {
				case <-ctx.Done():
				case <-time.After(wait):
				}
			}
		})
	}
}

// consume runs one topic's fetchers and writer until ctx ends.
func (s *Sink) consume(ctx context.Context, gen *kafka.Generation, name string, parts []kafka.PartitionAssignment) error {
	partitions := make([]int, len(parts))
	for i, p := range parts {
		partitions[i] = p.ID
	}
	slices.Sort(partitions)
	claimed, err := s.claim(ctx, name, partitions)
	if err != nil {
		return err
	}
	from, err := s.positions(ctx, name)
	if err != nil {
		return err
	}
	origins, err := s.origins(ctx, name)
	if err != nil {
		return err
	}
	run, err := s.writer(ctx, gen, claimed)
	if err != nil {
		return err
	}
	s.state.works(name)
	ctx, cancel := context.WithCancel(ctx)
	chunks := make(chan *chunk)
	limit := min(max(s.o.FetchMemory/len(topic.All)/2/len(parts), 256<<10), 4<<20)
	var wg sync.WaitGroup
	for _, p := range partitions {
		f := fetcher{sink: s, claim: claimed, topic: name, partition: p, next: from[p], origin: origins[p], limit: limit}
		wg.Go(func() { f.run(ctx, chunks) })
	}
	err = run(ctx, chunks)
	cancel()
	wg.Wait()
	return err
}

// writer prepares what a topic's messages go to.
func (s *Sink) writer(ctx context.Context, gen *kafka.Generation, c claim) (func(context.Context, <-chan *chunk) error, error) {
	typ, isEvent := event.TypeOfTopic(c.topic)
	if !isEvent {
		return (&deadWriter{sink: s, gen: gen, claim: c}).run, nil
	}
	all, err := s.o.Cluster.Ends(ctx, c.topic)
	if err != nil {
		return nil, err
	}
	seen := s.seen[typ]
	if err := seen.load(ctx, s.o.DB, s.settle); err != nil {
		return nil, err
	}
	w := &writer{sink: s, gen: gen, topic: c.topic, typ: typ, claim: c, seen: seen, peers: len(c.partitions) < len(all)}
	return w.run, nil
}
