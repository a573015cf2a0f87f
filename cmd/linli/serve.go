package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards"
	"github.com/linli-project/linli/ingest/collect"
)

func serveCommand(g *shared) *cobra.Command {
	return &cobra.Command{
		Use:   "serve",
		Short: "Run the product: collector, Kafka, sink, jobs and pages",
		Long: `Run the product. Without a configuration everything is embedded in this process:
ClickHouse, a Kafka broker, the sink, the job scheduler, the pages and the
collector (POST /v1/events). Ctrl-C stops it in order; nothing is lost.`,
		Example: `  linli serve
  LINLI_CLICKHOUSE_DSN=http://default:secret@ch1:8123/linli LINLI_KAFKA_BROKERS=k1:9092,k2:9092 linli serve`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			cfg, err := g.load()
			if err != nil {
				return err
			}
			if err := cfg.dataDir(); err != nil {
				return err
			}
			s, err := newStack(cfg)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.stop()) }()
			if err := s.listen(); err != nil {
				return err
			}
			if err := s.openDB(cmd.Context(), cfg.ClickHouse.HTTP); err != nil {
				return err
			}
			if err := s.openKafka(cmd.Context()); err != nil {
				return err
			}
			s.startSink()
			if err := s.startScheduler(); err != nil {
				return err
			}
			if _, err := s.startWeb(); err != nil {
				return err
			}
			s.log.Info("serving", "pages", s.url(), "collector", s.url()+"/v1/events")
			return s.wait(cmd.Context())
		},
	}
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

// startWeb serves pages and collector on the listener.
func (s *stack) startWeb() (*dashboards.Site, error) {
	site, err := s.site()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	collector := collect.New(collect.Options{Producer: s.producer, Keys: s.cfg.Collector.Keys, Log: s.log})
	mux.Handle("/v1/events", collector)
	mux.Handle("/v1/events/{$}", collector)
	mux.Handle("/", site.Handler())
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
	return dashboards.New(s.db, dashboards.Options{Secret: secret, Log: s.log, Registry: s.registry, PublicURL: url, Ready: s.ready, Demo: s.demo})
}

// ready says whether events are being stored and pages can be made.
func (s *stack) ready(ctx context.Context) error {
	if _, err := s.db.Version(ctx); err != nil {
		return err
	}
	if s.sink != nil && !s.sink.Ready() {
		return errors.New("the sink is not storing events: see the log")
	}
	return nil
}

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
