package main

import (
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/jobs"
)

func jobsCommand(g *shared) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "jobs",
		Short: "List the jobs, their schedule and their latest runs",
		Long: fmt.Sprintf(`List the jobs, their schedule and their latest runs.

What the jobs publish about stores, communities and the chain is kept. What they
publish per person (profiles, expected value, push windows, next baskets, the
leaders' board, findings and rewards) is dropped when it is older than %d days,
by the next run of the job that published it.`, jobs.KeepPeople),
		Example: "  linli jobs\n  linli jobs --limit 50",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 1 || limit > 10_000 {
				return fmt.Errorf("--limit is %d: take 1 to 10000", limit)
			}
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { _ = s.stop() }()
			out := cmd.OutOrStdout()
			w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
			fmt.Fprintln(w, "JOB\tSCHEDULE\tMODEL\tWHAT")
			for _, j := range jobs.All {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s %s\n", j.Name, j.Schedule, j.Model, j.TitleEn, j.TitleZh)
			}
			if err := w.Flush(); err != nil {
				return err
			}
			runs, err := jobs.History(cmd.Context(), s.db, limit)
			if err != nil {
				return err
			}
			fmt.Fprintf(out, "\nSchedules are in %s. The latest %d runs:\n\n", s.cfg.Timezone, len(runs))
			fmt.Fprintln(w, "STARTED\tJOB\tDAY\tSTATUS\tSECONDS\tROWS\tTRIGGER\tERROR")
			for _, r := range runs {
				seconds := "-"
				if r.Status != "running" {
					seconds = fmt.Sprintf("%.2f", r.Seconds())
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\t%s\t%s\n", r.StartedAt.In(s.location).Format("01-02 15:04:05"), r.Job,
					r.Day.Format(time.DateOnly), r.Status, seconds, r.Rows, r.Trigger, r.Error)
			}
			return w.Flush()
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "how many runs to list")
	return cmd
}
