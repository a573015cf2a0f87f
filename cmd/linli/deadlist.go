package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ingest/dead"
)

const listedBytes = 300

func deadListCommand(g *shared) *cobra.Command {
	var c chosen
	var asJSON bool
	var file string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List refused messages: by reason and topic, or with a filter one by one",
		Example: `  linli dead list
  linli dead list --reason missing_field --since 7d
  linli dead list --topic linli.order --out orders.jsonl   # to be mended; then linli dead replay --file orders.jsonl`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := openData(cmd, g)
			if err != nil {
				return err
			}
			defer func() { _ = s.stop() }()
			f, err := c.filter(s.location)
			switch {
			case err != nil:
				return err
			case file != "":
				return writeDead(cmd, s, f, c.limit, file)
			case c.any():
				return listLetters(cmd, s, f, c.limit, asJSON)
			}
			return listGroups(cmd, s, asJSON)
		},
	}
	c.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	cmd.Flags().StringVar(&file, "out", "", "write those not sent again yet, whole, into a new file of JSON lines to be mended")
	return cmd
}

func listGroups(cmd *cobra.Command, s *stack, asJSON bool) error {
	groups, err := dead.Groups(cmd.Context(), s.db)
	if err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(cmd.OutOrStdout()).Encode(append([]dead.Group{}, groups...))
	}
	if len(groups) == 0 {
		fmt.Fprintln(cmd.OutOrStdout(), "No message was refused.")
		return nil
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "REASON\tTOPIC\tMESSAGES\tOPEN\tFIRST\tLAST\tMEANING")
	for _, r := range groups {
		meaning, _ := dead.Explain(r.Reason)
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Reason, r.Topic, thousands(r.Letters), thousands(r.Open), s.clock(r.First), s.clock(r.Last), meaning)
	}
	_ = w.Flush()
	fmt.Fprintf(cmd.OutOrStdout(), "\nOpen are those not sent again yet. Times are in %s. One by one: linli dead list --reason REASON --limit 20\n", s.cfg.Timezone)
	return nil
}

func (s *stack) clock(t time.Time) string { return t.In(s.location).Format("2006-01-02 15:04:05") }

func listLetters(cmd *cobra.Command, s *stack, f dead.Filter, limit int, asJSON bool) error {
	if limit == 0 {
		limit = 50
	}
	letters, err := dead.Newest(cmd.Context(), s.db, f, limit, listedBytes)
	if err != nil {
		return err
	}
	if asJSON {
		return json.NewEncoder(cmd.OutOrStdout()).Encode(append([]dead.Letter{}, letters...))
	}
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "PLACE\tREFUSED\tSENT AGAIN\tWHY\tMESSAGE")
	for i := range letters {
		l := &letters[i]
		again := "-"
		if l.Replayed() {
			again = s.clock(l.ReplayedAt)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", l.Coordinate(), s.clock(l.RejectedAt), again, oneLine(l.Detail, 80), oneLine(l.Value, 80))
	}
	_ = w.Flush()
	if len(letters) == limit {
		fmt.Fprintf(cmd.OutOrStdout(), "\nThe newest %d; --limit gives more. One of them whole: linli dead show PLACE\n", limit)
	}
	return nil
}

// oneLine shows a text of any content in a table.
func oneLine(s string, runes int) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if r := []rune(s); len(r) > runes {
		return string(r[:runes]) + "…"
	}
	return s
}

// writeDead writes open letters into a file that nobody has yet: a mended one must not be lost.
func writeDead(cmd *cobra.Command, s *stack, f dead.Filter, limit int, path string) (err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("--out: %w: name a new file", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(path))
		}
	}()
	r, done, err := s.deadReader(cmd)
	if err != nil {
		return errors.Join(err, file.Close())
	}
	defer done()
	to := bufio.NewWriter(file)
	n, cut := 0, []string(nil)
	err = dead.Each(cmd.Context(), s.db, f, limit, func(page []dead.Letter) error {
		short, err := dead.Write(cmd.Context(), to, r, page)
		n, cut = n+len(page), append(cut, short...)
		return err
	})
	if err := errors.Join(err, to.Flush(), file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s letters written to %s. Mend them, then: linli dead replay --file %s\n", thousands(n), path, path)
	if len(cut) > 0 {
		fmt.Fprintf(os.Stderr, "  of %d only the beginning is left, retention has removed the rest from Kafka; the first: %s\n", len(cut), cut[0])
	}
	return nil
}

// deadReader reads whole messages from Kafka.
func (s *stack) deadReader(cmd *cobra.Command) (*dead.Reader, func(), error) {
	cluster, closeKafka, err := reach(cmd, s.cfg)
	if err != nil {
		return nil, nil, err
	}
	r := dead.NewReader(cluster)
	return r, func() { r.Close(); closeKafka() }, nil
}
