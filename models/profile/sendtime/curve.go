package sendtime

import "math"

// Curve holds the shares of a day's orders in its hours.
type Curve [Hours]float64

// Week holds a curve for each weekday, Sunday first.
type Week [7]Curve

// Level says how the curve of a user or a group is made of its orders and the wider curve.
type Level struct {
	Concentration float64 `json:"concentration"` // K of the kernel; 12 spreads an order by about an hour to each side
	Tilt          float64 `json:"tilt"`          // g: how far the kernel follows the chain's curve, 0 to 1
	Prior         float64 `json:"prior"`         // A: orders that the wider curve weighs
	Class         float64 `json:"class"`         // weight of an order on another weekday of the same class
	Cross         float64 `json:"cross"`         // weight of an order on a day of the other class
	HalfLife      float64 `json:"half_life"`     // days after which an order weighs half
	Sharpness     float64 `json:"sharpness"`     // power of the result, above 1 where smoothing and shrinkage have made it too flat
}

// Params are those of both levels.
type Params struct {
	Group Level `json:"group"`
	User  Level `json:"user"`
}

// Forever is a half-life, or a prior, beyond what data can show.
const Forever = 1e9

// Default is what to use where there are too few orders to learn from.
var Default = Params{
	Group: Level{Concentration: 60, Tilt: 1, Prior: 100, Class: .7, Cross: .2, HalfLife: Forever, Sharpness: 1},
	User:  Level{Concentration: 12, Tilt: .5, Prior: 4, Class: .4, Cross: .2, HalfLife: 365, Sharpness: 1},
}

// kernels gives for a weekday and the half hour of an order the curve that it stands for.
type kernels [7][Slots]Curve

func newKernels(l Level, chain *Week) *kernels {
	var bell [Slots][Hours]float64
	for s := range bell {
		for h := range Hours {
			away := 2 * math.Pi * (float64(h) + .5 - (float64(s)+.5)/2) / Hours
			bell[s][h] = math.Exp(l.Concentration * (math.Cos(away) - 1))
		}
	}
	k := new(kernels)
	for d := range k {
		var tilt Curve
		for h, p := range chain[d] {
			tilt[h] = math.Pow(p, l.Tilt)
		}
		for s := range k[d] {
			sum := 0.0
			for h := range tilt {
				k[d][s][h] = bell[s][h] * tilt[h]
				sum += k[d][s][h]
			}
			for h := range tilt {
				k[d][s][h] /= sum
			}
		}
	}
	return k
}

// tally is the weight of orders per weekday and half hour, or of those of one user.
type tally [7][Slots]float64

// blend adds up what orders weigh for one weekday.
func (l Level) blend(t *tally, weekday int) (slots [Slots]float64, total float64) {
	for d := range t {
		w := 1.0
		switch {
		case d == weekday:
		case Weekend(d) == Weekend(weekday):
			w = l.Class
		default:
			w = l.Cross
		}
		for s, n := range t[d] {
			if n != 0 {
				slots[s] += w * n
				total += w * n
			}
		}
	}
	return slots, total
}

// shrunk is the curve of orders weighed per half hour, pulled to the wider curve.
func (l Level) shrunk(k *[Slots]Curve, slots *[Slots]float64, total float64, wider *Curve) (c Curve) {
	for s, n := range slots {
		if n != 0 {
			for h, x := range &k[s] {
				c[h] += n * x
			}
		}
	}
	if total+l.Prior == 0 {
		return *wider
	}
	sum := 0.0
	for h := range c {
		c[h] = (c[h] + l.Prior*wider[h]) / (total + l.Prior)
		if l.Sharpness != 1 {
			c[h] = math.Pow(c[h], l.Sharpness)
		}
		sum += c[h]
	}
	for h := range c {
		c[h] /= sum
	}
	return c
}

// decay is what an order weighs at that age in days.
func (l Level) decay(age int32) float64 {
	if l.HalfLife >= Forever || age <= 0 {
		return 1
	}
	return math.Exp2(-float64(age) / l.HalfLife)
}

// weigh is a user's orders i to j per half hour for a weekday.
func (l Level) weigh(h *History, i, j int32, weekday int) (slots [Slots]float64, total float64) {
	for ; i < j; i++ {
		w := l.decay(h.day[j-1] - h.day[i])
		switch d := Weekday(h.day[i]); {
		case d == weekday:
		case Weekend(d) == Weekend(weekday):
			w *= l.Class
		default:
			w *= l.Cross
		}
		slots[h.slot[i]] += w
		total += w
	}
	return slots, total
}

// Strengths of the chain's own shrinkage: a weekday to its class, the class to all days, all days to an even clock. Orders.
const (
	weekdayPrior = 300
	classPrior   = 50
	evenPrior    = 1
)

// chainWeek is the chain's curve per weekday, from its orders as they are.
func chainWeek(t *tally) (week Week) {
	var all Curve
	var class [2]Curve
	var days Week
	for d := range t {
		for s, n := range t[d] {
			days[d][s/2] += n
			class[classOf(d)][s/2] += n
			all[s/2] += n
		}
	}
	even := Curve{}
	for h := range even {
		even[h] = 1.0 / Hours
	}
	all = all.towards(&even, evenPrior)
	for e := range class {
		class[e] = class[e].towards(&all, classPrior)
	}
	for d := range week {
		week[d] = days[d].towards(&class[classOf(d)], weekdayPrior)
	}
	return week
}

func classOf(weekday int) int {
	if Weekend(weekday) {
		return 1
	}
	return 0
}

// towards makes shares of counts, pulled to others by so many orders.
func (c Curve) towards(wider *Curve, prior float64) (out Curve) {
	total := 0.0
	for _, n := range c {
		total += n
	}
	for h := range out {
		out[h] = (c[h] + prior*wider[h]) / (total + prior)
	}
	return out
}
