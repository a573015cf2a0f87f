package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/models/leader"
	"github.com/linli-project/linli/sql"
)

type evalLeaders struct {
	world  uint64
	small  bool
	fraud  bool
	cases  []fraudCase
	least  []float64
	asJSON bool
}

func evalLeadersCommand() *cobra.Command {
	var e evalLeaders
	cmd := &cobra.Command{
		Use:   "leaders",
		Short: "See how well what shares brought is told from what would have come anyway",
		Long: `Check the leaders' board against a simulated world, which knows what each sharer truly
brings. The nightly job runs the same code.

--world SEED makes a world of about 6,000 users and eight weeks in a folder of its own, which
is removed again, and runs the jobs daily_facts and leader on it. Without it the newest board of
the installation (--dir) is taken, which must hold a simulated world, as linli demo makes one.

The truth is how many purchases one share brings that would not have been without it. For
sharers with at least so many shares it prints
  last touch, Shapley, incremental   rank correlation of purchases per share with the truth,
                                     with its 95 % interval
  in 90                              how often the 90 % interval of the incremental score
                                     holds the truth
  brought, true                      purchases that all of them brought, estimated and as it
                                     happened

With --fraud some people in that world earn commission by cheating: they order through their own
shares, buy through each other's in rings of three, bring a crowd of new accounts within an hour,
or have what friends ordered refunded when commission has been paid; some barely, some boldly. Then
also, for each check:
  recall         how many of the people who cheat that way it found, with 95 % interval (Wilson)
  of others      findings about people who cheat in another way
  false alarms   findings about people who do not cheat`,
		Example: `  linli eval leaders --world 7
  linli eval leaders --world 7 --fraud
  linli eval leaders --dir /tmp/demo --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if e.small && !cmd.Flags().Changed("world") {
				return errors.New("--small is of a world that is made: give --world SEED as well")
			}
			if e.fraud && !cmd.Flags().Changed("world") {
				return errors.New("--fraud is planted in a world that is made: give --world SEED as well")
			}
			rows, err := e.rows(cmd)
			if err != nil {
				return err
			}
			return e.tell(cmd.OutOrStdout(), rows)
		},
	}
	cmd.Flags().Uint64Var(&e.world, "world", 0, "seed of a simulated world to make and check against")
	cmd.Flags().BoolVar(&e.small, "small", false, "a world of four stores, for a quick look")
	cmd.Flags().BoolVar(&e.fraud, "fraud", false, "plant people who cheat, and see which of them the checks find")
	cmd.Flags().Float64SliceVar(&e.least, "shares", []float64{1, 5, 20}, "least shares of the sharers who are looked at")
	cmd.Flags().BoolVar(&e.asJSON, "json", false, "print one line of JSON")
	return cmd
}

// leaderTruth is a sharer's score next to the truth.
type leaderTruth struct {
	UserID      string  `ch:"user_id"`
	Shares      float64 `ch:"shares"`
	Orders      float64 `ch:"orders"`
	Shapley     float64 `ch:"shapley"`
	Incremental float64 `ch:"incremental"`
	PerShare    float64 `ch:"per_share"`
	Low         float64 `ch:"low"`
	High        float64 `ch:"high"`
	Effect      float64 `ch:"effect"`
	Brought     float64 `ch:"brought"`
	Findings    float64 `ch:"findings"` // of all sharers together
}

func (e *evalLeaders) rows(cmd *cobra.Command) ([]leaderTruth, error) {
	flag := func(name string) string {
		if f := cmd.Flag(name); f != nil {
			return f.Value.String()
		}
		return ""
	}
	g := &shared{configFile: flag("config"), dir: flag("dir")}
	p := newProgress(cmd.ErrOrStderr())
	if cmd.Flags().Changed("world") {
		return e.make(cmd.Context(), g, p)
	}
	s, err := openStack(cmd, g)
	if err != nil {
		return nil, err
	}
	rows, err := leaderTruths(cmd.Context(), s.db)
	if err == nil && len(rows) == 0 {
		err = fmt.Errorf("%s holds no board of leaders of a simulated world: run linli demo there, or give --world SEED", s.cfg.Dir)
	}
	return rows, errors.Join(err, s.stop())
}

func leaderTruths(ctx context.Context, db *sql.DB) (rows []leaderTruth, err error) {
	if err := db.Select(ctx, &rows, "models/leader_truth", nil); err != nil {
		return nil, fmt.Errorf("read the board and the truth: %w", err)
	}
	return rows, nil
}

// leaderScore is how well sharers with enough shares are told.
type leaderScore struct {
	Shares      float64      `json:"least_shares"`
	Sharers     int          `json:"sharers"`
	LastTouch   leader.Range `json:"last_touch"`
	Shapley     leader.Range `json:"shapley"`
	Incremental leader.Range `json:"incremental"`
	Inside      float64      `json:"inside_90"`
	Brought     float64      `json:"brought"`
	True        float64      `json:"true_brought"`
}

func scoreLeaders(rows []leaderTruth, least float64) leaderScore {
	s := leaderScore{Shares: least}
	var effect, last, shapley, incremental []float64
	for _, r := range rows {
		if r.Shares < least {
			continue
		}
		effect, incremental = append(effect, r.Effect), append(incremental, r.PerShare)
		last, shapley = append(last, r.Orders/r.Shares), append(shapley, r.Shapley/r.Shares)
		if r.Low <= r.Effect && r.Effect <= r.High {
			s.Inside++
		}
		s.Brought, s.True = s.Brought+r.Incremental, s.True+r.Brought
		s.Sharers++
	}
	s.Inside /= max(1, float64(s.Sharers))
	s.LastTouch, s.Shapley, s.Incremental = leader.RankInterval(last, effect, 1), leader.RankInterval(shapley, effect, 1), leader.RankInterval(incremental, effect, 1)
	return s
}

// fewestSharers make a rank correlation worth printing.
const fewestSharers = 10

func (e *evalLeaders) tell(w io.Writer, rows []leaderTruth) error {
	var scores []leaderScore
	for _, least := range e.least {
		if s := scoreLeaders(rows, least); s.Sharers >= fewestSharers {
			scores = append(scores, s)
		}
	}
	if len(scores) == 0 {
		return fmt.Errorf("%d sharers in all, fewer than %d with enough shares: take a larger world or a smaller --shares", len(rows), fewestSharers)
	}
	if e.asJSON && e.fraud {
		return json.NewEncoder(w).Encode(map[string]any{"leaders": scores, "fraud": scoreFraud(e.cases)})
	}
	if e.asJSON {
		return json.NewEncoder(w).Encode(scores)
	}
	fmt.Fprintf(w, "%8s %8s  %-18s %-18s %-18s %6s %9s %9s\n", "shares", "sharers", "last touch", "Shapley", "incremental", "in 90", "brought", "true")
	text := func(r leader.Range) string { return fmt.Sprintf("%.3f [%.2f %.2f]", r.Mean, r.Low, r.High) }
	for _, s := range scores {
		fmt.Fprintf(w, "%8s %8d  %-18s %-18s %-18s %6.3f %9.0f %9.0f\n", fmt.Sprintf(">= %g", s.Shares), s.Sharers, text(s.LastTouch), text(s.Shapley), text(s.Incremental), s.Inside, s.Brought, s.True)
	}
	if e.fraud {
		return tellFraud(w, e.cases)
	}
	fmt.Fprintf(w, "findings of the checks: %.0f; nobody cheats in a simulated world, so these are false alarms\n", rows[0].Findings)
	return nil
}
