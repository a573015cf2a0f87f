package main

import (
	"fmt"
	"io"

	"github.com/linli-project/linli/models/forecast"
)

func tellMethods(w io.Writer, methods []forecast.Method) {
	fmt.Fprintf(w, "%-16s %7s %7s %7s %7s %7s\n", "", "WAPE", "bias", "WQL", "in50", "in90")
	for _, m := range methods {
		if !m.Spread {
			fmt.Fprintf(w, "%-16s %7.4f %+7.3f %7s %7s %7s\n", m.Name, m.WAPE, m.Bias, "-", "-", "-")
			continue
		}
		fmt.Fprintf(w, "%-16s %7.4f %+7.3f %7.4f %7.3f %7.3f\n", m.Name, m.WAPE, m.Bias, m.WQL, m.Coverage50, m.Coverage90)
	}
}

func tellReport(w io.Writer, r forecast.Report) {
	if !r.Boosted {
		fmt.Fprintln(w, "too little history for the boosted model")
	}
	segment := ""
	for _, s := range r.Weights {
		if s.Segment != segment {
			if segment != "" {
				fmt.Fprintln(w)
			}
			segment = s.Segment
			fmt.Fprintf(w, "%s series:", segment)
		}
		fmt.Fprintf(w, " %s %.2f", s.Member, s.Share)
	}
	if segment != "" {
		fmt.Fprintln(w)
	}
}
