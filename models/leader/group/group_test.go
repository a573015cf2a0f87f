package group

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// world makes launches whose success hangs on the item, joined by friends of the initiator.
func world(seed uint64, people, items int) Lines {
	rng := rand.New(rand.NewPCG(seed, 1))
	g := Lines{Users: people, Items: items}
	chance := make([]float64, items)
	for i := range chance {
		chance[i] = rng.Float64()
	}
	for a := range people {
		for range 1 + rng.IntN(4) {
			i := rng.IntN(items)
			var guests []int32
			if rng.Float64() < chance[i] {
				friend := int32(a ^ 1) // everybody has one
				if rng.Float64() < .3 {
					friend = int32(rng.IntN(people))
				}
				if friend != int32(a) {
					guests = append(guests, friend)
				}
			}
			g.Initiator, g.Item, g.Guests = append(g.Initiator, int32(a)), append(g.Item, int32(i)), append(g.Guests, guests)
		}
	}
	return g
}

func TestEvaluate(t *testing.T) {
	g := world(1, 3000, 60)
	r, err := Evaluate(t.Context(), g, EvaluateOptions{Seed: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	item, ours := r.Success[1], r.Success[2]
	if ours.AUC < .78 || ours.AUC < item.AUC-.03 || ours.Within < .75 || ours.Calibration > .05 || !(ours.Low < ours.AUC && ours.AUC < ours.High) {
		t.Errorf("%+v\n%+v", item, ours)
	}
	if math.Abs(r.Success[0].AUC-.5) > 1e-9 || r.Success[0].LogLoss < ours.LogLoss {
		t.Errorf("the same for all: %+v", r.Success[0])
	}
	if often, mine := r.Invite[0], r.Invite[2]; mine.Recall10 < .25 || mine.Recall10 < often.Recall10+.2 || mine.NDCG10 > mine.Recall50+1e-9 {
		t.Errorf("%+v\n%+v", often, mine)
	}
	if r.Learnt+r.Scored != len(g.Item) || r.Known < .7 {
		t.Errorf("%+v", r)
	}
	again, err := Evaluate(t.Context(), g, EvaluateOptions{Seed: 1, Threads: 3})
	if err != nil || !reflect.DeepEqual(again, r) {
		t.Error("other threads, other numbers", err)
	}
}

// TestChanceStaysChance: where success hangs on nothing, nothing is found, although each initiator has exactly one success.
func TestChanceStaysChance(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	g := Lines{Users: 4000, Items: 300}
	for a := range int32(4000) {
		n := 1 + rng.IntN(4)
		won := rng.IntN(n)
		for k := range n {
			var guests []int32
			if k == won {
				guests = []int32{(a + 1 + rng.Int32N(3999)) % 4000}
			}
			g.Initiator, g.Item, g.Guests = append(g.Initiator, a), append(g.Item, rng.Int32N(300)), append(g.Guests, guests)
		}
	}
	r, err := Evaluate(t.Context(), g, EvaluateOptions{Seed: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	if ours := r.Success[2]; math.Abs(ours.AUC-.5) > .04 || math.Abs(ours.Within-.5) > .05 {
		t.Errorf("%+v", ours)
	}
	if r.Leak < .6 {
		t.Errorf("a split by line leaks nothing (%v): what is the other split for?", r.Leak)
	}
	if r.Invite[2].Recall10 > .02 {
		t.Errorf("%+v", r.Invite[2])
	}
}

func TestTooLittle(t *testing.T) {
	if _, err := Evaluate(t.Context(), world(1, 40, 5), EvaluateOptions{}); err == nil {
		t.Error("learnt from next to nothing")
	}
}

func TestAdvise(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var launches []Launch
	for k := range 400 {
		store, mean := fmt.Sprint("s", k%4), float64(6+8*(k%4))
		n := 0.0
		for range 60 {
			if rng.Float64() < mean/60 {
				n++
			}
		}
		launches = append(launches, Launch{Store: store, Category: "fruit", Buyers: n, Margin: 300})
	}
	advice, err := Advise(launches, Options{})
	if err != nil {
		t.Fatal(err)
	}
	last := map[string]float64{}
	for _, a := range advice {
		k := a.Store + a.Category
		if a.Size > 2 && a.Success > last[k]+1e-12 || a.Success < 0 || a.Success > 1 {
			t.Errorf("%+v: larger groups come about more often", a)
		}
		last[k] = a.Success
		if a.Advised && a.Store == "s0" && (a.Size < 3 || a.Size > 5) || a.Advised && a.Store == "s3" && (a.Size < 20 || a.Size > 30) {
			t.Errorf("%+v", a)
		}
		came, all := 0.0, 0.0
		for _, l := range launches {
			if l.Store == a.Store {
				all++
				if l.Buyers >= float64(a.Size) {
					came++
				}
			}
		}
		if math.Abs(came/all-a.Success) > .15 {
			t.Errorf("%+v, but %.2f of the launches had as many", a, came/all)
		}
		if a.Size == 2 && math.Abs(a.Margin-300*a.Buyers) > .05*a.Margin {
			t.Errorf("%+v: nearly all come about, so that nearly all earn", a)
		}
	}
	if one, err := Advise([]Launch{{Store: "s", Category: "k", Buyers: 3, Margin: 100}}, Options{}); err != nil || len(one) == 0 {
		t.Error(one, err)
	}
	if none, err := Advise(nil, Options{}); err != nil || none != nil {
		t.Error(none, err)
	}
	if _, err := Advise([]Launch{{Buyers: math.NaN()}}, Options{}); err == nil {
		t.Error("a launch without a number of buyers")
	}
}
