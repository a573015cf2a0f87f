package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/audit"
	"github.com/linli-project/linli/ingest/broker"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/jobs"
)

func auditCommand(g *shared) *cobra.Command {
	var topics []string
	var from, to string
	var offline, asJSON bool
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Prove that every message counted once, from Kafka to the daily facts, or name where not",
		Long: `Compare Kafka's offsets, the ledger, the raw tables, the dead letters and the
daily facts, and name any difference. It may run beside serve: what is still
under way is told and is no difference, nor is a day that is to be rebuilt.
It changes nothing.

The exit code is 0 when all is exact, 1 when there are differences, 2 when the
audit could not be done.`,
		Example: `  linli audit
  linli audit --topic linli.order --json
  linli audit --from 2026-11-01 --to 2026-11-21   # daily facts of these days only
  linli audit --offline                           # while Kafka is away`,
		Args: func(cmd *cobra.Command, args []string) error { return undone(cobra.NoArgs(cmd, args)) },
		RunE: func(cmd *cobra.Command, _ []string) error {
			o := audit.Options{Topics: topics}
			for _, d := range []struct {
				flag, text string
				day        *time.Time
			}{{"--from", from, &o.From}, {"--to", to, &o.To}} {
				if d.text == "" {
					continue
				}
				var err error
				if *d.day, err = time.Parse(time.DateOnly, d.text); err != nil {
					return undone(fmt.Errorf("%s: %q is no day such as 2026-11-22", d.flag, d.text))
				}
			}
			if from != "" && to != "" && o.To.Before(o.From) {
				return undone(fmt.Errorf("--to %s is before --from %s", to, from))
			}
			r, err := runAudit(cmd, g, o, offline)
			if err != nil {
				return undone(err)
			}
			if asJSON {
				err = json.NewEncoder(cmd.OutOrStdout()).Encode(r)
			} else {
				err = r.WriteText(cmd.OutOrStdout())
			}
			if err == nil && !r.Exact {
				return exitError{code: 1}
			}
			return undone(err)
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return undone(err) })
	cmd.Flags().StringSliceVar(&topics, "topic", nil, "only this topic, repeatable: "+strings.Join(topic.All, ", ")+" (default: all, and the daily facts)")
	cmd.Flags().StringVar(&from, "from", "", "first business day of the daily facts to compare (default: all)")
	cmd.Flags().StringVar(&to, "to", "", "last business day of the daily facts to compare")
	cmd.Flags().BoolVar(&offline, "offline", false, "leave Kafka out")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one JSON object")
	return cmd
}

// runAudit opens what the audit compares: the database, or its HTTP door, and Kafka.
func runAudit(cmd *cobra.Command, g *shared, o audit.Options, offline bool) (_ audit.Result, err error) {
	s, err := openData(cmd, g)
	if err != nil {
		return audit.Result{}, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	if !offline {
		cluster, err := s.findKafka()
		if err != nil {
			return audit.Result{}, err
		}
		o.Kafka = &cluster
	}
	p := newProgress(os.Stderr)
	p.begin("audit")
	o.DB, o.Today = s.db, (&jobs.Runner{Location: s.location}).Today()
	o.Tell = func(step string, done, total int) { p.at("%s, %d of %d", step, done, total) }
	r, err := audit.Run(cmd.Context(), o)
	if err != nil {
		return r, err
	}
	p.end("%d checks", len(r.Checks))
	return r, nil
}

// findKafka gives the configured brokers or the embedded one of this data folder: that of a running process, or it starts it
// on a free port. It makes no topics.
func (s *stack) findKafka() (topic.Cluster, error) {
	c, err := s.cfg.Kafka.cluster()
	if err != nil || len(c.Brokers) > 0 {
		return c, err
	}
	if _, err := os.Stat(s.cfg.Kafka.Dir); errors.Is(err, fs.ErrNotExist) {
		return c, fmt.Errorf("%s holds no Kafka log: set kafka.brokers or kafka.dir, or add --offline", s.cfg.Kafka.Dir)
	}
	b, err := broker.Start(broker.Options{Dir: s.cfg.Kafka.Dir, Listen: "127.0.0.1:0", Log: s.log})
	var held *broker.HeldError
	switch {
	case errors.As(err, &held) && held.Addr != "": // empty while the other process is still starting
		c.Brokers = []string{held.Addr}
	case err != nil:
		return c, err
	default:
		s.onStop(b.Close)
		c.Brokers = []string{b.Addr()}
	}
	return c, nil
}

// exitError ends the program with a code of its own. Without an error everything has been said.
type exitError struct {
	code int
	err  error
}

func (e exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// undone marks an error as one that kept a check from being made, which is not the same as a failed check.
func undone(err error) error {
	if err == nil {
		return nil
	}
	return exitError{2, err}
}
