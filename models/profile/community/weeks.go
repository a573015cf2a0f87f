package community

import (
	"fmt"
	"math"
	"slices"
)

// weeks estimates each community's shares.
func weeks(crowds []*crowd, chain *week) []week {
	hour, day := chain.margins()
	byHour, byDay := make([][]float64, len(crowds)), make([][]float64, len(crowds))
	for c, w := range crowds {
		h, d := w.orders.margins()
		byHour[c], byDay[c] = h[:], d[:]
	}
	same := func(mean []float64) func(int) []float64 { return func(int) []float64 { return mean } }
	hourStrength, dayStrength := strength(byHour, same(hour[:])), strength(byDay, same(day[:]))
	means, counts := make([]week, len(crowds)), make([][]float64, len(crowds))
	for c, w := range crowds {
		n := w.orders.total()
		for i := range means[c] {
			h, d := i%hours, i/hours
			means[c][i] = chain[i] * (byHour[c][h]/hour[h] + hourStrength) / (n + hourStrength) * (byDay[c][d]/day[d] + dayStrength) / (n + dayStrength)
		}
		sum := means[c].total()
		for i := range means[c] {
			means[c][i] /= sum
		}
		counts[c] = w.orders[:]
	}
	own := strength(counts, func(c int) []float64 { return means[c][:] })
	for c, w := range crowds {
		n := w.orders.total()
		for i := range means[c] {
			means[c][i] = (w.orders[i] + own*means[c][i]) / (n + own)
		}
	}
	return means
}

// learners is how many communities are enough to learn a strength from.
const learners = 300

// strength is how many trials of its own a mean is worth: the concentration of the Dirichlet-multinomial, 1 to 100,000.
func strength(counts [][]float64, mean func(int) []float64) float64 {
	step := max(1, len(counts)/learners)
	return math.Exp(highest(func(x float64) float64 {
		a, sum := math.Exp(x), 0.0
		for c := 0; c < len(counts); c += step {
			n, m := 0.0, mean(c)
			for i, k := range counts[c] {
				if k > 0 {
					n += k
					sum += lgamma(a*m[i]+k) - lgamma(a*m[i])
				}
			}
			sum += lgamma(a) - lgamma(a+n)
		}
		return sum
	}, 0, math.Log(1e5)))
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// crowds sums the counts up, communities in order of their ids, and the chain's orders.
func (h HourCounts) crowds() (list []*crowd, chain week, err error) {
	n := len(h.CommunityID)
	if len(h.Weekday) != n || len(h.Hour) != n || len(h.Orders) != n || len(h.Clicks) != n {
		return nil, chain, fmt.Errorf("community: hours: columns of unequal length, %d communities", n)
	}
	ids := slices.Compact(slices.Sorted(slices.Values(h.CommunityID)))
	for _, id := range ids {
		list = append(list, &crowd{id: id})
	}
	for i, id := range h.CommunityID {
		if h.Weekday[i] < 1 || h.Weekday[i] > weekdays || h.Hour[i] < 0 || h.Hour[i] >= hours || h.Orders[i] < 0 || h.Clicks[i] < 0 {
			return nil, chain, fmt.Errorf("community: hours: row %d: %d orders and %d clicks on weekday %d at %d o'clock; weekdays are 1 to 7, hours 0 to 23, counts not negative",
				i, h.Orders[i], h.Clicks[i], h.Weekday[i], h.Hour[i])
		}
		c, _ := slices.BinarySearch(ids, id)
		at := int(h.Weekday[i]-1)*hours + int(h.Hour[i])
		list[c].orders[at] += float64(h.Orders[i])
		list[c].clicks[at] += float64(h.Clicks[i])
		chain[at] += float64(h.Orders[i])
	}
	return list, chain, nil
}
