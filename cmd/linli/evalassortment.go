package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/models/recommend/backtest"
)

type evalAssortment struct {
	orders, products, level, measure string
	periods, days                    int
	slots                            []int
	enough                           float64
	json, stores                     bool
}

func evalAssortmentCommand() *cobra.Command {
	var e evalAssortment
	cmd := &cobra.Command{
		Use:   "assortment",
		Short: "See whether a range made for each store would have covered more of later demand than one list for all",
		Long: `Go through past orders period by period. At the start of each, make lists of so many items with what was
known then, and count which share of what the stores sold in the period was of items on the list:
  chain   one list for all stores: what the chain sold most, over the span of time that did best before
  own     what the store itself sold most, filled up with the chain's
  ours    highest expected demand: own sales, stores alike, the chain, the store's households, mixed with
          weights learned from earlier periods; how much more the own sales count than these weights say (the
          lean) is what served all stores best in earlier periods
  given   ours in the stores where it beat the chain list in earlier periods, in the others the chain list
Nothing in a period's lists rests on that period or a later one.

The orders, CSV (also .gz), JSON Lines or Parquet, have store_id, product_id, a day (date, business_day,
event_time or transaction_timestamp) and, where known, quantity, amount (or sales_value), order_id (or
basket_id), user_id (or household_id), category or any other column to look at as a --level. Rows are order
lines, or sales per day. The products, if given, have product_id and more columns for --level.

Printed per period and over all: stores; how many have a list of their own; coverage of each list; what given
adds to the chain list, in points with a 95 % interval over stores, and relative to it. Stores that sold
less than --enough before the first period are counted in the lines "every store" only.`,
		Example: `  linli eval assortment --orders transactions.csv.gz --products products.csv.gz
  linli eval assortment --orders history.parquet --slots 15,30 --periods 6 --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case e.orders == "":
				return errors.New("--orders FILE is needed: see linli eval assortment -h")
			case e.periods < 1 || e.days < 0 || e.enough < 0:
				return errors.New("--periods must be at least 1, --days and --enough must not be negative")
			case measures[e.measure] == "" && e.measure != "":
				return fmt.Errorf("--measure %s is not known: orders, units or value", e.measure)
			}
			for _, n := range e.slots {
				if n < 1 {
					return errors.New("--slots are numbers of at least 1, such as 50 or 50,100")
				}
			}
			return e.run(cmd)
		},
	}
	cmd.Flags().StringVar(&e.orders, "orders", "", "file of past orders")
	cmd.Flags().StringVar(&e.products, "products", "", "file of products with their categories")
	cmd.Flags().StringVar(&e.level, "level", "", "column whose values are the items of a list, such as category or product_type; default: product_id")
	cmd.Flags().StringVar(&e.measure, "measure", "", "what is covered: orders, units or value; default: orders where they have ids, else units")
	cmd.Flags().IntVar(&e.periods, "periods", 4, "periods to score, the newest")
	cmd.Flags().IntVar(&e.days, "days", 0, "length of a period; 0: whole weeks, a twelfth of the span, at most four")
	cmd.Flags().IntSliceVar(&e.slots, "slots", nil, "items on a list; default: half of what the median store sold of before")
	cmd.Flags().Float64Var(&e.enough, "enough", 50, "sales before the first period from which a store counts as having enough")
	cmd.Flags().BoolVar(&e.stores, "stores", false, "print the gate of each store too")
	cmd.Flags().BoolVar(&e.json, "json", false, "print one JSON object instead of tables")
	return cmd
}

// measures and what one of them is called.
var measures = map[string]string{"orders": "order lines", "units": "units", "value": "value"}

func (e *evalAssortment) run(cmd *cobra.Command) error {
	p := newProgress(cmd.ErrOrStderr())
	started := time.Now()
	p.begin("reading")
	sales, err := e.read(cmd.Context(), p)
	if err != nil {
		return err
	}
	p.end("%s rows, %s to %s", thousands(len(sales.lines)), dayText(sales.first), dayText(sales.last))
	p.begin("gathering")
	panel, err := sales.panel(e)
	if err != nil {
		return err
	}
	p.end("%s stores, %s items (%s), %d periods of %d days", thousands(len(panel.Stores)), thousands(len(panel.Items)), e.level, panel.Periods, panel.Days)
	p.begin("looking back")
	report, err := backtest.Run(cmd.Context(), panel, backtest.Options{Periods: e.periods, Slots: e.slots, MinKnown: e.enough,
		Progress: func(done, of int) { p.at("%d of %d periods", done, of) }})
	if err != nil {
		return fmt.Errorf("%s: %w", e.orders, err)
	}
	p.end("done")
	if len(report.Pooled) == 0 || report.All[0].Sold == 0 {
		return fmt.Errorf("%s: nothing was sold in the periods to score; give a longer history or a smaller --days", e.orders)
	}
	w := cmd.OutOrStdout()
	if e.json {
		enc := json.NewEncoder(w)
		enc.SetIndent("", " ")
		return enc.Encode(e.result(sales, panel, report, time.Since(started)))
	}
	e.tell(w, sales, panel, report)
	fmt.Fprintf(w, "\n%.1f s, peak memory %d MB\n", time.Since(started).Seconds(), bench.PeakRSS()>>20)
	return nil
}
