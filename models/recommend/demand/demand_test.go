package demand

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// town has two kinds of stores, which like two halves of the items; one store never sold anything. like is how much more.
func town(t testing.TB, stores, items, periods int, like float64, seed uint64) (*Panel, [][]float64) {
	t.Helper()
	src := rand.NewPCG(seed, 3)
	b, err := NewBuilder(periods, 7)
	if err != nil {
		t.Fatal(err)
	}
	b.Store("zz new")
	truth := make([][]float64, stores)
	for s := range stores {
		size := 1 + float64(s%4)
		truth[s] = make([]float64, items)
		for i := range items {
			rate := size * 4 / (1 + float64(i)/5)
			if s%2 == i%2 {
				rate *= like
			}
			truth[s][i] = rate
			sold := make([]float64, periods)
			some := false
			for k := range sold {
				sold[k] = distuv.Poisson{Lambda: rate, Src: src}.Rand()
				some = some || sold[k] > 0
			}
			if !some {
				continue
			}
			if err := b.Add(Row{Store: fmt.Sprintf("s%03d", s), Item: fmt.Sprintf("p%03d", i), Category: fmt.Sprint("c", i%4), Sold: sold}); err != nil {
				t.Fatal(err)
			}
		}
	}
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return p, truth
}

func last(t testing.TB, p *Panel) *Outlook {
	t.Helper()
	var o *Outlook
	if err := p.Walk(t.Context(), 1, p.Periods, func(at *Outlook) error { o = at; return nil }); err != nil {
		t.Fatal(err)
	}
	return o
}

// TestCloserThanChainAndOwn: the mixture's error is below that of the chain's demand and of the store's own history.
func TestCloserThanChainAndOwn(t *testing.T) {
	for _, like := range []float64{1, 1.5, 6} {
		p, truth := town(t, 40, 80, 6, like, 1)
		o := last(t, p)
		room, to, own := p.Room(), make([]float64, len(p.Items)), make([]float64, len(p.Items))
		var ours, chain, alone float64
		for s := range truth {
			o.Fill(s, room, to, nil)
			o.Own(s, own)
			for i, x := range truth[s] {
				ours += math.Abs(to[i] - x)
				chain += math.Abs(o.Typical(s, i) - x)
				alone += math.Abs(own[i]/6 - x)
			}
		}
		if ours > 1.2*chain || ours > alone || like > 1 && ours > .9*chain {
			t.Errorf("stores that differ %v times: error %.0f, of the chain %.0f, of the own history %.0f", like, ours, chain, alone)
		}
	}
}

func TestWeightsFollowTheWorld(t *testing.T) {
	own := func(m Mixture) float64 { // what is learned from the store and from those like it
		w := m.Weights[1]
		return w[ownRecent] + w[ownAll] + w[alikeFew] + w[alikeMany] + w[taste]
	}
	same, _ := town(t, 40, 80, 6, 1, 1)
	differ, _ := town(t, 40, 80, 6, 6, 1)
	a, b := last(t, same).Mixture, last(t, differ).Mixture
	if !a.Learned || own(a) > .3 || own(b) < .6 {
		t.Errorf("local parts weigh %.2f where stores are alike, %.2f where they differ", own(a), own(b))
	}
	for g := range b.Weights {
		sum := 0.0
		for _, w := range b.Weights[g] {
			sum += w
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("weights add up to %v", sum)
		}
	}
}

func TestAlike(t *testing.T) {
	p, _ := town(t, 20, 60, 6, 4, 2)
	o := p.At(6)
	for s := range 20 {
		near := o.Alike(s, 5)
		if len(near) != 5 {
			t.Fatalf("store %d has %d alike", s, len(near))
		}
		for _, n := range near {
			if n%2 != s%2 || n == s {
				t.Errorf("store %d is said to be like %d", s, n)
			}
		}
	}
	if got := o.Alike(20, 5); len(got) > 0 {
		t.Errorf("a store without sales is like %v", got)
	}
}

// TestNothingSeenAhead: what comes later changes nothing that is said before.
func TestNothingSeenAhead(t *testing.T) {
	said := func(change bool) (out []float64) {
		p, _ := town(t, 10, 30, 6, 3, 4)
		if change {
			for r := range p.item {
				p.sold[r*6+4], p.sold[r*6+5] = 99, 7
			}
		}
		if err := p.Walk(t.Context(), 1, 4, func(o *Outlook) error {
			if o.Period == 4 {
				room, to := p.Room(), make([]float64, len(p.Items))
				for s := range p.Stores {
					o.Fill(s, room, to, nil)
					out = append(out, to...)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	a, b := said(false), said(true)
	for i := range a {
		if a[i] != b[i] {
			t.Fatalf("entry %d is %v, or %v with another future", i, a[i], b[i])
		}
	}
}

func TestNewStore(t *testing.T) {
	p, _ := town(t, 20, 40, 5, 2, 5)
	o := last(t, p)
	room, to, own := p.Room(), make([]float64, len(p.Items)), make([]float64, len(p.Items))
	s := len(p.Stores) - 1
	o.Fill(s, room, to, own)
	sum, chain := 0.0, 0.0
	for i, x := range to {
		if own[i] != 0 || !(x >= 0) {
			t.Fatalf("item %d: %v, own %v", i, x, own[i])
		}
		sum += x
		chain += o.Volume(i % 20)
	}
	if math.Abs(sum-o.Volume(s)) > 1e-9 || o.Known(s) != 0 || sum <= 0 {
		t.Errorf("a new store sells %v of %v", sum, o.Volume(s))
	}
}

// TestUnoffered: an item that few stores offer is expected to sell elsewhere as it does where it is offered.
func TestUnoffered(t *testing.T) {
	b, err := NewBuilder(6, 7)
	if err != nil {
		t.Fatal(err)
	}
	b.Offers()
	for s := range 20 {
		for i := range 20 {
			if i == 0 && s >= 5 { // a quarter of the stores have item 0
				continue
			}
			sold := make([]float64, 6)
			for k := range sold {
				sold[k] = 10
			}
			if err := b.Add(Row{Store: fmt.Sprintf("s%02d", s), Item: fmt.Sprintf("p%02d", i), Sold: sold, Offered: true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	o := last(t, p)
	room, to := p.Room(), make([]float64, 20)
	if o.Fill(19, room, to, nil); to[0] < 6 || to[0] > 14 {
		t.Errorf("an item that sells 10 where it is offered is expected to sell %v", to[0])
	}
	if !p.Listed() {
		t.Error("what is offered is not known")
	}
}

func TestSpread(t *testing.T) {
	p, _ := town(t, 40, 60, 6, 1, 7)
	var size float64
	if err := p.Walk(t.Context(), 1, 5, func(o *Outlook) (err error) {
		if o.Period == 5 {
			size, err = o.Spread()
		}
		return err
	}); err != nil || size < 10 {
		t.Errorf("Poisson sales have size %v, %v", size, err)
	}
}

func TestRefuses(t *testing.T) {
	if _, err := NewBuilder(0, 7); err == nil {
		t.Error("no period at all was taken")
	}
	for want, rows := range map[string][]Row{
		"want 2":           {{Store: "a", Item: "x", Sold: []float64{1}}},
		"sold NaN":         {{Store: "a", Item: "x", Sold: []float64{1, math.NaN()}}},
		"borrowed +Inf":    {{Store: "a", Item: "x", Sold: []float64{1, 1}, Borrowed: []float64{math.Inf(1), 0}}},
		"give it one":      {{Store: "a", Item: "x", Category: "c", Sold: []float64{1, 1}}, {Store: "b", Item: "x", Category: "d", Sold: []float64{1, 1}}},
		"two rows":         {{Store: "a", Item: "x", Sold: []float64{1, 1}}, {Store: "a", Item: "x", Sold: []float64{1, 1}}},
		"no store at all;": {},
	} {
		b, err := NewBuilder(2, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if err == nil {
				err = b.Add(r)
			}
		}
		if err == nil {
			_, err = b.Build()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

// TestNothingSold: returns alone, or stores alone, give zeros and no error.
func TestNothingSold(t *testing.T) {
	b, err := NewBuilder(4, 7)
	if err != nil {
		t.Fatal(err)
	}
	b.Store("b")
	if err := b.Add(Row{Store: "a", Item: "x", Sold: []float64{-1, -2, 0, 0}}); err != nil {
		t.Fatal(err)
	}
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	o := last(t, p)
	to := []float64{9}
	if o.Fill(0, p.Room(), to, nil); to[0] != 0 {
		t.Errorf("expected %v", to[0])
	}
}

// TestBorrowed: what households buy elsewhere is expected here when past sales followed it.
func TestBorrowed(t *testing.T) {
	b, err := NewBuilder(8, 7)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for s := range 30 {
		for i := range 60 {
			sold, borrowed := make([]float64, 8), make([]float64, 8)
			want := rng.IntN(6) == 0
			for k := range sold {
				if want {
					borrowed[k] = 2
					sold[k] = float64(rng.IntN(3))
				}
			}
			if want && s == 0 && i%2 == 0 { // not offered yet
				clear(sold)
			}
			if err := b.Add(Row{Store: fmt.Sprintf("s%02d", s), Item: fmt.Sprintf("p%02d", i), Sold: sold, Borrowed: borrowed}); err != nil {
				t.Fatal(err)
			}
		}
	}
	p, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	if w := last(t, p).Mixture.Weights[1][households]; w < .3 {
		t.Errorf("households weigh %v", w)
	}
}

// TestOrderDoesNotMatter: rows in any order give the same panel.
func TestOrderDoesNotMatter(t *testing.T) {
	p, _ := town(t, 6, 20, 5, 2, 9)
	b, err := NewBuilder(5, 7)
	if err != nil {
		t.Fatal(err)
	}
	for s := len(p.Stores) - 1; s >= 0; s-- {
		b.Store(p.Stores[s])
		p.Each(s, func(it Item) {
			sold := make([]float64, 5)
			for k := range sold {
				sold[k] = float64(it.Sold[k])
			}
			if err := b.Add(Row{Store: p.Stores[s], Item: p.Items[it.Item], Category: p.Categories[p.Category[it.Item]], Sold: sold}); err != nil {
				t.Fatal(err)
			}
		})
	}
	q, err := b.Build()
	if err != nil || !reflect.DeepEqual(p, q) {
		t.Errorf("another order gave another panel (%v)", err)
	}
}
