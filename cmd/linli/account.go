package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/dashboards"
)

func accountCommand(g *shared) *cobra.Command {
	cmd := &cobra.Command{Use: "account", Short: "Add people who may sign in, list them, shut them out, and make sign-in links"}
	cmd.AddCommand(accountAdd(g), accountList(g), accountDisable(g), accountLink(g), accountKey(g))
	return cmd
}

// onStack opens the database, does one thing and closes it.
func onStack(g *shared, do func(cmd *cobra.Command, args []string, s *stack) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) (err error) {
		s, err := openStack(cmd, g)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.stop()) }()
		return do(cmd, args, s)
	}
}

func accountAdd(g *shared) *cobra.Command {
	var a dashboards.Account
	var password bool
	cmd := &cobra.Command{
		Use:   "add LOGIN",
		Short: "Add or replace an account",
		Long: `Add an account, or replace name, role and stores of one that is there. Its password
stays unless --password reads a new one from standard input; a new account without one
is opened by links only (linli account link).`,
		Example: `  linli account add wang --role owner --store s01 --name 王店主 --password < password.txt
  linli account add boss --role manager`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			a.Login = args[0]
			secret := ""
			if password {
				line, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
				if secret = strings.TrimRight(line, "\r\n"); secret == "" {
					return errors.Join(errors.New("no password on standard input"), err)
				}
			}
			s, err := openStack(cmd, g)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.stop()) }()
			if err := knownStores(cmd.Context(), s.db, a.Stores); err != nil {
				return err
			}
			if err := dashboards.AddAccount(cmd.Context(), s.db, a, secret); err != nil {
				return err
			}
			fmt.Fprintf(os.Stderr, "account %s added\n", a.Login)
			return nil
		},
	}
	cmd.Flags().StringVar(&a.Role, "role", "", "owner, merchandiser or manager")
	cmd.Flags().StringSliceVar(&a.Stores, "store", nil, "store of an owner, repeatable")
	cmd.Flags().StringVar(&a.Name, "name", "", "name shown on pages")
	cmd.Flags().BoolVar(&password, "password", false, "read a password from standard input")
	_ = cmd.MarkFlagRequired("role")
	return cmd
}

func accountLink(g *shared) *cobra.Command {
	var ttl time.Duration
	cmd := &cobra.Command{
		Use:     "link LOGIN",
		Short:   "Print a link that signs the account in with one click",
		Example: "  linli account link wang --valid 24h",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			s, site, err := openSite(cmd, g)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.stop()) }()
			link, err := site.SignInLink(cmd.Context(), args[0], ttl)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), link)
			return err
		},
	}
	cmd.Flags().DurationVar(&ttl, "valid", 24*time.Hour, "how long the link works")
	return cmd
}

// openSite opens the pages without serving them.
func openSite(cmd *cobra.Command, g *shared) (*stack, *dashboards.Site, error) {
	s, err := openData(cmd, g)
	if err != nil {
		return nil, nil, err
	}
	if s.cfg.Web.PublicURL == "" {
		s.cfg.Web.PublicURL = "http://" + s.cfg.Web.Listen
	}
	site, err := s.site()
	if err != nil {
		return nil, nil, errors.Join(err, s.stop())
	}
	return s, site, nil
}
