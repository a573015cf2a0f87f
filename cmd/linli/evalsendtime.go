package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/models/profile/sendtime"
)

type evalSendtime struct {
	orders, zone, split string
	share               float64
	hours               int
	seed                uint64
	json                bool
}

func evalSendtimeCommand() *cobra.Command {
	var e evalSendtime
	cmd := &cobra.Command{
		Use:   "sendtime",
		Short: "See how many later orders fall into the hours chosen for a push",
		Long: `Choose for each user the hours in which a push would be best, from the user's earlier
orders, and see how many of the later ones fall into them.

The file (CSV, JSON Lines or Parquet, text also .gz) has a row per order or per order
line, with
  user_id (or household_id, customer_id)
  event_time (or transaction_timestamp, ordered_at, date_time)   with an offset, or local
  order_id (or basket_id)   optional: rows of one order count once
  community_id (or store_id)   optional: a group of users, whose curve stands behind theirs

The split is in time: with --split user the last fifth of each user's orders, rounded up, is
scored (users with one order are scored without a past); with --split day all orders from one
day on. Everything is found on what is before: the shrinkage, kernel and weekday weights on the
last quarter of it. Windows are chosen for the weekday of the order that is scored.

What is printed:
  hit       share of later orders in the window, with a 95 % interval (bootstrap over users)
  gain      difference to the chain's window, with its interval
  promised  share that the method expected in its windows
  log-loss  nats per order over the 24 hours: how well the whole curve fits; less is better`,
		Example: `  linli eval sendtime --orders transactions.csv.gz
  linli eval sendtime --orders orders.parquet --split day --share 0.1 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case e.orders == "":
				return errors.New("--orders FILE is needed: see linli eval sendtime -h")
			case e.split != "user" && e.split != "day":
				return fmt.Errorf("--split is user or day, not %q", e.split)
			case !(e.share > 0 && e.share < 1):
				return fmt.Errorf("--share is a share of the orders between 0 and 1, not %v", e.share)
			case e.hours < 1 || e.hours > 23:
				return fmt.Errorf("--hours lies between 1 and 23, not %d", e.hours)
			}
			return e.run(cmd)
		},
	}
	cmd.Flags().StringVar(&e.orders, "orders", "", "file of orders")
	cmd.Flags().StringVar(&e.zone, "zone", "Asia/Shanghai", "time zone whose hours count for times with an offset; times without one are taken as they are")
	cmd.Flags().StringVar(&e.split, "split", "user", "user: each user's last orders are scored; day: all orders from one day on")
	cmd.Flags().Float64Var(&e.share, "share", .2, "share of the orders that is scored")
	cmd.Flags().IntVar(&e.hours, "hours", 3, "length of the window")
	cmd.Flags().Uint64Var(&e.seed, "seed", 1, "of the intervals' resampling")
	cmd.Flags().BoolVar(&e.json, "json", false, "print JSON")
	return cmd
}

func (e *evalSendtime) run(cmd *cobra.Command) error {
	zone, err := time.LoadLocation(e.zone)
	if err != nil {
		return fmt.Errorf("--zone %s is not known: give a name such as Asia/Shanghai", e.zone)
	}
	started := time.Now()
	p := newProgress(cmd.ErrOrStderr())
	p.begin("reading")
	times, broken, err := readOrderTimes(e.orders, zone, p)
	if err != nil {
		return err
	}
	b := sendtime.NewBuilder()
	for _, t := range times {
		b.Add(t.user, t.group, t.day, t.slot)
	}
	h, err := b.Build()
	if err != nil {
		return err
	}
	p.end("%s orders of %s users", thousands(int64(h.Orders())), thousands(int64(len(h.Users))))
	if broken.rows > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "  %s rows left out, the first: %s\n", thousands(broken.rows), broken.first)
	}
	p.begin("scoring")
	r, err := sendtime.Backtest(h, sendtime.BacktestOptions{Share: e.share, ByDay: e.split == "day", Hours: e.hours, Seed: e.seed})
	if err != nil {
		return fmt.Errorf("%s: %w", e.orders, err)
	}
	p.end("%s later orders", thousands(int64(r.Later)))
	if e.json {
		out := json.NewEncoder(cmd.OutOrStdout())
		out.SetIndent("", "  ")
		return out.Encode(struct {
			Split string  `json:"split"`
			Share float64 `json:"share"`
			Seed  uint64  `json:"seed"`
			sendtime.Report
			BrokenRows int64 `json:"broken_rows"`
		}{e.split, e.share, e.seed, r, broken.rows})
	}
	e.tell(cmd.OutOrStdout(), r)
	fmt.Fprintf(cmd.OutOrStdout(), "%.1f s, peak memory %d MB\n", time.Since(started).Seconds(), bench.PeakRSS()>>20)
	return nil
}
