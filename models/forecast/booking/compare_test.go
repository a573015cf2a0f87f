package booking

import (
	"math"
	"testing"

	"github.com/linli-project/linli/models/shrink"
)

var processes = []process{
	{name: "few", low: .3, high: 4, size: 3, steady: 40, promotions: true, productShift: .3},
	{name: "many", low: 30, high: 300, size: 12, steady: 60, cancel: .05, promotions: true, productShift: .2},
	{name: "noisy base", low: 2, high: 40, size: .8, steady: 80, cancel: .04, promotions: true},
	{name: "good base", low: 2, high: 40, size: 30, steady: 10, cancel: .02, promotions: true},
	{name: "as usual", low: 2, high: 40, size: 5, steady: 30, cancel: .03, promotions: true, productShift: .4},
	{name: "by weight", low: 3, high: 60, size: 5, steady: 40, cancel: .03, weight: .7, promotions: true},
}

// pickup foretells by additive or multiplicative pick-up with the learned curves:
// what is still to come is a share of the base forecast, or follows the bookings,
// with a negative binomial spread fitted to the past.
func pickup(t *testing.T, m Model, past, next History, j int, multiplicative bool) [][7]float64 {
	t.Helper()
	open := func(h History) (mean, booked []float64) {
		curve := make([]float64, len(leads))
		for i := range h.Total {
			s := m.situation(h.now(j), i, leads[j], curve)
			x, b := s.mean, s.booked*s.retained
			if multiplicative {
				x = math.Max(b, .5*s.lot) / s.share
			}
			mean, booked = append(mean, math.Max(x*(1-s.share), 1e-9)), append(booked, b)
		}
		return mean, booked
	}
	mean, _ := open(past)
	rest := make([]float64, 2000) // enough for one parameter
	for i := range rest {
		rest[i] = past.Total[i] - past.kept(j, i)
	}
	size, err := shrink.FitRate(rest, mean[:len(rest)], nil)
	if err != nil {
		t.Fatal(err)
	}
	mean, booked := open(next)
	out := make([][7]float64, len(mean))
	for i := range out {
		shrink.NegBin{Mean: mean[i], Size: size}.Quantiles(Levels[:], out[i][:])
		for k := range out[i] {
			out[i][k] += booked[i]
		}
	}
	return out
}

// oracle foretells with the process's own parameters.
func (w process) oracle(next History, truths []truth, j int) [][7]float64 {
	out := make([][7]float64, len(truths))
	var work work
	for i, r := range truths {
		s := situation{mean: next.Mean[i], size: r.size, booked: next.Booked[j][i], retained: 1 - w.cancel, share: r.share[j], steady: w.steady,
			lot: w.weight, whole: w.weight == 0}
		if s.whole {
			s.lot = 1
		}
		out[i] = work.foretell(s).q
	}
	return out
}

func base(m Model, next History) [][7]float64 {
	out := make([][7]float64, len(next.Total))
	curve := make([]float64, len(leads))
	for i := range out {
		s := m.situation(next.now(0), i, leads[0], curve)
		s.booked, s.share, s.steady = 0, 0, 1
		var w work
		out[i] = w.foretell(s).openQ
	}
	return out
}

// At every lead of every process the forecast is at least as good as pick-up, and
// nearly as good as knowing the truth.
func TestBeatsPickup(t *testing.T) {
	for seed, w := range processes {
		past, _ := w.draw(6000, uint64(seed))
		next, truths := w.draw(2000, uint64(seed)+100)
		m, err := Learn(past)
		if err != nil {
			t.Fatal(err)
		}
		w.checkCoverage(t, m, next)
		alone := pinball(base(m, next), next.Total)
		t.Logf("%-10s lead    ours  additive  multipl.     base    oracle   ours/oracle", w.name)
		for j, lead := range leads[:len(leads)-1] {
			rows, err := m.Forecast(next.now(j), decisionAt(lead))
			if err != nil {
				t.Fatal(err)
			}
			ours := pinball(rows.Q, next.Total)
			additive := pinball(pickup(t, m, past, next, j, false), next.Total)
			multiplicative := pinball(pickup(t, m, past, next, j, true), next.Total)
			oracle := pinball(w.oracle(next, truths, j), next.Total)
			t.Logf("%-10s %4v %8.4f %8.4f %8.4f %8.4f %8.4f %8.4f", w.name, lead, ours, additive, multiplicative, alone, oracle, ours/oracle)
			if ours > additive || ours > multiplicative || ours > alone {
				t.Errorf("%s, lead %v: loss %.4f, additive pick-up %.4f, multiplicative %.4f, base %.4f", w.name, lead, ours, additive, multiplicative, alone)
			}
			if ours > 1.03*oracle {
				t.Errorf("%s, lead %v: loss %.4f, oracle %.4f", w.name, lead, ours, oracle)
			}
		}
	}
}

// checkCoverage wants totals to fall where the quantiles say; counts being whole, a
// bit inside.
func (w process) checkCoverage(t *testing.T, m Model, next History) {
	t.Helper()
	for j := 1; j < len(leads)-1; j += 2 {
		r, err := m.Forecast(next.now(j), decisionAt(leads[j]))
		if err != nil {
			t.Fatal(err)
		}
		below, upTo := coverage(r.Q, next.Total)
		if below > .08 || upTo < .93 || w.low > 10 && math.Abs(upTo-below-.9) > .04 {
			t.Errorf("%s, lead %v: %.3f below the 5 %% quantile, %.3f up to the 95 %% quantile", w.name, leads[j], below, upTo)
		}
	}
}
