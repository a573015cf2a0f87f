package backtest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/linli-project/linli/models/recommend/demand"
)

func panel(t testing.TB, stores, items, periods int, like float64, seed uint64) *demand.Panel {
	t.Helper()
	src := rand.NewPCG(seed, 3)
	b, err := demand.NewBuilder(periods, 7)
	if err != nil {
		t.Fatal(err)
	}
	b.Store("zz new")
	for s := range stores {
		for i := range items {
			rate := 2 / (1 + float64(i)/5)
			if s%2 == i%2 {
				rate *= like
			}
			sold := make([]float64, periods)
			for k := range sold {
				sold[k] = distuv.Poisson{Lambda: rate, Src: src}.Rand()
			}
			if slices.Max(sold) > 0 {
				if err := b.Add(demand.Row{Store: fmt.Sprintf("s%03d", s), Item: fmt.Sprintf("p%03d", i), Category: fmt.Sprint("c", i%4), Sold: sold}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLocalTasteIsFound(t *testing.T) {
	p := panel(t, 40, 100, 8, 5, 1)
	r, err := Run(t.Context(), p, Options{Periods: 3, Slots: []int{20, 40}})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Trials) != 3 || len(r.Pooled) != 2 || len(r.Gates) != 41 || r.Last.Period != 8 {
		t.Fatalf("%d trials, %d lines, %d gates", len(r.Trials), len(r.Pooled), len(r.Gates))
	}
	for _, trial := range r.Trials {
		for _, l := range trial.Lines {
			if l.Given < 1.08*l.Chain || l.Given < l.Own || l.Low <= 0 || l.Local < 38 {
				t.Errorf("period %d: %+v", trial.Period, l)
			}
		}
	}
	for _, g := range r.Gates[:40] {
		if !g.Local || g.Ours <= g.Chain || g.Periods == 0 {
			t.Errorf("%+v", g)
		}
	}
	if g := r.Gates[40]; g.Local || g.Periods != 0 || g.Sold != 0 {
		t.Errorf("the store without sales: %+v", g)
	}
}

// TestOwnPastCounts: where stores sell much and each its own, a list made for a store is no worse than its best sellers; where they
// sell little, their own past is not leant on; and what a store began to sell lately is not left out for being new.
func TestOwnPastCounts(t *testing.T) {
	fill := func(perItem float64) *demand.Panel {
		src := rand.NewPCG(9, 9)
		b, err := demand.NewBuilder(8, 7)
		if err != nil {
			t.Fatal(err)
		}
		for s := range 20 {
			for i := range 80 {
				if (s*7+i*3)%10 < 4 { // not offered here
					continue
				}
				rate := perItem * distuv.Gamma{Alpha: 1, Beta: 1, Src: src}.Rand()
				sold := make([]float64, 8)
				for k := range sold {
					if i >= 6 || k >= 4+i%3 { // six items that began later
						sold[k] = distuv.Poisson{Lambda: rate + perItem/50, Src: src}.Rand()
					}
				}
				if err := b.Add(demand.Row{Store: fmt.Sprintf("s%03d", s), Item: fmt.Sprintf("p%03d", i), Category: fmt.Sprint("c", i%4), Sold: sold}); err != nil {
					t.Fatal(err)
				}
			}
		}
		p, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	r, err := Run(t.Context(), fill(20), Options{Periods: 4, Slots: []int{24}})
	if err != nil {
		t.Fatal(err)
	}
	if l := r.Pooled[0]; l.Ours < l.Own+.001 || l.Own < 1.2*l.Chain || r.Last.Lean < .1 {
		t.Errorf("stores that sell much: %+v, lean %v", l, r.Last.Lean)
	}
	r, err = Run(t.Context(), fill(.1), Options{Periods: 4, Slots: []int{24}})
	if err != nil {
		t.Fatal(err)
	}
	if l := r.Pooled[0]; l.Ours < l.Own || r.Last.Lean > .25 {
		t.Errorf("stores that sell little: %+v, lean %v", l, r.Last.Lean)
	}
}

// TestGateHolds: what a gate decides is what its own figures say, and where stores do not differ nothing is lost.
func TestGateHolds(t *testing.T) {
	p := panel(t, 60, 100, 8, 1, 2)
	r, err := Run(t.Context(), p, Options{Periods: 4})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range r.Gates {
		if g.Local != (g.Ours > g.Chain) && math.Abs(g.Ours-g.Chain) > 1e-9 {
			t.Errorf("%+v", g)
		}
	}
	if l := r.Pooled[0]; l.Given < .985*l.Chain {
		t.Errorf("stores are alike, yet %+v", l)
	}
}

// TestSameAgain: the same whatever ran side by side.
func TestSameAgain(t *testing.T) {
	run := func() *Report {
		r, err := Run(t.Context(), panel(t, 12, 40, 6, 3, 3), Options{Periods: 2, Slots: []int{10}})
		if err != nil {
			t.Fatal(err)
		}
		r.Last = nil
		return r
	}
	if a, b := run(), run(); !reflect.DeepEqual(a, b) {
		t.Error("two runs differ")
	}
}

func TestRefuses(t *testing.T) {
	for want, o := range map[string]Options{"at least 1 slot": {Slots: []int{0}}, "both must be at least 1": {Gate: -1}} {
		if _, err := Run(t.Context(), panel(t, 3, 5, 4, 1, 1), o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if _, err := Run(t.Context(), panel(t, 3, 5, 2, 1, 1), Options{}); err == nil || !strings.Contains(err.Error(), "too few periods") {
		t.Errorf("two periods: %v", err)
	}
	if r, err := Run(t.Context(), panel(t, 3, 5, 3, 1, 1), Options{Periods: 9}); err != nil || len(r.Trials) != 1 {
		t.Errorf("three periods: %v", err)
	}
}

// TestPaired: the interval of a mean over stores of one size is that of Student.
func TestPaired(t *testing.T) {
	stores := []Store{{Store: 1, Sold: 10, Given: 6, Chain: 5}, {Store: 2, Sold: 10, Given: 7, Chain: 5}, {Store: 3, Sold: 10, Given: 8, Chain: 5}}
	l := line(3, stores)
	half := 4.302653 * .1 / math.Sqrt(3)
	if math.Abs(l.Gain-.2) > 1e-12 || math.Abs(l.Low-(.2-half)) > 1e-6 || math.Abs(l.High-(.2+half)) > 1e-6 || l.Chain != .5 {
		t.Errorf("%+v", l)
	}
	if one := line(3, stores[:1]); !math.IsInf(one.Low, -1) || !math.IsInf(one.High, 1) {
		t.Errorf("one store: %+v", one)
	}
	if none := line(3, nil); none.Chain != 0 || none.Stores != 0 {
		t.Errorf("no store: %+v", none)
	}
}

// TestPlaces: selection agrees with sorting, ties by the second score and the number.
func TestPlaces(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 50 {
		n := 1 + rng.IntN(60)
		score, second := make([]float64, n), make([]float64, n)
		for i := range score {
			score[i], second[i] = float64(rng.IntN(4)), float64(1+rng.IntN(3))
		}
		order := make([]int, n)
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(a, b int) int {
			if score[a] != score[b] {
				return int(score[b] - score[a])
			}
			return int(second[b] - second[a])
		})
		k := 1 + rng.IntN(n)
		at := places(score, second, k)
		for place, i := range order {
			want := int32(place)
			if place >= k {
				want = nowhere
			}
			if at[i] != want {
				t.Fatalf("item %d has place %d, want %d", i, at[i], want)
			}
		}
	}
}
