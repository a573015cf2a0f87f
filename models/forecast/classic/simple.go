package classic

import "slices"

// weekdayMean is the mean of the last seen values of the same weekday; of one, it is
// the seasonal naive forecast. A weekday never seen gets the mean of as many weeks' last days seen.
type weekdayMean struct{ last int }

func (m weekdayMean) forecast(y []float64, _ int, out []float64) {
	for h := range out {
		if h >= 7 {
			out[h] = out[h-7]
			continue
		}
		sum, n := 0.0, 0
		for k := len(y) + h - 7; k >= 0 && n < m.last; k -= 7 {
			if v := y[k]; v == v {
				sum += v
				n++
			}
		}
		if n == 0 {
			out[h] = lastMean(y, 7*m.last)
			continue
		}
		out[h] = sum / float64(n)
	}
}

// lastMean is the mean of the last seen days, up to so many.
func lastMean(y []float64, days int) float64 {
	sum, n := 0.0, 0
	for k := len(y) - 1; k >= 0 && n < days; k-- {
		if v := y[k]; v == v {
			sum += v
			n++
		}
	}
	return sum / float64(n)
}

type movingAverage struct{ days int }

func (m movingAverage) forecast(y []float64, _ int, out []float64) { fill(out, lastMean(y, m.days)) }

type median struct {
	days int
	seen []float64
}

func (m *median) forecast(y []float64, _ int, out []float64) {
	m.seen = m.seen[:0]
	for k := len(y) - 1; k >= 0 && len(m.seen) < m.days; k-- {
		if v := y[k]; v == v {
			m.seen = append(m.seen, v)
		}
	}
	slices.Sort(m.seen)
	n := len(m.seen)
	fill(out, (m.seen[(n-1)/2]+m.seen[n/2])/2)
}

func fill(out []float64, v float64) {
	for h := range out {
		out[h] = v
	}
}
