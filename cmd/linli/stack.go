package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/linli-project/linli/ingest/broker"
	"github.com/linli-project/linli/ingest/sink"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/jobs"
	"github.com/linli-project/linli/sql"
)

// stack is the running product. Parts are added in the order they start and stopped in reverse.
type stack struct {
	cfg      Config
	log      *slog.Logger
	location *time.Location
	registry *prometheus.Registry
	demo     bool // the sign-in page says where the links are

	db       *sql.DB
	cluster  topic.Cluster
	producer *topic.Producer
	sink     *sink.Sink
	runner   *jobs.Runner
	web      net.Listener

	stops  []func() error
	failed chan error // a part that ended by itself
}

func newStack(cfg Config) (*stack, error) {
	log, err := cfg.logger()
	if err != nil {
		return nil, err
	}
	loc, err := cfg.location()
	if err != nil {
		return nil, err
	}
	s := &stack{cfg: cfg, log: log, location: loc, registry: prometheus.NewRegistry(), failed: make(chan error, 8)}
	s.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return s, nil
}

// openDB opens ClickHouse and brings its schema up to date. door is where the embedded engine answers over HTTP.
func (s *stack) openDB(ctx context.Context, door string) error {
	db, err := sql.Open(ctx, s.cfg.ClickHouse.DSN, sql.Options{Library: s.cfg.ClickHouse.Library, HTTPListen: door, Log: s.log})
	if err != nil {
		return err
	}
	s.db = db
	s.onStop(db.Close)
	applied, err := sql.Migrate(ctx, db)
	if err != nil {
		return err
	}
	if len(applied) > 0 {
		s.log.Info("schema brought up to date", "migrations", len(applied))
	}
	s.runner = &jobs.Runner{DB: db, Location: s.location, Log: s.log, Sweep: s.sweep}
	return nil
}

// openKafka starts the embedded broker unless others are configured, and makes the topics.
func (s *stack) openKafka(ctx context.Context) error {
	var err error
	if s.cluster, err = s.cfg.Kafka.cluster(); err != nil {
		return err
	}
	if s.cfg.Kafka.TLS.Insecure {
		s.log.Warn("kafka.tls.insecure takes any certificate: whoever stands between here and Kafka can read and change events")
	}
	if len(s.cluster.Brokers) == 0 {
		b, err := broker.Start(broker.Options{Dir: s.cfg.Kafka.Dir, Listen: s.cfg.Kafka.Listen, Log: s.log})
		if err != nil {
			return err
		}
		s.onStop(b.Close)
		s.cluster.Brokers = []string{b.Addr()}
	}
	if err := s.cluster.Ensure(ctx); err != nil {
		return err
	}
	s.producer = s.cluster.NewProducer()
	s.onStop(s.producer.Close)
	return nil
}

// startSink begins to consume.
func (s *stack) startSink() {
	s.sink = sink.New(sink.Options{Cluster: s.cluster, Group: s.cfg.Kafka.Group, DB: s.db, Location: s.location, Log: s.log, Metrics: s.registry,
		FlushEvery: time.Duration(s.cfg.Ingest.FlushEvery) * time.Millisecond, DedupMemory: s.cfg.Ingest.DedupMemory << 20, FetchMemory: s.cfg.Ingest.FetchMemory << 20})
	s.goRun("sink", s.sink.Run)
}

// startScheduler begins to run jobs by the clock.
func (s *stack) startScheduler() error {
	sched, err := jobs.NewScheduler(s.runner)
	if err != nil {
		return err
	}
	s.goRun("scheduler", sched.Run)
	return nil
}

// goRun runs a part in the background until the stack stops; its own failure stops the stack.
func (s *stack) goRun(name string, run func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		err := run(ctx)
		if err != nil && ctx.Err() == nil {
			s.failed <- fmt.Errorf("%s: %w", name, err)
		}
		done <- err
	}()
	s.onStop(func() error {
		cancel()
		select {
		case err := <-done:
			if errors.Is(err, context.Canceled) {
				return nil
			}
			return err
		case <-time.After(30 * time.Second):
			return fmt.Errorf("%s did not stop within 30 s", name)
		}
	})
}

func (s *stack) onStop(f func() error) { s.stops = append(s.stops, f) }

// stop ends the parts, the last started first: pages, jobs, consumers, producer, broker, engine.
func (s *stack) stop() error {
	var errs []error
	for i := len(s.stops) - 1; i >= 0; i-- {
		errs = append(errs, s.stops[i]())
	}
	s.stops = nil
	return errors.Join(errs...)
}

// wait blocks until the context ends or a part fails.
func (s *stack) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		return err
	}
}

// caughtUp waits until the sink has stored everything that Kafka holds, and tells the progress.
func (s *stack) caughtUp(ctx context.Context, tell func(done, total int64)) error {
	ends := map[string]map[int]int64{}
	var total int64
	for _, name := range topic.All {
		parts, err := s.cluster.Ends(ctx, name)
		if err != nil {
			return err
		}
		ends[name] = parts
		for _, end := range parts {
			total += end
		}
	}
	for {
		var done int64
		for name, parts := range ends {
			next, err := s.sink.Positions(ctx, name)
			if err != nil {
				return err
			}
			for p, end := range parts {
				done += max(0, min(next[p], end))
			}
		}
		tell(done, total)
		if done >= total {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-s.failed:
			return err
		case <-time.After(200 * time.Millisecond):
		}
	}
}
