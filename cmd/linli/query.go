package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/sql"
)

func queryCommand(g *shared) *cobra.Command {
	var format, file string
	cmd := &cobra.Command{
		Use:   "query [SQL]",
		Short: "Ask ClickHouse, also while serve or demo is running",
		Long: `Ask ClickHouse, also while serve or demo is running. The query is the argument,
a file, or standard input. The answer is a table for people; a FORMAT at the end
of the query or --format has ClickHouse write it in one of its formats, such as
Vertical, CSVWithNames, JSONEachRow or Markdown.`,
		Example: `  linli query "SELECT store_id, count() FROM fact_order_line GROUP BY store_id"
  linli query "SHOW TABLES"
  linli query "SELECT * FROM store LIMIT 1 FORMAT Vertical"
  linli query --format CSVWithNames --file orders.sql > orders.csv
  echo "SELECT 1" | linli query`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			query, err := queryText(args, file, os.Stdin)
			if err != nil {
				return err
			}
			rest, written := formatClause(query)
			if format != "" && written != "" && format != written {
				return fmt.Errorf("the query ends in FORMAT %s, --format says %s: keep one", written, format)
			}
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { _ = s.stop() }()
			if as := cmp.Or(format, written); as != "" {
				return writeAs(cmd.Context(), s.db, as, rest, cmd.OutOrStdout())
			}
			rows, err := s.db.Query(cmd.Context(), query, nil)
			if err != nil {
				if strings.Contains(err.Error(), "block decode") { // an answer in another format than that of the driver
					return errors.New("the answer cannot be read as a table: leave FORMAT out of the query and choose it with --format")
				}
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
	cmd.Flags().StringVar(&format, "format", "", "one of ClickHouse's formats (default a table)")
	cmd.Flags().StringVar(&file, "file", "", "file that holds the query")
	return cmd
}

// writeAs has ClickHouse write the answer.
func writeAs(ctx context.Context, db *sql.DB, format, query string, to io.Writer) error {
	answer, err := db.QueryFormat(ctx, format, query)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Close() }()
	if _, err := io.Copy(to, answer); err != nil {
		return fmt.Errorf("the answer broke off: %w", err)
	}
	return nil
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
