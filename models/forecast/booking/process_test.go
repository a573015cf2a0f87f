package booking

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// process is a world whose truth is known: a rate round the base forecast, a total
// that is Poisson, shares by lead that vary from day to day, bookings cancelled.
type process struct {
	name         string
	low, high    float64 // base forecasts, even in their logarithm
	size         float64 // of the gamma of rates round them
	steady       float64 // strength of the Dirichlet of shares
	cancel       float64 // share of the bookings of each lead that are cancelled in the end
	weight       float64 // > 0: sold by weight, in bags of so many units
	promotions   bool
	productShift float64 // how much the log odds of products differ
}

var leads = []float64{72, 48, 36, 24, 16, 12, 0}

const cutoff = 12.0

// truth is what the oracle knows of a row.
type truth struct {
	share []float64 // by lead
	size  float64
}

// curve is the true share booked by each lead.
func (w process) curve(cat, prod, promo, day int) []float64 {
	out := make([]float64, len(leads))
	shift := []float64{0, .8, -.9}[cat] + w.productShift*math.Sin(float64(7*prod+3*cat))
	if weekday := (day + 3) % 7; weekday >= 5 {
		shift -= .5
	}
	if promo > 0 {
		shift += 1.2
	}
	for j, at := range []float64{-3.2, -2, -1.2, -.4, .5, 1.4, 50} {
		out[j] = logistic(at + shift)
	}
	return out
}

// draw makes n rows of history, or of the future with the same truth.
func (w process) draw(n int, seed uint64) (History, []truth) {
	rng := rand.New(rand.NewPCG(seed, 11))
	h := History{Leads: leads, Cutoff: cutoff, Booked: make([][]float64, len(leads)), Kept: make([][]float64, len(leads))}
	truths := make([]truth, n)
	unit := 1.0
	if w.weight > 0 {
		unit = w.weight
	}
	for i := range n {
		cat, prod, promo, day := rng.IntN(3), rng.IntN(12), 0, 20000+rng.IntN(56)
		if w.promotions && rng.Float64() < .2 {
			promo = 1
		}
		mean := w.low * math.Pow(w.high/w.low, rng.Float64())
		share := w.curve(cat, prod, promo, day)
		truths[i] = truth{share, w.size}
		h.Category = append(h.Category, string(rune('a'+cat)))
		h.ProductID = append(h.ProductID, string(rune('a'+cat))+string(rune('a'+prod)))
		h.Promotion = append(h.Promotion, []string{"", "p"}[promo])
		h.Day = append(h.Day, int32(day))
		h.Mean = append(h.Mean, mean*unit)
		rate := distuv.Gamma{Alpha: w.size, Beta: w.size / mean, Src: rng}.Rand()
		left, open, kept, cancelled, before := 1.0, w.steady, 0.0, 0.0, 0.0
		for j, f := range share {
			part := left // of the day's demand, what comes in this interval, Dirichlet by its betas
			if rest := w.steady * (1 - f); j < len(share)-1 && rest > 1e-9 {
				part = left * distuv.Beta{Alpha: open - rest, Beta: rest, Src: rng}.Rand()
				open = rest
			}
			left -= part
			arrived := poisson(rng, rate*part)
			kept += arrived
			cancelled += poisson(rng, rate*(f-before)*w.cancel/(1-w.cancel))
			before = f
			h.Kept[j] = append(h.Kept[j], kept*unit)
			h.Booked[j] = append(h.Booked[j], (kept+cancelled)*unit)
		}
		h.Total = append(h.Total, kept*unit)
	}
	return h, truths
}

func poisson(rng *rand.Rand, mean float64) float64 {
	if mean <= 0 {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: rng}.Rand()
}

// now is what is known of the rows of h at lead j.
func (h History) now(j int) Now {
	return Now{ProductID: h.ProductID, Category: h.Category, Promotion: h.Promotion, Day: h.Day, Mean: h.Mean, Variance: h.Variance, Booked: h.Booked[j]}
}

// pinball is the mean loss of quantiles at Levels.
func pinball(q [][7]float64, total []float64) float64 {
	sum := 0.0
	for i, y := range total {
		for k, level := range Levels {
			if d := y - q[i][k]; d > 0 {
				sum += level * d
			} else {
				sum += (level - 1) * d
			}
		}
	}
	return 2 * sum / float64(7*len(total))
}
