package forecast

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

var monday = DayOf(time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC))

// world draws series of known demand: weekday profiles per category, levels that
// wander, negative binomial days, stock-outs that cut a day short.
type world struct {
	panel  Panel
	demand []float64 // mean of each row
}

func simulate(stores, products, days int, seed uint64) world {
	rng := rand.New(rand.NewPCG(seed, 0))
	var w world
	shape := [3]week{{1, 1, 1, 1, 1, 1, 1}, {0.7, 0.7, 0.8, 0.9, 1.1, 1.5, 1.3}, {1.3, 1.2, 1.1, 1, 0.9, 0.8, 0.7}}
	for s := range stores {
		for p := range products {
			level, size := math.Exp(1.2*rng.NormFloat64()+1.2), 2+6*rng.Float64()
			for d := range days {
				level *= math.Exp(0.03 * rng.NormFloat64())
				mean := level * shape[p%3][weekday(monday+int32(d))]
				y := distuv.Poisson{Lambda: distuv.Gamma{Alpha: size, Beta: size / mean, Src: rng}.Rand(), Src: rng}.Rand()
				out := 0.0
				if rng.Float64() < 0.15 { // sells out at its usual day
					if cut := math.Floor(mean); y > cut {
						y, out = cut, 0.3
					}
				}
				w.panel.add(fmt.Sprintf("s%02d", s), fmt.Sprintf("p%03d", p), fmt.Sprint("c", p%3), monday+int32(d), y, out)
				w.demand = append(w.demand, mean)
			}
		}
	}
	return w
}

func (p *Panel) add(store, product, category string, day int32, quantity, stockout float64) {
	p.StoreID, p.ProductID, p.Category = append(p.StoreID, store), append(p.ProductID, product), append(p.Category, category)
	p.Day, p.Quantity, p.Stockout = append(p.Day, day), append(p.Quantity, quantity), append(p.Stockout, stockout)
}

// pick keeps the rows for which keep holds.
func (p Panel) pick(keep func(i int) bool) Panel {
	var out Panel
	for i := range p.Day {
		if keep(i) {
			out.add(p.StoreID[i], p.ProductID[i], p.Category[i], p.Day[i], p.Quantity[i], p.Stockout[i])
		}
	}
	return out
}

// TestRecovers: means are near the truth, far better than naive, and bands hold what
// they say, on demand of which nothing but the sales is known.
func TestRecovers(t *testing.T) {
	const days = 91
	w := simulate(12, 30, days, 1)
	var all []ScoreRow
	missed, sum := 0.0, 0.0
	truth := map[string]float64{}
	for i, m := range w.demand {
		truth[w.panel.StoreID[i]+w.panel.ProductID[i]+fmt.Sprint(w.panel.Day[i])] = m
	}
	for _, origin := range []int32{monday + days - 15, monday + days - 8} {
		rows, notes, err := Forecast(w.panel, Options{Origin: origin})
		if err != nil {
			t.Fatal(err)
		}
		if notes.Series != 360 || len(rows) != 360*7 || notes.Gaps != 0 || notes.Negatives != 0 {
			t.Fatalf("%d rows, notes %+v", len(rows), notes)
		}
		for _, r := range rows {
			m := truth[r.StoreID+r.ProductID+fmt.Sprint(DayOf(r.Day))]
			missed += math.Abs(r.Mean - m)
			sum += m
		}
		scores, err := Score(rows, w.panel)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, scores...)
	}
	s := Summarize(all)
	if missed/sum > 0.20 {
		t.Errorf("means are %.3f of demand off the truth", missed/sum)
	}
	if s.WAPE > 0.82*s.NaiveWAPE {
		t.Errorf("WAPE %.3f, naive %.3f: too little better", s.WAPE, s.NaiveWAPE)
	}
	if math.Abs(s.Bias) > 0.05 {
		t.Errorf("bias %.3f", s.Bias)
	}
	// whole numbers: a band of integers holds at least its level
	if s.Coverage90 < 0.88 || s.Coverage90 > 0.97 || s.Coverage50 < 0.47 || s.Coverage50 > 0.72 {
		t.Errorf("coverage %.3f of the 50 %% band, %.3f of the 90 %% band", s.Coverage50, s.Coverage90)
	}
}

// TestContinuous: weighed goods get gamma quantiles, with the coverage they claim.
func TestContinuous(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 0))
	var p Panel
	for s := range 150 {
		level := math.Exp(rng.NormFloat64())
		for d := range 84 {
			p.add("s", fmt.Sprint(s), "meat", monday+int32(d), distuv.Gamma{Alpha: 4, Beta: 4 / level, Src: rng}.Rand(), 0)
		}
	}
	scores, err := Backtest(p, []int32{monday + 69, monday + 76}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := Summarize(scores)
	if math.Abs(s.Coverage90-0.90) > 0.03 || math.Abs(s.Coverage50-0.50) > 0.05 || math.Abs(s.Bias) > 0.04 {
		t.Errorf("%+v, want coverage .50 and .90 without bias", s)
	}
}

// TestStockout: days cut short by stock-outs must not pull the mean down.
func TestStockout(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 0))
	var p Panel
	for s := range 60 {
		for d := range 60 {
			y, out := distuv.Poisson{Lambda: 20, Src: rng}.Rand(), 0.0
			if rng.Float64() < 0.4 { // delivered half
				y, out = math.Min(y, 10), 0.5
			}
			p.add("s", fmt.Sprint(s), "c", monday+int32(d), y, out)
		}
	}
	blind := p
	blind.Stockout = nil
	for name, c := range map[string]struct {
		p         Panel
		low, high float64
	}{"known": {p, 19, 21}, "unknown": {blind, 14, 18}} {
		rows, _, err := Forecast(c.p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		mean := 0.0
		for _, r := range rows {
			mean += r.Mean / float64(len(rows))
		}
		if mean < c.low || mean > c.high {
			t.Errorf("stock-outs %s: mean %.2f, want %v to %v", name, mean, c.low, c.high)
		}
	}
}

// TestColdStart: a product of two days is near its category in its store.
func TestColdStart(t *testing.T) {
	var p Panel
	for s, level := range []float64{4, 40} {
		for k := range 10 {
			for d := range 28 {
				p.add(fmt.Sprint("s", s), fmt.Sprint("p", k), "c", monday+int32(d), level, 0)
			}
		}
		p.add(fmt.Sprint("s", s), "new", "c", monday+26, 0, 0.5)
		p.add(fmt.Sprint("s", s), "new", "c", monday+27, level/2, 0)
	}
	rows, notes, err := Forecast(p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if notes.ColdStart != 2 {
		t.Errorf("%d cold starts, want 2", notes.ColdStart)
	}
	for _, r := range rows {
		if level := []float64{4, 40}[r.StoreID[1]-'0']; r.ProductID == "new" && (r.Mean < 0.45*level || r.Mean > 1.1*level) {
			t.Errorf("new product in %s: mean %.1f, its category sells %v", r.StoreID, r.Mean, level)
		}
	}
}

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

func TestNaive(t *testing.T) {
	s := series{start: monday, y: make([]float64, 21), out: make([]float64, 21)}
	for k := range s.y {
		s.y[k] = float64(k)
	}
	s.out[14], s.out[15], s.out[8], s.out[1] = 0.2, 1, 1, 1
	for h, want := range map[int]float64{1: 7, 3: 16, 7: 20, 8: 7} {
		if got := s.naive(h); got != want {
			t.Errorf("naive %d days ahead is %v, want %v", h, got, want)
		}
	}
	if got := s.naive(2); math.Abs(got-s.weekdays().mean) > 1e-12 {
		t.Errorf("naive of a weekday never in stock is %v, want the mean", got)
	}
}

func TestScore(t *testing.T) {
	day := TimeOf(monday + 1)
	f := Row{StoreID: "s", ProductID: "p", Day: day, Horizon: 1, Mean: 4, Q05: 1, Q10: 2, Q25: 3, Q50: 4, Q75: 5, Q90: 6, Q95: 7, Naive: 2}
	var p Panel
	p.add("s", "p", "c", monday, 1, 0)
	p.add("s", "p", "c", monday+1, 6, 0)
	later := f
	later.Day, later.Horizon = TimeOf(monday+2), 2
	unknown := f
	unknown.ProductID = "never sold"
	rows, err := Score([]Row{unknown, later, f}, p)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 2 || rows[0].ProductID != "never sold" || rows[0].Actual != 0 {
		t.Fatalf("%+v, want the two forecasts of a day that is known, by product", rows)
	}
	got := rows[1]
	pinball := 2 * (.05*5 + .1*4 + .25*3 + .5*2 + .75*1 + .9*0 + .05*1) / 7
	if got.Actual != 6 || got.In50 != 0 || got.In90 != 1 || math.Abs(got.Pinball-pinball) > 1e-12 || !got.Origin.Equal(TimeOf(monday)) {
		t.Errorf("%+v, want pinball %v", got, pinball)
	}
	s := Summarize(append(rows, ScoreRow{Actual: 100, Stockout: 0.5}))
	if want := (Summary{Days: 2, WAPE: (4 + 2) / 6.0, NaiveWAPE: (2 + 4) / 6.0, Bias: (4 - 2) / 6.0, WQL: s.WQL, Coverage90: 0.5}); s != want {
		t.Errorf("%+v, want %+v", s, want)
	}
	if s := Summarize(nil); s != (Summary{}) {
		t.Errorf("%+v of nothing", s)
	}
}

func TestBacktestOrder(t *testing.T) {
	w := simulate(2, 3, 50, 9)
	a, err := Backtest(w.panel, []int32{monday + 42, monday + 35}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(a) != 2*6*7 || !a[0].Origin.Equal(TimeOf(monday+35)) {
		t.Errorf("%d rows from %s", len(a), a[0].Origin)
	}
	if !slices.IsSortedFunc(a, func(x, y ScoreRow) int { return x.Origin.Compare(y.Origin) }) {
		t.Error("not by origin")
	}
}

func TestDays(t *testing.T) {
	shanghai := time.FixedZone("CST", 8*3600)
	if got := DayOf(time.Date(1970, 1, 2, 0, 30, 0, 0, shanghai)); got != 1 {
		t.Errorf("day %d, want the local date's", got)
	}
	for _, d := range []int32{-800, -1, 0, 1, 20_000} {
		if got := DayOf(TimeOf(d)); got != d {
			t.Errorf("day %d comes back as %d", d, got)
		}
		if want := (int(TimeOf(d).Weekday()) + 6) % 7; weekday(d) != want {
			t.Errorf("weekday of %d is %d, want %d", d, weekday(d), want)
		}
	}
}

func ExampleForecast() {
	var p Panel
	monday := DayOf(time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC))
	for d := range int32(21) { // 10 a day, 20 on Saturdays
		quantity := 10.0
		if d%7 == 5 {
			quantity = 20
		}
		p.StoreID, p.ProductID = append(p.StoreID, "s1"), append(p.ProductID, "lettuce")
		p.Day, p.Quantity = append(p.Day, monday+d), append(p.Quantity, quantity)
	}
	rows, _, err := Forecast(p, Options{})
	for _, r := range rows[4:6] {
		fmt.Printf("%s %.0f naive %.0f\n", r.Day.Format("Mon 2006-01-02"), r.Mean, r.Naive)
	}
	fmt.Println(err)
	// Output:
	// Fri 2026-11-27 10 naive 10
	// Sat 2026-11-28 20 naive 20
	// <nil>
}

func BenchmarkForecast(b *testing.B) {
	w := simulate(50, 100, 90, 1)
	b.ResetTimer()
	for b.Loop() {
		if _, _, err := Forecast(w.panel, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
