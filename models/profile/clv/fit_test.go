package clv

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// draw makes customers by the model's own story, all seen for a time between 10 and 40.
func draw(seed uint64, n int, m Purchases, v Value) (cells []Cell, values []Spending, future []float64) {
	rng := rand.New(rand.NewPCG(seed, 0))
	for range n {
		c := Cell{Age: 10 + float64(rng.IntN(31))}
		rate := distuv.Gamma{Alpha: m.R, Beta: m.Alpha, Src: rng}.Rand()
		p := distuv.Beta{Alpha: m.A, Beta: m.B, Src: rng}.Rand()
		alive := !m.FirstDrop || rng.Float64() >= p
		later := 0.0
		for at := 0.0; alive; alive = rng.Float64() >= p {
			if at += rng.ExpFloat64() / rate; at > c.Age+20 {
				break
			}
			if at > c.Age {
				later++
				continue
			}
			c.Frequency, c.Recency = c.Frequency+1, at
		}
		cells, future = append(cells, c), append(future, later)
		nu := distuv.Gamma{Alpha: v.Q, Beta: v.V, Src: rng}.Rand()
		bought := c.Frequency + 1
		values = append(values, Spending{Purchases: bought, Mean: distuv.Gamma{Alpha: v.P * bought, Beta: nu * bought, Src: rng}.Rand()})
	}
	return cells, values, future
}

// TestRecovers: the parameters are found within their errors, the better story is told from the other, and what is foretold comes.
func TestRecovers(t *testing.T) {
	value := Value{P: 4, Q: 3, V: 2000}
	for _, m := range []Purchases{{R: .6, Alpha: 5, A: .8, B: 3}, {R: 1.2, Alpha: 6, A: .7, B: 2, FirstDrop: true}} {
		cells, values, future := draw(7, 6000, m, value)
		f, err := FitBetter(cells)
		if err != nil {
			t.Fatal(err)
		}
		if f.FirstDrop != m.FirstDrop || f.Prior {
			t.Errorf("found %+v for %+v", f, m)
		}
		for i, p := range [][2]float64{{f.R, m.R}, {f.Alpha, m.Alpha}, {f.A, m.A}, {f.B, m.B}} {
			if e := f.Errors[i]; !(math.Abs(p[0]-p[1]) < 3*e) || e > p[1]/2 {
				t.Errorf("parameter %d is %.3f ± %.3f, want %v", i, p[0], e, p[1])
			}
		}
		v, err := FitValue(values)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range [][2]float64{{v.P, value.P}, {v.Q, value.Q}, {v.V, value.V}} {
			if !(math.Abs(p[0]-p[1]) < 3*v.Errors[i]) {
				t.Errorf("parameter %d of the values is %.3f ± %.3f, want %v", i, p[0], v.Errors[i], p[1])
			}
		}
		expected := make([]float64, len(cells))
		for i, c := range cells {
			expected[i] = f.Expected(c, 20)
		}
		s := score("", expected, future)
		near(t, "expected over came", s.Total, 1, .06)
		for i, d := range deciles(expected, future) {
			near(t, fmt.Sprint("tenth ", i+1), d.Expected, d.Actual, .1+.2*d.Actual)
		}
	}
}

// TestWeightsAreCustomers: cells with weights, in any order, are the customers one by one.
func TestWeightsAreCustomers(t *testing.T) {
	cells, values, _ := draw(3, 800, published, Value{P: 4, Q: 3, V: 2000})
	value, err := FitValue(values)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(values)
	if again, err := FitValue(values); err != nil || again != value {
		t.Errorf("%+v, %v, in another order %+v", value, err, again)
	}
	for i := range cells {
		cells[i].Recency, cells[i].Age = math.Floor(cells[i].Recency), math.Floor(cells[i].Age)
	}
	want, err := FitPurchases(cells, false)
	if err != nil {
		t.Fatal(err)
	}
	grouped, err := compress(cells)
	if err != nil || len(grouped) == len(cells) {
		t.Fatal(len(grouped), err)
	}
	slices.Reverse(grouped)
	got, err := FitPurchases(grouped, false)
	if err != nil || got.Purchases != want.Purchases || got.LogLikelihood != want.LogLikelihood || got.Customers != 800 {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

// TestFewCustomers: few are helped by a prior and said so, none who came back is refused.
func TestFewCustomers(t *testing.T) {
	for _, cells := range [][]Cell{
		{{Frequency: 1, Recency: 3, Age: 9}},
		{{Frequency: 3, Recency: 9, Age: 9}, {Age: 9}, {Age: 4}},
		slices.Repeat([]Cell{{Frequency: 4, Recency: 8, Age: 9}}, 30),
		slices.Repeat([]Cell{{Frequency: 4, Recency: 9, Age: 9}}, 3000), // nobody ever leaves
		{{Frequency: 100_000, Recency: 727.99, Age: 728}, {Frequency: 2, Recency: 300, Age: 700}, {Frequency: 1, Recency: 10, Age: 20}},
	} {
		f, err := FitBetter(cells)
		if err != nil || !f.Prior {
			t.Errorf("%v: %+v, %v", cells[0], f, err)
			continue
		}
		for _, c := range cells {
			if e := f.Expected(c, 10); !(e > 0) || math.IsInf(e, 0) || e > 10*(5+2*c.Frequency/math.Max(1, c.Age)) {
				t.Errorf("%v: %v expected of %v", f, e, c)
			}
		}
	}
	if _, err := FitBetter([]Cell{{Age: 9}, {Age: 4}}); err == nil || !strings.Contains(err.Error(), "none of 2 customers bought a second time") {
		t.Error(err)
	}
	if _, err := FitBetter(nil); err == nil {
		t.Error("nobody was fitted")
	}
	v, err := FitValue([]Spending{{1, 900, 0}, {4, 1200, 0}, {2, -5, 0}, {0, 0, 0}, {3, 0, 0}})
	if err != nil || !v.Prior || v.Left != 3 || v.Mean() < 300 || v.Mean() > 3000 {
		t.Errorf("%+v, %v", v, err)
	}
	same := make([]Spending, 5000) // everybody always spends the same, which leaves the shapes open
	for i := range same {
		same[i] = Spending{Purchases: float64(1 + i%9), Mean: 1000}
	}
	if v, err := FitValue(same); err != nil || !v.Prior || math.Abs(v.Mean()-1000) > 10 || math.Abs(v.Expected(3, 1000)-1000) > 5 {
		t.Errorf("%+v, %v: mean %v", v, err, v.Mean())
	}
	if e := v.Expected(2, -5); e != v.Mean() {
		t.Errorf("a customer of negative value is expected to spend %v, not the mean", e)
	}
	if _, err := FitValue([]Spending{{1, -2, 0}}); err == nil || !strings.Contains(err.Error(), "positive value") {
		t.Error(err)
	}
	if _, err := FitValue([]Spending{{1, math.NaN(), 0}}); err == nil {
		t.Error("NaN was taken")
	}
}
