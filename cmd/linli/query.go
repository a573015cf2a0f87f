package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func queryCommand(g *shared) *cobra.Command {
	return &cobra.Command{
		Use:   "query SQL",
		Short: "Ask ClickHouse, also while serve or demo is running",
		Example: `  linli query "SELECT store_id, count() FROM fact_order_line GROUP BY store_id"
  linli query "SHOW TABLES"`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { _ = s.stop() }()
			rows, err := s.db.Query(cmd.Context(), args[0], nil)
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
			tabbed(w, rows.Columns())
			for rows.Next() {
				values := make([]any, len(rows.Columns()))
				for i, t := range rows.ColumnTypes() {
					values[i] = newOf(t.ScanType())
				}
				if err := rows.Scan(values...); err != nil {
					return err
				}
				cells := make([]string, len(values))
				for i, v := range values {
					cells[i] = shown(v)
				}
				tabbed(w, cells)
			}
			if err := rows.Err(); err != nil {
				return err
			}
			return w.Flush()
		},
	}
}

func tabbed(w *tabwriter.Writer, cells []string) {
	for i, c := range cells {
		if i > 0 {
			fmt.Fprint(w, "\t")
		}
		fmt.Fprint(w, c)
	}
	fmt.Fprintln(w)
}
