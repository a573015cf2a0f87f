package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/models/recommend/basket"
)

type evalBaskets struct {
	history, future, keyset, out string
	seed                         uint64
	threads                      int
	asJSON                       bool
}

// basketList is how many items are written for a user.
const basketList = 20

func evalBasketsCommand() *cobra.Command {
	var e evalBaskets
	cmd := &cobra.Command{
		Use:   "baskets",
		Short: "Rank what users buy next, and see how well that went",
		Long: `Rank the 20 items that each test user will most likely buy next, from the baskets of all users.

The files have the layout of "A Next Basket Recommendation Reality Check" (Li et al. 2023), JSON:
  history  {"user": [[-1], basket, basket, ..., [-1]], ...}, the oldest basket first; a basket is a list of item numbers
  future   {"user": [[-1], basket, [-1]], ...}: the basket that came next
  keyset   {"train": [user, ...], "val": [user, ...], "test": [user, ...]}
A number may be written as text ("7") or as 7.0. What is written is {"user": [item, ...], ...} for the users of test, the best item first.

All histories are looked at. The next baskets of train are learned from, those of val choose the settings and are learned from in the end;
those of test are only scored. A ranker that finds less on val than habit and neighbours do is not used, and that is said.

What is printed, on the first 10 and 20 items, beside lists of what sells best:
  Recall  share of the basket that is in the list, mean over users
  NDCG    gain discounted by log2(rank + 1), over that of the ideal list of the whole basket, not cut at 10 or 20, as in the
          scripts of the Reality Check
  PHR     hit rate: share of users with at least one hit`,
		Example: `  linli eval baskets --history history.json --future future.json --keyset keyset.json --out pred.json
  linli eval baskets --history history.json --future future.json --keyset keyset.json --out pred.json --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, f := range []struct{ name, path string }{{"history", e.history}, {"future", e.future}, {"keyset", e.keyset}, {"out", e.out}} {
				if f.path == "" {
					return fmt.Errorf("--%s FILE.json is needed: see linli eval baskets -h", f.name)
				}
			}
			if e.threads < 0 {
				return errors.New("--threads must not be negative; 0 is one per core")
			}
			if err := checkOut(e.out, e.history, e.future, e.keyset); err != nil {
				return err
			}
			return e.run(cmd)
		},
	}
	cmd.Flags().StringVar(&e.history, "history", "", "JSON file of past baskets")
	cmd.Flags().StringVar(&e.future, "future", "", "JSON file of next baskets")
	cmd.Flags().StringVar(&e.keyset, "keyset", "", "JSON file of the users of train, val and test")
	cmd.Flags().StringVar(&e.out, "out", "", "JSON file to write; replaced when all is done")
	cmd.Flags().Uint64Var(&e.seed, "seed", 1, "of all that is drawn; the same seed gives the same lists")
	cmd.Flags().IntVar(&e.threads, "threads", 0, "0: one per core; the lists do not depend on it")
	cmd.Flags().BoolVar(&e.asJSON, "json", false, "print the figures as JSON")
	return cmd
}

func (e *evalBaskets) run(cmd *cobra.Command) error {
	debug.SetMemoryLimit(softMemory)
	p := newProgress(cmd.ErrOrStderr())
	started := time.Now()
	p.begin("reading")
	s, err := readShoppers(e.history, e.future, e.keyset)
	if err != nil {
		return err
	}
	p.end("%s users, %s baskets, %s items", thousands(s.log.Len()), thousands(len(s.log.Baskets)-1), thousands(s.log.Items))
	s.tell(cmd.ErrOrStderr())
	stage := ""
	finish := func() {
		if stage != "" {
			p.end("done")
		}
		stage = ""
	}
	o := basket.Options{Even: 1, Bags: 2, Seed: e.seed, Threads: e.threads}
	m, report, err := basket.Fit(cmd.Context(), basket.Task{Log: s.log, Next: s.learned(), Train: s.train, Valid: s.valid}, o, func(name string, done, of int) {
		if name != stage {
			finish()
			stage = name
			p.begin(name)
		}
		p.at("%d of %d", done, of)
	})
	finish()
	if err != nil {
		return err
	}
	p.begin("ranking")
	ranking := time.Now()
	lists, err := m.Lists(s.log, s.test, nil, basketList)
	if err != nil {
		return err
	}
	took := time.Since(ranking)
	p.end("%s users", thousands(len(s.test)))
	rivals, err := s.rivals(m, report)
	if err != nil {
		return err
	}
	if err := s.write(e.out, lists); err != nil {
		return err
	}
	r := basketResult{
		Out: e.out, Users: len(s.test), Methods: s.judge(append(rivals, rival{"linli", lists})), Report: report, Valid: len(s.valid),
		Seconds: time.Since(started).Seconds(), MillisPerUser: float64(took.Microseconds()) / 1000 / float64(len(s.test)), PeakMB: bench.PeakRSS() >> 20,
	}
	if e.asJSON {
		return r.json(cmd.OutOrStdout())
	}
	r.table(cmd.OutOrStdout())
	return nil
}
