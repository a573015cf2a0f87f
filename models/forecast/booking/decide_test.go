package booking

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// What is open at each of the three decisions comes true: later bookings and sales
// over the counter before the cutoff, the counter alone after it; for the shelf the
// booked goods do not count. Half the dates are promoted ones.
func TestDecisions(t *testing.T) {
	w := process{low: 4, high: 40, size: 6, steady: 30, cancel: .05, promotions: true}
	past, _ := w.draw(5000, 21)
	next, _ := w.draw(5000, 22)
	m, err := Learn(past)
	if err != nil {
		t.Fatal(err)
	}
	const atCutoff = 5 // index of the lead
	before := math.Inf(1)
	for _, x := range []struct {
		d    Decision
		lead int
	}{{Decision{PreCommit, 36}, 2}, {Decision{PreCommit, 16}, 4}, {Decision{AfterCutoff, 12}, atCutoff}, {Decision{SpotStock, 12}, atCutoff}} {
		r, err := m.Forecast(next.now(x.lead), x.d)
		if err != nil {
			t.Fatal(err)
		}
		presale, counter, need := make([]float64, 5000), make([]float64, 5000), slices.Clone(next.Total)
		for i, total := range next.Total {
			presale[i], counter[i] = next.Kept[atCutoff][i]-next.Kept[x.lead][i], total-next.Kept[atCutoff][i]
			if x.d.Moment == SpotStock {
				need[i] = total - next.Kept[x.lead][i]
			}
		}
		if got, want := stat.Mean(r.Presale, nil), stat.Mean(presale, nil); !same(got, want, .04) {
			t.Errorf("%+v: %.2f still to be booked, it was %.2f", x.d, got, want)
		}
		if got, want := stat.Mean(r.Counter, nil), stat.Mean(counter, nil); !same(got, want, .04) {
			t.Errorf("%+v: %.2f over the counter, it was %.2f", x.d, got, want)
		}
		mean, q := x.d.Need(r)
		if !same(floats.Sum(mean), floats.Sum(need), .02) {
			t.Errorf("%+v: needs %.0f units, it was %.0f", x.d, floats.Sum(mean), floats.Sum(need))
		}
		if low, high := coverage(q, need); math.Abs(high-low-.9) > .04 && high-low < .9 || math.Abs(high-.95) > .02 {
			t.Errorf("%+v: %.3f below the 5 %% quantile, %.3f up to the 95 %% quantile", x.d, low, high)
		}
		loss := pinball(r.Q, next.Total)
		if loss > before*1.0001 {
			t.Errorf("%+v: loss %.3f of the whole demand, earlier %.3f", x.d, loss, before)
		}
		before = loss
	}
	for x, want := range map[Moment]string{PreCommit: "供应商预报", AfterCutoff: "截单后", SpotStock: "现货", 9: ""} {
		if x.Chinese() != want || (x.English() == "") != (want == "") {
			t.Errorf("moment %d is called %q, %q", x, x.Chinese(), x.English())
		}
	}
}

// coverage is the share of actuals below the lowest, and up to the highest quantile.
func coverage(q [][7]float64, actual []float64) (below, upTo float64) {
	for i, y := range actual {
		if y < q[i][0] {
			below++
		}
		if y <= q[i][6] {
			upTo++
		}
	}
	n := float64(len(actual))
	return below / n, upTo / n
}

// A product that is sold only over the counter, beside one that is always booked,
// keeps a curve of its own.
func TestCounterGoods(t *testing.T) {
	h, _ := process{low: 5, high: 20, size: 8, steady: 60}.draw(3000, 31)
	for i := range h.Total {
		h.Category[i], h.ProductID[i] = "mixed", []string{"booked", "counter"}[i%2]
		for j, lead := range leads {
			switch {
			case i%2 == 1 && lead > 0:
				h.Kept[j][i], h.Booked[j][i] = 0, 0
			case i%2 == 0 && lead <= cutoff:
				h.Kept[j][i], h.Booked[j][i] = h.Total[i], h.Total[i]
			}
		}
	}
	m, err := Learn(h)
	if err != nil {
		t.Fatal(err)
	}
	now := Now{ProductID: []string{"booked", "counter"}, Category: []string{"mixed", "mixed"}, Day: []int32{20000, 20000}, Mean: []float64{10, 10}, Booked: []float64{7, 0}}
	r, err := m.Forecast(now, Decision{AfterCutoff, cutoff})
	if err != nil {
		t.Fatal(err)
	}
	if !same(r.Mean[0], 7, .02) || r.Q[0][6] > 8 || !same(r.Open[1], 10, .05) || !same(r.Counter[1], r.Open[1], 1e-9) {
		t.Errorf("after the cutoff: booked goods %.2f (7 booked), counter goods %.2f (10 expected); quantiles %v, %v", r.Mean[0], r.Mean[1], r.Q[0], r.Q[1])
	}
}
