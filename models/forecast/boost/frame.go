package boost

import "math"

// frame is what is known of every series at the end of a day, the origin. Sales are cleaned of the weekday profile; levels are
// in units of the base, the level that the model's forecast is a multiple of.
type frame struct {
	origin      int32
	base        []float32
	around, own []week
	stats       [statCount][]float32
	known       [][2][]float32 // per x_*: its mean over four weeks, and its value on the origin
	circle      []circle
}

// circle is what a group's recent sales say.
type circle struct {
	of     group
	recent [3][]float32 // sales of 3, 7, 14 days over what the bases would have made of them
	level  []float32    // mean base
	short  []float32    // share of stock-outs in a week
}

// The columns of stats, per series.
const (
	fade2 = iota // exponentially fading means, by half-life in days
	fade5
	fade12
	fade30
	mean3
	mean7
	mean14
	mean28
	mean56
	median7
	median28
	most28
	spread28 // standard deviation
	zeros28
	weight5 // days in stock, fading
	stock7  // days in stock
	stock28
	short7 // share of hours out of stock
	short28
	told7 // sales of a week with days that sold out
	last0 // sales of the origin, and of the days before, if seen
	last1
	last2
	last3
	out0 // hours out of stock on these days
	out1
	out2
	out3
	idle // days since the last sale
	age  // days since the first day
	statCount
)

// inBase are the stats that are levels.
var inBase = []int{fade2, fade5, fade12, fade30, mean3, mean7, mean14, mean28, mean56, median7, median28, most28, spread28, told7, last0, last1, last2, last3}

const (
	priorDays = 1    // days that what its surroundings sell weigh in a base
	least     = 0.02 // of the prior: a base is not smaller
)

var missing = float32(math.NaN())

// frame looks at everything up to the origin, and at nothing later.
func (m *matrix) frame(origin int32) *frame {
	n := len(m.h.Series)
	f := &frame{origin: origin, base: make([]float32, n)}
	f.around, f.own = m.profiles(origin)
	for k := range f.stats {
		f.stats[k] = make([]float32, n)
	}
	m.each(n, func(i int) { f.look(&m.h.Series[i], i) })
	m.bases(f)
	m.each(n, func(i int) {
		for _, k := range inBase {
			f.stats[k][i] /= f.base[i]
		}
	})
	for _, g := range []group{m.g.product, m.g.store, m.g.corner, m.g.kind, m.g.area} {
		f.circle = append(f.circle, m.around(f, g))
	}
	f.known = make([][2][]float32, len(m.h.Known))
	for x := range f.known {
		f.known[x] = [2][]float32{make([]float32, n), make([]float32, n)}
		m.each(n, func(i int) { f.known[x][0][i], f.known[x][1][i] = lately(&m.h.Series[i], x, origin) })
	}
	return f
}
