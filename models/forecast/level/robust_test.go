package level

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

func valid(t *testing.T, rows []Row) {
	t.Helper()
	for _, r := range rows {
		before := 0.0
		for _, v := range []float64{r.Q05, r.Q10, r.Q25, r.Q50, r.Q75, r.Q90, r.Q95} {
			if !(v >= before) || math.IsInf(v, 0) {
				t.Fatalf("quantiles fall, are negative or none: %+v", r)
			}
			before = v
		}
		if !(r.Mean >= 0) || math.IsInf(r.Mean, 0) || !(r.Naive >= 0) {
			t.Fatalf("mean or naive is none: %+v", r)
		}
		if want := DayOf(r.Day) - int32(r.Horizon); want != DayOf(rows[0].Day)-1 {
			t.Fatalf("horizon %d does not lead to %s", r.Horizon, r.Day)
		}
	}
}

// TestOddities: whatever comes, forecasts are numbers in order.
func TestOddities(t *testing.T) {
	for name, fill := range map[string]func(p *Panel){
		"one day":     func(p *Panel) { p.add("s", "p", "c", monday, 3, 0) },
		"one zero":    func(p *Panel) { p.add("s", "p", "c", monday, 0, 0) },
		"one out":     func(p *Panel) { p.add("s", "p", "c", monday, 0, 1) },
		"unknown out": func(p *Panel) { p.add("s", "p", "c", monday, 2, math.NaN()) },
		"all zeros":   func(p *Panel) { p.run(40, func(int) (float64, float64) { return 0, 0 }) },
		"all out":     func(p *Panel) { p.run(40, func(d int) (float64, float64) { return float64(d), 1 }) },
		"constant":    func(p *Panel) { p.run(40, func(int) (float64, float64) { return 5, 0 }) },
		"huge": func(p *Panel) {
			p.run(40, func(d int) (float64, float64) { return 1e9 * float64(d%3), 0 })
		},
		"tiny":     func(p *Panel) { p.run(40, func(d int) (float64, float64) { return 1e-9 * float64(d%5), 0 }) },
		"negative": func(p *Panel) { p.run(40, func(d int) (float64, float64) { return float64(d%4) - 2, 0 }) },
		"one sale": func(p *Panel) {
			p.run(40, func(d int) (float64, float64) { return float64(max(0, d-38)), 0 })
		},
		"before 1970": func(p *Panel) { p.add("s", "p", "c", -20000, 3, 0) },
	} {
		var p Panel
		fill(&p)
		rows, _, err := Forecast(p, Options{Horizon: 14})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(rows) != 14 {
			t.Errorf("%s: %d rows", name, len(rows))
		}
		valid(t, rows)
	}
}

func (p *Panel) run(days int, day func(d int) (float64, float64)) {
	for d := range days {
		y, out := day(d)
		p.add("s", "p", "c", monday+int32(d), y, out)
	}
}

func TestRandomPanels(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 5))
		var p Panel
		scale := math.Exp(4 * rng.NormFloat64())
		for s := range 1 + rng.IntN(6) {
			start, days := rng.IntN(60), 1+rng.IntN(60)
			for d := range days {
				if rng.Float64() < 0.8 {
					y := scale * rng.ExpFloat64() * float64(rng.IntN(3)-rng.IntN(2))
					if seed%2 == 0 {
						y = math.Round(y)
					}
					p.add(fmt.Sprint(s%2), fmt.Sprint(s), fmt.Sprint(s%3), monday+int32(start+d), y, math.Max(0, rng.Float64()-0.5))
				}
			}
		}
		if len(p.Day) == 0 {
			continue
		}
		rows, _, err := Forecast(p, Options{Ended: -1})
		if err != nil {
			t.Fatal(err)
		}
		valid(t, rows)
		order := rng.Perm(len(p.Day))
		var mixed Panel
		for _, i := range order {
			mixed.add(p.StoreID[i], p.ProductID[i], p.Category[i], p.Day[i], p.Quantity[i], p.Stockout[i])
		}
		again, _, err := Forecast(mixed, Options{Ended: -1})
		if err != nil || !reflect.DeepEqual(rows, again) {
			t.Fatalf("seed %d: other forecasts from the same rows in another order (%v)", seed, err)
		}
	}
}

// TestGaps: absent days are days without sales, and are counted.
func TestGaps(t *testing.T) {
	w := simulate(2, 6, 60, 3)
	end := monday + 59
	full := w.panel
	sparse := full.pick(func(i int) bool { return full.Quantity[i] > 0 || full.Stockout[i] > 0 || full.Day[i] == monday })
	want, _, err := Forecast(full, Options{Origin: end})
	if err != nil {
		t.Fatal(err)
	}
	got, notes, err := Forecast(sparse, Options{Origin: end})
	if err != nil {
		t.Fatal(err)
	}
	if gaps := len(full.Day) - len(sparse.Day); gaps == 0 || notes.Gaps != gaps {
		t.Errorf("%d gaps counted of %d", notes.Gaps, gaps)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("leaving out days without sales changes the forecast")
	}
}

// TestKnowsNoFuture: rows after the origin change nothing.
func TestKnowsNoFuture(t *testing.T) {
	w := simulate(3, 6, 80, 6)
	origin := monday + 59
	want, _, err := Forecast(w.panel.pick(func(i int) bool { return w.panel.Day[i] <= origin }), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, notes, err := Forecast(w.panel, Options{Origin: origin})
	if err != nil {
		t.Fatal(err)
	}
	if notes.Future != 18*20 || !reflect.DeepEqual(got, want) {
		t.Errorf("%d future rows, forecasts differ", notes.Future)
	}
}

func TestEnded(t *testing.T) {
	var p Panel
	p.run(60, func(int) (float64, float64) { return 2, 0 })
	p.add("s", "gone", "c", monday+10, 5, 0)
	rows, notes, err := Forecast(p, Options{})
	if err != nil || len(rows) != 7 || notes.Ended != 1 {
		t.Errorf("%d rows, %+v, %v; want the product gone for 49 days left out", len(rows), notes, err)
	}
	if rows, _, _ = Forecast(p, Options{Ended: -1}); len(rows) != 14 || rows[0].Mean > 0.5 {
		t.Errorf("%d rows, mean %v; want it forecast near 0 when asked for", len(rows), rows[0].Mean)
	}
}

func TestAbsurd(t *testing.T) {
	var p Panel
	p.run(60, func(d int) (float64, float64) {
		if d == 55 {
			return 32_623, 0
		}
		return float64(2 + d%3), 0
	})
	rows, notes, err := Forecast(p, Options{})
	if err != nil || notes.Capped != 1 || rows[0].Mean > 20 {
		t.Errorf("mean %v, %+v, %v; want the one absurd day capped", rows[0].Mean, notes, err)
	}
}

func TestRefuses(t *testing.T) {
	for want, spoil := range map[string]func(p *Panel){
		"two rows for one store":  func(p *Panel) { p.Day[5] = p.Day[4] },
		"quantity is NaN":         func(p *Panel) { p.Quantity[3] = math.NaN() },
		"row 3 (s, p, 2026-09-03": func(p *Panel) { p.Quantity[3] = math.Inf(1) },
		"stockout is 1.5":         func(p *Panel) { p.Stockout[3] = 1.5 },
		"stockout is -0.1":        func(p *Panel) { p.Stockout[3] = -0.1 },
		"unequal length":          func(p *Panel) { p.Quantity = p.Quantity[1:] },
		"one category":            func(p *Panel) { p.Category[3] = "other" },
		"no sales up to":          func(p *Panel) { *p = Panel{} },
	} {
		var p Panel
		p.run(10, func(int) (float64, float64) { return 2, 0 })
		spoil(&p)
		if _, _, err := Forecast(p, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	var p Panel
	p.run(10, func(int) (float64, float64) { return 2, 0 })
	if _, _, err := Forecast(p, Options{Horizon: 29}); err == nil {
		t.Error("no error for a horizon of 29 days")
	}
	if _, _, err := Forecast(p, Options{Origin: monday - 1}); err == nil {
		t.Error("no error for an origin before all sales")
	}
}
