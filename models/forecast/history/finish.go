package history

import (
	"errors"
	"fmt"
	"slices"
)

// Build gives the history of what was added; the builder is used up.
func (b *Builder) Build() (*History, error) {
	if len(b.series) == 0 {
		return nil, errors.New("sales history: there is no row; give the sales of at least one day")
	}
	if b.last-b.first > maxSpan {
		return nil, fmt.Errorf("sales history: days from %s to %s are more than 40 years; is a date wrong?", date(b.first), date(b.last))
	}
	slices.SortFunc(b.series, order)
	h := &History{First: b.last, Last: b.last, Ahead: int(b.ahead), Known: b.known, Series: make([]Series, len(b.series))}
	for _, l := range b.static {
		h.Static = append(h.Static, Static{Name: l.name, Levels: l.list, Codes: make([]int32, len(b.series))})
	}
	for i, g := range b.series {
		for c := range h.Static {
			h.Static[c].Codes[i] = g.static[c]
		}
		h.Series[i] = b.close(g)
		h.First = min(h.First, g.start)
		b.series[i] = nil // its columns are the history's now, or garbage
	}
	b.notes.Capped = tame(h.Series)
	b.notes.Series = len(h.Series)
	h.Notes = b.notes
	b.ids = nil
	return h, nil
}

// close fills the days without a row and mends absurd ones.
func (b *Builder) close(g *gathering) Series {
	g.trim()
	days := int(b.last-g.start) + 1
	s := Series{Store: g.store, Product: g.product, Start: g.start, Sold: fit(g.sold, days), Known: g.known, Asked: g.asked}
	out := fit(g.out, days)
	slices.Sort(s.Asked)
	short := false
	for i, o := range out {
		switch {
		case o != o:
			out[i], s.Sold[i] = 0, 0
			b.notes.Gaps++
		case o > 0:
			short = true
		}
	}
	if short {
		s.Out = out
	}
	for c := range s.Known {
		s.Known[c] = fit(s.Known[c], days+int(b.ahead))
	}
	return s
}

// fit gives n values: those of v, then unknown ones. Little room beyond them is kept.
func fit(v []float32, n int) []float32 {
	if len(v) >= n && cap(v) <= n+n/16 {
		return v[:n:n]
	}
	out := make([]float32, n)
	for i := copy(out, v); i < n; i++ {
		out[i] = absent
	}
	return out
}
