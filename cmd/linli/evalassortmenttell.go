package main

import (
	"fmt"
	"io"
	"math"
	"time"

	"github.com/linli-project/linli/ingest/bench"
	"github.com/linli-project/linli/models/recommend/backtest"
	"github.com/linli-project/linli/models/recommend/demand"
)

func (e *evalAssortment) tell(w io.Writer, s *pastSales, p *demand.Panel, r *backtest.Report) {
	fmt.Fprintf(w, "share of later %s covered by lists of %s\n", measures[e.measure], e.level)
	if s.bad > 0 {
		fmt.Fprintf(w, "%s rows with a quantity of 0 or less are left out\n", thousands(s.bad))
	}
	for k, n := range r.Slots {
		fmt.Fprintf(w, "\nlists of %d\n%-24s %6s %6s %9s  %6s %6s %6s %6s  %-31s %s\n", n, "from", "stores", "local", "sold", "chain", "own", "ours", "given", "given less chain, points", "relative")
		for _, t := range r.Trials {
			tellLine(w, e.from(s, p, t.Period), t.Lines[k])
		}
		tellLine(w, fmt.Sprintf("all %d periods", len(r.Trials)), r.Pooled[k])
		tellLine(w, "every store", r.All[k])
	}
	if last := r.Trials[len(r.Trials)-1].Mixture; last.Learned {
		fmt.Fprintf(w, "\nweights of the mixture, last period: stores of little, middle, much history\n")
		for k, name := range demand.Parts {
			fmt.Fprintf(w, "  %-22s %5.3f %5.3f %5.3f\n", name, last.Weights[0][k], last.Weights[1][k], last.Weights[2][k])
		}
	}
	fmt.Fprintf(w, "\nlean to own sales beyond these weights: %.2f\n", r.Last.Lean)
	local := 0
	for _, g := range r.Gates {
		if g.Local {
			local++
		}
	}
	fmt.Fprintf(w, "\nnext period: %d of %d stores get a list of their own, the others the chain list\n", local, len(r.Gates))
	if !e.stores {
		return
	}
	fmt.Fprintf(w, "%-20s %7s %9s %6s %6s %6s  %s\n", "store", "periods", "sold", "chain", "own", "ours", "gets")
	for _, g := range r.Gates {
		fmt.Fprintf(w, "%-20s %7d %9.0f %6.3f %6.3f %6.3f  %s\n", p.Stores[g.Store], g.Periods, g.Sold, g.Chain, g.Own, g.Ours, gets(g))
	}
}

func gets(g backtest.Gate) string {
	switch {
	case g.Local:
		return "a list of its own"
	case g.Sold == 0:
		return "the chain list: it sold nothing yet"
	}
	return "the chain list: its own did not cover more"
}

func (e *evalAssortment) from(s *pastSales, p *demand.Panel, period int) string {
	return dayText(s.last + 1 - int32((p.Periods-period)*p.Days)) //nolint:gosec // days
}

func tellLine(w io.Writer, name string, l backtest.Line) {
	fmt.Fprintf(w, "%-24s %6d %6d %9.0f  %6.4f %6.4f %6.4f %6.4f  %-31s %+.2f %%\n", name, l.Stores, l.Local, l.Sold, l.Chain, l.Own, l.Ours, l.Given,
		fmt.Sprintf("%+.2f [%+.2f, %+.2f]", 100*l.Gain, 100*l.Low, 100*l.High), relative(l.Given, l.Chain))
}

func relative(of, to float64) float64 {
	if to == 0 {
		return 0
	}
	return 100 * (of/to - 1)
}

// assortmentLine is a line of the tables in JSON; shares are 0 to 1.
type assortmentLine struct {
	From     string   `json:"from,omitempty"`
	Slots    int      `json:"slots"`
	Stores   int      `json:"stores"`
	Local    int      `json:"local"`
	Sold     float64  `json:"sold"`
	Chain    float64  `json:"chain"`
	Own      float64  `json:"own"`
	Ours     float64  `json:"ours"`
	Given    float64  `json:"given"`
	Gain     float64  `json:"gain"`
	Low      *float64 `json:"low,omitempty"`
	High     *float64 `json:"high,omitempty"`
	Relative float64  `json:"relative"`
}

func jsonLine(from string, l backtest.Line) assortmentLine {
	out := assortmentLine{From: from, Slots: l.Slots, Stores: l.Stores, Local: l.Local, Sold: l.Sold, Chain: l.Chain, Own: l.Own, Ours: l.Ours, Given: l.Given,
		Gain: l.Gain, Relative: relative(l.Given, l.Chain) / 100}
	if !math.IsInf(l.Low, 0) {
		out.Low, out.High = &l.Low, &l.High
	}
	return out
}

// assortmentGate is a store's gate in JSON.
type assortmentGate struct {
	Store    string  `json:"store_id"`
	Periods  int     `json:"periods"`
	Sold     float64 `json:"sold"`
	Chain    float64 `json:"chain"`
	Own      float64 `json:"own"`
	Ours     float64 `json:"ours"`
	Decision string  `json:"decision"`
}

type assortmentResult struct {
	Level    string           `json:"level"`
	Measure  string           `json:"measure"`
	Days     int              `json:"days"`
	Stores   int              `json:"stores"`
	Items    int              `json:"items"`
	Periods  []assortmentLine `json:"periods"`
	Pooled   []assortmentLine `json:"pooled"`
	Every    []assortmentLine `json:"every_store"`
	Lean     float64          `json:"lean"`
	Gates    []assortmentGate `json:"gates"`
	Seconds  float64          `json:"seconds"`
	MemoryMB int64            `json:"memory_mb"`
}

func (e *evalAssortment) result(s *pastSales, p *demand.Panel, r *backtest.Report, took time.Duration) assortmentResult {
	out := assortmentResult{Level: e.level, Measure: e.measure, Days: p.Days, Stores: len(p.Stores), Items: len(p.Items), Lean: r.Last.Lean, Seconds: took.Seconds(), MemoryMB: bench.PeakRSS() >> 20}
	for k := range r.Slots {
		for _, t := range r.Trials {
			out.Periods = append(out.Periods, jsonLine(e.from(s, p, t.Period), t.Lines[k]))
		}
		out.Pooled, out.Every = append(out.Pooled, jsonLine("", r.Pooled[k])), append(out.Every, jsonLine("", r.All[k]))
	}
	for _, g := range r.Gates {
		d := "chain"
		if g.Local {
			d = "local"
		}
		out.Gates = append(out.Gates, assortmentGate{p.Stores[g.Store], g.Periods, g.Sold, g.Chain, g.Own, g.Ours, d})
	}
	return out
}
