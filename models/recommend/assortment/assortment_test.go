package assortment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// shelf is a random set of candidates.
func shelf(n, categories int, seed uint64) []Item {
	rng := rand.New(rand.NewPCG(seed, 1))
	items := make([]Item, n)
	for i := range items {
		orders := math.Exp(rng.NormFloat64())
		items[i] = Item{ID: fmt.Sprintf("p%04d", i), Category: rng.IntN(categories), Storage: rng.IntN(storages), Orders: orders, Units: 1.2 * orders,
			Value: orders * (50 + 300*rng.Float64()), Waste: 20 * rng.Float64(), MarginRate: .1 + .3*rng.Float64(), Present: rng.IntN(2) == 0}
	}
	return items
}

func ids(items []Item, r *Range) (out []string) {
	for _, i := range r.Turn[:r.Size] {
		out = append(out, items[i].ID)
	}
	return out
}

func mustChoose(t *testing.T, items []Item, l Limits) *Range {
	t.Helper()
	r, err := Choose(items, l)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestNearTheBest: against all subsets, greedy is never below 98 % and mostly the best.
func TestNearTheBest(t *testing.T) {
	best, trials := 0, 40
	for seed := range trials {
		items := shelf(12, 3, uint64(seed))
		l := Unbounded(5)
		l.Inertia = 0
		got := mustChoose(t, items, l).Effect.Net()
		top := 0.0
		for set := range 1 << len(items) {
			in, n := make([]bool, len(items)), 0
			for i := range items {
				if in[i] = set>>i&1 == 1; in[i] {
					n++
				}
			}
			if n <= 5 {
				top = max(top, EffectOf(items, in, l.Substitution).Net())
			}
		}
		if got < .98*top {
			t.Errorf("seed %d: %v of %v", seed, got, top)
		}
		if got > top*(1-1e-9) {
			best++
		}
	}
	if best < trials*3/4 {
		t.Errorf("the best of %d only %d times", trials, best)
	}
}

// TestGainsAreExact: what a gain says is what the objective does.
func TestGainsAreExact(t *testing.T) {
	items := shelf(60, 5, 3)
	l := Unbounded(20)
	r := mustChoose(t, items, l)
	in := r.Offered(len(items))
	for i := range items {
		with, without := slices.Clone(in), slices.Clone(in)
		with[i], without[i] = true, false
		a, b := EffectOf(items, with, l.Substitution), EffectOf(items, without, l.Substitution)
		if want := a.Net() - b.Net(); math.Abs(r.Gain[i]-want) > 1e-6 {
			t.Errorf("%s: gain %v, want %v", items[i].ID, r.Gain[i], want)
		}
		if want := a.Orders - b.Orders; math.Abs(r.Reach[i]-want) > 1e-9 {
			t.Errorf("%s: reach %v, want %v", items[i].ID, r.Reach[i], want)
		}
	}
}

// TestDiminishing: substitution spreads the range over the categories, and coverage grows with every slot, ever less.
func TestDiminishing(t *testing.T) {
	items := []Item{{ID: "a", Orders: 10, Value: 100}, {ID: "b", Orders: 9, Value: 90}, {ID: "c", Category: 1, Orders: 8, Value: 80}}
	l := Unbounded(2)
	if got := ids(items, mustChoose(t, items, l)); !reflect.DeepEqual(got, []string{"a", "c"}) {
		t.Errorf("with substitution %v", got)
	}
	l.Substitution, l.Inertia = 0, 0
	if got := ids(items, mustChoose(t, items, l)); !reflect.DeepEqual(got, []string{"a", "b"}) {
		t.Errorf("without substitution %v", got)
	}
	last, lastGain := 0.0, math.Inf(1)
	many := shelf(50, 4, 5)
	for i := range many {
		many[i].Waste, many[i].Value = 0, many[i].Orders*100
	}
	for n := range 50 {
		l := Unbounded(n + 1)
		l.Inertia = 0
		c := mustChoose(t, many, l).Effect.Coverage
		if c <= last || c-last > lastGain+1e-12 || c > 1+1e-12 {
			t.Fatalf("%d slots cover %v after %v", n+1, c, last)
		}
		last, lastGain = c, c-last
	}
	if math.Abs(last-1) > 1e-9 {
		t.Errorf("everything on offer covers %v", last)
	}
}

func TestLimits(t *testing.T) {
	items := shelf(100, 4, 7)
	items[90].Locked, items[91].Banned, items[92].Unfit, items[92].Present = true, true, true, false
	items[91].Value, items[92].Value = 1e6, 1e6
	l := Unbounded(30)
	l.Space = [storages]int{-1, 4, 2}
	l.Quotas = []Quota{{Category: 0, Min: 6, Max: 7}, {Category: 1, Max: 3}, {Category: 2, Min: 2, Max: -1}}
	l.Floor = .2
	r := mustChoose(t, items, l)
	held, kept := map[int]int{}, map[int]int{}
	for _, i := range r.Turn[:r.Size] {
		held[items[i].Category]++
		kept[items[i].Storage]++
		if i == 91 || i == 92 || items[i].MarginRate < .2 && i != 90 {
			t.Errorf("%+v is offered", items[i])
		}
	}
	if !r.Offered(100)[90] || held[0] < 6 || held[0] > 7 || held[1] > 3 || held[2] < 2 || kept[Chilled] > 4 || kept[Frozen] > 2 || r.Size > 30 {
		t.Errorf("%d items, categories %v, storages %v", r.Size, held, kept)
	}
}

func TestContradictions(t *testing.T) {
	note := func(r *Range, kind string) int {
		for _, n := range r.Notes {
			if n.Kind == kind {
				return max(1, n.Count)
			}
		}
		return 0
	}
	items := shelf(20, 2, 9)
	for i := range 5 {
		items[i].Locked = true
	}
	items[0].Banned = true
	if r := mustChoose(t, items, Unbounded(3)); r.Size != 5 || note(r, LocksExceedSlots) != 2 || note(r, LockedAndBanned) != 1 {
		t.Errorf("more locks than slots: %d items, %v", r.Size, r.Notes)
	}
	banned := shelf(8, 2, 2)
	for i := range banned {
		banned[i].Banned = true
	}
	if r := mustChoose(t, banned, Unbounded(5)); r.Size != 0 || note(r, NothingToOffer) != 1 || r.Effect.Coverage != 0 {
		t.Errorf("all banned: %+v", r)
	}
	l := Unbounded(10)
	l.Quotas = []Quota{{Category: 0, Min: 5, Max: 2}, {Category: 7, Min: 1, Max: -1}}
	if r := mustChoose(t, shelf(30, 2, 4), l); note(r, QuotaContradicts) != 3 || note(r, QuotaNotMet) != 1 || r.Size != 10 {
		t.Errorf("quotas that contradict: %d, %v", r.Size, r.Notes)
	}
	l = Unbounded(3)
	l.Quotas = []Quota{{Category: 0, Min: 3, Max: -1}, {Category: 1, Min: 3, Max: -1}}
	if r := mustChoose(t, shelf(30, 2, 4), l); note(r, QuotaNotMet) != 3 || r.Size != 3 {
		t.Errorf("minima beyond the slots: %d, %v", r.Size, r.Notes)
	}
	l = Unbounded(9)
	l.Space = [storages]int{0, 0, 0}
	if r := mustChoose(t, items, l); r.Size != 5 || note(r, SpaceExceeded) == 0 || note(r, SlotsLeft) != 4 {
		t.Errorf("no space: %d, %v", r.Size, r.Notes)
	}
	if r := mustChoose(t, nil, Unbounded(4)); r.Size != 0 || note(r, NothingToOffer) != 1 {
		t.Errorf("no candidates: %+v", r)
	}
	losing := []Item{{ID: "a", Orders: 1, Value: -5}, {ID: "b", Orders: 1, Value: 10, Waste: 20}}
	if r := mustChoose(t, losing, Unbounded(2)); r.Size != 0 {
		t.Errorf("%d items that lose money are offered", r.Size)
	}
}

func TestRefuses(t *testing.T) {
	for name, spoil := range map[string]func(i *Item, l *Limits){
		"orders": func(i *Item, _ *Limits) { i.Orders = math.NaN() }, "value": func(i *Item, _ *Limits) { i.Value = math.Inf(1) },
		"waste": func(i *Item, _ *Limits) { i.Waste = -1 }, "storage": func(i *Item, _ *Limits) { i.Storage = 3 },
		"slots": func(_ *Item, l *Limits) { l.Slots = -1 }, "substitution": func(_ *Item, l *Limits) { l.Substitution = 2 },
		"inertia": func(_ *Item, l *Limits) { l.Inertia = 1 }, "floor": func(_ *Item, l *Limits) { l.Floor = math.NaN() },
	} {
		items, l := shelf(3, 1, 1), Unbounded(2)
		spoil(&items[1], &l)
		if _, err := Choose(items, l); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestWhatIf(t *testing.T) {
	items := shelf(2000, 30, 11)
	l := Unbounded(400)
	started := time.Now()
	base := mustChoose(t, items, l)
	worst, best := items[base.Turn[base.Size-1]].ID, items[base.Turn[0]].ID
	out := ""
	for i, in := range base.Offered(len(items)) {
		if !in && items[i].Value > 0 {
			out = items[i].ID
		}
	}
	o, err := WhatIf(items, l, Change{Lock: []string{out}, Ban: []string{best}, Slots: 2})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(started); took > 2*time.Second { // 10 ms on an idle machine
		t.Errorf("took %v", took)
	}
	if !slices.Contains(o.In, out) || !slices.Contains(o.Out, best) || o.After.Size != base.Size+2 || slices.Contains(o.Out, out) {
		t.Errorf("in %v, out %v, %d", o.In, o.Out, o.After.Size)
	}
	if o, err = WhatIf(items, l, Change{Slots: -1}); err != nil || len(o.Out) == 0 || len(o.In) != 0 || o.After.Effect.Net() >= o.Before.Effect.Net() {
		t.Errorf("one slot fewer: %v %v, %v (the last was %s)", o.In, o.Out, err, worst)
	}
	if _, err := WhatIf(items, l, Change{Lock: []string{"nowhere"}}); err == nil {
		t.Error("an unknown product was locked")
	}
	if !reflect.DeepEqual(mustChoose(t, items, l), base) {
		t.Error("a question changed the items")
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	items := shelf(200, 6, 13)
	want := ids(items, mustChoose(t, items, Unbounded(50)))
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	if got := ids(items, mustChoose(t, items, Unbounded(50))); !reflect.DeepEqual(got, want) {
		t.Error("another order of the candidates gave another range")
	}
}

// TestDraw: items are drawn as often as their chances say, always n of them, and the same for the same seed.
func TestDraw(t *testing.T) {
	weights := []float64{1, 2, 3, 4, 0, 100, 5}
	_, chance := Draw(weights, 3, 1)
	if chance[5] != 1 || chance[4] != 0 || math.Abs(chance[0]-2./15) > 1e-12 {
		t.Fatalf("chances %v", chance)
	}
	const n = 20_000
	seen := make([]float64, len(weights))
	for seed := range n {
		picked, _ := Draw(weights, 3, uint64(seed))
		if len(picked) != 3 {
			t.Fatalf("seed %d picked %v", seed, picked)
		}
		for _, i := range picked {
			seen[i] += 1. / n
		}
	}
	for i := range seen {
		if math.Abs(seen[i]-chance[i]) > 5*math.Sqrt(.25/n) {
			t.Errorf("item %d came with %v, want %v", i, seen[i], chance[i])
		}
	}
	a, _ := Draw(weights, 3, 7)
	b, _ := Draw(weights, 3, 7)
	if !slices.Equal(a, b) {
		t.Error("the same seed drew differently")
	}
	if all, c := Draw([]float64{1, 0, 2}, 5, 1); !slices.Equal(all, []int{0, 2}) || c[0] != 1 || c[1] != 0 {
		t.Errorf("few: %v %v", all, c)
	}
	if none, _ := Draw(nil, 2, 1); none != nil {
		t.Errorf("nothing to draw from: %v", none)
	}
}

func TestWaste(t *testing.T) {
	const much = 1e9 // Poisson
	if got, want := WasteUnits(7, much, 1, 1), 7*math.Exp(-1); math.Abs(got-want) > 1e-6 {
		t.Errorf("one a day: %v, want %v", got, want)
	}
	if got := WasteUnits(0, 1, 7, 3); got != 3 {
		t.Errorf("never sold: %v", got)
	}
	if got := WasteUnits(5, 1, 0, 10); got != 0 {
		t.Errorf("does not spoil: %v", got)
	}
	if a, b := WasteUnits(4, 1, 3, 6), WasteUnits(8, 1, 3, 6); a <= b {
		t.Errorf("the slower wastes %v, the faster %v", a, b)
	}
	if got, want := WasteUnits(70, much, 7, 1000), 930.; math.Abs(got-want) > 1 {
		t.Errorf("a large pack: %v, want %v", got, want)
	}
	if got := WasteUnits(1000, 50, 7, 1); got > 1e-9 {
		t.Errorf("sells at once: %v", got)
	}
}

func BenchmarkWhatIf(b *testing.B) {
	items := shelf(2000, 30, 11)
	for b.Loop() {
		if _, err := WhatIf(items, Unbounded(400), Change{Lock: []string{"p0001"}, Ban: []string{"p0002"}, Slots: 2}); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleWhatIf() {
	items := []Item{
		{ID: "eggs", Orders: 30, Value: 3000, Present: true}, {ID: "milk", Orders: 20, Value: 2600, Present: true},
		{ID: "tofu", Category: 1, Orders: 12, Value: 700}, {ID: "yoghurt", Orders: 9, Value: 1200},
	}
	o, err := WhatIf(items, Unbounded(2), Change{Lock: []string{"tofu"}, Slots: 1})
	fmt.Println(o.In, o.Out, err)
	fmt.Printf("%.0f %% of needs, then %.0f %%\n", 100*o.Before.Effect.Coverage, 100*o.After.Effect.Coverage)
	// Output:
	// [tofu] [] <nil>
	// 76 % of needs, then 93 %
}
