package clv

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// published are the parameters of the CDNOW customers in Fader, Hardie and Lee (2005).
var published = Purchases{R: .243, Alpha: 4.414, A: .793, B: 2.426}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %v, want %v ± %v", what, got, want, tolerance)
	}
}

// TestPublishedFigures: the customer of the paper's example, who bought twice more, in week 30.43 of 38.86.
func TestPublishedFigures(t *testing.T) {
	c := Cell{Frequency: 2, Recency: 30.43, Age: 38.86}
	near(t, "expected purchases in 39 weeks", published.Expected(c, 39), 1.226, .001)
	near(t, "never alive for certain but new", published.Alive(Cell{Age: 30}), 1, 0)
	v := Value{P: 6.25, Q: 3.74, V: 15.44} // Fader and Hardie (2013), whose text gives the mean 35.2 to 35.4
	near(t, "mean value", v.Mean(), 35.2, .3)
	near(t, "value after one purchase of 10", v.Expected(1, 10), 6.25*(15.44+10)/(6.25+2.74), 1e-9)
}

// TestExpectedIsTheTextbooks: the sum of positive terms equals the formula with 2F1, wherever that one holds.
func TestExpectedIsTheTextbooks(t *testing.T) {
	textbook := func(m Purchases, c Cell, u float64) float64 {
		r, b := m.R+c.Frequency, m.B+m.chances(c.Frequency)
		alpha := m.Alpha + c.Age
		f := mathext.Hypergeo(r, b, m.A+b-1, u/(alpha+u))
		return m.Alive(c) * (m.A + b - 1) / (m.A - 1) * (1 - math.Pow(alpha/(alpha+u), r)*f)
	}
	for _, m := range []Purchases{published, {R: 2, Alpha: 9, A: 3, B: 5}, {R: .5, Alpha: 3, A: 1.7, B: .4, FirstDrop: true}} {
		for _, c := range []Cell{{Age: 1}, {Frequency: 1, Recency: 2, Age: 9}, {Frequency: 12, Recency: 30, Age: 40}} {
			for _, u := range []float64{.5, 10, 39} {
				near(t, fmt.Sprint(m, c, u), m.Expected(c, u)/textbook(m, c, u), 1, 1e-8)
			}
		}
	}
	// a = 1, where the textbook divides by zero: between its neighbours.
	at := func(a float64) float64 {
		return Purchases{R: .5, Alpha: 4, A: a, B: 2}.Expected(Cell{Frequency: 3, Recency: 5, Age: 6}, 20)
	}
	near(t, "a = 1", at(1), (at(.999)+at(1.001))/2, 1e-5)
}

// TestExtremes: large numbers give finite, monotone answers within their bounds.
func TestExtremes(t *testing.T) {
	for _, m := range []Purchases{published, {R: 40, Alpha: 1e-3, A: 1e-6, B: 3}, {R: 1e-4, Alpha: 1e5, A: 50, B: .01, FirstDrop: true}} {
		for _, c := range []Cell{{}, {Age: 1e6}, {Frequency: 100_000, Recency: 700, Age: 728}, {Frequency: 100_000, Recency: 1, Age: 1e6}, {Frequency: 1, Recency: 1e-9, Age: 1e-9}} {
			before := 0.0
			for _, u := range []float64{0, 1e-6, 1, 90, 3650} {
				e := m.Expected(c, u)
				if math.IsNaN(e) || e < before || e > (m.R+c.Frequency)/(m.Alpha+c.Age)*u*(1+1e-9) {
					t.Errorf("%v %v: %v purchases in %v after %v before", m, c, e, u, before)
				}
				before = e
			}
			if p := m.Alive(c); !(p >= 0 && p <= 1) {
				t.Errorf("%v %v: alive with %v", m, c, p)
			}
			if p := m.Returns(c, 28); !(p >= 0 && p <= m.Alive(c)) {
				t.Errorf("%v %v: returns with %v", m, c, p)
			}
		}
	}
	// Where N is taken as gamma the two ways agree.
	a, b := stays(9, 1, .4, 5, 5_000), many(9, 1, .4, 5, 5_000)
	near(t, "many", b/a, 1, .01)
}

// TestChancesAddUp: probabilities sum to one and to the mean.
func TestChancesAddUp(t *testing.T) {
	for _, m := range []Purchases{published, {R: 2, Alpha: 9, A: 3, B: 5, FirstDrop: true}} {
		sum, mean := 0.0, 0.0
		for n, p := range m.Chances(2_000, 30) {
			sum += p
			mean += float64(n) * p
		}
		near(t, "sum", sum, 1, 1e-9)
		near(t, "mean", mean, m.ExpectedNew(30), 1e-6)
	}
}

func TestCheck(t *testing.T) {
	for want, c := range map[string]Cell{
		"beyond the age":      {Frequency: 1, Recency: 5, Age: 4},
		"whole number":        {Frequency: 1.5, Recency: 1, Age: 4},
		"frequency is -1":     {Frequency: -1, Age: 4},
		"frequency is NaN":    {Frequency: math.NaN(), Age: 4},
		"age T is -1":         {Age: -1},
		"without a repeat":    {Recency: 1, Age: 4},
		"at the age of 0":     {Frequency: 2},
		"recency is -1":       {Recency: -1, Age: 2},
		"weight -1":           {Age: 1, Weight: -1},
		"customer 1: recency": {},
	} {
		_, err := FitPurchases([]Cell{{Frequency: 1, Recency: 1, Age: 2}, c}, false)
		if want == "customer 1: recency" {
			_, err = FitPurchases([]Cell{{Age: 1}, {Recency: 3, Age: 2}}, false)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if err := (Cell{}).Check(); err != nil { // came today
		t.Error(err)
	}
}

func TestLifetime(t *testing.T) {
	c := Cell{Frequency: 4, Recency: 30, Age: 32}
	near(t, "undiscounted", Lifetime(published, c, 10, 52, 0, 13), 10*published.Expected(c, 52), 1e-9)
	if d := Lifetime(published, c, 10, 52, .002, 13); !(d < 10*published.Expected(c, 52) && d > 9*published.Expected(c, 52)) {
		t.Errorf("discounted %v of %v", d, 10*published.Expected(c, 52))
	}
}

func ExamplePurchases_Expected() {
	m := Purchases{R: .243, Alpha: 4.414, A: .793, B: 2.426} // weeks
	c := Cell{Frequency: 2, Recency: 30.43, Age: 38.86}
	fmt.Printf("there with %.2f, %.3f purchases in 39 weeks\n", m.Alive(c), m.Expected(c, 39))
	// Output: there with 0.73, 1.226 purchases in 39 weeks
}

func BenchmarkFit(b *testing.B) {
	cells, _, _ := draw(1, 100_000, published, Value{P: 4, Q: 3, V: 2000})
	for b.Loop() {
		if _, err := FitPurchases(cells, false); err != nil {
			b.Fatal(err)
		}
	}
}
