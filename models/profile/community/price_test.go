package community

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"
)

// market draws communities whose buyers lean to bands of their own, and counts as the queries do.
func market(communities int, seed uint64) (PriceBands, PriceNoise, CategoryBuyers, Buyers, map[string][bands]float64) {
	rng := rand.New(rand.NewPCG(seed, 5))
	var b PriceBands
	var cells CategoryBuyers
	var all Buyers
	truth := map[string][bands]float64{}
	var noise [bands]Moments
	for c := range communities {
		id, buyers := fmt.Sprintf("c%03d", c), 30+rng.IntN(150)
		lean := distmv.NewDirichlet([]float64{40, 40, 40, 40}, rng).Rand(nil)
		truth[id] = [bands]float64(lean)
		var units [bands]float64
		for range buyers {
			taste := distmv.NewDirichlet([]float64{6 * lean[0], 6 * lean[1], 6 * lean[2], 6 * lean[3]}, rng).Rand(nil)
			n := 1 + rng.IntN(12)
			var own [bands]float64
			for range n {
				own[int(distuv.NewCategorical(taste, rng).Rand())]++
			}
			for i, x := range own {
				units[i] += x
				m, f := &noise[i], float64(n)
				*m = Moments{m.Users + 1, m.N + f, m.NN + f*f, m.X + x, m.XX + x*x, m.XN + x*f}
			}
		}
		for i, x := range units {
			b.CommunityID, b.Category, b.Band = append(b.CommunityID, id), append(b.Category, "fruit"), append(b.Band, int64(i+1))
			b.MilliUnits, b.SpendFen = append(b.MilliUnits, int64(1000*x)), append(b.SpendFen, int64(100*x))
			b.From, b.To = append(b.From, int64(100*i)), append(b.To, int64(100*i+90))
		}
		cells.CommunityID, cells.Category, cells.Buyers = append(cells.CommunityID, id), append(cells.Category, "fruit"), append(cells.Buyers, int64(buyers))
		all.CommunityID, all.Days, all.Buyers = append(all.CommunityID, id), append(all.Days, 1), append(all.Buyers, int64(buyers))
	}
	list := [bands][2]Moments{}
	for i, m := range noise {
		list[i] = [2]Moments{m, m}
	}
	return b, PriceNoise{"fruit": list, "": list}, cells, all, truth
}

// TestPricesCover: the intervals hold the true shares although a user's purchases are alike.
func TestPricesCover(t *testing.T) {
	held, all := 0, 0
	for seed := range uint64(12) {
		b, noise, cells, buyers, truth := market(40, seed)
		rows, err := Prices(b, noise, cells, buyers, Privacy{})
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 40*2*bands {
			t.Fatalf("%d rows, want those of fruit and of all", len(rows))
		}
		sums := map[string]float64{}
		for _, r := range rows {
			sums[r.CommunityID+r.Category] += r.UnitShare
			if r.Category == "" {
				if r.FromFen != 0 || r.ToFen != 0 {
					t.Errorf("prices of all goods: %+v", r)
				}
				continue
			}
			if want := truth[r.CommunityID][r.Band-1]; r.UnitLow <= want && want <= r.UnitHigh {
				held++
			}
			all++
		}
		for id, sum := range sums {
			if math.Abs(sum-1) > 1e-9 {
				t.Errorf("%s: shares add up to %v", id, sum)
			}
		}
	}
	if rate := float64(held) / float64(all); math.Abs(rate-0.95) > 0.02 {
		t.Errorf("intervals hold the truth in %.3f of %d cases, want .95", rate, all)
	}
}

func TestPricesEdges(t *testing.T) {
	b, noise, cells, buyers, _ := market(3, 1)
	rows, err := Prices(b, noise, cells, buyers, Privacy{})
	if err != nil || rows[4].Band != 1 || rows[4].FromFen != 0 || rows[4].ToFen != 90 || rows[7].FromFen != 300 || rows[7].ToFen != 390 {
		t.Errorf("edges of the bands: %+v %v", rows, err)
	}
	if _, err := Prices(b, noise, cells, buyers, Privacy{Sensitive: []string{"fruit"}}); err == nil || !strings.Contains(err.Error(), "sensitive") {
		t.Errorf("a sensitive category got prices: %v", err)
	}
	cells.Buyers[0] = 19 // below k in this category, not in all
	rows, err = Prices(b, noise, cells, buyers, Privacy{})
	if err != nil || len(rows) != 2*2*bands+bands {
		t.Errorf("%d rows, %v; want those of two communities, and all goods of the third", len(rows), err)
	}
	for i := range b.Band { // one price for all
		b.MilliUnits[i], b.SpendFen[i] = 0, 0
		if b.Band[i] == 1 {
			b.MilliUnits[i], b.SpendFen[i] = 1000, 100
		}
	}
	if rows, err = Prices(b, noise, cells, buyers, Privacy{}); err != nil || len(rows) > 0 {
		t.Errorf("bands of one price: %d rows, %v", len(rows), err)
	}
	b.Band[0] = 5
	if _, err = Prices(b, noise, cells, buyers, Privacy{}); err == nil {
		t.Error("a fifth band was taken")
	}
}
