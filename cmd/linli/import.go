package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/master"
	"github.com/linli-project/linli/ingest/tabular"
)

func importCommand(g *shared) *cobra.Command {
	var rename map[string]string
	var dry bool
	kinds := make([]string, len(master.Kinds))
	for i, k := range master.Kinds {
		kinds[i] = string(k)
	}
	cmd := &cobra.Command{
		Use:   "import KIND FILE",
		Short: "Import master data, past sales or a statement from CSV, JSONL, Excel or Parquet",
		Long: `Import master data, stock movements, past daily sales or a statement. KIND is one of
` + strings.Join(kinds, ", ") + `.
If one row is wrong, none is imported, and an import that is interrupted leaves
nothing behind. The same file again changes nothing. Money is whole fen;
price_yuan takes decimal yuan. Sales have store_id, product_id, business_day (or
date), quantity and, where known, stockout and revenue: a history for linli eval
forecast will do as it is. A statement is what the platform says it took in, order
by order: store_id, business_day, order_id, paid, and where known refunded and
commission; the owner's settlement page then names every difference.`,
		Example: `  linli import stores stores.csv
  linli import products 商品.csv --column 品名=name --dry-run
  linli import sales history.parquet
  linli import statement 平台对账单.csv`,
		Args:      cobra.ExactArgs(2),
		ValidArgs: kinds,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(kinds, args[0]) {
				return fmt.Errorf("%q cannot be imported: take one of %s", args[0], strings.Join(kinds, ", "))
			}
			s, err := openStack(cmd, g)
			if err != nil {
				return err
			}
			defer func() { _ = s.stop() }()
			p := newProgress(os.Stderr)
			p.begin("import " + args[0])
			started, pc := time.Now(), pace{}
			r, err := master.Import(cmd.Context(), s.db, master.Kind(args[0]), args[1], master.Options{
				Location: s.location, Columns: rename, DryRun: dry, Preview: previewRows,
				Progress: func(step string, rows int64, at tabular.Position) {
					p.at("%s: %s, %s", step, pc.text(rows, "rows", at, time.Now()), rate(rows, time.Since(started)))
				},
			})
			if err == nil {
				what := "imported"
				if dry {
					what = "would be imported"
				}
				p.end("%s rows %s, %s", thousands(r.Rows), what, rate(r.Rows, time.Since(started)))
			} else {
				p.end("nothing imported")
			}
			if dry {
				for _, row := range r.Preview {
					fmt.Fprintln(cmd.OutOrStdout(), row)
				}
			}
			if len(r.Ignored) > 0 {
				fmt.Fprintln(os.Stderr, "  columns left out: "+strings.Join(r.Ignored, ", "))
			}
			for _, problem := range r.Problems {
				fmt.Fprintln(os.Stderr, "  "+problem)
			}
			if n := r.Unlisted.Products; n > 0 {
				fmt.Fprintf(os.Stderr, "  %d products of past sales are not in the catalogue, so no order is advised for them: linli import products\n", n)
			}
			if n := r.Unlisted.Stores; n > 0 {
				fmt.Fprintf(os.Stderr, "  %d stores of past sales are not known, so they have no pages: linli import stores\n", n)
			}
			return err
		},
	}
	cmd.Flags().StringToStringVar(&rename, "column", nil, "rename a column: FILE_NAME=name, repeatable")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "import nothing: show the first rows as read, count, and name the first mistakes")
	return cmd
}
