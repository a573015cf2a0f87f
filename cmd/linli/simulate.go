package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/scenario"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/ingest/topic"
)

func simulateCommand(g *shared) *cobra.Command {
	var s simulation
	var until string
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "Send realistic events into Kafka as fast as it takes them, for load tests",
		Long: `Send the events of a simulated world into Kafka: clicks, orders and shares of
users who live, order and share as in the demo, with ids as long as WeChat's. The
same flags give the same bytes. Some events can be sent twice, late, or followed
by a broken copy; the summary says what a receiver must have counted in the end.

A load test keeps off an installation that holds anything else: choose another
folder with --dir, or say --force. Load tests of different seeds may be mixed.`,
		Example: `  linli simulate --events 5000000 --dir /tmp/load
  linli simulate --rate 1000 --events 60000 --dir /tmp/load
  linli simulate --duplicate 0.01 --late 0.02 --broken 0.001 --dir /tmp/load --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			day, err := time.ParseInLocation(time.DateOnly, until, simulate.Zone)
			if err != nil {
				return fmt.Errorf("--until is %q: take a day such as %s", until, simulate.Default().Today.Format(time.DateOnly))
			}
			s.until, s.out, s.p = day, cmd.OutOrStdout(), newProgress(os.Stderr)
			if err := s.check(); err != nil {
				return err
			}
			return s.run(cmd, g)
		},
	}
	f := cmd.Flags()
	f.Int64Var(&s.events, "events", 1_000_000, "how many different events")
	f.Float64Var(&s.rate, "rate", 0, "messages per second; 0 is as fast as Kafka takes them")
	f.Uint64Var(&s.seed, "seed", 1, "which world; other seeds have other users, orders and events")
	f.IntVar(&s.stores, "stores", 0, "of the world (default: as many as the events need)")
	f.IntVar(&s.days, "days", 0, "of the world (default: as many as the events need)")
	f.StringVar(&until, "until", simulate.Default().Today.Format(time.DateOnly), "day before which the world's events lie")
	f.Float64Var(&s.shares.Duplicate, "duplicate", 0, "share of events sent twice, such as 0.01")
	f.Float64Var(&s.shares.Late, "late", 0, "share of events sent late")
	f.DurationVar(&s.shares.LateBy, "late-by", 14*24*time.Hour, "how late at most, by event time; 0 is a few thousand messages")
	f.Float64Var(&s.shares.Broken, "broken", 0, "share of events followed by a broken copy")
	f.BoolVar(&s.master, "master", false, "write the world's stores, products and campaigns into ClickHouse first")
	f.BoolVar(&s.fraud, "fraud", false, "plant people who earn commission by cheating: orders through own shares, rings, bursts, refunds after payment")
	f.BoolVar(&s.force, "force", false, "send, whatever the installation holds")
	f.BoolVar(&s.json, "json", false, "print the summary as one line of JSON")
	return cmd
}

// simulation is one load test.
type simulation struct {
	events              int64
	rate                float64
	seed                uint64
	stores, days        int
	until               time.Time
	shares              simulate.Shares
	master, force, json bool
	fraud               bool

	p   *progress
	out io.Writer
}

func (s *simulation) check() error {
	for _, f := range []struct {
		name  string
		value float64
	}{{"duplicate", s.shares.Duplicate}, {"late", s.shares.Late}, {"broken", s.shares.Broken}} {
		if !(f.value >= 0 && f.value <= 1) {
			return fmt.Errorf("--%s is %v: take a share from 0 to 1, such as 0.01", f.name, f.value)
		}
	}
	switch {
	case s.events < 1:
		return fmt.Errorf("--events is %d: take at least 1", s.events)
	case !(s.rate >= 0 && s.rate <= 1e9):
		return fmt.Errorf("--rate is %v: take messages per second, or 0 for as fast as Kafka takes them", s.rate)
	case s.stores < 0 || s.days < 0:
		return errors.New("--stores and --days must not be negative; 0 takes as many as the events need")
	case s.shares.LateBy < 0:
		return fmt.Errorf("--late-by is %s: take a time such as 72h", s.shares.LateBy)
	case s.until.After(time.Now()):
		return fmt.Errorf("--until is %s, in the future, where no event is taken: take a day up to today", s.until.Format(time.DateOnly))
	}
	return nil
}

func (s *simulation) run(cmd *cobra.Command, g *shared) error {
	ctx := cmd.Context()
	cfg, err := g.load()
	if err != nil {
		return err
	}
	quiet(&cfg)
	world := simulate.Sized(s.seed, s.events, s.stores, s.days)
	world.Today, world.Fraud = s.until, s.fraud
	w, err := simulate.New(world)
	if err != nil {
		return err
	}
	cluster, closeKafka, err := reach(cmd, cfg)
	if err != nil {
		return err
	}
	defer closeKafka()
	if err := s.prepare(cmd, g, cluster, w); err != nil {
		return err
	}
	sum := simulated{Seed: s.seed, Stores: world.Stores, Days: world.Days, counts: &simulate.Counts{}}
	stream := w.Stream(s.events, &sum.totals)
	stream, sum.counts = simulate.Spoil(s.seed, s.shares, stream)
	producer := cluster.NewProducer()
	s.p.begin("simulated events")
	began, used := time.Now(), cpuTime()
	sent, err := scenario.Produce(ctx, producer, measured(stream, &sum.Bytes), scenario.Pace{Rate: s.rate, Tell: func(sent int64) {
		s.p.at("%s of %s messages acknowledged, %s/s", thousands(sent), thousands(s.events), thousands(int64(float64(sent)/time.Since(began).Seconds())))
	}})
	if err := errors.Join(err, producer.Close()); err != nil {
		s.p.end("stopped after %s messages; the same command again sends the same events, of which none counts twice", thousands(sent))
		return err
	}
	sum.finish(time.Since(began), cpuTime()-used)
	s.p.end("%s messages acknowledged by Kafka", thousands(sent))
	if s.json {
		return json.NewEncoder(s.out).Encode(sum)
	}
	return sum.write(s.out)
}

// prepare looks whether the installation may take a load test, and writes master data if asked to.
func (s *simulation) prepare(cmd *cobra.Command, g *shared, cluster topic.Cluster, w *simulate.World) error {
	if s.force && !s.master {
		return nil
	}
	waiting, err := held(cmd.Context(), cluster)
	if err != nil {
		return err
	}
	data, err := openStack(cmd, g)
	if err != nil {
		return err
	}
	if !s.force {
		if err = scenario.ClaimLoadTest(cmd.Context(), data.db, waiting); err != nil {
			err = fmt.Errorf("%w, or say --force", err)
		}
	}
	if err == nil && s.master {
		err = scenario.WriteMaster(cmd.Context(), data.db, w)
	}
	return errors.Join(err, data.stop()) // the engine has no part in what follows
}
