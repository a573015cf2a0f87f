package classic

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

var nan = math.NaN()

func forecast(m Member, y []float64, first, horizon int) []float64 {
	out := make([]float64, horizon)
	m.Forecast(y, first, horizon, out)
	return out
}

func TestByName(t *testing.T) {
	for i, m := range Members() {
		if m.Name() != Names()[i] {
			t.Errorf("member %d is %s, listed as %s", i, m.Name(), Names()[i])
		}
		if again := byName(t, m.Name()); again.Name() != m.Name() {
			t.Errorf("%s by name is %s", m.Name(), again.Name())
		}
	}
	if _, err := ByName("oracle"); err == nil {
		t.Error("a member of no such name")
	}
}

func TestByHand(t *testing.T) {
	y := []float64{9, 1, 2, 3, 4, 5, 6, 7, 1, nan, 4, 4, 5, 6, 8, 1, 1, nan}
	for name, want := range map[string][]float64{
		"seasonal_naive": {4, 5, 6, 8, 1, 1, 4, 4},
		"weekday_mean":   {4, 5, 6, 8, 1, 1.5, 3.5, 4},
		"median":         {4, 4},
		"moving_average": {67.0 / 16, 67.0 / 16},
	} {
		if got := forecast(byName(t, name), y, 2, len(want)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// Stated results for series that no method was made for.
func TestDegenerate(t *testing.T) {
	huge := make([]float64, 40)
	for k := range huge {
		huge[k] = math.MaxFloat64 * float64(k%5) / 5
	}
	for _, c := range []struct {
		name string
		y    []float64
		want float64 // every day; NaN: only sound
	}{
		{"no day", nil, 0},
		{"unseen", []float64{nan, nan, nan}, 0},
		{"never sold", make([]float64, 50), 0},
		{"one day", []float64{3}, 3},
		{"one day seen", []float64{nan, nan, 3, nan}, 3},
		{"constant", slices.Repeat([]float64{4}, 60), 4},
		{"constant with gaps", slices.Repeat([]float64{4, nan, 4, 4, nan}, 12), 4},
		{"five days", []float64{2, 0, 1, 5, 2}, nan},
		{"one sale", append(make([]float64, 60), 7), nan},
		{"long out of stock", append([]float64{1, 2, 3, 2, 1}, slices.Repeat([]float64{nan}, 800)...), nan},
		{"impossible", []float64{-3, math.Inf(1), 2, math.Inf(-1), nan, -1}, 2},
		{"huge", huge, nan},
		{"tiny", []float64{5e-324, 0, 1e-320, 5e-324, 0, 0, 0, 0, 0, 5e-324}, nan},
	} {
		for _, m := range Members() {
			want := c.want
			if c.name == "one day" || c.name == "one day seen" || c.name == "impossible" || c.name == "constant" || c.name == "constant with gaps" {
				if m.Name() == "sba" {
					want *= 0.95 // by definition
				}
			}
			for h, v := range forecast(m, c.y, 6, 15) {
				if want == want && math.Abs(v-want) > 1e-6*want {
					t.Errorf("%s of %s, day %d: %v, want %v", m.Name(), c.name, h+1, v, want)
				}
				sound(t, m.Name()+" of "+c.name, c.y, v)
			}
		}
		mean, sd := make([]float64, 15), make([]float64, 15)
		NewETS().Moments(c.y, 15, mean, sd)
		for h := range sd {
			sound(t, "mean of "+c.name, c.y, mean[h])
			if !(sd[h] >= 0) || math.IsInf(sd[h], 0) {
				t.Errorf("spread of %s: %v", c.name, sd[h])
			}
		}
	}
}

func sound(t *testing.T, what string, y []float64, v float64) {
	t.Helper()
	most := 0.0
	for _, w := range y {
		if w > most && !math.IsInf(w, 1) {
			most = w
		}
	}
	if !(v >= 0) || v > 2*most*(1+1e-12) || math.IsInf(v, 1) {
		t.Errorf("%s: %v is no forecast of days up to %v", what, v, most)
	}
}

// Whatever comes in, what goes out is sound, and the same for a member that has
// forecast other series before.
func TestAnySeries(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	odd := []float64{nan, nan, nan, 0, 0, 0, 0, 1, 2, 0.1, 1e6, -1, math.Inf(1), 1e-9, 1e300}
	used := Members()
	for range 200 {
		y := make([]float64, r.IntN(150))
		for k := range y {
			y[k] = odd[r.IntN(2+r.IntN(len(odd)-1))]
		}
		for i, m := range Members() {
			got := forecast(m, y, 0, 7)
			for _, v := range got {
				sound(t, m.Name(), y, v)
			}
			if again := forecast(used[i], y, 0, 7); !slices.Equal(got, again) {
				t.Fatalf("%s: %v, then %v", m.Name(), got, again)
			}
		}
	}
}

// Units and the name of the first weekday are conventions: they change nothing.
func TestConventions(t *testing.T) {
	y := made(12, 4, 1, 6, 9)
	y[20], y[33], y[69] = nan, nan, nan
	times := func(factor float64) []float64 {
		out := slices.Clone(y)
		for k := range out {
			out[k] *= factor
		}
		return out
	}
	for _, m := range Members() {
		want := forecast(m, y, 0, 9)
		for h, v := range forecast(m, y, 5, 9) {
			near(t, m.Name()+" from another weekday", v, want[h], 1e-9)
		}
		for _, factor := range []float64{0.001, 1000, 1e200, 1e-200} {
			for h, v := range forecast(m, times(factor), 0, 9) {
				near(t, m.Name()+" in other units", v/factor, want[h], 1e-6*want[h])
			}
		}
	}
}

// Days not seen are no days without demand: where order is all that counts, leaving
// them out of the series changes nothing.
func TestUnseenDaysSayNothing(t *testing.T) {
	gappy := make([]float64, 0, 2*len(rare))
	for k, v := range rare {
		gappy = append(gappy, v)
		for range k % 3 {
			gappy = append(gappy, nan)
		}
	}
	for _, name := range []string{"croston", "sba", "tsb", "median", "moving_average"} {
		m := byName(t, name)
		if got, want := forecast(m, gappy, 0, 3), forecast(m, rare, 0, 3); !slices.Equal(got, want) {
			t.Errorf("%s: %v with gaps, %v without", name, got, want)
		}
	}
}

// A week that repeats itself is known in spite of gaps.
func TestRepeatedWeek(t *testing.T) {
	week := []float64{10, 10, 12, 12, 16, 26, 20}
	y := slices.Repeat(week, 12)
	for k := 3; k < len(y); k += 5 {
		y[k] = nan
	}
	for name, tolerance := range map[string]float64{"seasonal_naive": 0, "weekday_mean": 0, "ets": 1e-3, "negbin": 0.05, "theta": 0.05, "dynamic_theta": 0.05} {
		for h, v := range forecast(byName(t, name), y, 0, 14) {
			near(t, name, v, week[h%7], tolerance*week[h%7])
		}
	}
}

// A store that is closed, or sold out, on the same day of every week keeps the week of
// the other days, and that day is no extreme.
func TestWeekdayNeverSeen(t *testing.T) {
	week := []float64{10, 10, 12, 12, 16, 26, 20}
	for closed := range week {
		y := slices.Repeat(week, 12)
		for k := closed; k < len(y); k += 7 {
			y[k] = nan
		}
		for _, name := range []string{"seasonal_naive", "weekday_mean", "ets", "negbin", "theta", "dynamic_theta"} {
			for h, v := range forecast(byName(t, name), y, 0, 7) {
				if h != closed {
					near(t, name, v, week[h], 0.15*week[h])
				} else if v < 10 || v > 26 {
					t.Errorf("%s: %v on a day never seen, others 10 to 26", name, v)
				}
			}
		}
	}
}

func TestScratchIsKept(t *testing.T) {
	y, out := simulated(2, 200, 4), make([]float64, 7)
	for _, m := range Members() {
		m.Forecast(y, 0, 7, out)
		if n := testing.AllocsPerRun(5, func() { m.Forecast(y, 0, 7, out) }); n > 4 {
			t.Errorf("%s allocates %v times per series", m.Name(), n)
		}
	}
}
