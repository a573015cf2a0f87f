package forecast

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestKnownWorld: the forecast is near the truth, with the promotion's effect in it, far better than naive, and its bands hold
// what they say.
func TestKnownWorld(t *testing.T) {
	w := newWorld(6, 8, 84, 7, 1)
	h := build(t, w.past, w.ahead)
	rows, report, err := Forecast(t.Context(), h, Options{})
	if err != nil {
		t.Fatal(err)
	}
	valid(t, h, rows, 48, 7)
	if !report.Boosted || len(report.Rehearsed) != 2 || len(report.Gains) == 0 {
		t.Errorf("report %+v", report)
	}
	sold, promo := map[string]float64{}, map[string]float64{}
	for _, x := range w.ahead {
		k := w.key(x.store, x.product, x.day)
		sold[k], promo[k] = x.sold, x.promo
	}
	var scores []ScoreRow
	var missed, sum float64
	var told, truth [2]float64
	for i := range rows {
		r := &rows[i]
		k := w.key(r.StoreID, r.ProductID, h.Last+int32(r.Horizon))
		missed += math.Abs(r.Mean - w.truth[k])
		sum += w.truth[k]
		told[int(promo[k])] += r.Mean
		truth[int(promo[k])] += w.truth[k]
		scores = append(scores, score(r, sold[k], 0))
	}
	s := Summarize(scores)
	if missed/sum > 0.14 {
		t.Errorf("means are %.3f of demand off the truth", missed/sum)
	}
	if r := told[1] / truth[1]; r < 0.85 || r > 1.15 {
		t.Errorf("days of promotion are foretold at %.2f of the truth; without its effect it would be %.2f", r, 1/lift)
	}
	if s.WAPE > 0.75*s.NaiveWAPE || math.Abs(s.Bias) > 0.08 {
		t.Errorf("WAPE %.3f, naive %.3f, bias %.3f", s.WAPE, s.NaiveWAPE, s.Bias)
	}
	if s.Coverage90 < 0.86 || s.Coverage90 > 0.94 {
		t.Errorf("the 90 %% band holds %.3f", s.Coverage90)
	}
}

// TestQuiet: where the boosted model has too little to learn from, the level model tells the quantiles, whatever its share of the mean.
func TestQuiet(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 0))
	var past []sale
	for p := range 20 {
		past = append(past, run(fmt.Sprintf("p%02d", p), 0, 35, func(int) (float64, float64) { return 50 + rng.NormFloat64(), 0 })...)
	}
	h := build(t, past, nil)
	rows, report, err := Forecast(t.Context(), h, Options{})
	if err != nil || report.Boosted {
		t.Fatal(err, report.Boosted)
	}
	valid(t, h, rows, 20, 7)
	for i := range rows {
		if r := &rows[i]; r.Mean < 48 || r.Mean > 52 || r.Q05 < 40 || r.Q95 > 60 {
			t.Fatalf("sales lie between 47 and 53, the forecast is %+v; weights %v", r, report.Weights)
		}
	}
}

// TestSame: the same numbers with one, two and three threads, in every run; and 1024 times the quantities give 1024 times the forecast, as
// no constant of the code is in units of sales.
func TestSame(t *testing.T) {
	w := newWorld(5, 5, 70, 7, 2)
	forecast := func(unit float64, threads int) []Row {
		past := slices.Clone(w.past)
		for i := range past {
			past[i].sold *= unit * 0.37 // goods sold by weight: pieces would be rounded
		}
		rows, report, err := Forecast(t.Context(), build(t, past, w.ahead), Options{Seed: 5, Threads: threads})
		if err != nil || !report.Boosted {
			t.Fatal(err, report.Boosted)
		}
		return rows
	}
	want := forecast(1, 1)
	for _, threads := range []int{2, 3} {
		if !slices.Equal(forecast(1, threads), want) {
			t.Errorf("%d threads give other numbers than one", threads)
		}
	}
	var off, sum [8]float64
	for i, r := range forecast(1024, 2) {
		small, large := Quantiles(&want[i]), Quantiles(&r)
		for j := range small {
			off[j] += math.Abs(large[j] - 1024*small[j])
			sum[j] += large[j]
		}
		off[7] += math.Abs(r.Mean - 1024*want[i].Mean)
		sum[7] += r.Mean
	}
	for j := range off {
		if off[j] > 0.005*sum[j] {
			t.Errorf("quantile or mean %d is %.4f off 1024 times the small one", j, off[j]/sum[j])
		}
	}
}

// TestStockouts: days cut short by stock-outs do not pull the forecast down.
func TestStockouts(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 0))
	var past []sale
	for i := range 50 {
		for d := range 60 {
			x := sale{store: "s", product: fmt.Sprintf("p%02d", i), kind: "k", day: monday + int32(d)}
			x.sold = distuv.Poisson{Lambda: 20, Src: rng}.Rand()
			if rng.Float64() < 0.4 { // delivered half
				x.sold, x.out = math.Min(x.sold, 10), 0.5
			}
			past = append(past, x)
		}
	}
	rows, _, err := Forecast(t.Context(), build(t, past, nil), Options{})
	if err != nil {
		t.Fatal(err)
	}
	mean := 0.0
	for i := range rows {
		mean += rows[i].Mean / float64(len(rows))
	}
	if mean < 18.5 || mean > 21.5 { // days as they are told have a mean of 16
		t.Errorf("mean %.2f, demand is 20", mean)
	}
}

// TestColdStart: a product that a store never had begins at the level of its like there, with and without the boosted model.
func TestColdStart(t *testing.T) {
	for days, boosted := range map[int]bool{14: false, 70: true} {
		rng := rand.New(rand.NewPCG(3, 0))
		var past, ahead []sale
		for s, level := range []float64{6, 40} {
			for p := range 16 {
				for d := range days {
					past = append(past, sale{store: fmt.Sprint("s", s), product: fmt.Sprintf("p%02d", p), kind: "k", day: monday + int32(d),
						sold: distuv.Poisson{Lambda: level, Src: rng}.Rand()})
				}
			}
			for d := range 7 {
				ahead = append(ahead, sale{store: fmt.Sprint("s", s), product: "unheard", kind: "k", day: monday + int32(days+d)})
			}
		}
		h := build(t, past, ahead)
		rows, report, err := Forecast(t.Context(), h, Options{})
		if err != nil {
			t.Fatal(err)
		}
		valid(t, h, rows, 34, 7)
		if report.Strangers != 2 || h.Notes.Strangers != 2 || report.Boosted != boosted {
			t.Errorf("%d days: %d strangers, boosted %t", days, report.Strangers, report.Boosted)
		}
		for i := range rows {
			r := &rows[i]
			if level := []float64{6, 40}[r.StoreID[1]-'0']; r.ProductID == "unheard" && (r.Mean < 0.6*level || r.Mean > 1.6*level) {
				t.Errorf("%d days: a new product in %s is foretold %.1f, its like sells %v", days, r.StoreID, r.Mean, level)
			}
		}
	}
}
