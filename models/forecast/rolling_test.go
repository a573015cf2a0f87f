package forecast

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestRoll: each trial is the forecast made with what was known then, scored on what came.
func TestRoll(t *testing.T) {
	w := newWorld(5, 5, 70, 7, 4)
	w.past[69].sold = math.NaN() // not seen, not scored
	for i := range w.past {
		if w.past[i].day == monday+66 && i < 700 {
			w.past[i].out = 0.3
		}
	}
	h := build(t, w.past, nil)
	var called []int32
	trials, err := Roll(t.Context(), h, 1, Options{}, func(tr Trial) { called = append(called, tr.Origin) })
	if err != nil {
		t.Fatal(err)
	}
	if len(trials) != 1 || len(called) != 1 || called[0] != monday+62 || trials[0].Origin != called[0] {
		t.Fatalf("origins %v", called)
	}
	var before, after []sale // the same without a trace of later sales
	for _, x := range w.past {
		if x.day <= monday+62 {
			before = append(before, x)
		} else {
			after = append(after, x)
		}
	}
	rows, _, err := Forecast(t.Context(), build(t, before, after), Options{})
	if err != nil {
		t.Fatal(err)
	}
	names := ""
	for _, m := range trials[0].Methods {
		names += m.Name + " "
		if m.Days != 25*7-10-1 {
			t.Errorf("%s: %d days scored, want those in stock and seen", m.Name, m.Days)
		}
	}
	if names != "linli seasonal_naive weekday_mean ets " {
		t.Errorf("methods %s", names)
	}
	if got := Summarize(Score(rows, h)); !reflect.DeepEqual(got, trials[0].Methods[0].Summary) {
		t.Errorf("with later sales in the history %+v, without %+v", trials[0].Methods[0].Summary, got)
	}
	naive := trials[0].Methods[1]
	if math.Abs(naive.WAPE-trials[0].Methods[0].NaiveWAPE) > 1e-6 || naive.Spread || !trials[0].Methods[3].Spread {
		t.Errorf("seasonal naive scores %+v, as column of the forecast %v", naive, trials[0].Methods[0].NaiveWAPE)
	}
}

// TestPool: trials pooled give what all their days together give.
func TestPool(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var all [2][]ScoreRow
	var trials []Trial
	for k := range 3 {
		tr := Trial{Origin: int32(k)}
		n := 10 * (k + 1)
		var truth []float64
		for range n {
			truth = append(truth, float64(k)*10*rng.Float64()) // nothing is sold in the first
			tr.sold += truth[len(truth)-1]
		}
		for m := range all {
			var rows []ScoreRow
			for i := range n {
				r := Row{StoreID: "s", ProductID: fmt.Sprint(i), Mean: 10 * rng.Float64(), Naive: 5}
				setQuantiles(&r, [7]float64{1, 2, 3, 4, 5, 6, 7})
				rows = append(rows, score(&r, truth[i], 0))
			}
			all[m] = append(all[m], rows...)
			tr.Methods = append(tr.Methods, Method{fmt.Sprint(m), Summarize(rows), m == 0})
		}
		if k > 0 { // shares of no sales are not told
			trials = append(trials, tr)
		} else {
			all = [2][]ScoreRow{}
		}
	}
	for m, p := range Pool(trials) {
		want := Summarize(all[m])
		for name, d := range map[string]float64{"WAPE": p.WAPE - want.WAPE, "bias": p.Bias - want.Bias, "WQL": p.WQL - want.WQL, "naive": p.NaiveWAPE - want.NaiveWAPE,
			"in50": p.Coverage50 - want.Coverage50, "in90": p.Coverage90 - want.Coverage90, "days": float64(p.Days - want.Days)} {
			if math.Abs(d) > 1e-12 {
				t.Errorf("method %d: %s is off by %v", m, name, d)
			}
		}
		if p.Name != fmt.Sprint(m) || p.Spread != (m == 0) {
			t.Errorf("method %d is %+v", m, p)
		}
	}
	if Pool(nil) != nil {
		t.Error("something comes of no trials")
	}
}
