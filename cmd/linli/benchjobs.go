package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/jobs"
	"github.com/linli-project/linli/jobs/bench"
	"github.com/linli-project/linli/sql"
)

// otherJobs are the jobs that are not measured unless asked for: they have figures of their own.
var otherJobs = []string{"daily_facts", "forecast", "demand_outlook", "order_sheet", "forecast_score", "forecast_alarm"}

// jobsReport is what `bench jobs --json` prints.
type jobsReport struct {
	Size    bench.Size      `json:"size"`
	Fill    float64         `json:"fill_seconds"` // 0: it was there
	Disk    uint64          `json:"disk_bytes"`
	Tables  []bench.Table   `json:"tables"`
	Jobs    []bench.Measure `json:"jobs"`
	Seconds float64         `json:"seconds"`
	PeakMiB int64           `json:"peak_mib"`
}

func benchJobsCommand(g *shared) *cobra.Command {
	s, dir, names := bench.Full, "", nightJobs()
	var tenth, asJSON bool
	var profile string
	cmd := &cobra.Command{
		Use:   "jobs",
		Short: "Measure a night's jobs on a chain of any size",
		Long: `Draw a chain inside of ClickHouse, in a folder of its own: orders, clicks and
shares of 90 days, with people who buy by a power law and buy again, and the
daily facts that follow; forecasts, scores and order sheets of the 300 products that
a store sells most are made up, for the pages. Then run each job for the last day, as a night does, and
tell time, CPU, peak memory (of the whole process) and rows published. A folder
that holds such a chain already is used as it is.

With --tenth a chain of a tenth is measured first, in DIR/tenth, and the last
column says what a line costs at full size against that: 1 is the same.
Full size takes some 20 GB of disk and most of an hour to draw on two cores.`,
		Example: `  linli bench jobs --dir /tmp/night --stores 10 --users 10000 --lines 500000 --clicks 2000000
  linli bench jobs --dir /tmp/night --tenth
  linli bench jobs --dir /tmp/night --jobs profile,leader --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if g.dir == "" {
				return errors.New("give --dir, an empty folder or one that this command has filled: nothing else may be in it")
			}
			dir = g.dir
			for _, name := range names {
				if _, err := jobs.Find(name); err != nil {
					return err
				}
			}
			if err := s.Check(); err != nil {
				return err
			}
			var small *jobsReport
			if tenth {
				r, err := measureTenth(cmd.Context(), s.Part(10), filepath.Join(dir, "tenth"), names)
				if err != nil {
					return err
				}
				small = &r
			}
			r, err := measureJobs(cmd.Context(), g, s, dir, names, profile)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(r)
			}
			return r.write(cmd.OutOrStdout(), small)
		},
	}
	cmd.Flags().Uint64Var(&s.Stores, "stores", s.Stores, "stores, each with five communities")
	cmd.Flags().Uint64Var(&s.Users, "users", s.Users, "people")
	cmd.Flags().Uint64Var(&s.Lines, "lines", s.Lines, "order lines")
	cmd.Flags().Uint64Var(&s.Clicks, "clicks", s.Clicks, "clicks; a hundredth as many shares")
	cmd.Flags().Uint64Var(&s.Products, "products", s.Products, "products of the catalogue")
	cmd.Flags().IntVar(&s.Days, "days", s.Days, "days")
	cmd.Flags().StringSliceVar(&names, "jobs", names, "what to measure")
	cmd.Flags().StringVar(&profile, "cpuprofile", "", "write a CPU profile of the jobs for go tool pprof into this file; what ClickHouse does shows as one line")
	cmd.Flags().BoolVar(&tenth, "tenth", false, "measure a tenth first, and compare")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func nightJobs() []string {
	return slices.DeleteFunc(jobs.Names(), func(name string) bool { return slices.Contains(otherJobs, name) })
}

// measureTenth measures in a process of its own: an engine holds one folder, and memory is to be counted apart.
func measureTenth(ctx context.Context, s bench.Size, dir string, names []string) (r jobsReport, err error) {
	self, err := os.Executable()
	if err != nil {
		return r, err
	}
	n := func(v uint64) string { return strconv.FormatUint(v, 10) }
	child := exec.CommandContext(ctx, self, "bench", "jobs", "--json", "--dir", dir, "--stores", n(s.Stores), "--users", n(s.Users), "--lines", n(s.Lines),
		"--clicks", n(s.Clicks), "--products", n(s.Products), "--days", strconv.Itoa(s.Days), "--jobs", strings.Join(names, ","))
	child.Stderr = os.Stderr
	out, err := child.Output()
	if err != nil {
		return r, fmt.Errorf("measure a tenth: %w", err)
	}
	return r, json.Unmarshal(out, &r)
}

// sizeName is the setting by which a folder is known to hold a chain, and which.
const sizeName = "bench_jobs"

func measureJobs(ctx context.Context, g *shared, s bench.Size, dir string, names []string, profile string) (r jobsReport, err error) {
	r.Size = s
	cfg, err := g.load()
	if err != nil {
		return r, err
	}
	location, err := cfg.location()
	if err != nil {
		return r, err
	}
	if err := cfg.dataDir(); err != nil {
		return r, err
	}
	db, err := sql.Open(ctx, "embedded:"+filepath.Join(dir, "clickhouse"), sql.Options{Library: cfg.ClickHouse.Library})
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := sql.Migrate(ctx, db); err != nil {
		return r, err
	}
	p := newProgress(os.Stderr)
	started := time.Now()
	filled, err := fillOnce(ctx, db, s, dir, p)
	if err != nil {
		return r, err
	}
	if filled {
		r.Fill = time.Since(started).Seconds()
	}
	if r.Tables, err = bench.Disk(ctx, db); err != nil {
		return r, err
	}
	for _, t := range r.Tables {
		r.Disk += t.Bytes
	}
	if profile != "" {
		f, err := os.Create(profile)
		if err != nil {
			return r, fmt.Errorf("--cpuprofile: %w", err)
		}
		defer func() { _ = f.Close() }()
		if err := pprof.StartCPUProfile(f); err != nil {
			return r, fmt.Errorf("--cpuprofile: %w", err)
		}
		defer pprof.StopCPUProfile()
	}
	p.begin("jobs")
	r.Jobs, err = bench.Night(ctx, db, s, names, &jobs.Runner{Location: location, Log: slog.New(slog.DiscardHandler)}, func(job string) { p.at("%s", job) })
	for _, m := range r.Jobs {
		r.Seconds += m.Seconds
		r.PeakMiB = max(r.PeakMiB, m.PeakMiB)
	}
	p.end("%d, %.0f s", len(r.Jobs), r.Seconds)
	return r, err
}

// fillOnce draws the chain unless the folder holds this one.
func fillOnce(ctx context.Context, db *sql.DB, s bench.Size, dir string, p *progress) (bool, error) {
	size, err := json.Marshal(s)
	if err != nil {
		return false, err
	}
	var there string
	if _, err := db.GetText(ctx, &there, "SELECT value FROM setting FINAL WHERE name = {name:String}", sql.Params{"name": sizeName}); err != nil {
		return false, err
	}
	if there == string(size) {
		return false, nil
	}
	var stores uint64
	if _, err := db.GetText(ctx, &stores, "SELECT (SELECT count() FROM store) + (SELECT count() FROM click) + (SELECT count() FROM job_run) AS n", nil); err != nil {
		return false, err
	}
	if there != "" || stores > 0 {
		return false, fmt.Errorf("%s holds another chain, a half drawn one, or something else: give an empty folder", dir)
	}
	step := ""
	err = bench.Fill(ctx, db, s, func(now string, done, total uint64) {
		if now != step {
			if step != "" {
				p.end("done")
			}
			step = now
			p.begin(now)
		}
		p.at("%s of %s", thousands(done), thousands(total))
	})
	if err != nil {
		return false, err
	}
	p.end("done")
	return true, db.Exec(ctx, "INSERT INTO setting (name, value, updated_at) SELECT {name:String}, {value:String}, now64(3, 'UTC')", sql.Params{"name": sizeName, "value": string(size)})
}

func (r jobsReport) write(w io.Writer, small *jobsReport) error {
	s := r.Size
	fmt.Fprintf(w, "%s stores, %s people, %s order lines, %s clicks, %d days; %.1f GB on disk", thousands(s.Stores), thousands(s.Users), thousands(s.Lines), thousands(s.Clicks),
		s.Days, float64(r.Disk)/1e9)
	if r.Fill > 0 {
		fmt.Fprintf(w, ", drawn in %.0f s", r.Fill)
	}
	fmt.Fprint(w, "\n\n")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "job\tseconds\tCPU s\tpeak MiB\trows\ts per million lines\tagainst a tenth\t")
	for i, m := range r.Jobs {
		against := "-"
		if small != nil && i < len(small.Jobs) && small.Jobs[i].PerMLine > 0 {
			against = fmt.Sprintf("%.2f", m.PerMLine/small.Jobs[i].PerMLine)
		}
		fmt.Fprintf(t, "%s\t%.1f\t%.1f\t%s\t%s\t%.2f\t%s\t\n", m.Job, m.Seconds, m.CPU, thousands(m.PeakMiB), thousands(m.Rows), m.PerMLine, against)
	}
	fmt.Fprintf(t, "all\t%.1f\t\t%s\t\t%.2f\t\t\n", r.Seconds, thousands(r.PeakMiB), r.Seconds/(float64(s.Lines)/1e6))
	if err := t.Flush(); err != nil {
		return err
	}
	for _, m := range r.Jobs {
		if m.Error != "" {
			fmt.Fprintf(w, "%s failed: %s\n", m.Job, m.Error)
		}
	}
	return nil
}
