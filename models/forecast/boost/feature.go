package boost

import (
	"math"
	"strconv"

	"github.com/linli-project/linli/models/forecast/history"
)

// feature is a column of the matrix: what is known at the origin of frame f about day origin + h of series i.
type feature struct {
	name     string
	category bool // a code; negative is unknown
	at       func(f *frame, i, h int) float32
}

var statNames = [statCount]string{"fade2", "fade5", "fade12", "fade30", "mean3", "mean7", "mean14", "mean28", "mean56", "median7", "median28",
	"most28", "spread28", "zeros28", "weight5", "stock7", "stock28", "short7", "short28", "told7", "last0", "last1", "last2", "last3",
	"out0", "out1", "out2", "out3", "idle", "age"}

// features lists the columns, always in the same order for the same history.
func (m *matrix) features() []feature {
	var out []feature
	add := func(name string, at func(f *frame, i, h int) float32) { out = append(out, feature{name: name, at: at}) }
	for k := range statNames {
		add(statNames[k], func(f *frame, i, _ int) float32 { return f.stats[k][i] })
	}
	add("base", func(f *frame, i, _ int) float32 { return f.base[i] })
	add("horizon", func(_ *frame, _, h int) float32 { return float32(h) })
	add("around", func(f *frame, i, h int) float32 { return f.around[i][weekday(f, h)] })
	add("own", func(f *frame, i, h int) float32 { return f.own[i][weekday(f, h)] })
	out = append(out, feature{"weekday", true, func(f *frame, _, h int) float32 { return float32(weekday(f, h)) }})
	m.weeks(add)
	for k, name := range []string{"product", "store", "corner", "kind", "area"} {
		for r, span := range []int{3, 7, 14} {
			add(name+strconv.Itoa(span), func(f *frame, i, _ int) float32 { c := &f.circle[k]; return c.recent[r][c.of.of[i]] })
		}
		add(name+"Level", func(f *frame, i, _ int) float32 { c := &f.circle[k]; return f.base[i] / c.level[c.of.of[i]] })
		add(name+"Short", func(f *frame, i, _ int) float32 { c := &f.circle[k]; return c.short[c.of.of[i]] })
	}
	m.knowns(add)
	for k := range m.h.Static {
		s := &m.h.Static[k]
		if len(s.Levels) > 1 {
			out = append(out, feature{s.Name, true, func(_ *frame, i, _ int) float32 { return float32(s.Codes[i]) }})
		}
	}
	m.seasons(add)
	return out
}

func weekday(f *frame, h int) int { return history.Weekday(f.origin + int32(h)) }

// weeks adds the same weekday in the last four weeks that are known.
func (m *matrix) weeks(add func(string, func(*frame, int, int) float32)) {
	day := func(f *frame, j, h int) int32 { return f.origin + int32(h-7*(j+(h-1)/7)) }
	for j := 1; j <= 4; j++ {
		add("week"+strconv.Itoa(j), func(f *frame, i, h int) float32 {
			if y, seen := m.h.Series[i].At(day(f, j, h)); seen {
				return y / f.base[i]
			}
			return missing
		})
	}
	add("weekShort", func(f *frame, i, h int) float32 {
		s := &m.h.Series[i]
		if d := day(f, 1, h); s.Out != nil && d >= s.Start {
			return s.Out[d-s.Start]
		}
		return 0
	})
}

// knowns adds what is known in advance of the day, and how it differs from the last four weeks and from the origin. What is always
// positive and differs much between series, as prices do, is compared as a ratio.
func (m *matrix) knowns(add func(string, func(*frame, int, int) float32)) {
	for x, name := range m.h.Known {
		value := func(f *frame, i, h int) float32 {
			s := &m.h.Series[i]
			if d := int(f.origin) + h - int(s.Start); d >= 0 && d < len(s.Known[x]) {
				return s.Known[x][d]
			}
			return missing
		}
		compare := func(a, b float32) float32 { return a - b }
		if m.likePrice(x) {
			compare = func(a, b float32) float32 { return a / b }
		}
		add(name, value)
		add(name+" mean", func(f *frame, i, _ int) float32 { return f.known[x][0][i] })
		add(name+" to mean", func(f *frame, i, h int) float32 { return compare(value(f, i, h), f.known[x][0][i]) })
		add(name+" to last", func(f *frame, i, h int) float32 { return compare(value(f, i, h), f.known[x][1][i]) })
	}
}

// likePrice tells a known number that is always above 0 and spans more than a factor of 3.
func (m *matrix) likePrice(x int) bool {
	low, high := float32(math.Inf(1)), float32(math.Inf(-1))
	step := max(1, len(m.h.Series)/5000)
	for i := 0; i < len(m.h.Series); i += step {
		for _, v := range m.h.Series[i].Known[x] {
			if v == v {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	return low > 0 && high > 3*low
}
