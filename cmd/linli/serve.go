package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards"
	"github.com/linli-project/linli/ingest/collect"
	"github.com/linli-project/linli/ingest/master"
)

func serveCommand(g *shared) *cobra.Command {
	var names []string
	var listen string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the product: collector, Kafka, sink, jobs and pages",
		Long: `Run the product. Without a configuration everything is embedded in this process:
ClickHouse, a Kafka broker, the sink, the job scheduler, the pages and the
collector (POST /v1/events, and POST /v1/optout for who wants no personalisation).
Ctrl-C stops it in order; nothing is lost.

With --roles a process runs some parts only and reaches the others by
clickhouse.dsn and kafka.brokers: engine (the embedded ClickHouse behind
clickhouse.http), broker (the embedded Kafka), collect, ingest (Kafka into
ClickHouse; several share the partitions), jobs and pages. Every process has
/healthz, /readyz and /metrics, on a free port if it has neither pages nor
collector and --listen names none.`,
		Example: `  linli serve
  LINLI_CLICKHOUSE_DSN=http://default:secret@ch1:8123/linli LINLI_KAFKA_BROKERS=k1:9092,k2:9092 linli serve
  linli serve --roles engine,broker        # and beside it, as often as you like:
  LINLI_CLICKHOUSE_DSN=http://127.0.0.1:8123/linli LINLI_KAFKA_BROKERS=127.0.0.1:9092 linli serve --roles ingest`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			cfg, err := g.read()
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("roles") {
				cfg.Roles = names
			}
			if cmd.Flags().Changed("listen") {
				cfg.Web.Listen = listen
			}
			if err := cfg.finish(); err != nil {
				return err
			}
			return serve(cmd.Context(), cfg)
		},
	}
	cmd.Flags().StringSliceVar(&names, "roles", nil, "parts to run: "+strings.Join(roleNames, ",")+" (default all)")
	cmd.Flags().StringVar(&listen, "listen", "", "address of pages, collector, health and metrics; off is none (default web.listen)")
	return cmd
}

// serve starts the roles in the order in which they need each other and runs until the context ends.
func serve(ctx context.Context, cfg Config) (err error) {
	r, err := cfg.roles()
	if err != nil {
		return err
	}
	if err := cfg.servable(r); err != nil {
		return err
	}
	if r.engine || r.broker || r.pages { // the others keep nothing
		if err := cfg.dataDir(); err != nil {
			return err
		}
	}
	s, err := newStack(cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	if cfg.Web.Listen != off {
		if err := s.listen(); err != nil {
			return err
		}
	}
	if r.database() {
		if err := s.openDB(ctx, cfg.ClickHouse.HTTP); err != nil {
			return err
		}
		if len(cfg.Roles) > 0 && r.engine && !s.db.Embedded() {
			return fmt.Errorf("another linli process runs the engine of %s: stop it, or leave engine out of roles", cfg.ClickHouse.DSN)
		}
	}
	if r.kafka() {
		if err := s.openKafka(ctx); err != nil {
			return err
		}
	}
	if r.ingest {
		s.startSink()
	}
	if r.jobs {
		if err := s.startScheduler(); err != nil {
			return err
		}
		if err := s.startMessages(); err != nil {
			return err
		}
	}
	if s.web != nil {
		if _, err := s.startWeb(r); err != nil {
			return err
		}
	}
	s.announce(r)
	return s.wait(ctx)
}

// announce says what runs, and where other processes and people reach it.
func (s *stack) announce(r roles) {
	var at []any
	if len(s.cfg.Roles) > 0 {
		at = append(at, "roles", strings.Join(s.cfg.Roles, ","))
	}
	if r.engine && s.db.HTTPAddr() != "" {
		at = append(at, "clickhouse", "http://"+s.db.HTTPAddr())
	}
	if r.broker {
		at = append(at, "kafka", s.cluster.Brokers[0])
	}
	if r.pages {
		at = append(at, "pages", s.url())
	}
	if r.collect {
		at = append(at, "collector", s.url()+"/v1/events")
	}
	if !r.web() && s.web != nil {
		at = append(at, "metrics", s.url()+"/metrics")
	}
	s.log.Info("serving", at...)
}

// listen takes the web address first: a taken port should be told before anything is opened.
func (s *stack) listen() error {
	ln, err := net.Listen("tcp", s.cfg.Web.Listen)
	if err != nil {
		return fmt.Errorf("pages cannot listen on %s: %w: stop what uses the port, or set web.listen (LINLI_WEB_LISTEN) to another", s.cfg.Web.Listen, err)
	}
	s.web = ln
	return nil
}

// url is what a person types to see the pages.
func (s *stack) url() string {
	if s.cfg.Web.PublicURL != "" {
		return s.cfg.Web.PublicURL
	}
	return "http://" + s.web.Addr().String()
}

// startWeb serves on the listener what the roles ask for. The site is nil without pages.
func (s *stack) startWeb(r roles) (site *dashboards.Site, err error) {
	mux := http.NewServeMux()
	if r.collect {
		collector := collect.New(collect.Options{Producer: s.producer, Keys: s.cfg.Collector.Keys, Rate: float64(s.cfg.Collector.Rate),
			Burst: s.cfg.Collector.Burst, InFlight: int64(s.cfg.Collector.InFlight) << 20, Log: s.log, Metrics: s.registry})
		mux.Handle("/v1/events", collector)
		mux.Handle("/v1/events/{$}", collector)
		if s.db != nil { // a process that only collects knows no ClickHouse
			mux.Handle("/v1/optout", collector.OptOut(s.optOut))
		}
	}
	if r.pages {
		if site, err = s.site(); err != nil {
			return nil, err
		}
		mux.Handle("/", site.Handler())
	} else {
		s.watch(mux)
	}
	if site != nil {
		s.keepAhead(site)
	}
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: 2 * time.Minute}
	go func() {
		if err := server.Serve(s.web); !errors.Is(err, http.ErrServerClosed) {
			s.failed <- fmt.Errorf("pages: %w", err)
		}
	}()
	s.onStop(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			return server.Close() // somebody holds a connection open
		}
		return nil
	})
	return site, nil
}

// keepAhead has the board's usual questions asked before somebody does, until the end.
func (s *stack) keepAhead(site *dashboards.Site) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		site.KeepAhead(ctx)
	}()
	s.onStop(func() error {
		cancel()
		<-done
		return nil
	})
}

// site makes the pages.
func (s *stack) site() (*dashboards.Site, error) {
	secret, err := s.cfg.secret()
	if err != nil {
		return nil, err
	}
	url := s.cfg.Web.PublicURL
	if s.web != nil {
		url = s.url()
	}
	return dashboards.New(s.db, dashboards.Options{Secret: secret, Log: s.log, Registry: s.registry, PublicURL: url, Ready: s.ready, Demo: s.demo, Fresh: fresh, Wait: blockWait, Statement: master.TakeStatement})
}

// fresh is how old a page may be next to what another process has written; what this one writes is seen at once.
const fresh = 500 * time.Millisecond

// blockWait is how long a page waits for a block before it goes out without it.
const blockWait = 1500 * time.Millisecond

// dataDir makes the data folder, or says why it cannot.
func (c *Config) dataDir() error {
	if err := os.MkdirAll(c.Dir, 0o750); err != nil {
		return fmt.Errorf("the data folder cannot be made: %w: choose another with --dir", err)
	}
	probe, err := os.CreateTemp(c.Dir, ".probe-*")
	if err != nil {
		return fmt.Errorf("the data folder cannot be written: %w: choose another with --dir", err)
	}
	_ = probe.Close()
	return os.Remove(probe.Name())
}
