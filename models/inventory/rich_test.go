package inventory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// monday is a first day.
var monday = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// richLine is a line with all that can be known: demand by day, ages, goods under
// way, lead time, delivery days.
func richLine(rng *rand.Rand, i int) Line {
	l := randomLine(rng, i)
	mean, size := math.Exp(rng.Float64()*5-1), 0.5+5*rng.Float64()
	l.Days, l.OnHand, l.OnOrder, l.Demand, l.Start = 0, 0, 0, Demand{}, monday
	for range 1 + rng.IntN(8) {
		l.Daily = append(l.Daily, counted(mean*(0.5+rng.Float64()), size))
	}
	l.ShelfLifeDays = []int{1, 1, 1, 2, 2, 3, 3, 5, 7, 14, 60}[rng.IntN(11)]
	l.LeadDays = rng.IntN(3)
	l.PickFresh = []float64{0, 0.3, 1}[rng.IntN(3)]
	if rng.IntN(3) == 0 {
		l.Delivers = On(time.Tuesday, time.Thursday, time.Saturday)
	}
	for range rng.IntN(3) {
		l.Stock = append(l.Stock, Batch{Units: math.Round(2 * mean * rng.Float64()), DaysLeft: rng.IntN(l.ShelfLifeDays + 1)})
	}
	if rng.IntN(3) == 0 {
		l.Arrivals = []Arrival{{Day: rng.IntN(2), Units: math.Round(mean)}}
	}
	if l.Booked = 0; rng.IntN(4) == 0 {
		l.BookedDaily = []float64{math.Round(rng.Float64() * mean), math.Round(rng.Float64() * mean)}
	}
	l.Usual = mean * float64(1+rng.IntN(2))
	return l
}

func richLines(n int) []Line {
	rng := rand.New(rand.NewPCG(9, 0))
	lines := make([]Line, n)
	for i := range lines {
		lines[i] = richLine(rng, i)
		lines[i].StoreID, lines[i].ProductID = fmt.Sprint("s", i%50), fmt.Sprint("p", i/50)
	}
	return lines
}

// BenchmarkOrderSheet decides a chain's night: 50,000 lines of all kinds.
func BenchmarkOrderSheet(b *testing.B) {
	lines := richLines(50_000)
	for b.Loop() {
		if _, err := OrderSheet(lines, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCurves is the same with a curve of eight points each.
func BenchmarkCurves(b *testing.B) {
	lines := richLines(50_000)
	for b.Loop() {
		if _, _, err := OrderSheetAndCurves(lines, 8, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
