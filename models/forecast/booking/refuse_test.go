package booking

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestRefuses(t *testing.T) {
	good := func() History { h, _ := processes[0].draw(30, 1); return h }
	for _, x := range []struct {
		want string
		harm func(*History)
	}{
		{"no leads", func(h *History) { h.Leads = nil }},
		{"leads must be finite and fall", func(h *History) { h.Leads = []float64{72, 72, 36, 24, 16, 12, 0} }},
		{"cutoff at lead 96 is not among", func(h *History) { h.Cutoff = 96 }},
		{"29 of mean", func(h *History) { h.Mean = h.Mean[:29] }},
		{"row 3 (product", func(h *History) { h.Booked[2][3] = -1 }},
		{"booked is NaN", func(h *History) { h.Booked[2][3] = math.NaN() }},
		{"(lead 36)", func(h *History) { h.Booked[2][3] = math.Inf(1) }},
		{"total is -2", func(h *History) { h.Total[5] = -2 }},
		{"mean is -1", func(h *History) { h.Mean[5] = -1 }},
		{"variance is +Inf", func(h *History) { h.Variance = make([]float64, 30); h.Variance[4] = math.Inf(1) }},
		{"kept is a part of both", func(h *History) { h.Kept[1][4] = h.Total[4] + 1; h.Booked[1][4] = h.Total[4] + 1 }},
		{"6 columns booked for 7 leads", func(h *History) { h.Booked = h.Booked[:6] }},
		{"29 rows kept at lead 72", func(h *History) { h.Kept[0] = h.Kept[0][:29] }},
		{"0 days", func(h *History) { h.Day = nil }},
	} {
		h := good()
		x.harm(&h)
		if _, err := Learn(h); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("want an error with %q, got %v", x.want, err)
		}
	}
	h := good()
	m, err := Learn(h)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		want string
		d    Decision
		now  Now
	}{
		{"lead 100 is not within those learned, 72 to 0", Decision{PreCommit, 100}, Now{}},
		{"lead NaN", Decision{PreCommit, math.NaN()}, Now{}},
		{"presale closes at 12", Decision{PreCommit, 12}, Now{}},
		{"presale is open at lead 36", Decision{AfterCutoff, 36}, Now{}},
		{"presale is open at lead 13", Decision{SpotStock, 13}, Now{}},
		{"moment 7", Decision{7, 13}, Now{}},
		{"booked is -1", Decision{PreCommit, 24}, Now{Day: []int32{1}, Mean: []float64{1}, Booked: []float64{-1}}},
		{"mean is NaN", Decision{PreCommit, 24}, Now{Day: []int32{1}, Mean: []float64{math.NaN()}, Booked: []float64{1}}},
		{"row 0 (product x): mean is +Inf", Decision{PreCommit, 24}, Now{ProductID: []string{"x"}, Day: []int32{1}, Mean: []float64{math.Inf(1)}, Booked: []float64{1}}},
		{"variance is -3", Decision{PreCommit, 24}, Now{Day: []int32{1}, Mean: []float64{1}, Variance: []float64{-3}, Booked: []float64{1}}},
		{"1 booked but 0 of mean", Decision{PreCommit, 24}, Now{Day: []int32{1}, Booked: []float64{1}}},
		{"1 booked but 2 of category", Decision{PreCommit, 24}, Now{Day: []int32{1}, Mean: []float64{1}, Category: []string{"a", "b"}, Booked: []float64{1}}},
	} {
		if _, err := m.Forecast(x.now, x.d); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("want an error with %q, got %v", x.want, err)
		}
	}
}

// Whatever is put in, quantiles rise, nothing is negative or no number, and booked
// units that are kept are part of the demand.
func TestAlwaysProper(t *testing.T) {
	models := map[string]Model{}
	for name, rows := range map[string]int{"none": 0, "one": 1, "few": 5, "many": 800} {
		for _, w := range []process{processes[0], processes[5]} {
			h, _ := w.draw(rows, 9)
			m, err := Learn(h)
			if err != nil {
				t.Fatalf("%s rows: %v", name, err)
			}
			models[name+" "+w.name] = m
		}
	}
	h, _ := processes[1].draw(300, 4)
	for i := range h.Total { // goods without a sale
		h.Total[i] = 0
		for j := range h.Kept {
			h.Kept[j][i] = 0
		}
	}
	zero, err := Learn(h)
	if err != nil {
		t.Fatal(err)
	}
	models["zeros"] = zero
	var now Now
	for _, mean := range []float64{0, 1e-9, .3, 5, 3000, 1e7} {
		for _, booked := range []float64{0, .5, 7, 300, 1e6} {
			for _, variance := range []float64{math.NaN(), 0, 1e4, 1e15} {
				now.Category, now.ProductID, now.Promotion = append(now.Category, "a"), append(now.ProductID, "aa"), append(now.Promotion, []string{"", "p", "new"}[len(now.Day)%3])
				now.Day, now.Mean = append(now.Day, int32(20000+len(now.Day))), append(now.Mean, mean)
				now.Variance, now.Booked = append(now.Variance, variance), append(now.Booked, booked)
			}
		}
	}
	for name, m := range models {
		for _, d := range []Decision{{PreCommit, 72}, {PreCommit, 30.5}, {AfterCutoff, 12}, {SpotStock, 5}, {SpotStock, 0}} {
			rows, err := m.Forecast(now, d)
			if err != nil {
				t.Fatal(err)
			}
			for i, q := range rows.Q {
				all := slices.Concat(q[:], rows.OpenQ[i][:], []float64{rows.Mean[i], rows.Open[i], rows.Presale[i], rows.Counter[i], rows.Kept[i], rows.Share[i]})
				proper := slices.IsSorted(q[:]) && slices.IsSorted(rows.OpenQ[i][:]) && rows.Kept[i] <= now.Booked[i] && rows.Share[i] <= 1 &&
					same(rows.Mean[i], rows.Kept[i]+rows.Open[i], 1e-9) && same(rows.Open[i], rows.Presale[i]+rows.Counter[i], 1e-9)
				for _, x := range all {
					proper = proper && x >= 0 && !math.IsInf(x, 0)
				}
				if !proper {
					t.Fatalf("%s, %+v, mean %v, variance %v, booked %v: %v open %v mean %v open %v kept %v share %v", name, d, now.Mean[i], now.Variance[i],
						now.Booked[i], q, rows.OpenQ[i], rows.Mean[i], rows.Open[i], rows.Kept[i], rows.Share[i])
				}
			}
		}
	}
}
