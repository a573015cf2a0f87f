package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards"
	"github.com/linli-project/linli/dashboards/load"
	"github.com/linli-project/linli/ingest/bench"
)

// pagesReport is what `bench pages --json` prints.
type pagesReport struct {
	load.Report
	Stores  int     `json:"stores"`
	Clicks  uint64  `json:"clicks_stored"`
	Lines   uint64  `json:"order_lines_stored"`
	Shares  uint64  `json:"shares_stored"`
	LimitMS float64 `json:"limit_ms"`
	CPU     float64 `json:"cores_used"` // of the process: the site, ClickHouse and those who click
	Cores   int     `json:"cores"`
	PeakMiB int64   `json:"peak_mib"`
	Over    int     `json:"over_limit"`
}

func benchPagesCommand(g *shared) *cobra.Command {
	o := load.Options{Seed: 1}
	var people int
	var limit time.Duration
	var asJSON, parts bool
	cmd := &cobra.Command{
		Use:   "pages",
		Short: "Measure every page while many people click",
		Long: `Start the site on the data of --dir, on loopback, and let people click through all
pages of their roles: of ten people five own a store or two, three tune ranges and
two manage. Between two clicks lies a pause, exponential around --think. Each click
asks for another store, day, period or filter, so that no answer is ready by chance.
The people have accounts of the moment; nothing is written into the data.

A page is measured from the click to the last byte of the page and of all parts that
it loads by itself, six at a time, as a browser does. The hours of the clock are those
of the morning after the last day with facts. CPU and memory are of the whole process,
ClickHouse and those who click included.

The command fails if the p95 of a page is over --limit or a page failed. Files to take
home (reports, exports) are listed and not held to the limit.`,
		Example: `  linli bench jobs --dir /tmp/night --stores 100 --users 100000 --lines 5000000 --clicks 20000000
  linli bench pages --dir /tmp/night --people 20 --duration 60s
  linli bench pages --dir /tmp/night --think 5s --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case g.dir == "":
				return errors.New("give --dir, a data folder: that of linli bench jobs, of a demo, or your own; nothing is written into its tables")
			case people < 1 || people > 10_000:
				return fmt.Errorf("--people is %d: take 1 to 10000", people)
			case o.Duration < time.Second || o.Warm < 0 || o.Think < 0 || limit <= 0:
				return errors.New("--duration is a second at least, --limit more than nothing, --warm and --think not below 0")
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt)
			defer stop()
			r, err := measurePages(ctx, cmd, g, o, people, limit)
			if err != nil {
				return err
			}
			if asJSON {
				err = json.NewEncoder(cmd.OutOrStdout()).Encode(r)
			} else {
				err = r.write(cmd.OutOrStdout(), parts)
			}
			return errors.Join(err, r.verdict(limit))
		},
	}
	cmd.Flags().IntVar(&people, "people", 20, "people who click")
	cmd.Flags().DurationVar(&o.Duration, "duration", time.Minute, "how long they click, after the warm-up")
	cmd.Flags().DurationVar(&o.Warm, "warm", 10*time.Second, "clicks of this time before are not counted")
	cmd.Flags().DurationVar(&o.Think, "think", 2*time.Second, "mean pause between two clicks of one person")
	cmd.Flags().DurationVar(&limit, "limit", 300*time.Millisecond, "longest p95 that a page may have")
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "of what people ask for")
	cmd.Flags().BoolVar(&parts, "parts", false, "list frames and parts of pages as well")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func measurePages(ctx context.Context, cmd *cobra.Command, g *shared, o load.Options, people int, limit time.Duration) (r pagesReport, err error) {
	s, err := openData(cmd, g)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	p := newProgress(os.Stderr)
	if o.Place, err = load.Find(ctx, s.db); err != nil {
		return r, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return r, fmt.Errorf("the site cannot listen on loopback: %w", err)
	}
	o.Base = "http://" + listener.Addr().String()
	// The clock of the site starts at half past seven, on the day on which the newest sheet is looked at.
	shift := time.Until(o.Place.Today.Add(7*time.Hour + 30*time.Minute).In(time.UTC).Add(-8 * time.Hour))
	site, err := dashboards.New(s.db, dashboards.Options{Secret: nil, Log: slog.New(slog.DiscardHandler), PublicURL: o.Base, Fresh: fresh, Wait: blockWait, Now: func() time.Time { return time.Now().Add(shift) }})
	if err != nil {
		return r, errors.Join(err, listener.Close())
	}
	o.People = load.Cast(o.Place, people, o.Seed)
	for i := range o.People {
		who := &o.People[i]
		if who.Link, err = site.Guest(ctx, dashboards.Account{Login: fmt.Sprintf("bench-%d", i), Name: fmt.Sprintf("bench %d", i), Role: who.Role, Stores: who.Stores}); err != nil {
			return r, errors.Join(err, listener.Close())
		}
	}
	server := &http.Server{Handler: site.Handler(), ReadHeaderTimeout: 10 * time.Second}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	defer func() {
		err = errors.Join(err, server.Close())
		if end := <-served; !errors.Is(end, http.ErrServerClosed) {
			err = errors.Join(err, end)
		}
	}()

	ahead, enough := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() { // as linli serve does
		defer close(over)
		site.KeepAhead(ahead)
	}()
	defer func() {
		enough()
		<-over
	}()

	var cpu time.Duration
	p.begin("people")
	o.Begin = func() { cpu = cpuTime() }
	o.Tell = func(clicks int64) { p.at("%s clicks", thousands(clicks)) }
	if r.Report, err = load.Run(ctx, o); err != nil {
		return r, err
	}
	r.CPU, r.PeakMiB, r.Cores = (cpuTime()-cpu).Seconds()/r.Seconds, bench.PeakRSS()>>20, runtime.NumCPU()
	p.end("%d, %s clicks", people, thousands(r.Report.Clicks))
	r.Stores, r.Clicks, r.Lines, r.Shares, r.LimitMS = len(o.Place.Stores), o.Place.Clicks, o.Place.Lines, o.Place.Shares, float64(limit.Microseconds())/1000
	for _, row := range r.Rows {
		if row.Kind == load.Whole && row.P95 > r.LimitMS {
			r.Over++
		}
	}
	return r, nil
}

func (r pagesReport) write(out io.Writer, parts bool) error {
	fmt.Fprintf(out, "%s clicks, %s order lines, %s shares of %s stores; %d people, a click every %s and its answer, %.0f s\n", thousands(r.Clicks), thousands(r.Lines), thousands(r.Shares), thousands(uint64(r.Stores)), r.People, r.Think, r.Seconds) //nolint:gosec // a count
	fmt.Fprintf(out, "%s clicks measured, %.1f a second, %s requests; %.2f of %d cores, at most %s MiB\n\n", thousands(r.Report.Clicks), r.Rate, thousands(r.Asked), r.CPU, r.Cores, thousands(r.PeakMiB))
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "page\trole\tclicks\tp50 ms\tp95 ms\tp99 ms\tmax ms\terrors\tKiB sent\t")
	for _, row := range r.Rows {
		name := row.Name
		switch {
		case row.Kind == load.File:
			name += " (file)"
		case row.Kind != load.Whole && !parts:
			continue
		case row.Kind != load.Whole:
			name = row.Kind + " " + name
		case row.P95 > r.LimitMS:
			name = "! " + name
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%.0f\t%.0f\t%.0f\t%.0f\t%d\t%d\t\n", name, row.Role, row.Count, row.P50, row.P95, row.P99, row.Max, row.Errors, (row.Bytes+1023)/1024)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, row := range r.Rows {
		if row.Bad != "" {
			fmt.Fprintf(out, "failed: %s\n", row.Bad)
		}
	}
	return nil
}

// verdict is the one line that a build reads.
func (r pagesReport) verdict(limit time.Duration) error {
	var over, failed []string
	for _, row := range r.Rows {
		if row.Kind == load.Whole && row.P95 > r.LimitMS {
			over = append(over, fmt.Sprintf("%s %.0f ms", row.Name, row.P95))
		}
		if row.Errors > 0 {
			failed = append(failed, row.Name)
		}
	}
	switch {
	case len(failed) > 0:
		return fmt.Errorf("%d addresses failed under load: %s", len(failed), strings.Join(failed, ", "))
	case len(over) > 0:
		return fmt.Errorf("p95 over %s on %d pages: %s", limit, len(over), strings.Join(over, ", "))
	}
	return nil
}
