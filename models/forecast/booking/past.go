package booking

import (
	"cmp"
	"math"

	"gonum.org/v1/gonum/floats"
)

// past is a row of the history, or the sum of all rows of one kind.
type past struct {
	kind
	at             int       // number of the kind, in order of appearance
	mean, variance float64   // of the base forecast, NaN if unknown
	total          float64   // units
	kept           []float64 // by lead, rising
	share          []float64 // by lead, usually booked; one slice for all rows of a kind
	weight         float64   // what a unit tells, given how bookings vary
}

func (h History) rows() []past {
	rows := make([]past, len(h.Total))
	number := make(map[kind]int)
	columns := make([]float64, len(rows)*len(h.Leads))
	for i := range rows {
		k := kind{text(h.Promotion, i), text(h.Category, i), text(h.ProductID, i), weekdayOf(h.Day[i])}
		at, seen := number[k]
		if !seen {
			at = len(number)
			number[k] = at
		}
		kept := columns[i*len(h.Leads):][:len(h.Leads):len(h.Leads)]
		for j := range kept {
			kept[j] = h.kept(j, i)
		}
		rise(kept)
		rows[i] = past{kind: k, at: at, mean: optional(h.Mean, i), variance: optional(h.Variance, i), total: h.Total[i], kept: kept, weight: 1}
	}
	return rows
}

// pool adds up, by kind, what rows tell.
func pool(rows []past, leads int) (sums []past) {
	for _, r := range rows {
		if r.at == len(sums) {
			sums = append(sums, past{kind: r.kind, at: r.at, kept: make([]float64, leads), share: make([]float64, leads)})
		}
		sums[r.at].total += r.weight * r.total
		floats.AddScaled(sums[r.at].kept, r.weight, r.kept)
	}
	return sums
}

// kept counts what stayed of the bookings at a lead. Without knowing, as much of them
// as the total allows.
func (h History) kept(lead, row int) float64 {
	if h.Kept != nil {
		return math.Min(h.Kept[lead][row], h.Total[row])
	}
	return math.Min(h.Booked[lead][row], h.Total[row])
}

func weekdayOf(day int32) int8 { return int8(((int64(day)+3)%7 + 7) % 7) } // Monday 0

func byCategory(rows []past) map[string][]past {
	parts := make(map[string][]past)
	for _, r := range rows {
		parts[r.category] = append(parts[r.category], r)
	}
	return parts
}

// thin takes every so-many-th row, most of them in all.
func thin(rows []past, most int) []past {
	if len(rows) <= most {
		return rows
	}
	step := (len(rows) + most - 1) / most
	out := make([]past, 0, most)
	for i := 0; i < len(rows); i += step {
		out = append(out, rows[i])
	}
	return out
}

func clamp[T cmp.Ordered](x, low, high T) T { return min(max(x, low), high) }
