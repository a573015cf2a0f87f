package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/dead"
)

func deadShowCommand(g *shared) *cobra.Command {
	return &cobra.Command{
		Use:     "show PLACE",
		Short:   "Show one refused message whole, why it was refused, and what a fix would be",
		Example: "  linli dead show linli.order/2/77",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { _ = s.stop() }()
			l, err := dead.Find(cmd.Context(), s.db, args[0])
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), 15*time.Second)
			defer cancel()
			m := dead.Message{Key: []byte(l.Key), Value: []byte(l.Value), From: "the table dead_letter"}
			var missing error
			if r, done, err := s.deadReader(cmd); err != nil {
				missing = err
			} else {
				defer done()
				if whole, err := r.Whole(ctx, &l); err != nil {
					missing = err
				} else {
					m = whole
				}
			}
			show(cmd, s, &l, m, missing)
			return nil
		},
	}
}

func show(cmd *cobra.Command, s *stack, l *dead.Letter, m dead.Message, missing error) {
	meaning, fix := dead.Explain(l.Reason)
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
	say := func(name, text string) { fmt.Fprintf(w, "%s\t%s\n", name, text) }
	say("place", l.Coordinate())
	say("refused", s.clock(l.RejectedAt)+" "+s.cfg.Timezone)
	if l.Replayed() {
		say("sent again", s.clock(l.ReplayedAt))
	}
	say("reason", l.Reason+": "+meaning)
	say("detail", oneLine(l.Detail, 500))
	say("fix", fix)
	say("key", oneLine(string(m.Key), 200))
	for _, h := range m.Headers {
		say("header", h.Name+": "+oneLine(h.Value, 200))
	}
	say("message", fmt.Sprintf("%s bytes, from %s", thousands(len(m.Value)), m.From))
	_ = w.Flush()
	switch {
	case missing != nil && l.Cut():
		fmt.Fprintf(cmd.OutOrStdout(), "\nOnly its beginning is here: %v\n", missing)
	case missing != nil && !errors.Is(missing, dead.ErrGone):
		fmt.Fprintf(cmd.OutOrStdout(), "\nIts headers could not be read from Kafka: %v\n", missing)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "\n%s\n", strings.ToValidUTF8(string(m.Value), "\uFFFD"))
}
