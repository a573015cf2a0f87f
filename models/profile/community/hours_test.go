package community

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestActiveHoursPredict: the shares say the next orders better than the community's own and than the chain's.
func TestActiveHoursPredict(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	base := make([]float64, weekHours)
	for i := range base {
		h, d := float64(i%hours), float64(i/hours)
		base[i] = 0.02 + math.Exp(-(h-9)*(h-9)/8) + 1.5*math.Exp(-(h-20)*(h-20)/6)*(1+0.08*d)
	}
	var counts HourCounts
	var buyers Buyers
	later := map[string][]float64{}
	for c := range 60 {
		id, n := fmt.Sprintf("c%02d", c), 40+rng.IntN(400)
		shift, lean := rng.NormFloat64(), rng.NormFloat64()*0.2
		weights := make([]float64, weekHours)
		for i := range weights {
			h := (float64(i%hours) + shift + hours)
			weights[i] = base[i/hours*hours+int(h)%hours] * math.Exp(lean*float64(i/hours)/3)
		}
		draw := distuv.NewCategorical(weights, rng)
		own, next := make([]int64, weekHours), make([]float64, weekHours)
		for range n {
			own[int(draw.Rand())]++
		}
		for range 2000 {
			next[int(draw.Rand())]++
		}
		later[id] = next
		for i, k := range own {
			if k > 0 {
				counts.CommunityID, counts.Weekday, counts.Hour = append(counts.CommunityID, id), append(counts.Weekday, int64(i/hours+1)), append(counts.Hour, int64(i%hours))
				counts.Orders, counts.Clicks = append(counts.Orders, k), append(counts.Clicks, 3*k)
			}
		}
		buyers.CommunityID, buyers.Days, buyers.Buyers = append(buyers.CommunityID, id), append(buyers.Days, 1), append(buyers.Buyers, int64(20+c))
	}
	rows, err := ActiveHours(counts, buyers, Privacy{})
	if err != nil || len(rows) != 60*weekdays {
		t.Fatal(len(rows), err)
	}
	ours, chain, plain, sum := 0.0, 0.0, 0.0, map[string]float64{}
	for _, r := range rows {
		for h := range hours {
			n := later[r.CommunityID][int(r.Weekday-1)*hours+h]
			sum[r.CommunityID] += r.Share[h]
			ours -= n * math.Log(r.Share[h])
			chain -= n * math.Log(r.ChainShare[h])
			plain -= n * math.Log((float64(r.Orders[h])+0.5)/(float64(r.WeekOrders)+0.5*weekHours))
			if r.Clicks[h] != uint64(3*r.Orders[h]) {
				t.Fatalf("clicks of %+v", r)
			}
		}
	}
	for id, s := range sum {
		if math.Abs(s-1) > 1e-9 {
			t.Errorf("%s: shares add up to %v", id, s)
		}
	}
	const n = 60 * 2000
	t.Logf("log-loss %.3f, chain %.3f, own counts %.3f", ours/n, chain/n, plain/n)
	if ours > chain-0.02*n || ours > plain-0.02*n {
		t.Errorf("log-loss %.3f, not below the chain's %.3f and that of own counts %.3f", ours/n, chain/n, plain/n)
	}
}

func TestActiveHoursEdges(t *testing.T) {
	buyers := Buyers{[]string{"a", "b"}, []int64{1, 1}, []int64{30, 19}}
	one := HourCounts{[]string{"a", "b"}, []int64{1, 1}, []int64{23, 0}, []int64{40, 25}, []int64{0, 0}}
	rows, err := ActiveHours(one, buyers, Privacy{})
	if err != nil || len(rows) != weekdays || rows[0].CommunityID != "a" {
		t.Fatalf("%d rows, %v; want a week of the community with 30 buyers", len(rows), err)
	}
	if rows[0].Share[23] < 0.5 || math.IsNaN(rows[6].Share[0]) || rows[6].Share[0] <= 0 {
		t.Errorf("all orders in one hour: %v", rows[0].Share)
	}
	if rows, err := ActiveHours(HourCounts{}, buyers, Privacy{}); err != nil || rows != nil {
		t.Errorf("no orders: %v %v", rows, err)
	}
	one.Hour[0] = 24
	if _, err := ActiveHours(one, buyers, Privacy{}); err == nil {
		t.Error("an hour of 24 was taken")
	}
}
