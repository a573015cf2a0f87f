package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/broker"
	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/replay"
	"github.com/linli-project/linli/ingest/topic"
)

func replayCommand(g *shared) *cobra.Command {
	var as, zone string
	var rename map[string]string
	var dry, fromStart bool
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "Send the events of a JSONL, CSV or Parquet file through Kafka, by the same door as live ones",
		Long: `Send the events of a file through Kafka. JSON Lines hold events as on the wire;
CSV and Parquet have columns named as the wire's fields, orders one row per line.
A replay may be repeated: what is stored does not count twice. One that was
interrupted goes on where Kafka had acknowledged, unless the file has changed.

A running serve or demo stores the events; without one they wait in Kafka.`,
		Example: `  linli replay clicks.jsonl --as click
  linli replay orders.csv.gz --as order --timezone Asia/Shanghai --column member=user_id --dry-run
  linli replay orders.parquet --as order --from-start`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			typ := event.Type(as)
			if !slices.Contains(event.Types, typ) {
				return fmt.Errorf("--as is %q: take click, order or share", as)
			}
			cfg, err := g.load()
			if err != nil {
				return err
			}
			opt := replay.Options{Columns: rename, Preview: previewRows}
			if zone != "" {
				if opt.Location, err = time.LoadLocation(zone); err != nil {
					return fmt.Errorf("--timezone: %w", err)
				}
			}
			p := newProgress(os.Stderr)
			var pc pace
			began, before := time.Now(), int64(-1)
			opt.Progress = func(r replay.Result) {
				if before < 0 {
					began, before = time.Now(), r.Sent
				}
				p.at("%s, %s", pc.text(r.Sent, "events", r.At, time.Now()), rate(r.Sent-before, time.Since(began)))
			}
			if dry {
				return checkReplay(cmd, args[0], typ, opt, p)
			}
			src, err := replay.Open(args[0], typ, opt)
			if err != nil {
				return err
			}
			defer func() { _ = src.Close() }()
			cluster, closeKafka, err := reach(cmd, cfg)
			if err != nil {
				return err
			}
			defer closeKafka()
			id, err := cluster.Identity(cmd.Context(), typ.Topic())
			if err != nil {
				return err
			}
			src.Resume(replay.Resume{Dir: filepath.Join(cfg.Dir, "replay"), Topic: id, FromStart: fromStart})
			producer := cluster.NewProducer()
			p.begin("replay " + as)
			started := time.Now()
			r, err := replay.Send(cmd.Context(), src, producer)
			if err := errors.Join(err, producer.Close()); err != nil {
				return err
			}
			p.end("%s events acknowledged by Kafka, %s of them refused, %s", thousands(r.Sent), thousands(r.Refused), rate(r.Sent-r.Before, time.Since(started)))
			if r.Before > 0 {
				fmt.Fprintf(os.Stderr, "  went on after %s events that an earlier replay had sent; --from-start begins anew\n", thousands(r.Before))
			}
			tellFile(r)
			return r.Err()
		},
	}
	cmd.Flags().StringVar(&as, "as", "", "what the file holds: click, order or share")
	cmd.Flags().StringVar(&zone, "timezone", "", "of times without an offset, such as Asia/Shanghai")
	cmd.Flags().StringToStringVar(&rename, "column", nil, "rename a column: FILE_NAME=wire_field, repeatable")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "send nothing: show the first events as read, count, and name the first mistakes")
	cmd.Flags().BoolVar(&fromStart, "from-start", false, "do not go on where an interrupted replay ended")
	_ = cmd.MarkFlagRequired("as")
	return cmd
}

const previewRows = 3

// checkReplay reads the file as a replay would and needs no Kafka.
func checkReplay(cmd *cobra.Command, path string, typ event.Type, opt replay.Options, p *progress) error {
	src, err := replay.Open(path, typ, opt)
	if err != nil {
		return err
	}
	defer func() { _ = src.Close() }()
	p.begin("check " + string(typ))
	r, err := replay.Check(cmd.Context(), src)
	if err != nil {
		return err
	}
	p.end("%s events would be sent, %s of them refused", thousands(r.Sent), thousands(r.Refused))
	for _, line := range r.Preview {
		fmt.Fprintln(cmd.OutOrStdout(), line)
	}
	tellFile(r)
	if r.Found > 0 {
		return fmt.Errorf("%d of %d events would be refused; %d problems, the first: %s: mend these rows first", r.Refused, r.Sent, r.Found, r.Problems[0])
	}
	return nil
}

// tellFile says what stands in the file that no event takes.
func tellFile(r replay.Result) {
	if len(r.Ignored) > 0 {
		fmt.Fprintln(os.Stderr, "  columns that no event has, left out: "+strings.Join(r.Ignored, ", "))
	}
	for _, problem := range r.Problems {
		fmt.Fprintln(os.Stderr, "  "+problem)
	}
}

// reach finds Kafka: the configured brokers, else the embedded one of a running process, else it starts the embedded one.
func reach(cmd *cobra.Command, cfg Config) (topic.Cluster, func(), error) {
	stop := func() {}
	c, err := cfg.Kafka.cluster()
	if err != nil {
		return c, stop, err
	}
	if len(c.Brokers) == 0 {
		log, err := cfg.logger()
		if err != nil {
			return c, stop, err
		}
		b, err := broker.Start(broker.Options{Dir: cfg.Kafka.Dir, Listen: cfg.Kafka.Listen, Log: log})
		var held *broker.HeldError
		switch {
		case errors.As(err, &held) && held.Addr != "": // empty while the other process is still starting
			c.Brokers = []string{held.Addr}
		case errors.Is(err, syscall.EADDRINUSE) && embedded(cmd.Context(), cfg.Kafka.Listen):
			log.Warn("sending to the linli process that runs on another data folder", "kafka", cfg.Kafka.Listen)
			c.Brokers = []string{cfg.Kafka.Listen}
		case err != nil:
			return c, stop, err
		default:
			c.Brokers = []string{b.Addr()}
			stop = func() { _ = b.Close() }
		}
	}
	if err := c.Ensure(cmd.Context()); err != nil {
		stop()
		return c, func() {}, err
	}
	return c, stop, nil
}

// embedded says whether a broker of Linli's own answers there.
func embedded(ctx context.Context, addr string) bool {
	id, err := topic.Cluster{Brokers: []string{addr}}.Ping(ctx)
	return err == nil && id == broker.ClusterID
}
