package boost

import (
	"github.com/linli-project/linli/models/forecast/calendar"
	"github.com/linli-project/linli/models/forecast/history"
)

// What a history must span, in days, before features of the season say anything.
const (
	forMonthDay = 120
	forYear     = 364 + 42
)

// seasons adds the calendar of the day, and what happened a year before.
func (m *matrix) seasons(add func(string, func(*frame, int, int) float32)) {
	span := m.h.Last - m.h.First + 1
	of := func(get func(calendar.Day) float32) func(*frame, int, int) float32 {
		return func(f *frame, _, h int) float32 { return get(calendar.Of(f.origin + int32(h))) }
	}
	truth := func(b bool) float32 {
		if b {
			return 1
		}
		return 0
	}
	add("off", of(func(d calendar.Day) float32 { return truth(d.Off) }))
	add("worked", of(func(d calendar.Day) float32 { return truth(d.Worked) }))
	if span >= forMonthDay {
		add("untilOff", of(func(d calendar.Day) float32 { return float32(d.UntilOff) }))
		add("toFestival", of(func(d calendar.Day) float32 { return float32(d.ToFestival) }))
		add("monthDay", func(f *frame, _, h int) float32 { return float32(history.TimeOf(f.origin + int32(h)).Day()) })
	}
	if span < forYear {
		return
	}
	add("toSpringFestival", of(func(d calendar.Day) float32 { return float32(d.ToSpringFestival) }))
	add("yearDay", func(f *frame, _, h int) float32 { return float32(history.TimeOf(f.origin + int32(h)).YearDay()) })
	for _, g := range []group{m.g.chain, m.g.store, m.g.kind, m.g.product, m.g.corner} {
		total := m.totals(g)
		add(g.name+" year", func(f *frame, i, h int) float32 { return total.change(g.of[i], f.origin, h, 3) })
		add(g.name+" yearDay", func(f *frame, i, h int) float32 { return total.change(g.of[i], f.origin, h, 0) })
	}
}

// totals are the sums of a group's sales up to each day, so that sums of spans are differences.
type totals struct {
	first int32
	until [][]float64 // per group and day
}

func (m *matrix) totals(g group) totals {
	t := totals{first: m.h.First, until: make([][]float64, g.n)}
	days := int(m.h.Last-m.h.First) + 1
	for k := range t.until {
		t.until[k] = make([]float64, days+1)
	}
	for i := range m.h.Series {
		s, sum := &m.h.Series[i], t.until[g.of[i]]
		for d, y := range s.Sold {
			sum[int(s.Start-m.h.First)+d+1] += float64(y)
		}
	}
	for _, sum := range t.until {
		for d := 1; d < len(sum); d++ {
			sum[d] += sum[d-1]
		}
	}
	return t
}

// change is what a group sold a year before origin + h, so many days around it, over what it sold in the four weeks before the origin a
// year ago, per day.
func (t *totals) change(g int32, origin int32, h, around int) float32 {
	day, then := origin+int32(h)-364, origin-364
	if then-27 < t.first || int(day-t.first)+around+1 >= len(t.until[g]) {
		return missing
	}
	sum := func(from, to int32) float64 { return t.until[g][to-t.first+1] - t.until[g][from-t.first] }
	before := sum(then-27, then) / 28
	if before <= 0 {
		return missing
	}
	return float32(sum(day-int32(around), day+int32(around)) / float64(2*around+1) / before)
}
