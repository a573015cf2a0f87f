package community

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// district draws communities whose reach falls with the distance, each with a pace and a margin of its own, and what the next four
// weeks bring.
func district(n int, seed uint64) (at []Place, shops []Shop, reach Reach, margins NewMargins, penetration, fresh, value map[string]float64) {
	rng := rand.New(rand.NewPCG(seed, 2))
	penetration, fresh, value = map[string]float64{}, map[string]float64{}, map[string]float64{}
	shops = []Shop{{"s", Point{31, 121}, 400}}
	for i := range n {
		id, km := fmt.Sprintf("c%03d", i), 0.2+4*rng.Float64()
		households := 150 + rng.IntN(900)
		mean := 1 / (1 + math.Exp(0.9+0.6*math.Log(km)))
		p := distuv.Beta{Alpha: 40 * mean, Beta: 40 * (1 - mean), Src: rng}.Rand()
		buyers := distuv.Binomial{N: float64(households), P: p, Src: rng}.Rand()
		rate := 0.02 * distuv.Gamma{Alpha: 6, Beta: 6, Src: rng}.Rand()
		now := math.Min(buyers, distuv.Poisson{Lambda: rate * (float64(households) - buyers), Src: rng}.Rand())
		margin := 3000 + 500*rng.NormFloat64()
		at = append(at, Place{id, "s", Point{31 + km/111.195, 121}, uint32(households)})
		reach.CommunityID, reach.StoreID = append(reach.CommunityID, id), append(reach.StoreID, "")
		reach.Buyers, reach.NewBuyers = append(reach.Buyers, int64(buyers)), append(reach.NewBuyers, int64(now))
		if users := 1 + rng.IntN(30); users > 1 {
			sum, squares := 0.0, 0.0
			for range users {
				x := margin + 2500*rng.NormFloat64()
				sum, squares = sum+x, squares+x*x
			}
			margins.CommunityID, margins.Users, margins.Buyers = append(margins.CommunityID, id), append(margins.Users, int64(users)), append(margins.Buyers, int64(users))
			margins.Margin, margins.Fen2 = append(margins.Margin, sum), append(margins.Fen2, squares)
		}
		penetration[id] = p
		fresh[id] = distuv.Poisson{Lambda: rate * (float64(households) - buyers), Src: rng}.Rand()
		for range int(fresh[id]) {
			value[id] += margin + 2500*rng.NormFloat64()
		}
	}
	return at, shops, reach, margins, penetration, fresh, value
}

// TestTargetsCover: what comes lies in the intervals in 95 of 100, penetration is nearer to the truth than the plain share of small
// communities, and the first of the ranking bring more than the mean.
func TestTargetsCover(t *testing.T) {
	var held [3]float64
	all, best, mean, ours, plain := 0.0, 0.0, 0.0, 0.0, 0.0
	for seed := range uint64(30) {
		at, shops, reach, margins, penetration, fresh, value := district(80, seed)
		rows, err := Targets(at, shops, reach, margins, Privacy{})
		if err != nil || len(rows) != 80 {
			t.Fatal(len(rows), err)
		}
		for i, r := range rows {
			p, f, v := penetration[r.CommunityID], fresh[r.CommunityID], value[r.CommunityID]
			for k, in := range []bool{r.Low <= p && p <= r.High, r.ExpectedLow <= f && f <= r.ExpectedHigh, r.ValueLow <= v && v <= r.ValueHigh} {
				if in {
					held[k]++
				}
			}
			if int(r.Rank) != i+1 || int(r.ChainRank) != i+1 || i > 0 && r.ValueFen > rows[i-1].ValueFen {
				t.Fatalf("row %d has rank %d", i, r.Rank)
			}
			if i < 8 {
				best += v / 8
			}
			mean += v / 80
			all++
			if r.Buyers >= leastBuyers {
				ours += math.Abs(r.Penetration - p)
				plain += math.Abs(float64(r.Buyers)/float64(r.Households) - p)
			}
		}
	}
	t.Logf("held: penetration %.3f, new buyers %.3f, value %.3f; first tenth brings %.2f of the mean; error %.4f of plain", held[0]/all, held[1]/all, held[2]/all, best/mean, ours/plain)
	for k, h := range held {
		if rate := h / all; rate < 0.92 || rate > 0.98 {
			t.Errorf("intervals %d hold what came in %.3f of %v cases, want about .95", k, rate, all)
		}
	}
	if best < 1.5*mean || ours > plain {
		t.Errorf("first tenth %.0f, mean %.0f; error %.4f, of plain shares %.4f", best, mean, ours, plain)
	}
}

func TestTargetsEdges(t *testing.T) {
	if rows, err := Targets(nil, nil, Reach{}, NewMargins{}, Privacy{}); err != nil || len(rows) > 0 {
		t.Errorf("nothing: %v %v", rows, err)
	}
	at, shops, reach, margins, _, _, _ := district(5, 1)
	at[0].Households, at[1].Point, at[2].Households = 0, Point{}, 3
	reach.Buyers[3], reach.NewBuyers[3] = 19, 2
	rows, err := Targets(at, shops, reach, margins, Privacy{})
	if err != nil {
		t.Fatal(err)
	}
	notes := map[string]string{}
	for _, r := range rows {
		notes[r.CommunityID] = r.Note
		if math.IsNaN(r.ValueFen) || r.ReasonZh == "" || r.ReasonEn == "" || strings.Contains(r.ReasonZh+r.ReasonEn, "%!") || strings.Contains(r.ReasonZh+r.ReasonEn, "NaN") {
			t.Errorf("%+v", r)
		}
		if r.CommunityID == "c003" && (r.Buyers != 0 || strings.Contains(r.ReasonZh, "19 位")) {
			t.Errorf("19 buyers are told: %+v", r)
		}
	}
	if got := fmt.Sprint(notes); got != "map[c000:no_households c001:no_coordinates c002:more_buyers_than_households c003:few_people c004:]" {
		t.Error(got)
	}
	for why, c := range map[string]struct {
		margins NewMargins
		say     string
	}{
		"too_early": {NewMargins{}, "首单在 4 到 12 周前的新客："},
		"no_margin": {NewMargins{CommunityID: []string{"c001"}, Users: []int64{0}, Buyers: []int64{4}, Margin: []float64{0}, Fen2: []float64{0}}, "补上商品进价"},
	} {
		rows, err = Targets(at, shops, reach, c.margins, Privacy{})
		if err != nil || rows[1].Note != why || rows[1].Rank != 0 || rows[1].ExpectedNew <= 0 || !strings.Contains(rows[1].ReasonZh, c.say) || why == "too_early" == strings.Contains(rows[1].ReasonEn, "cost") {
			t.Errorf("%s: %+v %v", why, rows[1], err)
		}
	}
	plain, err := Targets(at, shops, reach, margins, Privacy{})
	margins.CommunityID, margins.Users, margins.Buyers = append(margins.CommunityID, "far"), append(margins.Users, 0), append(margins.Buyers, 3)
	margins.Margin, margins.Fen2 = append(margins.Margin, 0), append(margins.Fen2, 0)
	if rows, again := Targets(at, shops, reach, margins, Privacy{}); err != nil || again != nil || !slices.Equal(rows, plain) {
		t.Errorf("buyers of unknown margin elsewhere change the figures: %v %v", err, again)
	}
	margins.Margin[0] = math.NaN()
	if _, err := Targets(at, shops, reach, margins, Privacy{}); err == nil {
		t.Error("a margin of NaN was taken")
	}
}
