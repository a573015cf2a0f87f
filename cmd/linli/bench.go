package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/ingest/scenario"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/ingest/topic"
)

func benchCommand(g *shared) *cobra.Command {
	cmd := &cobra.Command{Use: "bench", Short: "Measure the product on this machine", Args: cobra.NoArgs}
	cmd.AddCommand(benchIngestCommand(g), benchFreshnessCommand(g), benchWorkerCommand(g), benchJobsCommand(g), benchPagesCommand(g))
	return cmd
}

// ingestReport is what `bench ingest --json` prints.
type ingestReport struct {
	Events  int64          `json:"events"`
	Bytes   float64        `json:"bytes_per_event"`
	Kafka   string         `json:"kafka"` // embedded or the brokers
	Results []bench.Result `json:"results"`
	Ratio   float64        `json:"ratio"` // our rate over the engine's best; 0 if either was left out
}

func benchIngestCommand(g *shared) *cobra.Command {
	var events int64
	var seed uint64
	var asJSON bool
	var ways []string
	cmd := &cobra.Command{
		Use:   "ingest",
		Short: "Measure Kafka to ClickHouse: ours against ClickHouse's own Kafka engine",
		Long: `Send simulated events of all three types through Kafka and measure, one after the
other and each in a process of its own: our sink, which recognises duplicates, and
ClickHouse's own Kafka engine with a materialized view, with one and two consumers
for each topic, which does not. Both from the first rows that can be queried to the last.

Without kafka.brokers a broker is started for the measurement, in a process of its own;
with them their topics must be empty. Nothing of the data folder is touched.`,
		Example: `  linli bench ingest
  linli bench ingest --events 2000000 --json
  linli bench ingest --ways ours`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			for _, way := range ways {
				if !slices.Contains(bench.Ways, way) {
					return fmt.Errorf("--ways: %q is none of %s", way, strings.Join(bench.Ways, ", "))
				}
			}
			if events < 1000 {
				return errors.New("--events: at least 1000, to have something to measure")
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
			report := ingestReport{Events: events, Kafka: strings.Join(cfg.Kafka.Brokers, ",")}
			cluster, stop, err := benchBroker(cmd.Context(), cfg, dir)
			if err != nil {
				return err
			}
			defer stop()
			p := newProgress(os.Stderr)
			if report.Bytes, err = benchEvents(cmd.Context(), cluster, seed, events, p); err != nil {
				return err
			}
			for _, way := range ways {
				r, err := benchWay(cmd.Context(), p, way, filepath.Join(dir, way), cluster, events)
				if err != nil {
					return err
				}
				report.Results = append(report.Results, r)
			}
			if report.Kafka == "" {
				report.Kafka = "embedded"
			}
			report.Ratio = ratio(report.Results)
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(report)
			}
			return report.write(cmd.OutOrStdout())
		},
	}
	cmd.Flags().Int64Var(&events, "events", 5_000_000, "how many events, of all three types")
	cmd.Flags().Uint64Var(&seed, "seed", 1, "of the simulated world")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON; ratio is ours over the engine's best")
	cmd.Flags().StringSliceVar(&ways, "ways", bench.Ways, "what to measure")
	return cmd
}

// benchEvents fills the topics.
func benchEvents(ctx context.Context, c topic.Cluster, seed uint64, n int64, p *progress) (bytes float64, err error) {
	for _, name := range topic.All {
		ends, err := c.Ends(ctx, name)
		if err != nil {
			return 0, err
		}
		for partition, end := range ends {
			if end > 0 {
				return 0, fmt.Errorf("topic %s/%d holds messages already: a measurement needs a Kafka of its own", name, partition)
			}
		}
	}
	producer := c.NewProducer()
	p.begin("events")
	started, size := time.Now(), int64(0)
	stream := func(yield func(simulate.Message) bool) {
		for m := range simulate.Stream(seed, n) {
			size += int64(len(m.Value))
			if !yield(m) {
				return
			}
		}
	}
	sent, err := scenario.Produce(ctx, producer, stream, scenario.Pace{Tell: func(sent int64) { p.at("%s of %s in Kafka", thousands(sent), thousands(n)) }})
	if err := errors.Join(err, producer.Close()); err != nil {
		return 0, err
	}
	p.end("%s of %d bytes in Kafka, %s", thousands(sent), size/n, rate(sent, time.Since(started)))
	return float64(size) / float64(n), nil
}

// benchWay measures one way in a process of its own.
func benchWay(ctx context.Context, p *progress, way, dir string, c topic.Cluster, events int64) (r bench.Result, err error) {
	p.begin(way)
	out, err := benchTry(ctx, p, way, dir, c, events)
	for try := 1; err != nil && strings.Contains(err.Error(), bench.ErrStalled.Error()) && try < 4; try++ {
		p.end("stalled, measured again")
		p.begin(way)
		out, err = benchTry(ctx, p, way, dir, c, events)
	}
	if err != nil {
		return r, fmt.Errorf("measure %s: %w", way, err)
	}
	if err := json.Unmarshal(out, &r); err != nil {
		return r, fmt.Errorf("measure %s: %w in %.200q", way, err, out)
	}
	p.end("%s/s, %.2f µs of CPU an event", thousands(int64(r.Rate)), r.CPUMicros)
	return r, os.RemoveAll(dir)
}

// benchTry starts from an empty folder.
func benchTry(ctx context.Context, p *progress, way, dir string, c topic.Cluster, events int64) ([]byte, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	return benchProcess(ctx, p, events, "--dir", dir, "bench", "worker", way, "--events", strconv.FormatInt(events, 10), "--brokers", strings.Join(c.Brokers, ","))
}

func ratio(results []bench.Result) float64 {
	ours, engine := 0., 0.
	for _, r := range results {
		if r.Way == "ours" {
			ours = r.Rate
		} else {
			engine = max(engine, r.Rate)
		}
	}
	if engine == 0 {
		return 0
	}
	return ours / engine
}

func (r ingestReport) write(w io.Writer) error {
	fmt.Fprintf(w, "%s events of %.0f bytes, Kafka: %s\n\n", thousands(r.Events), r.Bytes, r.Kafka)
	fmt.Fprintf(w, "%-10s %12s %10s %14s %12s %12s %7s\n", "", "events/s", "seconds", "µs CPU/event", "peak RSS", "of it Go", "parts")
	for _, x := range r.Results {
		fmt.Fprintf(w, "%-10s %12s %10.1f %14.2f %9d MB %9d MB %7d\n", x.Way, thousands(int64(x.Rate)), x.Seconds, x.CPUMicros, x.PeakRSS>>20, x.OwnMemory>>20, x.Parts)
	}
	for _, x := range r.Results {
		if x.Missing > 0 {
			fmt.Fprintf(w, "%s never fetched %s events; its rate is that of the others\n", x.Way, thousands(x.Missing))
		}
		if len(x.Stages) == 0 {
			continue
		}
		fmt.Fprintf(w, "\nshare of %s's time per stage (stages overlap):", x.Way)
		for _, stage := range []string{"fetch", "decode", "dedup", "insert", "ledger"} {
			fmt.Fprintf(w, " %s %.0f %%", stage, 100*x.Stages[stage])
		}
		fmt.Fprintln(w)
	}
	if r.Ratio > 0 {
		fmt.Fprintf(w, "ours over the engine's best: %.2f\n", r.Ratio)
	}
	return nil
}
