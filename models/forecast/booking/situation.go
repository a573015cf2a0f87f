package booking

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// situation is all that a row's forecast depends on, in units.
type situation struct {
	mean, size       float64 // of the base forecast; the size counts in lots
	booked, retained float64
	share, atCutoff  float64 // usually booked by now; by the cutoff
	steady           float64
	lot              float64
	whole            bool
}

// leastMean stands for a base forecast of nothing, in lots.
const leastMean = .05

func (m Model) situation(now Now, i int, lead float64, curve []float64) situation {
	k := kind{text(now.Promotion, i), text(now.Category, i), text(now.ProductID, i), weekdayOf(now.Day[i])}
	s := situation{mean: now.Mean[i], booked: now.Booked[i], retained: 1, share: .5, atCutoff: .5, steady: 2, lot: m.lotOf(k.category)}
	if whole, ok := m.whole[k.category]; ok {
		s.whole = whole
	} else {
		s.whole = s.booked == math.Trunc(s.booked)
	}
	if s.whole && s.lot < nearlyOne {
		s.lot = 1
	}
	if m.curves != nil {
		m.curves.shares(k, curve)
		s.share, s.atCutoff = between(m.leads, curve, lead), between(m.leads, curve, m.cutoff)
		s.steady = between(m.leads, m.steadiness.of(k.category), lead)
		s.retained = between(m.leads, m.retained.of(k.category), lead)
	}
	mean := math.Max(s.mean/s.lot, leastMean)
	s.size = m.trust.size(k.category, mean, ownSpread(mean, optional(now.Variance, i)/s.lot/s.lot))
	s.mean = mean * s.lot
	return s
}

// nearlyOne is the lot below which goods by the piece count as ordered one by one.
const nearlyOne = 1.1

// lotOf is the lot of a category; of an unknown one, single units.
func (m Model) lotOf(category string) float64 {
	if lot, ok := m.lots[category]; ok {
		return lot
	}
	return 1
}

// between interpolates values given at falling leads; lead is within them.
func between(leads, values []float64, lead float64) float64 {
	j := 0
	for j < len(leads)-1 && leads[j+1] >= lead {
		j++
	}
	if j == len(leads)-1 || lead == leads[j] {
		return values[j]
	}
	w := (leads[j] - lead) / (leads[j] - leads[j+1])
	return values[j] + w*(values[j+1]-values[j])
}

type foretold struct {
	mean, open float64
	q, openQ   [7]float64
}

// work holds buffers that rows share.
type work struct{ curve, p []float64 }

func (w *work) foretell(s situation) foretold {
	lot := lotsFor(s)
	w.p = remaining(s.mean/lot, s.size, s.booked*s.retained/lot, s.share, s.steady, w.p)
	mean, variance := moments(w.p)
	f := foretold{mean: s.booked*s.retained + mean*lot, open: mean * lot}
	read, fine := smoothed, lot/finer
	if s.whole && fine <= 1 {
		read, fine = quantiles, 1
	}
	if fine != lot && mean > 0 { // told finer, by the negative binomial of the same mean and variance
		x := lot / fine
		mean, variance = mean*x, variance*x*x
		size := clamp(mean*mean/math.Max(variance-mean, 1e-9*mean), weakest, 1e9)
		w.p = remaining(mean, size, 0, 0, 1, w.p)
	}
	lot = fine
	read(w.p, Levels[:], f.openQ[:])
	n := math.Round(s.booked / lot)
	lost := cancelled(n, 1-s.retained)
	read(less(w.p, lost), Levels[:], f.q[:])
	for k := range f.q {
		f.openQ[k] = math.Max(f.openQ[k]*lot, 0)
		f.q[k] = math.Max(s.booked+(f.q[k]-float64(len(lost)-1))*lot, 0)
		if s.whole {
			f.openQ[k], f.q[k] = math.Round(f.openQ[k]), math.Round(f.q[k])
		}
	}
	return f
}

// cancelled is the distribution of how many of n booked units are not taken.
func cancelled(n, share float64) []float64 {
	if !(share > sure) || n == 0 {
		return []float64{1}
	}
	d := distuv.Binomial{N: n, P: math.Min(share, 1-sure)}
	p := []float64{d.Prob(0)}
	for k, sum := 1.0, p[0]; k <= n && sum < 1-1e-9; k++ {
		p = append(p, d.Prob(k))
		sum += p[len(p)-1]
	}
	return p
}
