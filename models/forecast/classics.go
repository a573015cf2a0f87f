package forecast

import (
	"math"

	"github.com/linli-project/linli/models/forecast/classic"
	"github.com/linli-project/linli/models/forecast/history"
)

// castClassic asks the classic members, and notes the naive forecast. Days out of stock are not seen.
func (f *forecaster) castClassic(c *cast, used []bool) {
	names := classicNames()
	c.naive = make([][]float32, len(c.series))
	for m := range names {
		if used[firstClassic+m] {
			c.mean[firstClassic+m] = make([][]float32, len(c.series))
		}
	}
	f.share(len(c.series), func() func(int) {
		naive := mustMember("seasonal_naive")
		members := make([]classic.Member, len(names))
		for m, n := range names {
			if used[firstClassic+m] {
				members[m] = mustMember(n)
			}
		}
		out, y := make([]float64, f.o.Horizon), []float64(nil)
		return func(k int) {
			s := &f.h.Series[c.series[k]]
			from := max(s.Start, c.origin-classicDays+1)
			if from > c.origin || len(s.Sold) == 0 {
				c.naive[k] = make([]float32, f.o.Horizon)
				return
			}
			y = seen(s, from, c.origin, y[:0])
			first := history.Weekday(from)
			naive.Forecast(y, first, f.o.Horizon, out)
			c.naive[k] = narrow(out)
			for m, member := range members {
				if member != nil {
					member.Forecast(y, first, f.o.Horizon, out)
					c.mean[firstClassic+m][k] = narrow(out)
				}
			}
		}
	})
}

func mustMember(name string) classic.Member {
	m, err := classic.ByName(name)
	if err != nil {
		panic(err) // the names are classic's own
	}
	return m
}

// seen are the sales of the days from to last, NaN where demand was not seen.
func seen(s *history.Series, from, last int32, to []float64) []float64 {
	for day := from; day <= last; day++ {
		v, ok := s.At(day)
		if !ok {
			to = append(to, math.NaN())
			continue
		}
		to = append(to, float64(v))
	}
	return to
}

func narrow(v []float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return out
}
