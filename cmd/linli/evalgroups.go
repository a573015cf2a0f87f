package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/models/leader/group"
)

type evalGroups struct {
	groups, failed string
	seed           uint64
	threads        int
	asJSON         bool
}

func evalGroupsCommand() *cobra.Command {
	var e evalGroups
	cmd := &cobra.Command{
		Use:   "groups",
		Short: "See how well it is told which group purchases succeed and who will join",
		Long: `Learn from group purchases without dates which launches succeed and whom to ask, and score it
on people who were not learnt from.

--groups has one group that succeeded a line, fields parted by tabs or blanks: who started it,
the item, then each person who joined. --failed has the launches that nobody joined: two fields.
Either may be compressed (.gz). Names may be any text.

A fifth of the people who start groups is drawn by --seed and scored; all launches of a person
are on one side. A split by line would leak: where each person has one success, whoever was
seen to succeed must fail elsewhere. "by line" prints how well that alone would tell (AUC).
A launch is described by its item and by what its initiator did in groups of others, never by
their own launches. Without dates, the past may lie after a launch, for all methods alike.
  AUC      1: every success was ranked before every failure; .5 is chance
  within   the same among the launches of one person: only the item can tell
  log-loss less is better      off  mean distance of told and seen success over tenths (ECE)
  R@10, N@10  Recall and NDCG of those who joined among all people, of 10 asked`,
		Example: `  linli eval groups --groups tune.txt.gz --failed invalid.txt.gz
  linli eval groups --groups won.tsv --failed lost.tsv --seed 3 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case e.groups == "" || e.failed == "":
				return errors.New("give --groups FILE and --failed FILE: see linli eval groups -h")
			case e.threads < 0:
				return errors.New("--threads must not be negative; 0 is one per core")
			}
			return e.run(cmd.Context(), cmd.OutOrStdout(), newProgress(cmd.ErrOrStderr()))
		},
	}
	cmd.Flags().StringVar(&e.groups, "groups", "", "file of groups that succeeded")
	cmd.Flags().StringVar(&e.failed, "failed", "", "file of launches that nobody joined")
	cmd.Flags().Uint64Var(&e.seed, "seed", 1, "of the split and all that is drawn; the same seed gives the same numbers")
	cmd.Flags().IntVar(&e.threads, "threads", 0, "0: one per core; the numbers do not depend on it")
	cmd.Flags().BoolVar(&e.asJSON, "json", false, "print one line of JSON")
	return cmd
}

func (e *evalGroups) run(ctx context.Context, w io.Writer, p *progress) error {
	started := time.Now()
	p.begin("reading")
	g, err := readGroups(e.groups, e.failed)
	if err != nil {
		return err
	}
	p.end("%s launches of %s people, %s items", thousands(len(g.Item)), thousands(g.Users), thousands(g.Items))
	step := ""
	r, err := group.Evaluate(ctx, g, group.EvaluateOptions{Seed: e.seed, Threads: e.threads, Progress: func(stage string, done, of int) {
		if stage != step {
			if step != "" {
				p.end("done")
			}
			step = stage
			p.begin(stage)
		}
		p.at("%d of %d", done, of)
	}})
	if err != nil {
		return err
	}
	p.end("done")
	if e.asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	tellGroups(w, r)
	fmt.Fprintf(w, "%.0f s, peak memory %d MB\n", time.Since(started).Seconds(), bench.PeakRSS()>>20)
	return nil
}

func tellGroups(w io.Writer, r *group.Report) {
	fmt.Fprintf(w, "which launches succeed: learnt from %s, scored on %s of other people, %s of which succeeded\n", thousands(r.Learnt), thousands(r.Scored), thousands(r.Won))
	fmt.Fprintf(w, "%-26s %6s %15s %7s %9s %7s\n", "", "AUC", "95 %", "within", "log-loss", "off")
	for _, s := range r.Success {
		within := "-"
		if s.Pairs > 0 {
			within = fmt.Sprintf("%.3f", s.Within)
		}
		fmt.Fprintf(w, "%-26s %6.3f   [%.3f %.3f] %7s %9.4f %7.4f\n", s.Name, s.AUC, s.Low, s.High, within, s.LogLoss, s.Calibration)
	}
	fmt.Fprintf(w, "split by line, knowing only whether somebody's success was seen: AUC %.3f, a leak that no launch to come has\n\n", r.Leak)
	fmt.Fprintf(w, "who joins: %s groups; %.1f %% of those who joined were in any group learnt from, and nobody else can be found\n", thousands(r.Groups), 100*r.Known)
	fmt.Fprintf(w, "%-26s %7s %7s %7s\n", "", "R@10", "R@50", "N@10")
	for _, i := range r.Invite {
		fmt.Fprintf(w, "%-26s %7.4f %7.4f %7.4f\n", i.Name, i.Recall10, i.Recall50, i.NDCG10)
	}
	fmt.Fprintf(w, "\n%-34s %10s %10s\n", "people", "per group", "joined")
	for _, s := range r.Reasons {
		fmt.Fprintf(w, "%-34s %10.2f %9.3f%%\n", s.Name, s.Named, 100*s.Joined)
	}
}
