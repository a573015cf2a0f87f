package classic

import (
	"fmt"
	"math"
	"strings"
)

// Member forecasts one series at a time. It owns scratch space, so it is not for
// concurrent use: make one per goroutine.
type Member interface {
	// Name is the member's name, as ByName takes it.
	Name() string
	// Forecast fills out[:horizon] with the mean of each day after y, whose first
	// value is of weekday first, Monday 0. It panics if out is shorter.
	Forecast(y []float64, first, horizon int, out []float64)
}

// method forecasts a series that has a sale, whose values are NaN or between 0 and
// about 1e100. What it gives may be negative or not finite.
type method interface {
	forecast(y []float64, first int, out []float64)
}

// member guards a method: it mends the series, and then the forecast.
type member struct {
	name string
	method
	clean []float64
}

var makers = []struct {
	name string
	make func() method
}{
	{"seasonal_naive", func() method { return weekdayMean{last: 1} }},
	{"weekday_mean", func() method { return weekdayMean{last: 4} }},
	{"median", func() method { return &median{days: 28} }},
	{"moving_average", func() method { return movingAverage{days: 28} }},
	{"ets", func() method { return &NewETS().fit }},
	{"theta", func() method { return &theta{} }},
	{"dynamic_theta", func() method { return &theta{dynamic: true} }},
	{"croston", func() method { return croston{smooth: 0.1, scale: 1} }},
	{"sba", func() method { return croston{smooth: 0.1, scale: 1 - 0.1/2} }},
	{"tsb", func() method { return tsb{size: 0.1, chance: 0.1} }},
	{"negbin", func() method { return &negbin{} }},
}

// Names lists the members in order.
func Names() []string {
	out := make([]string, len(makers))
	for i, m := range makers {
		out[i] = m.name
	}
	return out
}

// Members makes one of each member, in the order of Names.
func Members() []Member {
	out := make([]Member, len(makers))
	for i, m := range makers {
		out[i] = &member{name: m.name, method: m.make()}
	}
	return out
}

// ByName makes one member.
func ByName(name string) (Member, error) {
	for _, m := range makers {
		if m.name == name {
			return &member{name: name, method: m.make()}, nil
		}
	}
	return nil, fmt.Errorf("classic: no member %q; take one of %s", name, strings.Join(Names(), ", "))
}

func (m *member) Name() string { return m.name }

func (m *member) Forecast(y []float64, first, horizon int, out []float64) {
	out = out[:horizon]
	var s sample
	s, m.clean = mend(y, m.clean)
	if s.largest == 0 {
		clear(out)
		return
	}
	m.forecast(m.clean, weekday(first, 0), out)
	for h, v := range out {
		out[h] = s.sound(v)
	}
}

// sample sums up what was seen of a series, in the units of its mended copy.
type sample struct {
	scale, mean, largest float64
	seen                 int
}

// mend copies y into clean with everything unseen as NaN, scaled if its numbers are so
// large or small that their squares would be out of range.
func mend(y, clean []float64) (sample, []float64) {
	clean = clean[:0]
	s := sample{scale: 1}
	for _, v := range y {
		if !(v >= 0) || math.IsInf(v, 1) {
			v = math.NaN()
		} else {
			s.seen++
			s.largest = math.Max(s.largest, v)
		}
		clean = append(clean, v)
	}
	if s.largest > 1e100 || s.largest < 1e-100 && s.largest > 0 {
		s.scale = s.largest
		s.largest = 1
		for i := range clean {
			clean[i] /= s.scale
		}
	}
	for _, v := range clean {
		if v > 0 {
			s.mean += v
		}
	}
	s.mean /= math.Max(1, float64(s.seen))
	return s, clean
}

// sound is a forecast in the series' own units, kept within what a member promises.
func (s sample) sound(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = s.mean
	}
	return math.Min(math.Max(v, 0)*s.scale, math.Min(2*s.largest*s.scale, math.MaxFloat64))
}

// weekday of day k of a series whose first day is of weekday first.
func weekday(first, k int) int { return ((first+k)%7 + 7) % 7 }
