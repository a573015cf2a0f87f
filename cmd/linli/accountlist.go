package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards"
	"github.com/linli-project/linli/sql"
)

// knownStores refuses stores that nobody imported: an owner would see an empty page.
func knownStores(ctx context.Context, db *sql.DB, asked []string) error {
	if len(asked) == 0 {
		return nil
	}
	var there []struct {
		ID string `ch:"store_id"`
	}
	if err := db.Select(ctx, &there, "account/stores", nil); err != nil {
		return err
	}
	known := make([]string, len(there))
	for i := range there {
		known[i] = there[i].ID
	}
	for _, id := range asked {
		if !slices.Contains(known, id) {
			few := "none yet"
			if len(known) > 0 {
				few = strings.Join(known[:min(len(known), 5)], ", ") + " and so on"
			}
			return fmt.Errorf("there is no store %q (known: %s): import it first, linli import stores", id, few)
		}
	}
	return nil
}

func accountList(g *shared) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List who may sign in",
		Example: "  linli account list",
		Args:    cobra.NoArgs,
		RunE: onStack(g, func(cmd *cobra.Command, _ []string, s *stack) error {
			all, err := dashboards.Accounts(cmd.Context(), s.db)
			if err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			fmt.Fprintf(w, "%-20s %-14s %-10s %-16s %s\n", "login", "role", "opened by", "stores", "name")
			for _, a := range all {
				opened := "link"
				switch {
				case a.Disabled:
					opened = "disabled"
				case a.HasPassword():
					opened = "password"
				}
				fmt.Fprintf(w, "%-20s %-14s %-10s %-16s %s\n", a.Login, a.Role, opened, strings.Join(a.Stores, ","), a.Name)
			}
			return nil
		}),
	}
}

func accountDisable(g *shared) *cobra.Command {
	var undo bool
	cmd := &cobra.Command{
		Use:     "disable LOGIN",
		Short:   "Shut an account out within seconds, links and open sessions included",
		Example: "  linli account disable wang\n  linli account disable wang --undo",
		Args:    cobra.ExactArgs(1),
		RunE: onStack(g, func(cmd *cobra.Command, args []string, s *stack) error {
			if err := dashboards.DisableAccount(cmd.Context(), s.db, args[0], !undo); err != nil {
				return err
			}
			what := "disabled"
			if undo {
				what = "enabled"
			}
			fmt.Fprintf(os.Stderr, "account %s %s\n", args[0], what)
			return nil
		}),
	}
	cmd.Flags().BoolVar(&undo, "undo", false, "let the account in again")
	return cmd
}
