package inventory

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// wildDemand has quantiles from none to absurd, that hardly fit its mean.
func wildDemand(rng *rand.Rand) Demand {
	scale := []float64{0, 0.3, 1, 10, 1e3, 1e6, 1e8}[rng.IntN(7)]
	q := make([]float64, 7)
	for i := range q {
		if q[i] = scale * rng.ExpFloat64(); rng.IntN(2) == 0 {
			q[i] = math.Round(q[i])
		}
	}
	slices.Sort(q)
	mean := []float64{0, q[3], q[6], scale, 1e3}[rng.IntN(5)]
	return Demand{mean, q[0], q[1], q[2], q[3], q[4], q[5], q[6]}
}

// wildLine is allowed, and hardly a line of this world.
func wildLine(rng *rand.Rand) Line {
	pick := func(v ...float64) float64 { return v[rng.IntN(len(v))] }
	l := Line{
		StoreID: "s", ProductID: "p", Demand: wildDemand(rng), Days: rng.IntN(32), LeadDays: rng.IntN(32), Start: monday,
		Booked: pick(0, 0, 5, 1e6), OnHand: pick(0, 0, 3, 1e9, -5), OnOrder: pick(0, 0, 4, 1e9),
		PackSize: pick(0, 1, 0.5, 1, 12, 1e6), MinOrder: pick(0, 0, 10, 1e9), PickFresh: pick(0, 0.5, 1),
		ShelfLifeDays: int(pick(0, 1, 2, 3, 7, 14, 28, 29, 100, 10_000)),
		PriceFen:      int64(pick(0, 1, 1000, 1e12)), CostFen: int64(pick(0, 1, 500, 2000, 1e12)), SalvageFen: int64(pick(0, 0, 100, 5000)),
		Service: pick(0, 0, 0, 0.001, 0.999),
	}
	for range rng.IntN(2) * (1 + rng.IntN(10)) {
		l.Daily = append(l.Daily, wildDemand(rng))
	}
	if rng.IntN(3) == 0 {
		l.Delivers = Weekdays(rng.IntN(128))
	}
	for range rng.IntN(4) {
		l.Stock = append(l.Stock, Batch{pick(0, 1, 30, 1e9, -3), rng.IntN(100)})
	}
	if rng.IntN(3) == 0 {
		l.Arrivals = []Arrival{{0, 3, 0}, {rng.IntN(60), pick(0, 1e9, 20), rng.IntN(40)}}
	}
	return l
}

// TestExtremes: what is not refused gets an answer that is possible, and soon.
func TestExtremes(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 0))
	answered := 0
	for range 400 {
		l := wildLine(rng)
		rows, curve, err := OrderSheetAndCurves([]Line{l}, 5, Options{Paths: 20})
		if err != nil {
			continue
		}
		answered++
		r := rows[0]
		for _, v := range []float64{r.Quantity, r.Expected, r.Low, r.High, r.ExpectedWaste, r.ExpectedMissed, r.ExpectedSold, r.Covered, r.ServiceLevel} {
			if !(v >= 0) || math.IsInf(v, 0) {
				t.Fatalf("%+v of\n%+v", r, l)
			}
		}
		if math.Abs(r.Quantity-float64(r.Packs)*r.PackSize) > 1e-9*r.Quantity || r.Quantity > 0 && r.Quantity < l.MinOrder ||
			r.Low > r.High || r.StakeFen < 0 || r.ExpectedWasteFen < 0 || r.ExpectedMissedFen < 0 {
			t.Errorf("%+v of\n%+v", r, l)
		}
		for _, p := range curve {
			if !(p.Sold >= 0) || !(p.Missed >= 0) || !(p.Wasted >= 0) || p.WastedFen < 0 || p.MissedFen < 0 {
				t.Errorf("%+v of\n%+v", p, l)
			}
		}
	}
	if answered < 250 {
		t.Errorf("%d of 400 answered", answered)
	}
}
