package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/models/forecast"
	"github.com/linli-project/linli/models/forecast/history"
)

func evalCommand() *cobra.Command {
	cmd := &cobra.Command{Use: "eval", Short: "Try the models on data of your own", Args: cobra.NoArgs}
	cmd.AddCommand(evalForecastCommand())
	cmd.AddCommand(evalLeadersCommand())
	cmd.AddCommand(evalGroupsCommand())
	cmd.AddCommand(evalBasketsCommand())
	cmd.AddCommand(evalSendtimeCommand())
	cmd.AddCommand(evalHouseholdCommand())
	cmd.AddCommand(evalAssortmentCommand())
	cmd.AddCommand(evalCLVCommand())
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
			case e.threads < 0:
				return errors.New("--threads must not be negative; 0 is one per core")
			case e.rolling > 0 && (e.future != "" || e.out != ""):
				return errors.New("--rolling scores the past and writes nothing: leave --future and --out out")
			case e.rolling == 0 && (e.future == "" && e.horizon == 0 || e.out == ""):
				return errors.New("give --future FILE.parquet (or --horizon N, if no x_* column is needed) and --out FILE.parquet, or --rolling K")
			}
			if e.rolling == 0 {
				if err := checkOut(e.out, e.history, e.future); err != nil {
					return err
				}
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
	debug.SetMemoryLimit(softMemory)
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
	if e.future != "" && h.Ahead == 0 {
		return fmt.Errorf("--future %s holds no row; give the days to forecast", e.future)
	}
	if e.future != "" && e.horizon > 0 && e.horizon < h.Ahead {
		return fmt.Errorf("--future %s goes %d days ahead, --horizon %d; leave --horizon out", e.future, h.Ahead, e.horizon)
	}
	step := ""
	finish := func() {
		if step != "" {
			p.end("done")
		}
		step = ""
	}
	o := forecast.Options{Horizon: e.horizon, Seed: e.seed, Threads: e.threads, Progress: func(stage string, done, of int) {
		if stage != step {
			finish()
			step = stage
			p.begin(stage)
		}
		p.at("%d of %d", done, of)
	}}
	if o.Horizon == 0 {
		o.Horizon = max(h.Ahead, 0)
	}
	if e.rolling > 0 {
		err = e.roll(cmd, h, o, finish)
	} else {
		err = e.forecast(cmd, h, o, finish)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%.0f s, peak memory %d MB\n", time.Since(started).Seconds(), bench.PeakRSS()>>20)
	return nil
}

// softMemory is what memory is swept at: above it time is given for room.
const softMemory = 3 << 30

func (e *evalForecast) forecast(cmd *cobra.Command, h *history.History, o forecast.Options, finish func()) error {
	rows, report, err := forecast.Forecast(cmd.Context(), h, o)
	finish()
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

func (e *evalForecast) roll(cmd *cobra.Command, h *history.History, o forecast.Options, finish func()) error {
	w := cmd.OutOrStdout()
	trials, err := forecast.Roll(cmd.Context(), h, e.rolling, o, func(t forecast.Trial) {
		finish()
		fmt.Fprintf(w, "\nfrom %s, %s days scored\n", history.TimeOf(t.Origin).Format(time.DateOnly), thousands(int64(t.Methods[0].Days)))
		tellMethods(w, t.Methods)
		tellReport(w, t.Report)
	})
	finish()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "\nall %d origins\n", len(trials))
	tellMethods(w, forecast.Pool(trials))
	return nil
}
