package level

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// rare draws series that sell once in some hundred days, each at its own steady
// rate, and gives the rows of those that sold in the last window days, begun with a
// row of zero, and the rates of those that sold in the last 28.
func rare(stores, products, days, window int, seed uint64) (p Panel, rates map[seriesKey]float64) {
	rng := rand.New(rand.NewPCG(seed, 0))
	rates = make(map[seriesKey]float64)
	for s := range stores {
		for k := range products {
			rate := 0.006 * math.Exp(0.8*rng.NormFloat64())
			draw := distuv.Poisson{Lambda: rate, Src: rng}
			store, product, last := fmt.Sprintf("s%02d", s), fmt.Sprintf("p%03d", k), -1
			var sales Panel
			sales.add(store, product, fmt.Sprint("c", k%5), monday, draw.Rand(), 0)
			for d := 1; d < days; d++ {
				if y := draw.Rand(); y > 0 {
					sales.add(store, product, sales.Category[0], monday+int32(d), y, 0)
					last = d
				}
			}
			if last >= days-window {
				for i := range sales.Day {
					p.add(store, product, sales.Category[i], sales.Day[i], sales.Quantity[i], 0)
				}
			}
			if last >= days-28 {
				rates[seriesKey{store, product}] = rate
			}
		}
	}
	return p, rates
}

// TestRareGoods: goods that are forecast because they sold of late do not go on as
// if they had always sold like that.
func TestRareGoods(t *testing.T) {
	const days = 180
	p, rates := rare(40, 300, days, 56, 3)
	rows, notes, err := Forecast(p, Options{Origin: monday + days - 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 7*len(rates) || notes.Ended != notes.Series-len(rates) {
		t.Fatalf("%d rows of %d series, notes %+v", len(rows), len(rates), notes)
	}
	valid(t, rows)
	mean, truth := 0.0, 0.0
	for _, r := range rows {
		mean += r.Mean
		truth += rates[seriesKey{r.StoreID, r.ProductID}]
		if r.Q95 > 1 {
			t.Errorf("%s in %s: 95 %% of days below %v, at %.3f a day", r.ProductID, r.StoreID, r.Q95, r.Mean)
		}
	}
	if mean < 0.85*truth || mean > 1.15*truth {
		t.Errorf("forecast %.1f pieces of goods that sell %.1f", mean, truth)
	}
}

// TestCredits: shares are those that made the sales, of which the forecasts make as
// many; without lessons the filter is trusted.
func TestCredits(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 0))
	want := [sources]float64{0.3, 0, 0.5, 0}
	var lessons []lesson
	for range 4000 {
		l := lesson{ladder: &ladder{class: 2}, days: 7, weight: 1}
		for j := range l.levels {
			l.levels[j] = rng.ExpFloat64()
		}
		for j, share := range want {
			l.sold += distuv.Poisson{Lambda: 1e-9 + share*l.levels[j]*l.days, Src: rng}.Rand()
		}
		lessons = append(lessons, l)
	}
	c := credits(lessons)
	sold, mean := 0.0, 0.0
	for _, l := range lessons {
		sold += l.sold
		mean += l.days * c.level(l.ladder)
	}
	for j, share := range want {
		if math.Abs(c[2][j]-share) > 0.03 {
			t.Errorf("shares %.3f, want %v", c[2], want)
		}
	}
	if math.Abs(mean/sold-1) > 0.01 {
		t.Errorf("%.1f foretold of %.1f sold", mean, sold)
	}
	if trust := trusting(); c[1] != trust[1] || credits(nil) != trust {
		t.Errorf("%v without lessons, want the filter trusted", c[1])
	}
}
