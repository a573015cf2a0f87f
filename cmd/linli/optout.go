package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/privacy"
)

func optoutCommand(g *shared) *cobra.Command {
	var who people
	var undo bool
	cmd := &cobra.Command{
		Use:   "optout",
		Short: "Leave people out of personalisation, as they asked, or take them in again",
		Long: `Enter that people want no personalisation (PIPL Art. 24): what is published per
person (profile, baskets, push hours and the like) is deleted at once, and no
job publishes anything for them from now on. Figures of stores and communities
still count them; raw events stay. To remove a person's data use linli erase.
The mini-program may send the same by POST /v1/optout, with the collector's key.`,
		Example: `  linli optout --user u1024
  linli optout --file refused.txt
  linli optout --user u1024 --undo`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			users, err := who.list(cmd.InOrStdin())
			if err != nil {
				return err
			}
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.stop()) }()
			p := newProgress(os.Stderr)
			p.begin("opt-out")
			deleted, err := privacy.OptOut(cmd.Context(), s.db, users, !undo, time.Now())
			if err != nil {
				return err
			}
			if undo {
				p.end("%s opted in again: included from the next run of each job", howMany(len(users), "person"))
				return nil
			}
			p.end("%s opted out, %s published for them deleted", howMany(len(users), "person"), howMany(int(deleted), "row"))
			return nil
		},
	}
	who.flags(cmd)
	cmd.Flags().BoolVar(&undo, "undo", false, "they want personalisation again")
	return cmd
}

// optOut enters what came through the collector's door.
func (s *stack) optOut(ctx context.Context, users []string, out bool) error {
	_, err := privacy.OptOut(ctx, s.db, users, out, time.Now())
	return err
}

// howMany writes a number with its noun.
func howMany(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if noun == "person" {
		return thousands(n) + " people"
	}
	return fmt.Sprintf("%s %ss", thousands(n), noun)
}
