package group

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/linli-project/linli/models/shrink"
)

// Launch is a past campaign with a minimum number of buyers in one store.
type Launch struct {
	Store, Category string
	Buyers          float64 // who wanted to buy, whether it came about or not
	Margin          float64 // fen per buyer
}

// Advice is what a launch with so many buyers needed would come to.
type Advice struct {
	Store, Category string
	Size            int
	Success         float64 // chance that as many buy
	Margin          float64 // fen expected of a launch, nothing if it fails
	Buyers          float64 // expected in all
	Launches        int     // past ones of the store and category
	Advised         bool    // the largest size that keeps Options.Sure; the smallest of all if none does
}

// Options of Advise; zero values take the defaults in brackets.
type Options struct {
	Sizes []int   // looked at [2 3 5 8 10 15 20 30 50]
	Sure  float64 // chance of success that an advised size keeps [.8]
}

// Advise says for each store and category with launches, and for the chain's stores as a whole (no category), how likely groups of
// each size come about. Buyers of a launch are negative binomial around the mean of the store and category, which is shrunk to the
// chain's mean of the category times what is usual of the store's launches; so a store with one launch speaks softly. Without a known
// price of size, margin falls with size, as more of the launches fail: the largest size that succeeds four times of five is advised.
func Advise(launches []Launch, o Options) ([]Advice, error) {
	if len(o.Sizes) == 0 {
		o.Sizes = []int{2, 3, 5, 8, 10, 15, 20, 30, 50}
	}
	if !(o.Sure > 0) {
		o.Sure = .8
	}
	for i, l := range launches {
		if !(l.Buyers >= 0) || math.IsInf(l.Buyers, 0) || math.IsNaN(l.Margin) || math.IsInf(l.Margin, 0) {
			return nil, fmt.Errorf("group: launch %d has %v buyers at a margin of %v fen; both must be finite, and buyers not negative", i, l.Buyers, l.Margin)
		}
	}
	if len(launches) == 0 {
		return nil, nil
	}
	type cell struct{ n, buyers, margin float64 }
	cells, categories := map[[2]string]*cell{}, map[string]*cell{}
	all := &cell{}
	add := func(c *cell, l Launch) {
		c.n, c.buyers, c.margin = c.n+1, c.buyers+l.Buyers, c.margin+l.Margin*l.Buyers
	}
	for _, l := range launches {
		for _, k := range [][2]string{{l.Store, l.Category}, {l.Store, ""}} {
			if cells[k] == nil {
				cells[k] = &cell{}
			}
			add(cells[k], l)
			if l.Category == "" {
				break
			}
		}
		if categories[l.Category] == nil {
			categories[l.Category] = &cell{}
		}
		add(categories[l.Category], l)
		add(all, l)
	}
	base := func(category string) float64 { // a category with few launches is taken for any
		c := categories[category]
		if c == nil || category == "" {
			return all.buyers / all.n
		}
		return (c.buyers + 3*all.buyers/all.n) / (c.n + 3)
	}
	between, err := storeStrength(launches, base)
	if err != nil {
		return nil, err
	}
	meanOf := func(k [2]string) float64 {
		c := cells[k]
		rate, _ := shrink.Rate(between, c.buyers, math.Max(base(k[1])*c.n, 1e-6))
		return base(k[1]) * rate
	}
	var count, expected []float64 // how much launches of one store and category differ
	for _, l := range launches {
		count, expected = append(count, l.Buyers), append(expected, math.Max(meanOf([2]string{l.Store, l.Category}), 1e-6))
	}
	size, err := shrink.FitRate(count, expected, nil)
	if err != nil {
		return nil, err
	}
	var out []Advice
	for k, c := range cells {
		mean := meanOf(k)
		margin := all.margin / math.Max(1, all.buyers)
		margin = (c.margin + 20*margin) / (c.buyers + 20)
		from := len(out)
		for _, s := range o.Sizes {
			a := Advice{Store: k[0], Category: k[1], Size: s, Buyers: mean, Launches: int(c.n)}
			a.Success, a.Margin = outlook(mean, size, s, margin)
			out = append(out, a)
		}
		best := from
		for i := from; i < len(out); i++ {
			if out[i].Success >= o.Sure {
				best = i
			}
		}
		out[best].Advised = true
	}
	slices.SortFunc(out, func(a, b Advice) int {
		return cmp.Or(cmp.Compare(a.Store, b.Store), cmp.Compare(a.Category, b.Category), cmp.Compare(a.Size, b.Size))
	})
	return out, nil
}

func storeStrength(launches []Launch, base func(string) float64) (float64, error) {
	got, want := map[string]float64{}, map[string]float64{}
	var stores []string
	for _, l := range launches {
		if _, there := want[l.Store]; !there {
			stores = append(stores, l.Store)
		}
		got[l.Store] += l.Buyers
		want[l.Store] += math.Max(base(l.Category), 1e-6)
	}
	var count, expected []float64
	for _, s := range stores {
		count, expected = append(count, got[s]), append(expected, want[s])
	}
	return shrink.FitRate(count, expected, nil)
}

// outlook is the chance of at least so many buyers, and the margin of those: E[N; N ≥ s] = Σ over n ≥ s of n·P(n).
func outlook(mean, size float64, s int, margin float64) (success, expected float64) {
	if !(mean > 0) {
		return 0, 0
	}
	q := mean / (size + mean)
	success = mathext.RegIncBeta(float64(s), size, q)
	// n·P(n; size) = mean · P(n-1; size+1), so the truncated mean is mean times a tail of its own
	tail := 1.0
	if s > 1 {
		tail = mathext.RegIncBeta(float64(s-1), size+1, q)
	}
	return success, margin * mean * tail
}
