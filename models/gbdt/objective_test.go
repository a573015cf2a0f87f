package gbdt

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance*(1+math.Abs(b)) }

func objectives() []objective {
	return []objective{{loss: L2, power: 1.5}, {loss: Poisson, power: 1}, {loss: Tweedie, power: 1.1}, {loss: Tweedie, power: 1.5},
		{loss: Tweedie, power: 1.9}, {loss: Pinball, quantile: 0.9}}
}

func TestDerivativesAgainstDifferences(t *testing.T) {
	const step = 1e-4
	for _, o := range objectives() {
		for _, y := range []float64{0, 0.5, 3, 40} {
			for _, s := range []float64{-2.1, -0.3, 0.2, 1.7, 3} {
				if o.loss == Pinball && y == s {
					continue // the kink
				}
				half := 1.0
				if o.loss == L2 {
					half = 0.5 // L2 trains on half the squared error
				}
				g, h, _ := o.derive(y, s)
				if want := half * (o.row(y, s+step) - o.row(y, s-step)) / (2 * step); !near(g, want, 1e-5) {
					t.Errorf("%+v y %v s %v: gradient %v, by differences %v", o, y, s, g, want)
				}
				up, _, _ := o.derive(y, s+step)
				down, _, _ := o.derive(y, s-step)
				if want := (up - down) / (2 * step); !near(h, want, 1e-5) && o.loss != Pinball { // there it is 1 by convention
					t.Errorf("%+v y %v s %v: hessian %v, by differences %v", o, y, s, h, want)
				}
			}
		}
	}
}

// The value of a leaf must be where the loss of its rows plus the ridge is least.
func TestLeafValueIsTheMinimum(t *testing.T) {
	y, score, w := []float64{0, 2, 5, 1}, []float64{0.1, 0.4, 1, -0.2}, []float64{1, 2, 0.5, 3}
	for _, o := range objectives() {
		if o.loss == Pinball {
			continue
		}
		for _, ridge := range []float64{0, 0.7} {
			var grad, hess float64
			for i := range y {
				g, h, _ := o.derive(y[i], score[i])
				grad += w[i] * g
				hess += w[i] * h
			}
			loss := func(v float64) (sum float64) {
				for i := range y {
					part := o.row(y[i], score[i]+v)
					if o.loss == L2 {
						part /= 2
					}
					sum += w[i] * part
				}
				return sum + ridge/2*v*v
			}
			v := o.value(grad, hess, ridge)
			for _, away := range []float64{-1e-3, 1e-3} {
				if loss(v+away) <= loss(v) {
					t.Errorf("%+v ridge %v: value %v has loss %v, %v away it is %v", o, ridge, v, loss(v), away, loss(v+away))
				}
			}
		}
	}
}

func TestBaseIsTheBestConstant(t *testing.T) {
	target := Target{Y: []float32{0, 2, 5, 1, 9}, Weight: []float32{1, 2, 0.5, 3, 1}, Offset: []float32{0.1, -0.4, 1, 0, 0.3}}
	score := make([]float64, 5)
	for _, o := range objectives() {
		loss := func(base float64) float64 {
			target.fill(score, base)
			return o.mean(target, score, 1)
		}
		b := o.base(target)
		if at := loss(b); loss(b-1e-3) < at-1e-12 || loss(b+1e-3) < at-1e-12 {
			t.Errorf("%+v: base %v has loss %v, beside it %v and %v", o, b, at, loss(b-1e-3), loss(b+1e-3))
		}
	}
}

func TestSelectorAgainstSorting(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var s selector
	for trial := range 300 {
		n := 1 + r.IntN(40)
		values, weights := make([]float32, n), make([]float32, n)
		keys, rows := make([]int32, n), make([]int32, n)
		for i := range values {
			values[i], weights[i] = float32(r.IntN(9)-4)*1.7, float32(r.IntN(3))
			if trial%2 == 0 {
				values[i] = float32(r.NormFloat64())
			}
		}
		weights[0] = 1
		for i, v := range values {
			keys[i], rows[i] = orderKey(v), int32(i)
		}
		q := []float64{0.05, 0.25, 0.5, 0.9}[trial%4]
		var repeated []float32
		for i, v := range values {
			for range int(weights[i]) {
				repeated = append(repeated, v)
			}
		}
		slices.Sort(repeated)
		k := q * float64(len(repeated))
		at := min(int(math.Ceil(k-1e-9)), len(repeated)) - 1
		want := repeated[at]
		if math.Abs(k-math.Round(k)) < 1e-9 && at+1 < len(repeated) {
			want = (want + repeated[at+1]) / 2
		}
		if got := s.quantile(keys, rows, weights, q); !near(float64(got), float64(want), 1e-6) {
			t.Fatalf("quantile %v of %v: %v, sorted gives %v", q, repeated, got, want)
		}
	}
	if got := s.quantile(nil, nil, nil, 0.5); got != 0 {
		t.Errorf("quantile of nothing: %v", got)
	}
}

func TestLeafValuesOfTinyDataInClosedForm(t *testing.T) {
	x := []float32{0, 0, 0, 1, 1}
	y := []float32{1, 2, 6, 8, 10}
	for _, c := range []struct {
		p    Params
		l, r float64
	}{
		{Params{Loss: L2}, 3, 9},
		{Params{Loss: L2, L2: 2}, 5.4 - (5.4*3-9)/5, 5.4 + (18-5.4*2)/4},
		{Params{Loss: Poisson}, 3, 9},
		{Params{Loss: Tweedie, Power: 1.6}, 3, 9},
		{Params{Loss: Pinball, Quantile: 0.5}, 2, 9},
	} {
		d := NewDataset(5, BinOptions{MinPerBin: 1})
		must(t, d.AddNumeric("x", x))
		p := c.p
		p.Rounds, p.Leaves, p.MinLeaf, p.LearningRate = 1, 2, 1, 1
		got := predict(t, train(t, d, Target{Y: y}, p), d, nil)
		if !near(float64(got[0]), c.l, 1e-5) || !near(float64(got[4]), c.r, 1e-5) {
			t.Errorf("%+v: leaves %v and %v, want %v and %v", c.p, got[0], got[4], c.l, c.r)
		}
	}
}

func ExampleTrain() {
	d := NewDataset(6, BinOptions{MinPerBin: 1})
	if err := d.AddNumeric("price", []float32{9, 9, 9, 5, 5, 5}); err != nil {
		fmt.Println(err)
		return
	}
	p := Params{Loss: Poisson, Rounds: 50, Leaves: 2, MinLeaf: 1, LearningRate: 0.3}
	m, err := Train(context.Background(), d, Target{Y: []float32{1, 2, 3, 6, 8, 10}}, p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	units, err := m.Predict([][]float32{{9.5, 4.9}}, nil, 1)
	fmt.Printf("%.2f %v\n", units, err)
	// Output: [2.00 8.00] <nil>
}
