package leader

import (
	"math"

	"github.com/linli-project/linli/models/shrink"
)

const (
	hourPrior  = 200 // purchases by which a community's hours are pulled to the chain's
	spanHours  = 24  // a purchase later than this after the share came of itself
	weekendDay = 2.0 / 7
)

// rhythm is when a community buys of its own accord.
type rhythm struct {
	perDay [2]float64     // purchases a day, weekdays and weekend days
	habit  float64        // purchases of a customer per day
	shape  [2][24]float64 // share of a day's purchases in each hour
	after  [2][25]float64 // share of a day's purchases from the hour on
}

// rhythms learns them from the purchases without a share in so many days. The chain's is that of a middling community.
func rhythms(h Hours, days float64) (of map[string]*rhythm, chain *rhythm) {
	counts, customers := map[string]*[2][24]float64{}, map[string]float64{}
	var all [2][24]float64
	total, sum := 0.0, 0.0
	for i, c := range h.Community {
		e, hour := h.Weekend[i]&1, h.Hour[i]
		if hour < 0 || hour > 23 || !(h.Purchases[i] >= 0) {
			continue
		}
		if counts[c] == nil {
			counts[c] = &[2][24]float64{}
		}
		customers[c] += h.CustomerDays[i]
		total += h.CustomerDays[i]
		counts[c][e][hour] += h.Purchases[i]
		all[e][hour] += h.Purchases[i]
		sum += h.Purchases[i]
	}
	var flat [2][24]float64
	for e := range flat {
		for hour := range flat[e] {
			flat[e][hour] = 1.0 / 24
		}
	}
	chain = newRhythm(&all, &flat, 24, days*math.Max(1, float64(len(counts))))
	chain.habit = (sum + 1) / (total + 30)
	of = make(map[string]*rhythm, len(counts))
	for c, n := range counts {
		of[c] = newRhythm(n, &chain.shape, hourPrior, days)
		own := 0.0
		for e := range n {
			for _, x := range n[e] {
				own += x
			}
		}
		of[c].habit = (own + hourPrior) / (customers[c] + hourPrior/chain.habit)
	}
	return of, chain
}

func newRhythm(n, prior *[2][24]float64, strength, days float64) *rhythm {
	r := &rhythm{}
	for e := range n {
		sum := 0.0
		for _, x := range n[e] {
			sum += x
		}
		share := weekendDay
		if e == 0 {
			share = 1 - weekendDay
		}
		r.perDay[e] = sum / math.Max(1, days*share)
		for hour, x := range n[e] {
			r.shape[e][hour] = (x + strength*prior[e][hour]) / (sum + strength)
		}
		for hour := 23; hour >= 0; hour-- {
			r.after[e][hour] = r.after[e][hour+1] + r.shape[e][hour]
		}
	}
	return r
}

// density is how many purchases a day the community makes of itself at the pace of an hour.
func (r *rhythm) density(e, hour int64) float64 {
	e, hour = e&1, max(0, min(23, hour))
	return 24 * r.shape[e][hour] * r.perDay[e]
}

// rest is how many purchases the community makes of itself after an hour of a day, and on the next day until the same hour.
func (r *rhythm) rest(e, hour int64) (today, tomorrow float64) {
	e, hour = e&1, max(0, min(23, hour))
	half := r.shape[e][hour] / 2 // the share came in the middle of its hour
	return r.perDay[e] * (r.after[e][hour] - half), r.perDay[e] * (1 - r.after[e][hour] + half)
}

// habits are the rates at which buyers come of themselves, per day, shrunk to the mean of all customers.
type habits struct {
	mean, strength float64
}

func learnHabits(p Purchases, first []int32, mean float64) (habits, error) {
	h := habits{mean: mean, strength: 1}
	count, expected := make([]float64, len(first)), make([]float64, len(first))
	for k, i := range first {
		count[k], expected[k] = p.Own[i], h.mean*math.Max(1, p.OwnDays[i])
	}
	var err error
	h.strength, err = strength(count, expected)
	return h, err
}

// rate of a buyer with some purchases of their own in some days.
func (h habits) rate(own, days float64) float64 {
	r, _ := shrink.Rate(h.strength, own, h.mean*math.Max(1, days))
	return h.mean * r
}
