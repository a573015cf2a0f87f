package classic

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat"
)

var someForms = map[form]paces{
	{}:                          {level: 0.3},
	{trend: true}:               {level: 0.3, trend: 0.1, damp: 0.9},
	{season: true}:              {level: 0.2, season: 0.3},
	{trend: true, season: true}: {level: 0.2, trend: 0.05, season: 0.1, damp: 0.95},
}

// random is a first state of a form, with seasonal terms that sum to 0.
func random(r *rand.Rand, m form) state {
	s := state{level: 20 + 5*r.NormFloat64()}
	if m.trend {
		s.trend = r.NormFloat64()
	}
	if m.season {
		for d := range 6 {
			s.season[d] = 3 * r.NormFloat64()
			s.season[6] -= s.season[d]
		}
	}
	return s
}

// The initial states of a pass leave fewer squares than any others, and none for a
// series that the model follows without error, gaps or not.
func TestInitialStatesAreBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for m, a := range someForms {
		y := made(20, 5, 1, 6, 8)
		for range 8 {
			y[r.IntN(len(y))] = nan
		}
		var p etsPass
		least := p.run(m, a, y, len(y))
		for range 50 {
			s := random(r, m)
			if sse := s.follow(a, y, 0); sse < least {
				t.Errorf("%+v: squares %v, and %v from %+v", m, least, sse, s)
			}
		}
		s := random(r, m)
		for k := range y { // a series that s foretells
			if y[k] != y[k] {
				s.follow(a, []float64{nan}, k)
				continue
			}
			ahead := s
			ahead.follow(a, []float64{nan}, k)
			y[k] = ahead.level + ahead.season[k%7]
			s.follow(a, y[k:k+1], k)
		}
		if sse := p.run(m, a, y, len(y)); sse > 1e-9 {
			t.Errorf("%+v: squares %v of a series without errors", m, sse)
		}
		near(t, "level", p.at.level, s.level, 1e-6)
	}
}

// The spread is that of simulated paths.
func TestSpread(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	const horizon, paths = 9, 20000
	for m, a := range someForms {
		f := etsFit{form: m, paces: a, variance: 4}
		sd := make([]float64, horizon)
		f.spread(sd)
		ends := make([]float64, paths)
		for i := range ends {
			var s state
			for k := range horizon {
				ahead := s
				ahead.follow(a, []float64{nan}, k)
				ends[i] = ahead.level + ahead.season[k%7] + 2*r.NormFloat64()
				s.follow(a, ends[i:i+1], k)
			}
		}
		near(t, "spread", sd[horizon-1], stat.StdDev(ends, nil), 0.03*sd[horizon-1])
	}
}

func TestQuantiles(t *testing.T) {
	levels := []float64{0.05, 0.5, 0.95}
	out, mean, sd := make([]float64, 21), make([]float64, 7), make([]float64, 7)
	e := NewETS()
	y := simulated(7, 83, 1)
	e.Quantiles(y, 7, levels, out)
	e.Moments(y, 7, mean, sd)
	for h := range mean {
		low, middle, high := out[3*h], out[3*h+1], out[3*h+2]
		if low != math.Max(0, mean[h]-1.6448536269514722*sd[h]) && low > 0 {
			near(t, "low", low, mean[h]-1.6448536269514722*sd[h], 1e-9)
		}
		near(t, "middle", middle, mean[h], 1e-9)
		near(t, "high", high, mean[h]+1.6448536269514722*sd[h], 1e-9)
		if low < 0 || !(high > middle) {
			t.Errorf("day %d: %v", h+1, out[3*h:3*h+3])
		}
	}
}

// The probabilities of a day's sales add up to one.
func TestNegativeBinomial(t *testing.T) {
	flat := week{1, 1, 1, 1, 1, 1, 1}
	before := []float64{2, 0, nan, 3, 1}
	past, _ := discounted(before, 0, &flat, 1.5, 0.9)
	sum, mean := 0.0, 0.0
	for v := range 400 {
		like, _ := discounted(append(before[:5:5], float64(v)), 0, &flat, 1.5, 0.9)
		factorial, _ := math.Lgamma(float64(v) + 1)
		p := math.Exp(like - past - factorial)
		sum += p
		mean += p * float64(v)
	}
	_, level := discounted(before, 0, &flat, 1.5, 0.9)
	near(t, "probability", sum, 1, 1e-9)
	near(t, "mean", mean, level, 1e-9)
}
