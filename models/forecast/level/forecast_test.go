package level

import (
	"fmt"
	"math"
	"math/rand/v2"
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
