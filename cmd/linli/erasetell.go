package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/linli-project/linli/ingest/privacy"
)

// writeErasure tells a person what was done, and the proof.
func writeErasure(w io.Writer, r privacy.Result) error {
	fmt.Fprintf(w, "Erasure %s of %s, %s\n", r.ErasureID, howMany(r.People, "person"), r.At.Format(time.RFC3339))
	if r.Resumed > 0 {
		fmt.Fprintf(w, "%s of them from an erasure that had been stopped.\n", howMany(r.Resumed, "person"))
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nplace\tdone\trows\t")
	quiet := 0
	for _, s := range r.Steps {
		if s.Changed == 0 {
			quiet++
			continue
		}
		note := s.Note
		switch {
		case s.Action == "expires" && !s.Until.IsZero():
			note = "Kafka's copy is gone by " + s.Until.Format(time.DateOnly)
		case s.Action == "cut":
			note = "cut for everybody: " + note
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", s.Place, s.Action, thousands(s.Changed), note)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "%d other places held nothing.\n\nProof: rows that still name them\n\n", quiet)
	if err := writeFound(w, r.Found); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\nEntered in table erasure under the keyed hash%s of the id%s. Not reached: backups of the data folder, and files that were exported.\n",
		plural(r.People, "es"), plural(r.People, "s"))
	return err
}

func plural(n int, end string) string {
	if n == 1 {
		return ""
	}
	return end
}

// writeFound lists where ids were searched for.
func writeFound(w io.Writer, found []privacy.Found) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "table\tcolumn\trows\t")
	for _, f := range found {
		note := ""
		if !f.Person {
			note = "the same text, in a column that names no people"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", f.Table, f.Column, thousands(f.Rows), note)
	}
	if n := privacy.Remaining(found); n == 0 {
		fmt.Fprintln(t, "all\t\t0\t")
	} else {
		fmt.Fprintf(t, "all\t\t%s\t\n", thousands(n))
	}
	return t.Flush()
}
