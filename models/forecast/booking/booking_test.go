package booking

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"

	"github.com/linli-project/linli/models/shrink"
)

func same(a, b, within float64) bool { return math.Abs(a-b) <= within*math.Max(1, math.Abs(b)) }

// The corners of the distribution: conjugate Gamma-Poisson, additive pick-up, nothing
// booked, all booked.
func TestRemaining(t *testing.T) {
	for _, x := range []struct {
		name           string
		mu, a, b, f, c float64
		mean, size     float64
	}{
		{"steady shares", 20, 4, 9, .3, 1e9, .7 * (4 + 9) / (4./20 + .3), 13},
		{"many", 2000, 8, 700, .4, 1e12, .6 * 708 / (8./2000 + .4), 708},
		{"additive", 20, 6, 3, .4, 6, .6 * 20, 6 * .6},
		{"additive, more booked", 20, 6, 30, .4, 6, .6 * 20, 6 * .6},
		{"nothing usually booked", 12, 2, 0, 0, 50, 12, 2},
	} {
		p := remaining(x.mu, x.a, x.b, x.f, x.c, nil)
		mean, variance := moments(p)
		if !same(floats.Sum(p), 1, 1e-9) || !same(mean, x.mean, 1e-3) || !same(variance, x.mean+x.mean*x.mean/x.size, 5e-3) {
			t.Errorf("%s: sum %v, mean %v, variance %v, want mean %v, variance %v", x.name, floats.Sum(p), mean, variance, x.mean, x.mean+x.mean*x.mean/x.size)
		}
		var got, want [7]float64
		quantiles(p, Levels[:], got[:])
		shrink.NegBin{Mean: x.mean, Size: x.size}.Quantiles(Levels[:], want[:])
		for k := range got {
			if math.Abs(got[k]-want[k]) > math.Max(0, .01*want[k]-1) {
				t.Errorf("%s: quantiles %v, negative binomial %v", x.name, got, want)
			}
		}
	}
	if p := remaining(20, 4, 9, 1, 50, nil); len(p) != 1 || p[0] != 1 {
		t.Errorf("all booked, and still to come: %v", p)
	}
	early, late := remaining(20, 30, 12, .3, 5, nil), remaining(20, 30, 2, .3, 5, nil)
	if m, n := mean(early), mean(late); m >= n {
		t.Errorf("shares vary more than totals: after many bookings %v to come, after few %v; want less", m, n)
	}
}

func mean(p []float64) float64 { m, _ := moments(p); return m }

func TestRise(t *testing.T) {
	x := []float64{1, 3, 2, 2, 5, 4}
	if rise(x); !slices.Equal(x, []float64{1, 7. / 3, 7. / 3, 7. / 3, 4.5, 4.5}) {
		t.Errorf("pooled to %v", x)
	}
}

// What is learned is what the process was made of.
func TestLearnsTheProcess(t *testing.T) {
	w := processes[4]
	past, truths := w.draw(8000, 3)
	m, err := Learn(past)
	if err != nil {
		t.Fatal(err)
	}
	for j := 1; j < len(leads)-1; j++ {
		rows, err := m.Forecast(past.now(j), decisionAt(leads[j]))
		if err != nil {
			t.Fatal(err)
		}
		wrong := 0.0
		for i, r := range truths {
			wrong += math.Abs(rows.Share[i]-r.share[j]) / float64(len(truths))
		}
		if wrong > .02 {
			t.Errorf("lead %v: shares are off by %.3f in the mean", leads[j], wrong)
		}
		if c := m.steadiness.chain[j]; c < .75*w.steady || c > 1.35*w.steady {
			t.Errorf("lead %v: steadiness %.1f, the process has %v", leads[j], c, w.steady)
		}
		if kept := m.retained.chain[j]; !same(kept, 1-w.cancel, .01) {
			t.Errorf("lead %v: %.4f of bookings are kept, the process has %v", leads[j], kept, 1-w.cancel)
		}
	}
	if a := m.trust.size("a", 15, math.NaN()); a < .85*w.size || a > 1.15*w.size {
		t.Errorf("trust %.2f, the process has %v", a, w.size)
	}
	again, _ := Learn(past)
	a, _ := m.Forecast(past.now(2), decisionAt(leads[2]))
	if b, _ := again.Forecast(past.now(2), decisionAt(leads[2])); !reflect.DeepEqual(a, b) {
		t.Error("the same history gives another forecast")
	}
}

func decisionAt(lead float64) Decision {
	if lead > cutoff {
		return Decision{PreCommit, lead}
	}
	return Decision{AfterCutoff, lead}
}

// Units of a lot come together: the lot is found, told or not.
func TestLots(t *testing.T) {
	w := processes[5]
	past, _ := w.draw(4000, 5)
	m, err := Learn(past)
	if err != nil {
		t.Fatal(err)
	}
	for name, size := range m.lots {
		if !same(size, w.weight, .15) {
			t.Errorf("category %s: lot %v, the process has %v", name, size, w.weight)
		}
	}
	past.Lot = make([]float64, len(past.Total))
	for i := range past.Lot {
		past.Lot[i] = 2.5
	}
	if m, err = Learn(past); err != nil || !same(m.lots["a"], 2.5, 1e-9) {
		t.Errorf("told 2.5, taken as %v (%v)", m.lots["a"], err)
	}
}

// A base forecast's own spread is believed as far as it was right.
func TestTrustFollowsSpread(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	sure, unsure := process{low: 10, high: 30, size: 40, steady: 50}, process{low: 10, high: 30, size: 1.5, steady: 50}
	h, _ := sure.draw(2000, 1)
	g, _ := unsure.draw(2000, 2)
	for _, p := range []struct {
		h    *History
		size float64
	}{{&h, 40}, {&g, 1.5}} {
		for _, mean := range p.h.Mean {
			var q [7]float64
			shrink.NegBin{Mean: mean, Size: p.size * (.8 + .4*rng.Float64())}.Quantiles(Levels[:], q[:])
			p.h.Variance = append(p.h.Variance, Variance(q))
		}
	}
	h.Total, h.Mean, h.Variance, h.Day = append(h.Total, g.Total...), append(h.Mean, g.Mean...), append(h.Variance, g.Variance...), append(h.Day, g.Day...)
	h.Category, h.ProductID, h.Promotion = nil, nil, nil
	for j := range h.Booked {
		h.Booked[j], h.Kept[j] = append(h.Booked[j], g.Booked[j]...), append(h.Kept[j], g.Kept[j]...)
	}
	m, err := Learn(h)
	if err != nil {
		t.Fatal(err)
	}
	if a := m.trust.size("", 20, 1./40); a < 20 || a > 80 {
		t.Errorf("size %.1f where the forecast claims 40", a)
	}
	if a := m.trust.size("", 20, 1/1.5); a < 1 || a > 2.2 {
		t.Errorf("size %.2f where the forecast claims 1.5", a)
	}
	now := Now{Day: []int32{20000, 20000}, Mean: []float64{20, 20}, Variance: []float64{20 + 10, 20 + 400/1.5}, Booked: []float64{12, 12}}
	r, err := m.Forecast(now, Decision{PreCommit, 36})
	if err != nil {
		t.Fatal(err)
	}
	if r.Mean[1] < 1.15*r.Mean[0] { // usually 5 of 20 are booked by then
		t.Errorf("twice the usual bookings lift a sure forecast to %.1f, an unsure one to %.1f; want more", r.Mean[0], r.Mean[1])
	}
}
