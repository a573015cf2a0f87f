package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/models/profile/clv"
)

type evalCLV struct {
	customers, transactions string
	holdout                 float64
	asJSON                  bool
}

func evalCLVCommand() *cobra.Command {
	var e evalCLV
	cmd := &cobra.Command{
		Use:   "clv",
		Short: "Fit how often customers buy again and what they spend, or see how well that tells the future",
		Long: `Fit the models that say of every user who is still a customer, how many orders are to come
and what they are worth: BG/NBD (Fader, Hardie and Lee 2005) for purchases, Gamma-Gamma
(Fader and Hardie 2013) for their value. The nightly job runs the same code.

--customers takes one row per customer:
  customer_id      also user_id or household_id; may be missing
  frequency        repeat purchases, recency  time from the first purchase to the last,
  T                time from the first purchase to now, all in the same unit (weeks, days)
  monetary_value   mean value of the repeat purchases, 0 where there are none; may be missing
and prints the parameters with standard errors, the log-likelihood, and how many customers
bought again 0, 1, 2 … times next to what the model expects.

--transactions takes one row per purchase or per line of one: customer_id (user_id,
household_id), date (transaction_timestamp, event_time), amount (sales_value). What a
customer buys on one day is one purchase. The models learn from the first part and are
scored on the last weeks, next to what people do without a model: everybody buys on at the
rate before, at the mean rate, or is gone after some weeks without a purchase (recency rule).
  MAE, RMSE  error per customer    total  sum of expected over sum of actual
  AUC        1: all who bought were ranked before all who did not; .5 is chance
  Brier      mean squared error of the probability to buy; less is better

CSV, JSON Lines and Parquet are read, also .gz.`,
		Example: `  linli eval clv --customers summary.csv
  linli eval clv --transactions orders.csv.gz --holdout-weeks 39`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case e.customers == "" && e.transactions == "":
				return errors.New("give --customers FILE or --transactions FILE: see linli eval clv -h")
			case e.holdout < 0 || math.IsNaN(e.holdout) || math.IsInf(e.holdout, 0):
				return errors.New("--holdout-weeks must not be negative; 0 is half of what the file spans")
			case e.holdout > 0 && e.transactions == "":
				return errors.New("--holdout-weeks needs --transactions FILE: sums cannot be parted into before and after")
			}
			return e.run(cmd)
		},
	}
	cmd.Flags().StringVar(&e.customers, "customers", "", "file with a row per customer")
	cmd.Flags().StringVar(&e.transactions, "transactions", "", "file with a row per purchase")
	cmd.Flags().Float64Var(&e.holdout, "holdout-weeks", 0, "last weeks, to be foretold; 0: half of what the file spans")
	cmd.Flags().BoolVar(&e.asJSON, "json", false, "print the result as one JSON object")
	return cmd
}

// clvReport is what `eval clv --json` prints.
type clvReport struct {
	Summary *clvSummary  `json:"summary,omitempty"`
	Holdout *clv.Holdout `json:"holdout,omitempty"`
	Seconds float64      `json:"seconds"` // of fitting and scoring, without reading
}

type clvSummary struct {
	Customers   int              `json:"customers"`
	Fits        []clv.Fit        `json:"fits"` // BG/NBD, MBG/NBD
	Errors      []map[string]any `json:"standard_errors"`
	Value       *clv.ValueFit    `json:"value,omitempty"`
	Actual      []float64        `json:"repeat_customers"` // 0, 1, …, 7 and more
	Expected    []float64        `json:"expected_repeat_customers"`
	ExpectedMBG []float64        `json:"expected_repeat_customers_mbgnbd"`
}

func (e *evalCLV) run(cmd *cobra.Command) error {
	p := newProgress(cmd.ErrOrStderr())
	var report clvReport
	if e.customers != "" {
		p.begin("reading")
		rows, err := readCLVSummary(e.customers, p)
		if err != nil {
			return err
		}
		p.end("%s customers", thousands(len(rows.cells)))
		started := time.Now()
		p.begin("fitting")
		if report.Summary, err = rows.fit(); err != nil {
			return fmt.Errorf("%s: %w", e.customers, err)
		}
		p.end("done")
		report.Seconds += time.Since(started).Seconds()
	}
	if e.transactions != "" {
		p.begin("reading")
		histories, err := e.readTransactions(cmd.ErrOrStderr(), p)
		if err != nil {
			return err
		}
		started := time.Now()
		p.begin("fitting and scoring")
		o, err := clv.ScoreHoldout(histories, e.weeks(histories))
		if err != nil {
			return fmt.Errorf("%s: %w", e.transactions, err)
		}
		p.end("done")
		report.Holdout = &o
		report.Seconds += time.Since(started).Seconds()
	}
	if e.asJSON {
		return json.NewEncoder(cmd.OutOrStdout()).Encode(report)
	}
	tellCLV(cmd.OutOrStdout(), report)
	return nil
}

// weeks of the holdout: as asked, else half of the span.
func (e *evalCLV) weeks(histories []clv.History) float64 {
	if e.holdout > 0 {
		return e.holdout
	}
	first, last := math.Inf(1), math.Inf(-1)
	for _, h := range histories {
		first, last = math.Min(first, h.Days[0]), math.Max(last, h.Days[len(h.Days)-1])
	}
	return math.Max(1, math.Floor((last-first+1)/7/2))
}

// fit fits both models of purchases, and the values if there are any.
func (s *clvRows) fit() (*clvSummary, error) {
	out := &clvSummary{Customers: len(s.cells)}
	for _, first := range []bool{false, true} {
		f, err := clv.FitPurchases(s.cells, first)
		if err != nil {
			return nil, err
		}
		out.Fits = append(out.Fits, f)
		out.Errors = append(out.Errors, standardErrors([]string{"r", "alpha", "a", "b"}, f.Errors[:]))
	}
	out.Actual, out.Expected = out.Fits[0].Frequencies(s.cells, 7)
	_, out.ExpectedMBG = out.Fits[1].Frequencies(s.cells, 7)
	if s.values == nil {
		return out, nil
	}
	v, err := clv.FitValue(s.values)
	if err != nil {
		return nil, err
	}
	out.Value = &v
	out.Errors = append(out.Errors, standardErrors([]string{"p", "q", "v"}, v.Errors[:]))
	return out, nil
}

// standardErrors by parameter; null where the data cannot tell.
func standardErrors(names []string, errs []float64) map[string]any {
	out := map[string]any{}
	for i, name := range names {
		out[name] = nil
		if !math.IsNaN(errs[i]) {
			out[name] = errs[i]
		}
	}
	return out
}
