package level

import (
	"math"
	"slices"
	"testing"
)

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
