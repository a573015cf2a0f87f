package community

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// habit says how buyers differ in a category: the share of a user's days with an
// order on which the category was bought is Beta(a, b). The zero habit is unknown.
type habit struct{ a, b float64 }

// cell is some users with the same days.
type cell struct{ days, with, users float64 }

// byCategory fits each category's habit.
func (h Habits) byCategory() (map[string]habit, error) {
	if len(h.Category) != len(h.Days) || len(h.Category) != len(h.With) || len(h.Category) != len(h.Users) {
		return nil, fmt.Errorf("community: columns of unequal length: %d categories, %d days, %d with, %d users", len(h.Category), len(h.Days), len(h.With), len(h.Users))
	}
	cells, rest := map[string][]cell{}, map[string]map[int64]float64{}
	everybody := map[int64]float64{}
	for i, name := range h.Category {
		if h.Days[i] < 1 || h.With[i] < 0 || h.With[i] > h.Days[i] || h.Users[i] < 0 {
			return nil, fmt.Errorf("community: row %d: %d users bought %s on %d of %d days; it must be 0 <= with <= days", i, h.Users[i], name, h.With[i], h.Days[i])
		}
		if name == "" {
			everybody[h.Days[i]] += float64(h.Users[i])
			continue
		}
		if rest[name] == nil {
			rest[name] = map[int64]float64{}
		}
		rest[name][h.Days[i]] += float64(h.Users[i])
		cells[name] = append(cells[name], cell{float64(h.Days[i]), float64(h.With[i]), float64(h.Users[i])})
	}
	days := slices.Sorted(maps.Keys(everybody))
	for name := range cells { // who never bought it
		for _, d := range days {
			if n := everybody[d] - rest[name][d]; n > 0 {
				cells[name] = append(cells[name], cell{float64(d), 0, n})
			}
		}
	}
	out := make(map[string]habit, len(cells))
	for name, list := range cells {
		out[name] = fitHabit(list)
	}
	return out, nil
}

// fitHabit is maximum likelihood of the beta-binomial, one parameter after the other.
func fitHabit(cells []cell) habit {
	with, days := 0.0, 0.0
	for _, c := range cells {
		with += c.with * c.users
		days += c.days * c.users
	}
	if with == 0 || with == days {
		return habit{}
	}
	mean, strength := math.Log(with/(days-with)), 0.0
	at := func(mean, strength float64) habit {
		s, m := math.Exp(strength), 1/(1+math.Exp(-mean))
		return habit{s * m, s * (1 - m)}
	}
	for range 4 {
		strength = highest(func(s float64) float64 { return at(mean, s).likelihood(cells) }, math.Log(0.02), math.Log(1e4))
		mean = highest(func(m float64) float64 { return at(m, strength).likelihood(cells) }, mean-1.5, mean+1.5)
	}
	return at(mean, strength)
}

func (h habit) likelihood(cells []cell) float64 {
	base, sum := logBeta(h.a, h.b), 0.0
	for _, c := range cells {
		sum += c.users * (logBeta(h.a+c.with, h.b+c.days-c.with) - base)
	}
	return sum
}

// effect is the variance of the number of a place's buyers of the category, given who came on how many days, over that of
// as many independent buyers with one chance for all. It is at most 1: that somebody who comes often bought it is hardly chance.
// With θ ~ Beta(a, b) and m days, a user buys with probability p = 1-(1-θ)^m, and E p(1-p) = E(1-θ)^m - E(1-θ)^2m.
func (h habit) effect(p place) float64 {
	if h.a == 0 {
		return 1
	}
	base := logBeta(h.a, h.b)
	none := func(m float64) float64 { return math.Exp(logBeta(h.a, h.b+m) - base) }
	left, chance := 0.0, 0.0
	for m := int64(1); m <= maxDays; m++ { // in order, so that sums are the same every time
		if n := p.byDays[m]; n > 0 {
			q := none(float64(m))
			left += n * q
			chance += n * (q - none(2*float64(m)))
		}
	}
	bought := 1 - left/p.buyers
	return math.Min(1, math.Max(0.02, chance/p.buyers/(bought*(1-bought))))
}

// maxDays is the most days of a window that are told apart; queries count more as so many.
const maxDays = 400

func logBeta(a, b float64) float64 {
	x, _ := math.Lgamma(a)
	y, _ := math.Lgamma(b)
	z, _ := math.Lgamma(a + b)
	return x + y - z
}

// highest is where a function of one peak is largest, by golden section.
func highest(f func(float64) float64, from, to float64) float64 {
	ratio := (math.Sqrt(5) - 1) / 2
	a, b := to-ratio*(to-from), from+ratio*(to-from)
	fa, fb := f(a), f(b)
	for to-from > 1e-3 {
		if fa < fb {
			from, a, fa = a, b, fb
			b = from + ratio*(to-from)
			fb = f(b)
		} else {
			to, b, fb = b, a, fa
			a = to - ratio*(to-from)
			fa = f(a)
		}
	}
	return (from + to) / 2
}
