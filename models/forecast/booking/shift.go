package booking

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// member is a weekday of the chain, or a weekday or product of a category.
type member struct {
	category, product string
	weekday           int8 // from 1
}

// sorts of members, by what of a curve's kind they are.
var sorts = [3]func(kind) member{
	func(k kind) member { return member{weekday: k.weekday + 1} },
	func(k kind) member { return member{category: k.category, weekday: k.weekday + 1} },
	func(k kind) member { return member{category: k.category, product: k.product} },
}

// shifts are how members move the log odds of each step of a curve.
type shifts map[member][]float64

// outcome is what members did against what the curves without their own shift said.
type outcome struct{ booked, open, expected []float64 }

// learnShifts finds the shifts of all members of one sort, given the others'. The
// shifts of a step are normal around 0, with a variance of their own found by
// expectation maximization; each is where its posterior is greatest.
func (t *curves) learnShifts(kinds []past, sort int) shifts {
	of, before := sorts[sort], t.shifts[sort]
	var order []member
	seen := make(map[member]*outcome)
	odds := make([]float64, t.leads)
	for _, r := range kinds {
		if r.total == 0 {
			continue
		}
		who := of(r.kind)
		o := seen[who]
		if o == nil {
			o = &outcome{make([]float64, t.leads), make([]float64, t.leads), make([]float64, t.leads)}
			seen[who] = o
			order = append(order, who)
		}
		t.odds(r.kind, odds)
		if own := before[who]; own != nil {
			floats.Sub(odds, own)
		}
		for j := range odds {
			booked, open := step(r.kept, r.total, j)
			o.booked[j] += booked
			o.open[j] += open
			o.expected[j] += open * logistic(odds[j])
		}
	}
	found := make(shifts, len(order))
	for _, who := range order {
		found[who] = make([]float64, t.leads)
	}
	for j := range t.leads {
		variance := .25
		for range 25 {
			sum, n := 0.0, 0.0
			for _, who := range order {
				if o := seen[who]; o.open[j] > 0 {
					x, spread := o.shift(j, variance)
					found[who][j] = x
					sum += x*x + spread
					n++
				}
			}
			if n == 0 {
				break
			}
			variance = clamp(sum/n, 1e-6, 25)
		}
	}
	return found
}

// shift is the most probable one at lead j, and the variance left, by Newton's
// method from 0.
func (o *outcome) shift(j int, variance float64) (x, spread float64) {
	mean := logit(o.expected[j] / o.open[j])
	for range 30 {
		p := logistic(mean + x)
		slope := o.open[j]*p*(1-p) + 1/variance
		move := clamp((o.booked[j]-o.open[j]*p-x/variance)/slope, -1, 1)
		x += move
		spread = 1 / slope
		if math.Abs(move) < 1e-6 {
			break
		}
	}
	return x, spread
}
