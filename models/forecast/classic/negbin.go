package classic

import "math"

// keeps are the candidate discounts: what a day counts a day later.
var keeps = [...]float64{0.995, 0.99, 0.98, 0.96, 0.93, 0.88, 0.80, 0.70}

// negbin is the level of sales under a weekly profile, gamma distributed and
// discounted daily, so that a day's sales are negative binomial.
type negbin struct {
	counts []float64
}

func (m *negbin) forecast(y []float64, first int, out []float64) {
	unit := dispersion(y)
	m.counts = m.counts[:0]
	for _, v := range y {
		m.counts = append(m.counts, v/unit)
	}
	factor := profile(m.counts, first, 1)
	prior := lastMean(m.counts, len(m.counts))
	var like, at [len(keeps)]float64
	best := math.Inf(-1)
	for i, keep := range keeps {
		like[i], at[i] = discounted(m.counts, first, &factor, prior, keep)
		best = math.Max(best, like[i])
	}
	sum, all := 0.0, 0.0 // each discount counts by its posterior probability
	for i, v := range like {
		w := math.Exp(v - best)
		sum += w * at[i]
		all += w
	}
	level := sum / all
	for h := range out {
		out[h] = unit * level * factor[weekday(first, len(y)+h)]
	}
}

// discounted filters the series at one discount; its likelihood is that of each day
// given those before.
func discounted(y []float64, first int, factor *week, prior, keep float64) (like, level float64) {
	sold, days := prior, 1.0
	for k, v := range y {
		if v != v {
			continue
		}
		p := factor[weekday(first, k)]
		sold *= keep
		days *= keep
		like += sold * math.Log(days/(days+p))
		if v > 0 {
			like += v*math.Log(p/(days+p)) + logRising(sold, v)
		}
		sold += v
		days += p
	}
	return like, sold / days
}

// logRising is log Γ(a+v)/Γ(a).
func logRising(a, v float64) float64 {
	if v <= 4 && v == math.Trunc(v) {
		product := a
		for k := 1.0; k < v; k++ {
			product *= a + k
		}
		return math.Log(product)
	}
	over, _ := math.Lgamma(a + v)
	under, _ := math.Lgamma(a)
	return over - under
}
