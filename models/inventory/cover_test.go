package inventory

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestCover adds days whose sum is known.
func TestCover(t *testing.T) {
	days := make([]Demand, 4)
	for i := range days {
		var q [7]float64
		for j, p := range levels {
			q[j] = distuv.Normal{Mu: 100, Sigma: 10}.Quantile(p)
		}
		days[i] = Demand{100, q[0], q[1], q[2], q[3], q[4], q[5], q[6]}
	}
	for _, c := range []struct{ correlation, sigma float64 }{{0, 20}, {1, 40}, {0.5, 10 * math.Sqrt(4+12*0.5)}} {
		got, err := Cover(days, CoverOptions{Correlation: c.correlation, Samples: 4000, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if got.Mean != 400 {
			t.Errorf("mean %v, want 400", got.Mean)
		}
		for j, q := range got.quantiles() {
			if want := (distuv.Normal{Mu: 400, Sigma: c.sigma}).Quantile(levels[j]); math.Abs(q-want) > 0.12*c.sigma {
				t.Errorf("correlation %v: quantile %v is %.1f, want %.1f", c.correlation, levels[j], q, want)
			}
		}
	}
	one, err := Cover(days[:1], CoverOptions{})
	if err != nil || one != days[0] {
		t.Errorf("one day becomes %+v (%v)", one, err)
	}
	pieces, err := Cover([]Demand{counted(0.3, 1), counted(2, 3)}, CoverOptions{Seed: 7})
	if err != nil || !pieces.whole() {
		t.Errorf("pieces add up to %+v (%v)", pieces, err)
	}
	again, err := Cover([]Demand{counted(0.3, 1), counted(2, 3)}, CoverOptions{Seed: 7})
	if err != nil || again != pieces {
		t.Error("the same seed gives another sum")
	}
	for _, c := range []struct {
		days []Demand
		opt  CoverOptions
	}{{nil, CoverOptions{}}, {days, CoverOptions{Correlation: 2}}, {[]Demand{{Mean: -1}}, CoverOptions{}}} {
		if _, err := Cover(c.days, c.opt); err == nil {
			t.Errorf("no error for %+v", c)
		}
	}
	s, err := NewSampler(2, CoverOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sum(days); err == nil {
		t.Error("no error for 4 days of a sampler of 2")
	}
}

func BenchmarkSampler(b *testing.B) {
	s, err := NewSampler(3, CoverOptions{Correlation: 0.3})
	if err != nil {
		b.Fatal(err)
	}
	days := []Demand{counted(3, 2), counted(5, 2), counted(9, 3)}
	for b.Loop() {
		if _, err := s.Sum(days); err != nil {
			b.Fatal(err)
		}
	}
}
