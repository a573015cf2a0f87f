package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards"
)

func reportCommand(g *shared) *cobra.Command {
	var o dashboards.ReportOptions
	var day, file string
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write a store's daily report: what to order, sort and push, and why",
		Example: `  linli report --store s01 --format md
  linli report --store s01 --date 2026-11-22 --format xlsx --out report.xlsx
  linli report --store s01 --format html --lang en > report.html`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.stop()) }()
			if day != "" {
				if o.Day, err = time.Parse(time.DateOnly, day); err != nil {
					return fmt.Errorf("--date: %q is no day such as 2026-11-22", day)
				}
			}
			if file == "" {
				return dashboards.Report(cmd.Context(), s.db, cmd.OutOrStdout(), o)
			}
			return writeBeside(file, func(w io.Writer) error { return dashboards.Report(cmd.Context(), s.db, w, o) })
		},
	}
	cmd.Flags().StringVar(&o.Store, "store", "", "store id")
	cmd.Flags().StringVar(&day, "date", "", "business day (default: today, or the last day of a world that has ended)")
	cmd.Flags().StringVar(&o.Format, "format", "md", "html, xlsx or md")
	cmd.Flags().StringVar((*string)(&o.Lang), "lang", "zh", "zh or en")
	cmd.Flags().StringVar(&file, "out", "", "file to write (default: standard output)")
	_ = cmd.MarkFlagRequired("store")
	return cmd
}

// writeBeside writes a file whole or not at all.
func writeBeside(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".linli-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
