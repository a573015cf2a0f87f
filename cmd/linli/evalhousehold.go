package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/models/profile/household"
)

type evalHousehold struct {
	transactions, products, demographics string
	folds, repeats                       int
	seed                                 uint64
	json                                 bool
}

func evalHouseholdCommand() *cobra.Command {
	var e evalHousehold
	cmd := &cobra.Command{
		Use:   "household",
		Short: "See how well the kinds of households are known by what they buy",
		Long: `Recognise households with children, and households of 55 and older, by what they buy and when,
and tell what share of a group of households they are.

Files (CSV, JSON Lines or Parquet, text also .gz):
  --transactions   household_id (or user_id), product_id, transaction_timestamp (or event_time), and,
                   where known, basket_id (or order_id) and store_id
  --products       product_id and product_type (or product_category, or category)
  --demographics   household_id (or user_id), and kids_count or household_comp, and age (a range, such as 55-64 or 65+)

Households are cross-validated: each is told by a classifier that has not seen it, and whose every
choice (ridge, weights, calibration) was made without it. What is printed:
  AUC       chance that a household of the kind looks more like it than one that is not; .5 is guessing
  log-loss  of the probabilities, next to that of the average share
  mixes     mean absolute error of the share of the kind in groups of households: guessing the average,
            summing probabilities, and ours; and how often the 80 % interval holds the truth
Groups are drawn at random, which hardly differ from each other; with shares that differ by a standard
deviation of .15, as neighbourhoods may; with shares anywhere from 0 to 1, further apart than the
estimate believes; and by the store where households bought most, if 20 or more are known of one.`,
		Example: `  linli eval household --transactions transactions.csv.gz --products products.csv.gz --demographics demographics.csv.gz`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case e.transactions == "" || e.products == "" || e.demographics == "":
				return errors.New("--transactions, --products and --demographics are needed: see linli eval household -h")
			case e.folds < 2 || e.folds > 50:
				return fmt.Errorf("--folds lies between 2 and 50, not %d", e.folds)
			case e.repeats < 1 || e.repeats > 100:
				return fmt.Errorf("--repeats lies between 1 and 100, not %d", e.repeats)
			}
			return e.run(cmd)
		},
	}
	cmd.Flags().StringVar(&e.transactions, "transactions", "", "file of purchases")
	cmd.Flags().StringVar(&e.products, "products", "", "file of products")
	cmd.Flags().StringVar(&e.demographics, "demographics", "", "file of households that told what they are")
	cmd.Flags().IntVar(&e.folds, "folds", 10, "parts of the cross-validation")
	cmd.Flags().IntVar(&e.repeats, "repeats", 3, "cross-validations, each with other parts")
	cmd.Flags().Uint64Var(&e.seed, "seed", 1, "of all that is drawn")
	cmd.Flags().BoolVar(&e.json, "json", false, "print JSON")
	return cmd
}

func (e *evalHousehold) run(cmd *cobra.Command) error {
	started := time.Now()
	p := newProgress(cmd.ErrOrStderr())
	p.begin("reading")
	in, err := e.read(p)
	if err != nil {
		return err
	}
	p.end("%s households with labels, %s lines of theirs, %d kinds of goods", thousands(int64(len(in.ids))), thousands(int64(in.lines)), in.table.Blocks[0].Columns)
	if in.broken.rows > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "  %s rows left out, the first: %s\n", thousands(in.broken.rows), in.broken.first)
	}
	var out []household.Quality
	for _, target := range in.targets {
		p.begin(target.name)
		var rows []int
		var labels, store []string
		for i, l := range target.label {
			if l != "" {
				rows, labels, store = append(rows, i), append(labels, l), append(store, in.store[i])
			}
		}
		q, err := household.CrossValidate(cmd.Context(), in.table.Select(rows), labels, target.name, store, household.CrossOptions{
			Folds: e.folds, Repeats: e.repeats, Seed: e.seed, Each: func(done, of int) { p.at("%d of %d", done, of) }})
		if err != nil {
			return fmt.Errorf("%s: %w", e.demographics, err)
		}
		p.end("AUC %.3f", q.AUC)
		out = append(out, q)
	}
	if e.json {
		enc := json.NewEncoder(cmd.OutOrStdout())
		enc.SetIndent("", "  ")
		return enc.Encode(out)
	}
	e.tell(cmd.OutOrStdout(), out)
	fmt.Fprintf(cmd.OutOrStdout(), "\n%.1f s, peak memory %d MB\n", time.Since(started).Seconds(), bench.PeakRSS()>>20)
	return nil
}

func (e *evalHousehold) tell(w io.Writer, all []household.Quality) {
	fmt.Fprintf(w, "%d-fold cross-validation, %d times\n\n%-22s %10s %7s %7s  %-11s %9s %9s\n", e.folds, e.repeats, "", "households", "share", "AUC", "95 %", "log-loss", "average's")
	for _, q := range all {
		fmt.Fprintf(w, "%-22s %10s %7.3f %7.3f  %.3f..%.3f %9.4f %9.4f\n", q.Kind, thousands(int64(q.Households)), q.Share, q.AUC, q.Low, q.High, q.LogLoss, q.BaseLoss)
	}
	fmt.Fprintf(w, "\n%-56s %7s %8s %8s %8s %9s %7s\n", "error of a group's share", "groups", "average", "summed", "ours", "80 % held", "width")
	for _, q := range all {
		for _, m := range q.Mixes {
			fmt.Fprintf(w, "%-56s %7s %8.4f %8.4f %8.4f %9.3f %7.3f\n", q.Kind+", "+m.Name, thousands(int64(m.Groups)), m.Average, m.Sum, m.Ours, m.Coverage, m.Width)
		}
	}
}
