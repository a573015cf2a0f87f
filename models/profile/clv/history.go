package clv

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// Log gathers purchases by customer and day. The zero value is empty.
type Log struct {
	days map[string]map[int32]float64
}

// Add notes what a customer paid on a day, counted from any origin; what is bought on one day is one purchase.
func (l *Log) Add(customer string, day int32, amount float64) error {
	if math.IsNaN(amount) || math.IsInf(amount, 0) {
		return fmt.Errorf("the amount of customer %s is %v; it must be a number", customer, amount)
	}
	if l.days == nil {
		l.days = map[string]map[int32]float64{}
	}
	days := l.days[customer]
	if days == nil {
		days = map[int32]float64{}
		l.days[customer] = days
	}
	days[day] += amount
	return nil
}

// History is a customer's purchases by day.
type History struct {
	Customer string
	Days     []float64 // ascending, whole
	Amounts  []float64
}

// Histories are ordered by customer. Days whose amount is not above 0 (returns, corrections, gifts) are no purchase: they are left out and
// counted, and so are customers who have no other.
func (l *Log) Histories() (out []History, days, customers int) {
	for _, name := range slices.Sorted(maps.Keys(l.days)) {
		of := l.days[name]
		h := History{Customer: name}
		for _, day := range slices.Sorted(maps.Keys(of)) {
			if of[day] > 0 {
				h.Days, h.Amounts = append(h.Days, float64(day)), append(h.Amounts, of[day])
			} else {
				days++
			}
		}
		if len(h.Days) == 0 {
			customers++
			continue
		}
		out = append(out, h)
	}
	return out, days, customers
}

// known is what a customer's purchases up to the end of a day say; time in weeks.
type known struct {
	cell    Cell
	n, mean float64 // all purchases so far
}

const daysPerWeek = 7

// upTo cuts the history after the day; false if there was no purchase yet.
func (h History) upTo(day float64) (k known, ok bool) {
	sum := 0.0
	for i, d := range h.Days {
		if d > day {
			break
		}
		k.n++
		sum += h.Amounts[i]
		k.cell.Recency = (d - h.Days[0]) / daysPerWeek
	}
	if k.n == 0 {
		return k, false
	}
	k.cell.Frequency, k.cell.Age, k.mean = k.n-1, (day-h.Days[0])/daysPerWeek, sum/k.n
	return k, true
}

// within counts purchases after one day and up to another, and their amounts.
func (h History) within(after, to float64) (n, amount float64) {
	for i, d := range h.Days {
		if d > after && d <= to {
			n++
			amount += h.Amounts[i]
		}
	}
	return n, amount
}
