package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/scenario"
	"github.com/linli-project/linli/jobs"
)

func runCommand(g *shared) *cobra.Command {
	var day, from, to string
	cmd := &cobra.Command{
		Use:   "run JOB",
		Short: "Run a job for a day or a range of days; a second run changes nothing",
		Example: `  linli run daily_facts --date 2026-11-21
  linli run forecast --from 2026-11-15 --to 2026-11-21
  linli run order_sheet                     # for the last closed day`,
		Args:      cobra.ExactArgs(1),
		ValidArgs: jobs.Names(),
		RunE: func(cmd *cobra.Command, args []string) error {
			job, err := jobs.Find(args[0])
			if err != nil {
				return err
			}
			cfg, err := g.load()
			if err != nil {
				return err
			}
			location, err := cfg.location()
			if err != nil {
				return err
			}
			today := (&jobs.Runner{Location: location}).Today()
			days, err := dayRange(day, from, to, today)
			if err != nil {
				return err
			}
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { _ = s.stop() }()
			p := newProgress(os.Stderr)
			p.begin(job.Name)
			var rows uint64
			for i := 0; i < len(days); i += 31 {
				runs, err := s.runner.Run(cmd.Context(), job, days[i:min(i+31, len(days))], "command")
				for _, r := range runs {
					rows += r.Rows
				}
				if err != nil {
					return err
				}
				p.at("%d of %d days", min(i+31, len(days)), len(days))
			}
			p.end("%d days from %s to %s, %s rows published", len(days), days[0].Format(time.DateOnly), days[len(days)-1].Format(time.DateOnly), thousands(rows))
			return nil
		},
	}
	cmd.Flags().StringVar(&day, "date", "", "business day, such as 2026-11-21 (default: yesterday)")
	cmd.Flags().StringVar(&from, "from", "", "first day of a range")
	cmd.Flags().StringVar(&to, "to", "", "last day of a range")
	return cmd
}

// openData is openStack for a command that reads: an empty folder is more likely the wrong one than what was meant.
func openData(cmd *cobra.Command, g *shared) (*stack, error) {
	cfg, err := g.load()
	if err != nil {
		return nil, err
	}
	if dir, ok := strings.CutPrefix(cfg.ClickHouse.DSN, "embedded:"); ok {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s holds no data yet: name the data folder with --dir (a demo's is %s), or start linli serve first",
				cfg.Dir, filepath.Join(cfg.Dir, "demo-"+scenario.Simulated))
		}
	}
	return openStack(cmd, g)
}

// openStack opens the database for a command that does one thing.
func openStack(cmd *cobra.Command, g *shared) (*stack, error) {
	cfg, err := g.load()
	if err != nil {
		return nil, err
	}
	quiet(&cfg)
	if strings.HasPrefix(cfg.ClickHouse.DSN, "embedded:") {
		if err := cfg.dataDir(); err != nil {
			return nil, err
		}
	}
	s, err := newStack(cfg)
	if err != nil {
		return nil, err
	}
	if err := s.openDB(cmd.Context(), ""); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

const maxRange = 3660 // ten years: beyond it is a slip of the keyboard

// dayRange reads the flags; none of them means yesterday. The future has no events yet.
func dayRange(day, from, to string, today time.Time) ([]time.Time, error) {
	switch {
	case day != "" && (from != "" || to != ""):
		return nil, errors.New("give --date, or --from and --to, not both")
	case (from == "") != (to == ""):
		return nil, errors.New("give both --from and --to")
	case day != "":
		from, to = day, day
	case from == "":
		return []time.Time{today.AddDate(0, 0, -1)}, nil
	}
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return nil, fmt.Errorf("%q is no day such as 2026-11-21", from)
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return nil, fmt.Errorf("%q is no day such as 2026-11-21", to)
	}
	n := int(b.Sub(a).Hours()/24) + 1
	if n < 1 || n > maxRange {
		return nil, fmt.Errorf("from %s to %s are %d days: take 1 to %d", from, to, n, maxRange)
	}
	if b.After(today) {
		return nil, fmt.Errorf("%s is after today, %s: a job needs a day that has begun", to, today.Format(time.DateOnly))
	}
	days := make([]time.Time, n)
	for i := range days {
		days[i] = a.AddDate(0, 0, i)
	}
	return days, nil
}
