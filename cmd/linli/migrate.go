package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/sql"
)

func migrateCommand(g *shared) *cobra.Command {
	cmd := &cobra.Command{Use: "migrate", Short: "Show or apply the steps of the ClickHouse schema"}
	open := func(cmd *cobra.Command) (*sql.DB, error) {
		cfg, err := g.load()
		if err != nil {
			return nil, err
		}
		log, err := cfg.logger()
		if err != nil {
			return nil, err
		}
		return sql.Open(cmd.Context(), cfg.ClickHouse.DSN, sql.Options{Library: cfg.ClickHouse.Library, Log: log})
	}
	cmd.AddCommand(&cobra.Command{
		Use: "status", Short: "List the steps and whether they are applied", Example: "  linli migrate status", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			db, err := open(cmd)
			if err != nil {
				return err
			}
			defer func() { _ = db.Close() }()
			steps, err := sql.Status(cmd.Context(), db)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
			fmt.Fprintln(w, "VERSION\tNAME\tSTATE\tAPPLIED AT")
			for _, s := range steps {
				at := ""
				if s.State == "applied" {
					at = s.AppliedAt.Local().Format("2006-01-02 15:04:05")
				}
				fmt.Fprintf(w, "%04d\t%s\t%s\t%s\n", s.Version, s.Name, s.State, at)
			}
			return w.Flush()
		},
	}, &cobra.Command{
		Use: "up", Short: "Apply the steps that are pending; serve does so at start too", Example: "  linli migrate up", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			db, err := open(cmd)
			if err != nil {
				return err
			}
			defer func() { _ = db.Close() }()
			applied, err := sql.Migrate(cmd.Context(), db)
			if err != nil {
				return err
			}
			for _, m := range applied {
				fmt.Fprintf(cmd.OutOrStdout(), "applied %04d %s\n", m.Version, m.Name)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%d applied, the schema is up to date\n", len(applied))
			return nil
		},
	})
	return cmd
}
