package level

import "math/bits"

// A series' level is drawn from these sources: the filter; the mean of its days;
// the mean of its category in its store; the mean of its product in all stores.
const sources = 4

// The classes of series: never sold, sold on 1, 2-3, 4-7, 8-15, or more days, and
// sold on two days of three or more, of at least steadyDays.
const (
	classes    = 7
	steady     = classes - 1 // takes its filter's level, only scaled
	steadyDays = 8
)

// ladder holds what a series may draw its level from.
type ladder struct {
	class  int
	levels [sources]float64
}

// ladders gathers the sources of every series; one never in stock says nothing of
// its own or its product's mean.
func (t *table) ladders(runs []run, prior []float64) []ladder {
	products := make(map[string]filter)
	out := make([]ladder, len(t.series))
	for i := range t.series {
		s, l := &t.series[i], &out[i]
		var own filter
		active := 0
		for k, y := range s.y {
			if s.out[k] == 0 {
				own.sold += y
				own.days++
				if y > 0 {
					active++
				}
			}
		}
		l.class = min(bits.Len(uint(active)), steady-1)
		if active >= steadyDays && 3*float64(active) >= 2*own.days {
			l.class = steady
		}
		l.levels = [sources]float64{runs[i].level(), prior[i], prior[i], prior[i]}
		if own.days > 0 {
			l.levels[1] = own.level()
		}
		all := products[s.product]
		products[s.product] = filter{all.sold + own.sold, all.days + own.days}
	}
	for i := range t.series {
		if all := products[t.series[i].product]; all.days > 0 {
			out[i].levels[3] = all.level()
		}
	}
	return out
}
