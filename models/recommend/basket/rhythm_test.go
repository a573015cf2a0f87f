package basket

import (
	"math"
	"slices"
	"testing"
	"time"
)

// TestRhythm: an item bought every third basket is due then and not before; one that is bought at random is due as often at any distance, whatever
// the length of the histories.
func TestRhythm(t *testing.T) {
	l := NewLog(3, false)
	seed := uint64(0)
	for u := range 400 {
		var baskets [][]int32
		for b := range 10 + u%13 {
			goods := []int32{2}
			if (b+u)%3 == 0 {
				goods = append(goods, 0)
			}
			if seed = mix(seed + 1); seed%4 == 0 {
				goods = append(goods, 1)
			}
			baskets = append(baskets, goods)
		}
		if err := l.Add(baskets, nil); err != nil {
			t.Fatal(err)
		}
	}
	r := Prepare(l, make([][]int32, l.Len()), Options{Threads: 1}).items.rhythm
	for since, want := range map[int32]float32{1: 0, 2: 0, 3: 1} {
		if got := r.at(0, since); math.Abs(float64(got-want)) > 0.02 {
			t.Errorf("every third basket: chance %.3f at %d baskets, want %.0f", got, since, want)
		}
	}
	for since := int32(1); since < 7; since++ {
		if got := r.at(1, since); math.Abs(float64(got)-0.25) > 0.04 {
			t.Errorf("at random: chance %.3f at %d baskets, want .25", got, since)
		}
	}
	if got := r.at(2, 1); got < 0.95 {
		t.Errorf("in every basket: chance %.3f", got)
	}
}

// TestGaps: by hand, purchases in the baskets 0, 1 and 5, where everybody waits for 4.
func TestGaps(t *testing.T) {
	l := NewLog(2, false)
	if err := l.Add([][]int32{{0}, {0}, {1}, {1}, {1}, {0}}, nil); err != nil {
		t.Fatal(err)
	}
	var p past
	slot := make([]int32, 2)
	p.remember(l, 0, [2]float64{1, 1}, 0, slot)
	o := p.items[slot[0]-1]
	gap, spread := o.rhythm(4)
	if o.lastGap != 4 || gap != (1+4+2*4)/4. || math.Abs(float64(spread)-1.5/2.5) > 1e-6 {
		t.Errorf("last %d, gap %g, spread %g", o.lastGap, gap, spread)
	}
}

// TestRankerThatDoesNotHelp: a ranker that learned nothing is not used; the lists are those of habit and neighbours with the best memory.
func TestRankerThatDoesNotHelp(t *testing.T) {
	l, next := world(t, 400, false)
	m, report, err := Fit(t.Context(), Task{l, next, numbers(0, 300), numbers(300, 400)}, Options{Rate: 1e-9, Rounds: 1, Each: 10, Many: 50, Few: 10}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !report.Beaten || !report.Blend || m.Learned() || aim(report.Ranker) >= aim(report.Habit.Score) {
		t.Fatalf("%+v", report)
	}
	if got := m.o.Blend; got != report.Habit.Options.Blend || m.o.Fade != report.Habit.Options.Fade {
		t.Errorf("used %+v, chosen %+v", m.o, report.Habit.Options)
	}
}

// TestNobodyBuysTwice: of people with one basket each the own items come first, then what others have, the popular before the rare.
func TestNobodyBuysTwice(t *testing.T) {
	l := NewLog(9, false)
	for _, goods := range [][]int32{{8, 1}, {7, 6}, {7, 6}, {7, 5}, {4}} {
		if err := l.Add([][]int32{goods}, nil); err != nil {
			t.Fatal(err)
		}
	}
	m := Prepare(l, make([][]int32, l.Len()), Options{Blend: 1})
	lists, err := m.Lists(l, []int32{0}, nil, 4)
	if err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(slices.Values(lists[0][:2])); !slices.Equal(got, []int32{1, 8}) || lists[0][2] != 7 || lists[0][3] != 6 {
		t.Errorf("%v, want 1 and 8, which the user bought, then 7 and 6", lists[0])
	}
}

// TestHugeBaskets: a user who buys everything every time costs time by the item, not by its square.
func TestHugeBaskets(t *testing.T) {
	const n = 5000
	all := make([]int32, n)
	for i := range all {
		all[i] = int32(i)
	}
	l := NewLog(n, false)
	for _, b := range [][][]int32{slices.Repeat([][]int32{append(all, all...)}, 20), {{3}, {4}}, {{3}, {4}, {3}}} {
		if err := l.Add(b, nil); err != nil {
			t.Fatal(err)
		}
	}
	started := time.Now()
	m := Prepare(l, make([][]int32, l.Len()), Options{})
	lists, err := m.Lists(l, []int32{0, 1}, nil, 10)
	if err != nil || len(l.Basket(0, 0)) != n || len(lists[0]) != 10 {
		t.Fatalf("%d items of the first basket, %v, %v", len(l.Basket(0, 0)), lists, err)
	}
	if slices.ContainsFunc(m.follow[7], func(p partner) bool { return p.item == 9 }) {
		t.Error("baskets of everything say what follows what")
	}
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}
