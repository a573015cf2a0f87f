package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/scenario"
	"github.com/linli-project/linli/jobs"
)

func demoCommand(g *shared) *cobra.Command {
	var d demo
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Show the running product on a simulated community, or on a year of real orders",
		Long: `Start everything in one process, load a world through Kafka, run the jobs and
serve the pages, with one-click sign-in links for the three kinds of readers.
A second start on the same folder goes on where the first stopped.`,
		Example: `  linli demo
  linli demo --scenario completejourney --dir /tmp/journey
  linli demo --once                        # load, run, fetch every page, print JSON, stop`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if !slices.Contains(scenario.Names, d.scenario) {
				return fmt.Errorf("no scenario %q: there are %s", d.scenario, strings.Join(scenario.Names, ", "))
			}
			cfg, err := g.load()
			if err != nil {
				return err
			}
			if g.dir == "" { // the product's own data stay apart from a demo's
				g.dir = filepath.Join(cfg.Dir, "demo-"+d.scenario)
				if cfg, err = g.load(); err != nil {
					return err
				}
			}
			quiet(&cfg)
			s, err := newStack(cfg)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.stop()) }()
			s.demo = true
			d.s, d.out = s, cmd.OutOrStdout()
			d.p = newProgress(os.Stderr)
			return d.run(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&d.once, "once", false, "load, run, fetch every page, print a JSON summary as the last line, and stop")
	cmd.Flags().StringVar(&d.scenario, "scenario", scenario.Simulated, "the world: "+strings.Join(scenario.Names, " or "))
	cmd.Flags().Uint64Var(&d.options.Seed, "seed", 1, "seed of the simulated world")
	cmd.Flags().BoolVar(&d.options.Small, "small", false, "a simulated world of two stores and ten days, for a quick look")
	return cmd
}

type demo struct {
	once     bool
	scenario string
	options  scenario.Options

	s       *stack
	p       *progress
	out     io.Writer
	world   scenario.World
	target  scenario.Target
	runs    []jobs.Run
	lastDay time.Time
}

func (d *demo) run(ctx context.Context) error {
	started := time.Now()
	fmt.Fprintln(os.Stderr, "Linli 邻里 demo, scenario "+d.scenario+", data in "+d.s.cfg.Dir)
	for _, step := range []func(context.Context) error{d.start, d.load, d.work} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if err := d.s.startScheduler(); err != nil {
		return err
	}
	site, err := d.s.startWeb(roles{collect: true, pages: true})
	if err != nil {
		return err
	}
	who, err := d.accounts(ctx, site)
	if err != nil {
		return err
	}
	if d.once {
		return d.summary(ctx, who)
	}
	d.s.goRun("live events", func(ctx context.Context) error { return d.world.Live(ctx, d.target) })
	d.welcome(who, time.Since(started))
	return d.s.wait(ctx)
}

// start opens engine, broker and sink.
func (d *demo) start(ctx context.Context) error {
	d.p.begin("ClickHouse and Kafka")
	if err := d.s.cfg.dataDir(); err != nil {
		return err
	}
	if err := d.s.listen(); err != nil {
		return err
	}
	if err := d.s.openDB(ctx, d.s.cfg.ClickHouse.HTTP); err != nil {
		return err
	}
	if err := d.s.openKafka(ctx); err != nil {
		return err
	}
	d.s.startSink()
	d.p.end("embedded, SQL on %s, Kafka on %s", orOff(d.s.db.HTTPAddr()), strings.Join(d.s.cluster.Brokers, ", "))
	return nil
}

func orOff(addr string) string {
	if addr == "" {
		return "(off)"
	}
	return addr
}

// load brings the world in and waits until every event is counted.
func (d *demo) load(ctx context.Context) error {
	var loaded bool
	var err error
	if d.world, loaded, err = scenario.Open(ctx, d.s.db, d.scenario, d.options, time.Now()); err != nil {
		return err
	}
	d.lastDay = d.world.LastDay(time.Now())
	d.target = scenario.Target{DB: d.s.db, Producer: d.s.producer, Log: d.s.log}
	if !loaded || d.scenario == scenario.Simulated { // a simulated world goes on since the last start
		d.p.begin("events through Kafka")
		d.target.Tell = func(done, total int64) { d.p.at("%d %% sent", 100*done/max(1, total)) }
		sent, err := d.world.Load(ctx, d.target)
		if err != nil {
			return err
		}
		d.target.Tell = nil
		d.p.end("%s sent", thousands(sent))
	}
	d.p.begin("into ClickHouse")
	var total int64
	err = d.s.caughtUp(ctx, func(done, all int64) {
		total = all
		d.p.at("%s of %s", thousands(done), thousands(all))
	})
	if err != nil {
		return err
	}
	d.p.end("%s messages counted", thousands(total))
	return nil
}

// work runs what is due, by the world's last day.
func (d *demo) work(ctx context.Context) error {
	if d.scenario != scenario.Simulated {
		d.s.runner.Last = d.lastDay
	}
	if d.options.Small || d.scenario != scenario.Simulated {
		d.s.runner.Nights = 3 // enough to look at
	}
	if err := d.s.runner.Recover(ctx); err != nil {
		return err
	}
	for _, job := range jobs.All {
		d.p.begin("job " + job.Name)
		runs, err := d.s.runner.RunDue(ctx, job, "demo")
		if err != nil {
			return err
		}
		d.runs = append(d.runs, runs...)
		var rows uint64
		for _, r := range runs {
			rows += r.Rows
		}
		d.p.end("%d days, %s rows", len(runs), thousands(rows))
	}
	return nil
}
