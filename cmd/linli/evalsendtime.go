package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/ingest/tabular"
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

// orderTime is an order as far as its time goes.
type orderTime struct {
	user, order, group string
	day                int32
	slot               int64
}

// brokenRows counts what could not be read.
type brokenRows struct {
	rows  int64
	first error
}

func (b *brokenRows) add(err error) {
	if b.rows++; b.first == nil {
		b.first = err
	}
}

// wall marks times that were given without an offset: the hour that people saw.
var wall = time.FixedZone("wall", 0)

// readOrderTimes reads the orders by user and time, each once. Rows without user or time are left out, unless they are the most.
func readOrderTimes(path string, zone *time.Location, p *progress) (times []orderTime, broken brokenRows, err error) {
	r, err := tabular.Open(path)
	if err != nil {
		return nil, broken, err
	}
	defer func() { _ = r.Close() }()
	user := firstColumn(r, "user_id", "household_id", "customer_id")
	at := firstColumn(r, "event_time", "transaction_timestamp", "ordered_at", "date_time")
	if user == "" || at == "" {
		return nil, broken, fmt.Errorf("%s needs columns user_id and event_time (or household_id and transaction_timestamp); there are %v", path, r.Columns())
	}
	order, group := firstColumn(r, "order_id", "basket_id"), firstColumn(r, "community_id", "store_id")
	for row, err := range r.Rows() {
		if err != nil {
			if row == nil {
				return nil, broken, err
			}
			broken.add(err)
			continue
		}
		t, err := row.Instant(at, wall)
		id := row.Text(user)
		switch {
		case err != nil:
			broken.add(err)
			continue
		case id == "":
			broken.add(row.Errorf(user, "a user is missing"))
			continue
		}
		if t.Location() != wall {
			t = t.In(zone)
		}
		y, month, d := t.Date()
		o := orderTime{user: id, day: int32(time.Date(y, month, d, 0, 0, 0, 0, time.UTC).Unix() / 86400), slot: int64(t.Hour()*2 + t.Minute()/30)}
		if order != "" {
			o.order = row.Text(order)
		}
		if group != "" {
			o.group = row.Text(group)
		}
		times = append(times, o)
		p.at("%s", r.Position())
	}
	if broken.rows > int64(len(times)) {
		return nil, broken, fmt.Errorf("%s: %s of %s rows cannot be used, the first: %w", path, thousands(broken.rows), thousands(broken.rows+int64(len(times))), broken.first)
	}
	if len(times) == 0 {
		return nil, broken, fmt.Errorf("%s holds no order", path)
	}
	slices.SortStableFunc(times, func(a, b orderTime) int {
		return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.order, b.order), cmp.Compare(a.day, b.day), cmp.Compare(a.slot, b.slot))
	})
	if order != "" {
		times = slices.CompactFunc(times, func(a, b orderTime) bool { return a.user == b.user && a.order == b.order && a.order != "" })
	}
	return times, broken, nil
}

// firstColumn is the first of the names that the file has, or "".
func firstColumn(r *tabular.Reader, names ...string) string {
	for _, n := range names {
		if r.Has(n) {
			return n
		}
	}
	return ""
}

func (e *evalSendtime) tell(w io.Writer, r sendtime.Report) {
	split := "the last %.0f %% of each user's orders"
	if e.split == "day" {
		split = "the orders of the last days, %.0f %% of all"
	}
	fmt.Fprintf(w, "%s past orders; scored: "+split+", %s of %s users\n", thousands(int64(r.Past)), 100*e.share, thousands(int64(r.Later)), thousands(int64(r.Users)))
	if r.Strange > 0 {
		fmt.Fprintf(w, "%s of them are of users without an earlier order\n", thousands(int64(r.Strange)))
	}
	fmt.Fprintf(w, "chain's best window: %d to %d o'clock\n\n", r.Start, sendtime.Window{Start: r.Start}.End(r.Hours))
	fmt.Fprintf(w, "%-20s %6s  %-13s %7s  %-17s %8s %8s\n", fmt.Sprintf("%d-hour window", r.Hours), "hit", "95 %", "gain", "95 %", "promised", "log-loss")
	for _, m := range r.Methods {
		gain, interval := "", ""
		if m.Name != sendtime.ByChain {
			gain, interval = fmt.Sprintf("%+.4f", m.Gain), fmt.Sprintf("%+.4f..%+.4f", m.GainLow, m.GainHigh)
		}
		fmt.Fprintf(w, "%-20s %6.4f  %.4f..%.4f %7s  %-17s %8.4f %8.4f\n", m.Name, m.Hit, m.Low, m.High, gain, interval, m.Promised, m.LogLoss)
	}
	fmt.Fprintf(w, "\n%-20s %8s %8s %8s %8s %8s\n", "past orders of user", "users", "scored", "chain", "ours", "log-loss")
	for _, s := range r.Slices {
		name := fmt.Sprintf("%d to %d", s.From, s.To)
		if s.To == 0 && s.From > 0 {
			name = fmt.Sprintf("%d and more", s.From)
		} else if s.To == s.From {
			name = fmt.Sprint(s.From)
		}
		fmt.Fprintf(w, "%-20s %8s %8s %8.4f %8.4f %8.4f\n", name, thousands(int64(s.Users)), thousands(int64(s.Orders)), s.Chain, s.Hit, s.LogLoss)
	}
	f := r.Fitting
	if !f.Learnt {
		fmt.Fprintf(w, "\ntoo few later orders in the past (%d) to learn from: parameters as they come\n", f.Orders)
	} else {
		fmt.Fprintf(w, "\nfound on the past, by %s later orders of it (log-loss %.4f there):\n", thousands(int64(f.Orders)), f.LogLoss)
	}
	for _, l := range []struct {
		name  string
		level sendtime.Level
	}{{"group", f.Params.Group}, {"user", f.Params.User}} {
		if l.name == "group" && r.Groups < 2 {
			continue
		}
		fmt.Fprintf(w, "  %-6s concentration %s, tilt %.2g, prior %s orders, other weekday %.2g, other class %.2g, half-life %s days, sharpness %.2g\n", l.name, most(l.level.Concentration),
			l.level.Tilt, most(l.level.Prior), l.level.Class, l.level.Cross, most(l.level.HalfLife), l.level.Sharpness)
	}
}

// most writes a parameter, none for one without end.
func most(v float64) string {
	if v >= sendtime.Forever {
		return "endless"
	}
	return fmt.Sprintf("%g", v)
}
