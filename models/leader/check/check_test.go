package check

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/linli-project/linli/models/leader"
)

// honest makes a chain of places where people share, buy through each other's shares as friends do, and sometimes through their own.
func honest(seed uint64, places, people int) (*leader.Result, Days, Late) {
	rng := rand.New(rand.NewPCG(seed, 1))
	r := &leader.Result{}
	var days Days
	var late Late
	for c := range places {
		sold, bought := make([]float64, people), make([]float64, people)
		from := len(r.Sharers)
		for k := range people {
			shares := math.Ceil(rng.ExpFloat64() * 8)
			orders := distuv.Poisson{Lambda: shares * .4, Src: rng}.Rand()
			self := distuv.Poisson{Lambda: shares * .03 * rng.ExpFloat64(), Src: rng}.Rand()
			r.Sharers = append(r.Sharers, leader.Sharer{Key: int64(from + k + 1), User: fmt.Sprintf("c%du%02d", c, k), Community: fmt.Sprint("c", c), Shares: shares, Orders: orders, SelfOrders: self})
			sold[k], bought[k] = orders, rng.ExpFloat64()
			if n := (distuv.Poisson{Lambda: orders * .02, Src: rng}).Rand(); n > 0 {
				late.Sharer, late.Orders, late.Amount = append(late.Sharer, int64(from+k+1)), append(late.Orders, n), append(late.Amount, 100*n)
			}
			var each [56]float64
			total, squares := 0.0, 0.0
			for day := range each {
				each[day] = distuv.Poisson{Lambda: orders / 56 * rng.ExpFloat64() * 2, Src: rng}.Rand()
				total, squares = total+each[day], squares+each[day]*each[day]
			}
			for day, n := range each {
				if n >= 4 {
					days.add(int64(from+k+1), int64(day), n, total-n, squares-n*n, 20)
				}
			}
		}
		all := 0.0
		for _, n := range sold {
			all += n
		}
		for a := range people {
			for b := range people {
				if a != b {
					friends := rng.ExpFloat64() // some like each other more
					if n := (distuv.Poisson{Lambda: friends * bought[b] * sold[a] / all, Src: rng}).Rand(); n > 0 {
						r.Pairs = append(r.Pairs, leader.Pair{Sharer: int32(from + a), Buyer: int32(from + b), Purchases: n, Amount: 1000 * n, Expected: bought[b] * sold[a] / all})
						r.Sharers[from+b].Bought += n
					}
				}
			}
		}
	}
	return r, days, late
}

func (d *Days) add(key, day int64, orders, rest, squares, others float64) {
	d.Sharer, d.Day, d.Orders, d.OwnRest, d.OwnSquares = append(d.Sharer, key), append(d.Day, day), append(d.Orders, orders), append(d.OwnRest, rest), append(d.OwnSquares, squares)
	d.Shares, d.NewBuyers, d.Amount, d.OthersDay, d.OthersAll = append(d.Shares, 1), append(d.NewBuyers, 0), append(d.Amount, 1000*orders), append(d.OthersDay, others), append(d.OthersAll, 56*others)
}

// TestHonestPeopleAreLeftAlone: where nothing is odd, hardly anything is found.
func TestHonestPeopleAreLeftAlone(t *testing.T) {
	found, people := 0, 0
	for seed := range uint64(10) {
		r, d, l := honest(seed, 6, 30)
		f, err := Look(r, d, l, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i := range f {
			t.Logf("%s %+v", f[i].TextEn, f[i])
		}
		found, people = found+len(f), people+len(r.Sharers)
	}
	if found > 5 {
		t.Errorf("%d findings about %d honest people", found, people)
	}
}

// TestOddIsFound plants one of each.
func TestOddIsFound(t *testing.T) {
	r, d, l := honest(3, 6, 30)
	r.Sharers[4].SelfOrders = 25
	for _, k := range [][2]int32{{10, 11}, {11, 12}, {12, 10}} { // a ring of three
		r.Pairs = slices.DeleteFunc(r.Pairs, func(p leader.Pair) bool { return p.Sharer == k[0] && p.Buyer == k[1] })
		r.Pairs = append(r.Pairs, leader.Pair{Sharer: k[0], Buyer: k[1], Purchases: 15, Amount: 30_000, Expected: .8})
		r.Sharers[k[0]].Orders += 15
		r.Sharers[k[1]].Bought += 15
	}
	d.add(r.Sharers[20].Key, 20_000, 40, r.Sharers[20].Orders, r.Sharers[20].Orders, 20)
	d.add(r.Sharers[21].Key, 20_000, 8, 400, 4000, 20) // a busy day of somebody whose days are busy
	l.Sharer, l.Orders, l.Amount = append(l.Sharer, r.Sharers[30].Key), append(l.Orders, 12), append(l.Amount, 9900)
	r.Sharers[30].Orders = 14
	found, err := Look(r, d, l, Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, f := range found {
		got += fmt.Sprintf("%s %s\n", f.Kind, r.Sharers[f.Sharer].User)
		for _, text := range []string{f.TextZh, f.TextEn} {
			if text == "" || strings.ContainsAny(text, "%!") || !strings.Contains(text, "¥") {
				t.Errorf("%s is told as %q", f.Kind, text)
			}
		}
		if f.Q > .05 || f.Observed <= f.Expected {
			t.Errorf("%+v", f)
		}
	}
	for _, want := range []string{"burst c0u20", "refund c1u00", "ring c0u10", "ring c0u11", "ring c0u12", "self_referral c0u04"} {
		if !strings.Contains(got, want+"\n") {
			t.Errorf("no %s among\n%s", want, got)
		}
	}
	if len(found) > 7 || strings.Contains(got, "c0u21") {
		t.Errorf("found\n%s", got)
	}
}

// TestBursts: who shares seldom and reaches many is left alone, unless the day is more than such shares bring, or brings a crowd of
// accounts that nobody has seen before.
func TestBursts(t *testing.T) {
	r, d, l := honest(5, 6, 30)
	type planted struct {
		who            int
		shares, orders float64 // of the window
		brought, fresh float64 // on the day, by one share
		odd            bool
		what           string
	}
	cases := []planted{
		{20, 6, 54, 12, 1, false, "shares six times, each brings nine"},
		{50, 6, 54, 45, 3, true, "one share brings five times what the others did"},
		{80, 3, 10, 16, 15, true, "a known sharer, and nearly all are new"},
		{110, 1, 22, 22, 21, true, "a single share, a crowd of new accounts"},
		{140, 60, 12, 18, 0, true, "shares daily to hardly anybody, and one brings eighteen"},
	}
	for i := range d.NewBuyers { // elsewhere one of twelve has never bought
		d.NewBuyers[i] = math.Floor(d.Orders[i] / 12)
	}
	for _, c := range cases {
		s := &r.Sharers[c.who]
		s.Shares, s.Orders = c.shares, c.orders+c.brought
		others := c.shares - 1
		d.add(s.Key, 20_000, c.brought, c.orders, c.orders*c.orders/math.Max(1, others), 20)
		d.NewBuyers[len(d.NewBuyers)-1] = c.fresh
	}
	found, err := Look(r, d, l, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		got := slices.ContainsFunc(found, func(f Finding) bool { return f.Kind == Burst && f.Sharer == c.who && f.Day == 20_000 })
		if got != c.odd {
			t.Errorf("%s: found %v, want %v", c.what, got, c.odd)
		}
	}
}

func TestOddInput(t *testing.T) {
	if f, err := Look(&leader.Result{}, Days{}, Late{}, Options{}); err != nil || len(f) > 0 {
		t.Error(f, err)
	}
	if _, err := Look(&leader.Result{}, Days{Sharer: []int64{1}}, Late{}, Options{}); err == nil {
		t.Error("a day without its columns")
	}
	r := &leader.Result{Sharers: []leader.Sharer{{Key: 1, User: "a", Shares: 1, SelfOrders: 2}, {Key: 2, User: "b", Shares: 100_000, Orders: 1}}}
	if f, err := Look(r, Days{}, Late{Sharer: []int64{9}, Orders: []float64{50}, Amount: []float64{1}}, Options{}); err != nil || len(f) > 0 {
		t.Error("two of one's own orders, refunds of nobody known", f, err)
	}
}
