package boost

import (
	"math"
	"slices"

	"github.com/linli-project/linli/models/forecast/history"
)

var halves = [4]float64{2, 5, 12, 30}

// look fills in the stats of one series.
func (f *frame) look(s *history.Series, i int) {
	var fade, fadeDays [4]float64
	var keep, pace [4]float64
	for c, h := range halves {
		keep[c], pace[c] = 1, math.Pow(0.5, 1/h)
	}
	var sum, days [5]float64 // of the last 3, 7, 14, 28, 56 days
	spans := [5]int{3, 7, 14, 28, 56}
	values := make([]float64, 0, 28)
	in7 := 0
	square, zeros, short, told, hours := 0.0, 0.0, 0.0, 0.0, 0.0
	var short7v float64
	idleDays := -1
	for k := range window {
		day := f.origin - int32(k)
		y, seen := s.At(day)
		inside := day >= s.Start && int(day-s.Start) < len(s.Sold)
		if inside && y > 0 && idleDays < 0 {
			idleDays = k
		}
		out := 0.0
		if inside && s.Out != nil {
			out = float64(s.Out[day-s.Start])
		}
		v := float64(y) / max(float64(f.around[i][history.Weekday(day)]), 0.2)
		if k < 4 {
			f.stats[last0+k][i], f.stats[out0+k][i] = missing, float32(out)
			if seen {
				f.stats[last0+k][i] = float32(v)
			}
		}
		if k < 7 {
			told += v
			short7v += out
		}
		if k < 28 {
			short += out
			hours++
		}
		if !seen {
			for c := range keep {
				keep[c] *= pace[c]
			}
			continue
		}
		for c := range keep {
			fade[c] += keep[c] * v
			fadeDays[c] += keep[c]
			keep[c] *= pace[c]
		}
		for c, span := range spans {
			if k < span {
				sum[c] += v
				days[c]++
			}
		}
		if k < 28 {
			values = append(values, v)
			square += v * v
			if y == 0 {
				zeros++
			}
			if k < 7 {
				in7++
			}
		}
	}
	put := func(k int, v float64) { f.stats[k][i] = float32(v) }
	for c := range fade {
		put(fade2+c, fade[c]/fadeDays[c]) // NaN without a day in stock
	}
	for c := range sum {
		put(mean3+c, sum[c]/days[c])
	}
	put(weight5, fadeDays[1])
	put(stock7, days[1])
	put(stock28, days[3])
	put(short7, short7v/7)
	put(short28, short/hours)
	put(told7, told/7)
	put(idle, float64(idleDays))
	if idleDays < 0 {
		put(idle, window)
	}
	put(age, float64(min(f.origin-s.Start+1, 400)))
	for _, k := range []int{median7, median28, most28, spread28, zeros28} {
		put(k, math.NaN())
	}
	if n := float64(len(values)); n > 0 {
		put(zeros28, zeros/n)
		put(most28, slices.Max(values))
		put(spread28, math.Sqrt(max(0, square-sum[3]*sum[3]/n)/max(n-1, 1)))
		put(median7, median(values[:in7]))
		put(median28, median(values))
	}
}

// median of values, which are sorted; NaN of none.
func median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return math.NaN()
	}
	v := slices.Sorted(slices.Values(values))
	return (v[(n-1)/2] + v[n/2]) / 2
}

// lately gives the mean of a known number over four weeks, and its last value.
func lately(s *history.Series, x int, origin int32) (mean, last float32) {
	sum, n := 0.0, 0.0
	last = missing
	for day := max(origin-27, s.Start); day <= origin; day++ {
		if v := s.Known[x][day-s.Start]; v == v {
			sum += float64(v)
			n++
			last = v
		}
	}
	return float32(sum / n), last
}
