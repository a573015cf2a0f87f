package boost

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
)

// TestOrigins: they are of all weekdays, have enough history, and lie before the last day.
func TestOrigins(t *testing.T) {
	for _, c := range []struct{ days, horizon, least int }{{20, 7, 2}, {60, 7, 13}, {60, 28, 9}, {700, 7, 26}, {700, 60, 24}} {
		m := newMatrix(world(1, 2, c.days, 0, noisy(1, ten)), 1)
		for back := range int32(3) {
			last := m.h.Last - back
			origins := m.origins(last, c.horizon)
			weekdays := map[int32]bool{}
			for _, o := range origins {
				weekdays[o%7] = true
				if o >= last || o-m.h.First+1 < firstDays {
					t.Errorf("%d days, horizon %d: origin %d of history %d to %d", c.days, c.horizon, o, m.h.First, last)
				}
			}
			if len(origins) < c.least || c.days > 20 && len(weekdays) < 7 {
				t.Errorf("%d days, horizon %d: origins %v", c.days, c.horizon, origins)
			}
		}
	}
}

// TestSample: rows are days in stock, about as many as asked for, the same ones every time.
func TestSample(t *testing.T) {
	m := newMatrix(world(5, 8, 60, 0, noisy(2, ten)), 2)
	o := Options{Horizon: 7, Seed: 3}
	origins := m.origins(m.h.Last, 7)
	all := m.sample(origins, m.h.Last, o, math.MaxInt)
	some := m.sample(origins, m.h.Last, o, 1000)
	if n := float64(len(some)); math.Abs(n-1000) > 120 || len(all) < 3000 {
		t.Errorf("%d of %d rows drawn, want about 1000", len(some), len(all))
	}
	for _, r := range all {
		day := r.frame.origin + r.h
		if _, seen := m.h.Series[r.series].At(day); !seen || day > m.h.Last {
			t.Fatalf("row %+v is of a day that was not seen", r)
		}
	}
	if !slices.Equal(some, m.sample(origins, m.h.Last, o, 1000)) {
		t.Error("other rows the second time")
	}
	o.Seed = 4
	if slices.Equal(some, m.sample(origins, m.h.Last, o, 1000)) {
		t.Error("the same rows by another seed")
	}
}

// TestScatter: even, and unlike for keys next to each other.
func TestScatter(t *testing.T) {
	var cells [10]int
	for i := range uint64(10_000) {
		v := Scatter(1, i, 2)
		if v < 0 || v >= 1 || v == Scatter(1, i+1, 2) || v == Scatter(2, i, 2) || v != Scatter(1, i, 2) {
			t.Fatalf("key %d: %v", i, v)
		}
		cells[int(10*v)]++
	}
	for k, n := range cells {
		if n < 880 || n > 1120 {
			t.Errorf("%d keys in tenth %d", n, k)
		}
	}
}

// TestModel: forecasts are in order and near the level; those of some series are the same as among all.
func TestModel(t *testing.T) {
	h := world(5, 6, 70, 7, noisy(5, func(s, _ int) float64 { return 8 * float64(s+1) }))
	var done int
	g := NewGround(h, Options{Horizon: 7, Seed: 1, Threads: 2, Progress: func(_ string, d, of int) { done = max(done, d-of) }})
	m, err := g.Train(t.Context(), h.Last, Size{Rows: 100_000, Rounds: 80})
	if err != nil {
		t.Fatal(err)
	}
	every := make([]int32, len(h.Series))
	for i := range every {
		every[i] = int32(i)
	}
	all, err := m.Forecast(h.Last, every)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range all {
		if len(f.Mean) != 7 || len(f.Levels) != 7 {
			t.Fatalf("series %d: %d days", i, len(f.Mean))
		}
		for k, mean := range f.Mean {
			want := 8 * float64(i/6+1) * shape[(70+k)%7]
			if float64(mean) < 0.75*want || float64(mean) > 1.3*want {
				t.Errorf("series %d, %d ahead: %.1f, want about %.1f", i, k+1, mean, want)
			}
			q := f.Levels[k]
			if q[0] < 0 || !slices.IsSorted(q[:]) || q[0] > mean || q[6] < mean {
				t.Errorf("series %d, %d ahead: mean %v, quantiles %v", i, k+1, mean, q)
			}
		}
	}
	some, err := m.Forecast(h.Last, []int32{3, 20})
	if err != nil || !slices.Equal(some[0].Mean, all[3].Mean) || !slices.Equal(some[1].Levels, all[20].Levels) {
		t.Errorf("series alone are foretold otherwise than among all (%v)", err)
	}
	if len(m.Importance()) == 0 || done > 0 {
		t.Errorf("%d features gained, progress went %d beyond its end", len(m.Importance()), done)
	}
}

// TestShort: too few rows, or all in one half, make no model, and an ended context no model either.
func TestShort(t *testing.T) {
	for name, c := range map[string]struct{ series, days, horizon int }{"few days": {30, 18, 7}, "few series": {5, 60, 7}, "one": {1, 800, 90}, "one day": {50, 1, 7}} {
		h := world(1, c.series, c.days, 0, noisy(1, ten))
		if _, err := NewGround(h, Options{Horizon: c.horizon, Seed: 1}).Train(t.Context(), h.Last, Full); !errors.Is(err, ErrShort) {
			t.Errorf("%s: %v", name, err)
		}
	}
	alone := 0 // of two long series both may be in one half
	h := world(1, 2, 800, 0, noisy(1, ten))
	for seed := range uint64(6) {
		if fold(seed, 0) == fold(seed, 1) {
			alone++
			if _, err := NewGround(h, Options{Horizon: 90, Seed: seed}).Train(t.Context(), h.Last, Size{Rows: 5000, Rounds: 5}); !errors.Is(err, ErrShort) {
				t.Errorf("two series in one half: %v", err)
			}
		}
	}
	if alone == 0 {
		t.Error("no seed puts two series into one half")
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	h = world(5, 6, 70, 7, noisy(5, ten))
	if _, err := NewGround(h, Options{Horizon: 7}).Train(ctx, h.Last, Full); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after the end of the context", err)
	}
}

// TestExtremes: known numbers as large as can be, or none at all, are no obstacle.
func TestExtremes(t *testing.T) {
	h := world(5, 6, 60, 7, noisy(5, ten))
	h.Known = append(h.Known, "x_none")
	for i := range h.Series {
		s := &h.Series[i]
		none := make([]float32, len(s.Known[0]))
		for d := range none {
			none[d] = missing
			s.Known[0][d] = float32(1-2*(d%2)) * 3e38
		}
		s.Known = append(s.Known, none)
	}
	m, err := NewGround(h, Options{Horizon: 7, Seed: 1}).Train(t.Context(), h.Last, Size{Rows: 100_000, Rounds: 20})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := m.Forecast(h.Last, []int32{4}); err != nil || !(got[0].Mean[0] > 4) || got[0].Mean[0] > 40 {
		t.Errorf("%v, %v", got, err)
	}
}
