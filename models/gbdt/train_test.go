package gbdt

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

func meanSquare(a, b []float32) (sum float64) {
	for i := range a {
		d := float64(a[i] - b[i])
		sum += d * d
	}
	return sum / float64(len(a))
}

func TestWeightsAreRepeatedRows(t *testing.T) {
	w := newWorld(3000, 4)
	d := w.dataset(t, 2)
	weight := make([]float32, len(w.y))
	var rows []int32
	var repeated []float32
	for i := range weight {
		weight[i] = float32(i % 3)
		for range i % 3 {
			rows = append(rows, int32(i))
			repeated = append(repeated, w.y[i])
		}
	}
	for _, c := range everyLoss {
		p := c.p
		p.Rounds, p.Leaves, p.MinLeaf, p.MinHessian, p.CatSmooth, p.MinCatGroup = 2, 5, 1, 30, 1e-9, 1
		a := predict(t, train(t, d, Target{Y: w.y, Weight: weight}, p), d, nil)
		b := predict(t, train(t, d.Take(rows), Target{Y: repeated}, p), d, nil)
		if e := meanSquare(a, b); e > 1e-9 {
			t.Errorf("%s: predictions by weights and by repeated rows differ by %v in the mean square", c.name, e)
		}
	}
}

func TestCategoriesAreFound(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	const rows = 20_000
	few, many, rare := make([]int32, rows), make([]int32, rows), make([]int32, rows)
	y := make([]float32, rows)
	for i := range y {
		few[i], many[i], rare[i] = r.Int32N(3), r.Int32N(50), 1_500_000+r.Int32N(400)
		if few[i] == 1 { // one against the rest, no order of codes finds it in one cut
			y[i] += 10
		}
		if many[i]*37%50 < 20 {
			y[i] += 4
		}
	}
	d := NewDataset(rows, BinOptions{})
	must(t, d.AddCategory("few", few))
	must(t, d.AddCategory("many", many))
	must(t, d.AddCategory("rare", rare))
	m := train(t, d, Target{Y: y}, Params{Rounds: 1, Leaves: 4, LearningRate: 1, CatL2: 1e-9})
	if e := meanSquare(predict(t, m, d, nil), y); e > 1e-6 {
		t.Errorf("three splits leave the mean square error %v", e)
	}
	top := m.Importance()
	if top[0].Feature != "few" || top[1].Feature != "many" || top[2].Splits != 0 || top[0].Splits != 1 {
		t.Errorf("importance %+v", top)
	}
	if _, err := m.Predict([][]float32{{1, 9, float32(math.Inf(1))}, {2, -1, 1e12}, {0, 0, 0}}, nil, 1); err != nil {
		t.Errorf("unknown codes: %v", err)
	}
}

func TestMissingValuesLearnTheirSide(t *testing.T) {
	nan := float32(math.NaN())
	r := rand.New(rand.NewPCG(5, 3))
	x, y := make([]float32, 4000), make([]float32, 4000)
	for _, like := range []float32{0, 1, 5} { // missing behaves like small x, like great x, like neither
		for i := range x {
			x[i] = float32(r.Float64())
			y[i] = 0
			if x[i] > 0.5 {
				y[i] = 1
			}
			if i%4 == 0 {
				x[i], y[i] = nan, like
			}
		}
		d := NewDataset(len(x), BinOptions{})
		must(t, d.AddNumeric("x", x))
		m := train(t, d, Target{Y: y}, Params{Rounds: 1, Leaves: 3, LearningRate: 1})
		got, err := m.Predict([][]float32{{nan, 0.1, 0.9}}, nil, 1)
		must(t, err)
		for k, want := range []float32{like, 0, 1} {
			if !near(float64(got[k]), float64(want), 0.02) { // the edge next to 0.5 is not exact
				t.Errorf("missing like %v: prediction %d is %v, want %v", like, k, got[k], want)
			}
		}
	}
}

func TestEarlyStopKeepsTheBestRound(t *testing.T) {
	all := newWorld(3000, 6)
	d := all.dataset(t, 2)
	var rows [2][]int32
	var ys [2][]float32
	for i, y := range all.y {
		rows[i%2] = append(rows[i%2], int32(i))
		ys[i%2] = append(ys[i%2], y)
	}
	var losses []float64
	p := Params{Rounds: 500, Leaves: 40, MinLeaf: 3, LearningRate: 0.2, EarlyStop: 7, Progress: func(_ int, train, valid float64) {
		losses = append(losses, valid)
		if math.IsNaN(train) {
			t.Error("no training loss")
		}
	}}
	v := &Validation{Data: d.Take(rows[1]), Target: Target{Y: ys[1]}}
	m, err := Train(context.Background(), d.Take(rows[0]), Target{Y: ys[0]}, p, v)
	must(t, err)
	best := 0
	for i, l := range losses {
		if l < losses[best] {
			best = i
		}
	}
	if m.Rounds() != best+1 || len(losses) != m.Rounds()+7 || m.Rounds() == 500 {
		t.Errorf("%d rounds kept of %d, the best is %d", m.Rounds(), len(losses), best+1)
	}
	if e := meanSquare(predict(t, m, v.Data, nil), ys[1]); !near(e, losses[best], 1e-6) {
		t.Errorf("loss of the model %v, reported %v", e, losses[best])
	}
	if _, err := Train(context.Background(), d, Target{Y: all.y}, p, nil); err == nil {
		t.Error("early stopping without validation was accepted")
	}
}

func TestPinballCoverage(t *testing.T) {
	w := newWorld(40_000, 8)
	d := w.dataset(t, 2)
	for i := range w.y {
		w.y[i] += float32(mix(uint64(i))%1000) / 100 // no ties
	}
	for _, q := range []float64{0.05, 0.5, 0.9} {
		got := predict(t, train(t, d, Target{Y: w.y}, Params{Loss: Pinball, Quantile: q, Rounds: 40, MinLeaf: 200}), d, nil)
		below := 0
		for i, y := range w.y {
			if y <= got[i] {
				below++
			}
		}
		if share := float64(below) / float64(len(w.y)); math.Abs(share-q) > 0.01 {
			t.Errorf("quantile %v lies above %v of the rows", q, share)
		}
	}
}

// A target that is the base forecast times an effect: with the base as offset, the effect is all there is to learn.
func TestOffset(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 3))
	const rows = 5000
	x, y, off := make([]float32, rows), make([]float32, rows), make([]float32, rows)
	for i := range x {
		x[i], off[i] = float32(r.IntN(2)), float32(r.NormFloat64())
		y[i] = float32(math.Exp(float64(off[i])) * (2 + 3*float64(x[i])))
	}
	d := NewDataset(rows, BinOptions{})
	must(t, d.AddNumeric("x", x))
	m := train(t, d, Target{Y: y, Offset: off}, Params{Loss: Poisson, Rounds: 60, Leaves: 2, LearningRate: 0.3})
	got := predict(t, m, d, off)
	for i := range got {
		if !near(float64(got[i]), float64(y[i]), 1e-3) {
			t.Fatalf("row %d: %v, want %v", i, got[i], y[i])
		}
	}
	if _, err := m.PredictBinned(d, off[:7], 1); err == nil {
		t.Error("7 offsets for 5000 rows were accepted")
	}
}
