package sendtime

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// outcome is what one method had on one user's later orders.
type outcome struct{ hits, promised, surprise float64 }

func (m *Model) scoreUser(u int, to int32, names []string, chain *Curve, hours int) []outcome {
	out := make([]outcome, len(names))
	for k, name := range names {
		var made [7]bool
		var week Week
		var best [7]Window
		for i := m.past[u]; i < to; i++ {
			d := Weekday(m.h.day[i])
			if !made[d] {
				switch name {
				case ByChain:
					week[d] = *chain
				case ByChainWeekday:
					week[d] = m.Chain[d]
				case ByOwn:
					week[d] = m.own(u, chain)
				case ByGroup:
					week[d] = *m.wider(u, d)
				default:
					week[d] = m.User(u, d)
				}
				made[d] = true
				best[d], _ = week[d].Best(hours, anyTime) // any hours fit
			}
			h := int(m.h.slot[i] / 2)
			if best[d].Holds(h, hours) {
				out[k].hits++
			}
			out[k].promised += best[d].Share
			out[k].surprise -= math.Log(week[d][h])
		}
	}
	return out
}

// sumUp adds up the users' outcomes, and resamples users for the intervals.
func sumUp(names []string, users []int, results [][]outcome, m *Model, to cut, o BacktestOptions) []Method {
	rng := rand.New(rand.NewPCG(o.Seed, 0x5e4d))
	later := make([]float64, len(users))
	for i, u := range users {
		later[i] = float64(to[u] - m.past[u])
	}
	hits, gains := make([][]float64, len(names)), make([][]float64, len(names))
	for range o.Resample {
		n, sum := 0.0, make([]float64, len(names))
		for range users {
			i := rng.IntN(len(users))
			n += later[i]
			for k := range names {
				sum[k] += results[i][k].hits
			}
		}
		for k := range names {
			hits[k], gains[k] = append(hits[k], sum[k]/n), append(gains[k], (sum[k]-sum[0])/n)
		}
	}
	out := make([]Method, len(names))
	for k, name := range names {
		n, sum := 0.0, outcome{}
		for i := range users {
			r := results[i][k]
			n, sum = n+later[i], outcome{sum.hits + r.hits, sum.promised + r.promised, sum.surprise + r.surprise}
		}
		out[k] = Method{Name: name, Hit: sum.hits / n, Promised: sum.promised / n, LogLoss: sum.surprise / n}
		out[k].Gain = out[k].Hit - out[0].Hit
		out[k].Low, out[k].High = middle(hits[k])
		out[k].GainLow, out[k].GainHigh = middle(gains[k])
	}
	return out
}

// middle is the middle 95 % of a sample.
func middle(x []float64) (low, high float64) {
	slices.Sort(x)
	return stat.Quantile(.025, stat.LinInterp, x, nil), stat.Quantile(.975, stat.LinInterp, x, nil)
}

func slicesOf(users []int, results [][]outcome, m *Model, to cut) (out []Slice) {
	bounds := []int{0, 1, 5, 10, 20, 40}
	for b, from := range bounds {
		s := Slice{From: from}
		if b+1 < len(bounds) {
			s.To = bounds[b+1] - 1
		}
		for i, u := range users {
			if n := m.Orders(u); n >= from && (s.To == 0 && b > 0 || n <= s.To) {
				ours := results[i][len(results[i])-1]
				s.Users, s.Orders = s.Users+1, s.Orders+int(to[u]-m.past[u])
				s.Chain, s.Hit, s.LogLoss = s.Chain+results[i][0].hits, s.Hit+ours.hits, s.LogLoss+ours.surprise
			}
		}
		if s.Orders > 0 {
			n := float64(s.Orders)
			s.Chain, s.Hit, s.LogLoss = s.Chain/n, s.Hit/n, s.LogLoss/n
			out = append(out, s)
		}
	}
	return out
}
