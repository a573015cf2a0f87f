package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/dead"
)

func deadCommand(g *shared) *cobra.Command {
	cmd := &cobra.Command{Use: "dead", Short: "Refused messages: list them, look at one, send them again"}
	cmd.AddCommand(deadListCommand(g), deadShowCommand(g), deadReplayCommand(g))
	return cmd
}

// chosen are the flags that choose letters.
type chosen struct {
	reason, topic, since string
	limit                int
}

func (c *chosen) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.reason, "reason", "", "only those refused for this reason, such as missing_field")
	cmd.Flags().StringVar(&c.topic, "topic", "", "only those of this topic, such as linli.order; linli.dead are those that the collector refused")
	cmd.Flags().StringVar(&c.since, "since", "", "only those refused since: a time span such as 2h or 7d, or a day such as 2026-11-22")
	cmd.Flags().IntVar(&c.limit, "limit", 0, "at most so many")
}

func (c *chosen) any() bool { return *c != chosen{} }

func (c *chosen) filter(in *time.Location) (f dead.Filter, err error) {
	f = dead.Filter{Reason: c.reason, Topic: c.topic, Since: time.Unix(0, 0)}
	if c.limit < 0 {
		return f, fmt.Errorf("--limit is %d: take at least 1", c.limit)
	}
	if c.since != "" {
		f.Since, err = sinceWhen(c.since, time.Now(), in)
	}
	return f, err
}

// sinceWhen reads 2h, 7d, 2026-11-22 or 2026-11-22T10:30:00+08:00.
func sinceWhen(s string, now time.Time, in *time.Location) (time.Time, error) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if span, err := time.ParseDuration(days + "h"); err == nil && span >= 0 {
			return now.Add(-24 * span), nil
		}
	}
	if span, err := time.ParseDuration(s); err == nil && span >= 0 {
		return now.Add(-span), nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, s, in); err == nil {
		return t, nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	return now, fmt.Errorf("--since is %q: take a span such as 2h or 7d, a day such as 2026-11-22, or an instant such as 2026-11-22T10:30:00+08:00", s)
}

func deadReplayCommand(g *shared) *cobra.Command {
	var c chosen
	var all, again, anyway, asJSON bool
	var file string
	var put map[string]string
	cmd := &cobra.Command{
		Use:   "replay [PLACE…]",
		Short: "Send refused messages through Kafka again, as they are or mended",
		Long: `Send refused messages again, by the topics that live events take: unchanged after
a fix of Linli or of its settings, with fields put right (--set), or mended in a
file that linli dead list --out wrote.

Sending twice doubles nothing: an event_id counts once. What was sent is marked
and left out the next time. A message that this version would still refuse stays
where it is; one that the sink refuses again is a new dead letter with a place of
its own.`,
		Example: `  linli dead replay linli.order/2/77
  linli dead replay --reason bad_value --since 2h
  linli dead replay --reason missing_field --topic linli.click --set store_id=s01
  linli dead replay --file orders.jsonl`,
		RunE: func(cmd *cobra.Command, places []string) error {
			switch {
			case len(places) == 0 && !c.any() && !all && file == "":
				return errors.New("say which: places such as linli.order/2/77, a filter such as --reason bad_value, --file FILE, or --all")
			case len(places) > 0 && (c.any() || all) || file != "" && (len(places) > 0 || c.any() || all || len(put) > 0):
				return errors.New("give places, or a filter, or --file, not several of them")
			}
			for name := range put {
				if !slices.Contains(dead.Fields, name) {
					return fmt.Errorf("--set: no event has a text field %q: take one of %s; anything else is mended in a file (linli dead list --out)", name, strings.Join(dead.Fields, ", "))
				}
				if (name == "event_id" || name == "order_id") && len(places) != 1 {
					return fmt.Errorf("--set %s is for one message: what has the same %s counts once; give its place", name, name)
				}
			}
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { _ = s.stop() }()
			f, err := c.filter(s.location)
			if err != nil {
				return err
			}
			f.Replayed = again
			cluster, closeKafka, err := reach(cmd, s.cfg)
			if err != nil {
				return err
			}
			defer closeKafka()
			r, p := dead.NewReader(cluster), cluster.NewProducer()
			defer r.Close()
			send := dead.Sender{DB: s.db, Reader: r, Producer: p, Set: put, Anyway: anyway}
			err = sendDead(cmd.Context(), s, &send, places, file, f, c.limit)
			return errors.Join(err, p.Close(), tellDead(cmd, &send.Result, asJSON))
		},
	}
	c.flags(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "all that were not sent again yet")
	cmd.Flags().BoolVar(&again, "again", false, "with a filter: those too that were sent again already")
	cmd.Flags().BoolVar(&anyway, "anyway", false, "those too that this version would still refuse")
	cmd.Flags().StringToStringVar(&put, "set", nil, "put a text field right in every message: field=value, repeatable")
	cmd.Flags().StringVar(&file, "file", "", "send the mended messages of this file")
	cmd.Flags().BoolVar(&asJSON, "json", false, "the summary as JSON")
	return cmd
}

func sendDead(ctx context.Context, s *stack, send *dead.Sender, places []string, file string, f dead.Filter, limit int) error {
	if file != "" {
		return send.File(ctx, file)
	}
	if len(places) == 0 {
		return dead.Each(ctx, s.db, f, limit, func(page []dead.Letter) error { return send.Letters(ctx, page) })
	}
	for _, place := range places {
		l, err := dead.Find(ctx, s.db, place)
		if err != nil {
			return err
		}
		if err := send.Letters(ctx, []dead.Letter{l}); err != nil {
			return err
		}
	}
	return nil
}

// tellDead says what became of the letters.
func tellDead(cmd *cobra.Command, r *dead.Result, asJSON bool) error {
	out := cmd.OutOrStdout()
	if asJSON {
		return json.NewEncoder(out).Encode(r)
	}
	fmt.Fprintf(out, "%s of %s sent again%s\n", thousands(r.Total()), thousands(r.Chosen), counted(r.Sent))
	if n := r.Stay() - r.Gone; n > 0 {
		fmt.Fprintf(out, "%s stay, they would be refused again%s; mend them: --set, or linli dead list --out FILE\n", thousands(n), counted(r.Refuse))
	}
	if r.Gone > 0 {
		fmt.Fprintf(out, "%s cannot be sent: only their beginning is left, retention has removed the rest from Kafka\n", thousands(r.Gone))
	}
	for _, line := range r.First {
		fmt.Fprintln(out, "  "+oneLine(line, 200))
	}
	if r.Total() > 0 {
		fmt.Fprintln(out, "One that the sink refuses again is a new dead letter with a place of its own: linli dead list --since 10m")
	}
	return nil
}

// counted is such as ": linli.click 3, linli.order 2".
func counted(m map[string]int) string {
	var parts []string
	for name, n := range m {
		parts = append(parts, fmt.Sprintf("%s %s", name, thousands(n)))
	}
	if len(parts) == 0 {
		return ""
	}
	slices.Sort(parts)
	return ": " + strings.Join(parts, ", ")
}
