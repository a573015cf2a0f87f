package simulate

import "math"

// A household kind is what the models may only guess: it decides needs, hours and how much a price cut matters.
const (
	youngSingle = iota
	babyFamily
	schoolFamily
	elders
	sharedFlat
	kinds
)

var kindNames = [kinds]string{"young_single", "baby_family", "school_family", "elders", "shared_flat"}

// bump is a peak of the day: hour, spread in hours, weight.
type bump struct{ hour, spread, weight float64 }

type household struct {
	share   float64              // of a middling community
	size    float64              // basket size
	visits  float64              // on visits per day
	promo   float64              // on the category's price elasticity
	pickup  [2]float64           // hour of pickup: mean, spread
	need    [nCategories]float64 // times the product's popularity
	week    [7]float64           // Sunday first
	weekday []bump
	weekend []bump
}

var households = [kinds]household{
	youngSingle: {
		share: .22, size: .8, visits: 1.0, promo: .8, pickup: [2]float64{19.6, 1.2},
		need: [nCategories]float64{vegetable: .6, fruit: 1, meat: .6, seafood: .6, dairy: .9, baby: .02, grainOil: .5, snack: 1.8, drink: 1.9,
			frozen: 1.8, bakery: 1.4, prepared: 2, homeCare: .8, personalCare: 1.3, health: .4, pet: 1.8, service: .9},
		week:    [7]float64{1.10, .92, .92, .97, 1.0, 1.06, 1.12},
		weekday: []bump{{8, 1, .15}, {12.5, 1, .2}, {21.4, 1.4, .65}},
		weekend: []bump{{11, 1.5, .3}, {15, 2, .2}, {21.2, 1.8, .5}},
	},
	babyFamily: {
		share: .18, size: 1.15, visits: 1.1, promo: .9, pickup: [2]float64{16.5, 2.2},
		need: [nCategories]float64{vegetable: 1.1, fruit: 1.3, meat: 1.1, seafood: 1.1, dairy: 1.5, baby: 7, grainOil: .9, snack: .7, drink: .5,
			frozen: .7, bakery: .8, prepared: .6, homeCare: 1.5, personalCare: 1.1, health: .8, pet: .4, service: 1.3},
		week:    [7]float64{1.08, 1.0, .97, .95, .95, .98, 1.10},
		weekday: []bump{{10, 1.2, .4}, {14, 1.2, .2}, {21, 1.2, .4}},
		weekend: []bump{{10, 1.5, .5}, {20.5, 1.4, .5}},
	},
	schoolFamily: {
		share: .25, size: 1.3, visits: 1.05, promo: 1.0, pickup: [2]float64{17.8, 1.6},
		need: [nCategories]float64{vegetable: 1.2, fruit: 1.3, meat: 1.5, seafood: 1.1, dairy: 1.6, baby: .25, grainOil: 1.1, snack: 1.5, drink: 1,
			frozen: 1.4, bakery: 1.5, prepared: 1, homeCare: 1.1, personalCare: 1, health: .6, pet: .7, service: 1},
		week:    [7]float64{1.18, .90, .90, .93, .97, 1.02, 1.22},
		weekday: []bump{{7.5, .8, .2}, {12.3, .8, .15}, {20, 1.3, .65}},
		weekend: []bump{{9.5, 1.5, .4}, {19.5, 1.6, .6}},
	},
	elders: {
		share: .2, size: .95, visits: 1.15, promo: 1.4, pickup: [2]float64{9.4, 1.2},
		need: [nCategories]float64{vegetable: 1.7, fruit: .9, meat: 1.2, seafood: 1.3, dairy: .9, baby: .15, grainOil: 1.6, snack: .5, drink: .4,
			frozen: .4, bakery: .9, prepared: .5, homeCare: .8, personalCare: .6, health: 3.5, pet: .4, service: 1.4},
		week:    [7]float64{.88, 1.05, 1.04, 1.03, 1.04, 1.05, .92},
		weekday: []bump{{6.8, 1, .45}, {9.5, 1.3, .3}, {16.5, 1.5, .25}},
		weekend: []bump{{7, 1, .4}, {9.8, 1.4, .35}, {16.5, 1.6, .25}},
	},
	sharedFlat: {
		share: .15, size: 1.0, visits: .9, promo: 1.3, pickup: [2]float64{20, 1.0},
		need: [nCategories]float64{vegetable: .8, fruit: .9, meat: .9, seafood: .6, dairy: .7, baby: .02, grainOil: .8, snack: 1.6, drink: 1.8,
			frozen: 1.6, bakery: 1, prepared: 1.5, homeCare: 1.2, personalCare: 1.4, health: .3, pet: .8, service: .7},
		week:    [7]float64{1.04, .96, .96, .98, 1.0, 1.02, 1.04},
		weekday: []bump{{12, 1, .25}, {18.5, 1.2, .25}, {22.2, 1.1, .5}},
		weekend: []bump{{13, 1.5, .35}, {21.8, 1.5, .65}},
	},
}

// hourShares is the share of a kind's visits in each hour of the day at a store with this cutoff: its peaks, drawn
// towards the two hours before the cutoff and thinned after it.
func (h *household) hourShares(cutoff int, weekend bool) (p [24]float64) {
	bumps := h.weekday
	if weekend {
		bumps = h.weekend
	}
	sum := 0.0
	for hour := range p {
		p[hour] = .003
		for _, b := range bumps {
			z := (float64(hour) + .5 - b.hour) / b.spread
			p[hour] += b.weight / b.spread * math.Exp(-z*z/2)
		}
		switch {
		case hour >= cutoff:
			p[hour] *= .4
		case hour >= cutoff-2:
			p[hour] *= 1.5
		}
		sum += p[hour]
	}
	for hour := range p {
		p[hour] /= sum
	}
	return p
}

// habitKernel spreads a user's habitual hour over its neighbours, two hours to each side.
var habitKernel = [5]float64{.06, .2, .48, .2, .06}

const habitual = .7 // share of visits around the user's own hour; the rest follows the household kind

// weekendShift is how much later a user comes at weekends.
func weekendShift(kind uint8, weekend bool) int {
	if weekend && kind != elders {
		return 1
	}
	return 0
}
