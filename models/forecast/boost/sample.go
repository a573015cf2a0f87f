package boost

import "math"

// Origins that a model learns from lie in the last weeks; where the history is longer than a year, as many more lie before.
const (
	recentWeeks = 28 // days, and a horizon without its first week
	perSpan     = 14 // origins in them
	firstDays   = 14 // of history before an origin
)

// origins lists those that teach what happened up to last, the latest first.
func (m *matrix) origins(last int32, horizon int) []int32 {
	span := int32(recentWeeks + max(0, horizon-7))
	step := max(2, (span+perSpan-1)/perSpan)
	if step%7 == 0 {
		step++ // all weekdays in turn
	}
	var out []int32
	first := last - 1 - (step-(m.h.Last-last)%step)%step // models of other days meet the same origins, whose frames are made once
	for o := first; o > last-span && o-m.h.First+1 >= firstDays; o -= step {
		out = append(out, o)
	}
	if m.h.Last-m.h.First+1 < forYear {
		return out
	}
	const rare = 25 // days between the older ones, over a year
	for o := last - span - rare; o > last-400 && o-m.h.First+1 >= window; o -= rare {
		out = append(out, o)
	}
	return out
}

// sample draws about so many rows, whose day was seen by last, of the series and days after the origins; which ones depends on seed,
// series and day alone.
func (m *matrix) sample(origins []int32, last int32, o Options, most int) []row {
	n := 0
	all := func(do func(origin int32, i, h int)) {
		for _, origin := range origins {
			for i := range m.h.Series {
				s := &m.h.Series[i]
				for h := 1; h <= min(o.Horizon, int(last-origin)); h++ {
					if _, seen := s.At(origin + int32(h)); seen {
						do(origin, i, h)
					}
				}
			}
		}
	}
	all(func(int32, int, int) { n++ })
	rate := min(1, float64(most)/float64(max(n, 1)))
	rows := make([]row, 0, int(1.02*rate*float64(n))+1000)
	all(func(origin int32, i, h int) {
		if Scatter(o.Seed, uint64(uint32(origin)), uint64(i), uint64(h)) < rate {
			rows = append(rows, row{m.at(origin), int32(i), int32(h)})
		}
	})
	return rows
}

// Scatter spreads keys evenly over 0 to 1 (splitmix64, Steele and others 2014).
func Scatter(keys ...uint64) float64 {
	var x uint64
	for _, k := range keys {
		x += k + 0x9e3779b97f4a7c15
		x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
		x = (x ^ x>>27) * 0x94d049bb133111eb
		x ^= x >> 31
	}
	return float64(x>>11) / (1 << 53)
}

// sold are the sales of the rows' days, and the bases that they are told in.
func (m *matrix) sold(rows []row) (y, base []float32) {
	y, base = make([]float32, len(rows)), make([]float32, len(rows))
	for r := range rows {
		y[r], _ = m.h.Series[rows[r].series].At(rows[r].frame.origin + rows[r].h)
		base[r] = rows[r].frame.base[rows[r].series]
	}
	return y, base
}

// fold parts the series in two.
func fold(seed uint64, series int32) int {
	if Scatter(seed, uint64(series), math.MaxUint64) < 0.5 {
		return 0
	}
	return 1
}
