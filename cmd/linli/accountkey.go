package main

import (
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards/api"
)

func accountKey(g *shared) *cobra.Command {
	cmd := &cobra.Command{Use: "key", Short: "Make, list and revoke keys of the JSON API"}
	cmd.AddCommand(accountKeyAdd(g), accountKeyList(g), accountKeyRevoke(g))
	return cmd
}

func accountKeyAdd(g *shared) *cobra.Command {
	var note string
	var valid time.Duration
	cmd := &cobra.Command{
		Use:   "add LOGIN",
		Short: "Make a key with the rights of an account, and print it once",
		Long: `Make a key for programs. It opens what the account may see: its role and its stores,
also when they change later; an account that is shut out closes its keys. Only a hash is
kept, so the key cannot be shown again. The API describes itself at /api/openapi.json.`,
		Example: `  linli account key add boss --note grafana
  curl -H "Authorization: Bearer $KEY" http://127.0.0.1:8080/api/v1/store_day`,
		Args: cobra.ExactArgs(1),
		RunE: onStack(g, func(cmd *cobra.Command, args []string, s *stack) error {
			key, err := api.AddKey(cmd.Context(), s.db, args[0], note, valid)
			if err != nil {
				return err
			}
			fmt.Fprintln(os.Stderr, "this key is shown once:")
			_, err = fmt.Fprintln(cmd.OutOrStdout(), key)
			return err
		}),
	}
	cmd.Flags().StringVar(&note, "note", "", "what the key is for")
	cmd.Flags().DurationVar(&valid, "valid", 0, "how long it works, such as 2160h; 0 is until revoked")
	return cmd
}

func accountKeyList(g *shared) *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the keys; a key itself is not kept",
		Example: "  linli account key list",
		Args:    cobra.NoArgs,
		RunE: onStack(g, func(cmd *cobra.Command, _ []string, s *stack) error {
			keys, err := api.Keys(cmd.Context(), s.db)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "key\tlogin\tmade\tends\tstate\tnote")
			for _, k := range keys {
				ends, state := "never", "open"
				if k.Expires.Unix() > 0 {
					ends = k.Expires.Format(time.DateTime)
					if time.Now().After(k.Expires) {
						state = "ended"
					}
				}
				if k.Revoked != 0 {
					state = "revoked"
				}
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", k.ID, k.Login, k.Created.Format(time.DateTime), ends, state, k.Note)
			}
			return w.Flush()
		}),
	}
}

func accountKeyRevoke(g *shared) *cobra.Command {
	return &cobra.Command{
		Use:     "revoke KEY",
		Short:   "End a key at once, named by its first part as linli account key list shows it",
		Example: "  linli account key revoke k3v7a2bd",
		Args:    cobra.ExactArgs(1),
		RunE: onStack(g, func(cmd *cobra.Command, args []string, s *stack) error {
			if err := api.RevokeKey(cmd.Context(), s.db, args[0]); err != nil {
				return err
			}
			fmt.Fprintf(os.Stderr, "key %s revoked\n", args[0])
			return nil
		}),
	}
}
