package history

import (
	"errors"
	"math"
	"slices"
)

// Build gives the history of what was added; the builder is used up.
func (b *Builder) Build() (*History, error) {
	if b.last == math.MinInt32 {
		return nil, errors.New("sales history: there is no row; give the sales of at least one day")
	}
	slices.SortFunc(b.series, order)
	h := &History{First: b.last, Last: b.last, Ahead: int(b.ahead), Known: b.known, Series: make([]Series, len(b.series))}
	for _, l := range b.static {
		h.Static = append(h.Static, Static{Name: l.name, Levels: l.words, Codes: make([]int32, len(b.series))})
	}
	for i, g := range b.series {
		for c := range h.Static {
			h.Static[c].Codes[i] = g.static[c]
			if l := b.static[c]; l.words[g.static[c]] == "" {
				h.Static[c].Codes[i] = -1
			}
		}
		h.Series[i] = b.close(g)
		h.First = min(h.First, g.start)
		b.series[i] = nil // its columns are the history's now, or garbage
	}
	b.notes.Series = len(h.Series)
	h.Notes = b.notes
	b.ids = nil
	return h, nil
}

// close fills the days without a row and mends absurd ones.
func (b *Builder) close(g *gathering) Series {
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
	b.notes.Capped += s.tame()
	return s
}

// fit gives n values: those of v, then unknown ones.
func fit(v []float32, n int) []float32 {
	if len(v) >= n {
		return v[:n:n]
	}
	v = slices.Grow(v, n-len(v))
	for len(v) < n {
		v = append(v, absent)
	}
	return v
}

// A day is absurd when it is many times the median day with sales of its series.
const (
	absurdTimes = 20
	absurdDays  = 5 // with sales, before anything is called absurd
)

// tame takes absurd days down to the bound and counts them.
func (s *Series) tame() int {
	var most float32
	days := make([]float32, 0, len(s.Sold))
	for _, y := range s.Sold {
		if y > 0 {
			days = append(days, y)
			most = max(most, y)
		}
	}
	if len(days) < absurdDays {
		return 0
	}
	slices.Sort(days)
	bound, n := absurdTimes*days[len(days)/2], 0
	if most <= bound {
		return 0
	}
	for i, y := range s.Sold {
		if y > bound {
			s.Sold[i] = bound
			n++
		}
	}
	return n
}
