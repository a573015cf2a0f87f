package booking

import (
	"math"
	"slices"
	"testing"
)

// Without history the forecast is the base forecast, on condition of what is booked.
func TestNoHistory(t *testing.T) {
	h, _ := processes[0].draw(0, 1)
	m, err := Learn(h)
	if err != nil {
		t.Fatal(err)
	}
	now := Now{Day: []int32{20000, 20000, 20000}, Mean: []float64{10, 10, 0}, Variance: []float64{20, 20, 0}, Booked: []float64{0, 30, 0}}
	r, err := m.Forecast(now, Decision{PreCommit, 24})
	if err != nil {
		t.Fatal(err)
	}
	if !(r.Mean[0] > 2 && r.Mean[0] < 10) || r.Q[0][0] != 0 {
		t.Errorf("nothing booked of 10 expected: %.1f %v", r.Mean[0], r.Q[0])
	}
	if !(r.Mean[1] > 30 && r.Mean[1] < 45) || r.Q[1][0] < 30 {
		t.Errorf("30 booked of 10 expected: %.1f %v", r.Mean[1], r.Q[1])
	}
	if r.Mean[2] > .05 || r.Q[2] != [7]float64{} {
		t.Errorf("nothing booked, nothing expected: %.2f %v", r.Mean[2], r.Q[2])
	}
}

// What was never seen gets its parent's curve; a promotion new to a category moves
// its curve as it moves the chain's.
func TestUnseen(t *testing.T) {
	w := processes[4]
	h, truths := w.draw(8000, 41)
	keep := []int{}
	for i := range h.Total {
		if h.Category[i] != "b" || h.Promotion[i] == "" {
			keep = append(keep, i)
		}
	}
	m, err := Learn(h.only(keep))
	if err != nil {
		t.Fatal(err)
	}
	r, err := m.Forecast(h.now(3), Decision{PreCommit, leads[3]})
	if err != nil {
		t.Fatal(err)
	}
	now := h.now(3)
	now.Promotion = nil
	unpromoted, err := m.Forecast(now, Decision{PreCommit, leads[3]})
	if err != nil {
		t.Fatal(err)
	}
	wrong, ignored := 0.0, 0.0
	for i, r3 := range r.Share {
		if h.Category[i] == "b" && h.Promotion[i] == "p" {
			wrong += math.Abs(r3 - truths[i].share[3])
			ignored += math.Abs(unpromoted.Share[i] - truths[i].share[3])
		}
	}
	if wrong > .5*ignored {
		t.Errorf("promotion unseen in category b: shares are off by %.0f in sum, without a promotion by %.0f", wrong, ignored)
	}
	now = Now{Category: []string{"new", "a"}, ProductID: []string{"x", "new"}, Day: []int32{20001, 20001}, Mean: []float64{10, 10}, Booked: []float64{4, 4}}
	if r, err = m.Forecast(now, Decision{PreCommit, 24}); err != nil {
		t.Fatal(err)
	}
	if r.Share[0] < .3 || r.Share[0] > .6 || r.Share[1] < .3 || r.Share[1] > .5 || r.Share[0] == r.Share[1] {
		t.Errorf("shares of a new category and a new product: %v", r.Share)
	}
}

// only keeps some rows.
func (h History) only(rows []int) History {
	pick := func(x []float64) (y []float64) {
		for _, i := range rows {
			y = append(y, x[i])
		}
		return y
	}
	g := History{Leads: h.Leads, Cutoff: h.Cutoff, Mean: pick(h.Mean), Total: pick(h.Total)}
	for _, i := range rows {
		g.Day, g.ProductID = append(g.Day, h.Day[i]), append(g.ProductID, h.ProductID[i])
		g.Category, g.Promotion = append(g.Category, h.Category[i]), append(g.Promotion, h.Promotion[i])
	}
	for j := range h.Leads {
		g.Booked, g.Kept = append(g.Booked, pick(h.Booked[j])), append(g.Kept, pick(h.Kept[j]))
	}
	return g
}

// With cancellations not told, net bookings fall now and then and exceed the total;
// the curve still rises, and the forecast is close to that of one who was told.
func TestFallingBookings(t *testing.T) {
	w := process{low: 4, high: 40, size: 6, steady: 40, cancel: .15}
	past, _ := w.draw(5000, 51)
	next, _ := w.draw(3000, 52)
	for _, h := range []*History{&past, &next} {
		for i, total := range h.Total { // cancellations come true on the last two counts
			h.Booked[5][i] = math.Floor((h.Booked[5][i] + h.Kept[5][i]) / 2)
			h.Booked[6][i] = total
		}
	}
	told, err := Learn(past)
	if err != nil {
		t.Fatal(err)
	}
	kept := past.Kept
	past.Kept = nil
	untold, err := Learn(past)
	if err != nil {
		t.Fatal(err)
	}
	past.Kept = kept
	for j := 1; j < len(leads)-1; j++ {
		a, err := told.Forecast(next.now(j), decisionAt(leads[j]))
		if err != nil {
			t.Fatal(err)
		}
		b, err := untold.Forecast(next.now(j), decisionAt(leads[j]))
		if err != nil {
			t.Fatal(err)
		}
		if x, y := pinball(a.Q, next.Total), pinball(b.Q, next.Total); y > 1.15*x {
			t.Errorf("lead %v: loss %.3f without knowing what was kept, %.3f with", leads[j], y, x)
		}
	}
	curve := make([]float64, len(leads))
	untold.curves.shares(kind{category: "a", product: "aa"}, curve)
	if !slices.IsSorted(curve) || curve[0] < 0 || curve[6] > 1 {
		t.Errorf("curve %v", curve)
	}
}
