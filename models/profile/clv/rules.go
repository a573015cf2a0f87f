package clv

import "math"

// rule is a simple way to tell the future.
type rule struct {
	name           string
	counts, values []float64
}

// simpleRules are what people do without a model.
func simpleRules(people []known, weeks, hiatus float64) []rule {
	var repeats, age, amount, n float64
	for _, p := range people {
		repeats += p.cell.Frequency
		age += p.cell.Age
		n += p.n
		amount += p.n * p.mean
	}
	mean, value := 0.0, amount/n
	if age > 0 {
		mean = repeats / age * weeks
	}
	own := func(p known) float64 {
		if p.cell.Age == 0 { // since today: nothing is known of the rate
			return mean
		}
		return p.cell.Frequency / p.cell.Age * weeks
	}
	values := each(people, func(p known) float64 { return p.mean })
	return []rule{
		{sameRate, each(people, own), values},
		{overall, each(people, func(known) float64 { return mean }), each(people, func(known) float64 { return value })},
		{recencyRule, each(people, func(p known) float64 {
			if p.cell.Age-p.cell.Recency > hiatus {
				return 0
			}
			return own(p)
		}), values},
	}
}

// hiatus is the time without a purchase after which a customer is best taken for gone, in weeks: tried on the second half of the
// calibration with what the first half knows.
func hiatus(histories []History, first, cut float64) float64 {
	middle := first + math.Floor((cut-first)/2)
	weeks := (cut - middle) / daysPerWeek
	var people []known
	var counts []float64
	for _, h := range histories {
		if k, ok := h.upTo(middle); ok {
			n, _ := h.within(middle, cut)
			people, counts = append(people, k), append(counts, n)
		}
	}
	if len(people) == 0 {
		return weeks
	}
	best, least := weeks, math.Inf(1)
	for w := 1.0; w <= math.Max(1, weeks); w++ {
		if s := score("", simpleRules(people, weeks, w)[2].counts, counts); s.MAE < least {
			best, least = w, s.MAE
		}
	}
	return best
}

func each(people []known, f func(known) float64) []float64 {
	out := make([]float64, len(people))
	for i, p := range people {
		out[i] = f(p)
	}
	return out
}

func each2(values []float64, f func(float64) float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = f(v)
	}
	return out
}

func times(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] * b[i]
	}
	return out
}
