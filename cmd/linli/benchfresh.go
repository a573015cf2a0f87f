package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/sql"
)

func benchFreshnessCommand(g *shared) *cobra.Command {
	var rate, seconds int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "freshness",
		Short: "Measure how long an event takes until it can be queried",
		Long: `Send simulated events at a steady rate while the sink runs, and measure how long
each takes from the producer until it can be queried. Kafka as in bench ingest.`,
		Example: `  linli bench freshness
  linli bench freshness --rate 10000 --seconds 30 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if rate < 1 || seconds < 1 {
				return errors.New("--rate and --seconds: at least 1")
			}
			cfg, err := g.load()
			if err != nil {
				return err
			}
			dir, err := os.MkdirTemp("", "linli-bench-")
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
			cluster, stop, err := benchBroker(cmd.Context(), cfg, dir)
			if err != nil {
				return err
			}
			defer stop()
			db, err := sql.Open(cmd.Context(), "embedded:"+filepath.Join(dir, "clickhouse"), sql.Options{Library: cfg.ClickHouse.Library, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, db.Close()) }()
			if _, err := sql.Migrate(cmd.Context(), db); err != nil {
				return err
			}
			n := int64(rate) * int64(seconds)
			p := newProgress(os.Stderr)
			p.begin("freshness")
			f, err := bench.MeasureFreshness(cmd.Context(), bench.Task{Cluster: cluster, DB: db, Expected: n, Group: fmt.Sprintf("linli-bench-%d", os.Getpid()),
				Tell: func(stored int64) { p.at("%s of %s stored", thousands(stored), thousands(n)) }}, float64(rate))
			if err != nil {
				return err
			}
			p.end("%s events", thousands(n))
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(f)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s events at %d/s: queryable after %.2f s at the median, %.2f s at p99, %.2f s at most; %d blocks stored, %d parts left\n",
				thousands(f.Events), rate, f.P50/1000, f.P99/1000, f.Max/1000, f.Blocks, f.Parts)
			return nil
		},
	}
	cmd.Flags().IntVar(&rate, "rate", 1000, "events per second, of all three types")
	cmd.Flags().IntVar(&seconds, "seconds", 60, "how long")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
