package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/ingest/tabular"
	"github.com/linli-project/linli/models/forecast"
	"github.com/linli-project/linli/models/forecast/history"
)

func evalCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "eval", Short: "Try the models on data of your own", Args: cobra.NoArgs}
	cmd.AddCommand(evalForecastCommand())
	return cmd
}

type evalForecast struct {
	history, future, out      string
	horizon, rolling, threads int
	seed                      uint64
}

func evalForecastCommand() *cobra.Command {
	var e evalForecast
	cmd := &cobra.Command{
		Use:   "forecast",
		Short: "Forecast sales from a Parquet file, or see how well that would have gone",
		Long: `Forecast daily sales per store and product with the code that the nightly job runs.

The history has store_id, product_id, date, quantity and, where known, stockout (the
share of selling hours out of stock, 0 to 1); c_* columns say what a series always is
(category, city), x_* columns are numbers known in advance for each day (price,
promotion, weather). The future has the same for the days to come, without quantity and
stockout. What is written has store_id, product_id, date, mean and the quantiles q05,
q10, q25, q50, q75, q90, q95.

With --rolling K nothing is written: the forecast is made from K earlier days with what was
known then, and scored on days without stock-out, next to doing as last week, the mean
of four same weekdays, and exponential smoothing (ETS).
  WAPE  sum of |actual - q50| over sum of actual       bias  sum of (mean - actual) over it
  WQL   pinball loss of the seven quantiles, scaled    in50, in90  share within q25..q75, q05..q95`,
		Example: `  linli eval forecast --history sales.parquet --future week.parquet --out forecast.parquet
  linli eval forecast --history sales.parquet --rolling 3 --horizon 7`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case e.history == "":
				return errors.New("--history FILE.parquet is needed: see linli eval forecast -h")
			case e.rolling < 0 || e.horizon < 0 || e.horizon > forecast.MaxHorizon:
				return fmt.Errorf("--rolling must not be negative, and --horizon lies between 1 and %d", forecast.MaxHorizon)
			case e.rolling > 0 && (e.future != "" || e.out != ""):
				return errors.New("--rolling scores the past and writes nothing: leave --future and --out out")
			case e.rolling == 0 && (e.future == "" && e.horizon == 0 || e.out == ""):
				return errors.New("give --future FILE.parquet (or --horizon N, if no x_* column is needed) and --out FILE.parquet, or --rolling K")
			}
			return e.run(cmd)
		},
	}
	cmd.Flags().StringVar(&e.history, "history", "", "Parquet file of daily sales")
	cmd.Flags().StringVar(&e.future, "future", "", "Parquet file of the days to come")
	cmd.Flags().StringVar(&e.out, "out", "", "Parquet file to write; replaced when all is done")
	cmd.Flags().IntVar(&e.horizon, "horizon", 0, "days ahead; 0: as many as --future has, or 7")
	cmd.Flags().IntVar(&e.rolling, "rolling", 0, "score forecasts from so many earlier days")
	cmd.Flags().Uint64Var(&e.seed, "seed", 1, "of all that is drawn; the same seed gives the same numbers")
	cmd.Flags().IntVar(&e.threads, "threads", 0, "0: one per core; the numbers do not depend on it")
	return cmd
}

func (e *evalForecast) run(cmd *cobra.Command) error {
	p := newProgress(cmd.ErrOrStderr())
	started := time.Now()
	p.begin("reading")
	h, err := e.read(cmd.Context(), p)
	if err != nil {
		return err
	}
	p.end("%s series, %s days, %s to %s", thousands(int64(len(h.Series))), thousands(int64(h.Notes.Days)),
		history.TimeOf(h.First).Format(time.DateOnly), history.TimeOf(h.Last).Format(time.DateOnly))
	tellNotes(cmd.ErrOrStderr(), h.Notes)
	step := ""
	o := forecast.Options{Horizon: e.horizon, Seed: e.seed, Threads: e.threads, Progress: func(stage string, done, of int) {
		if stage != step {
			if step != "" {
				p.end("done")
			}
			step = stage
			p.begin(stage)
		}
		p.at("%d of %d", done, of)
	}}
	if o.Horizon == 0 {
		o.Horizon = max(h.Ahead, 0)
	}
	if e.rolling > 0 {
		err = e.roll(cmd, h, o)
	} else {
		err = e.forecast(cmd, h, o)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%.0f s, peak memory %d MB\n", time.Since(started).Seconds(), bench.PeakRSS()>>20)
	return nil
}

// sweepBytes is the memory that a history may take; of a longer one the earliest days are left out.
const sweepBytes = 1500 << 20

// read takes the files in, the history in two passes: the first finds how much there is.
func (e *evalForecast) read(ctx context.Context, p *progress) (*history.History, error) {
	last, first, rows, columns := int32(math.MinInt32), int32(math.MaxInt32), int64(0), 0
	err := tabular.Records(ctx, e.history, []string{"date"}, func(rec arrow.Record) error {
		days, err := history.Days(rec)
		for _, d := range days {
			first, last = min(first, d), max(last, d)
		}
		rows += rec.NumRows()
		return err
	})
	if err != nil {
		return nil, err
	}
	if columns, err = tabular.Columns(e.history, "x_"); err != nil {
		return nil, err
	}
	from := first
	if need := rows * int64(8+4*columns); need > sweepBytes {
		from = last - int32(float64(last-first)*sweepBytes/float64(need))
	}
	b := history.NewBuilder(from)
	done := int64(0)
	if err := tabular.Records(ctx, e.history, nil, func(rec arrow.Record) error {
		done += rec.NumRows()
		p.at("%s of %s rows", thousands(done), thousands(rows))
		return b.Add(rec)
	}); err != nil {
		return nil, err
	}
	if e.future != "" {
		if err := tabular.Records(ctx, e.future, nil, b.AddFuture); err != nil {
			return nil, err
		}
	}
	h, err := b.Build()
	runtime.GC() // what reading left behind
	return h, err
}

func tellNotes(w io.Writer, n history.Notes) {
	for _, note := range []struct {
		n    int
		text string
	}{
		{n.Gaps, "days without a row, taken as days without sales"}, {n.Negatives, "negative quantities, taken as 0"},
		{n.Unknown, "quantities that are null, NaN or infinite: the days count as not seen"},
		{n.Capped, "quantities above 20 times their series' usual day, taken as that"},
		{n.Early, "rows left out: the history is longer than fits into memory"}, {n.Strangers, "series to come that have no history"},
	} {
		if note.n > 0 {
			fmt.Fprintf(w, "  %s %s\n", thousands(int64(note.n)), note.text)
		}
	}
	for _, x := range n.Missing {
		fmt.Fprintf(w, "  %s is not told of the days to come: taken as unknown\n", x)
	}
}

func (e *evalForecast) forecast(cmd *cobra.Command, h *history.History, o forecast.Options) error {
	rows, report, err := forecast.Forecast(cmd.Context(), h, o)
	if err != nil {
		return err
	}
	n, err := writeForecast(e.out, h, rows)
	if err != nil {
		return err
	}
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "%s: %s forecasts of %s series\n", e.out, thousands(int64(n)), thousands(int64(report.Series)))
	tellReport(w, report)
	return nil
}

func (e *evalForecast) roll(cmd *cobra.Command, h *history.History, o forecast.Options) error {
	w := cmd.OutOrStdout()
	trials, err := forecast.Roll(cmd.Context(), h, e.rolling, o, func(t forecast.Trial) {
		fmt.Fprintf(w, "\nfrom %s, %s days scored\n", history.TimeOf(t.Origin).Format(time.DateOnly), thousands(int64(t.Methods[0].Days)))
		tellMethods(w, t.Methods)
		tellReport(w, t.Report)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nall %d origins\n", len(trials))
	tellMethods(w, forecast.Pool(trials))
	return nil
}

func tellMethods(w io.Writer, methods []forecast.Method) {
	fmt.Fprintf(w, "%-16s %7s %7s %7s %7s %7s\n", "", "WAPE", "bias", "WQL", "in50", "in90")
	for _, m := range methods {
		if !m.Spread {
			fmt.Fprintf(w, "%-16s %7.4f %+7.3f %7s %7s %7s\n", m.Name, m.WAPE, m.Bias, "-", "-", "-")
			continue
		}
		fmt.Fprintf(w, "%-16s %7.4f %+7.3f %7.4f %7.3f %7.3f\n", m.Name, m.WAPE, m.Bias, m.WQL, m.Coverage50, m.Coverage90)
	}
}

func tellReport(w io.Writer, r forecast.Report) {
	if !r.Boosted {
		fmt.Fprintln(w, "too little history for the boosted model")
	}
	segment := ""
	for _, s := range r.Weights {
		if s.Segment != segment {
			if segment != "" {
				fmt.Fprintln(w)
			}
			segment = s.Segment
			fmt.Fprintf(w, "%s series:", segment)
		}
		fmt.Fprintf(w, " %s %.2f", s.Member, s.Share)
	}
	if segment != "" {
		fmt.Fprintln(w)
	}
}
