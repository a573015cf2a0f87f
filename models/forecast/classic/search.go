package classic

import "math"

// form is one of the family: A,N,N; A,Ad,N; A,N,A; A,Ad,A.
type form struct{ trend, season bool }

var forms = [...]form{{}, {season: true}, {trend: true}, {trend: true, season: true}}

// states is the number of initial states to be estimated; seasonal terms sum to 0.
func (f form) states() int {
	n := 1
	if f.trend {
		n++
	}
	if f.season {
		n += 6
	}
	return n
}

// pars is the number of smoothing parameters.
func (f form) pars() int {
	n := 1
	if f.trend {
		n += 2
	}
	if f.season {
		n++
	}
	return n
}

// paces are smoothing parameters: of level, trend and season, and the damping.
type paces struct{ level, trend, season, damp float64 }

// The search is over unbounded numbers: x[0] the level's pace, x[1] the season's as a
// share of 1 - level's, x[2] the trend's as a share of the level's, x[3] the damping.
// Those bounds keep the model stable; those of numbers are the usual ones.
const (
	widest  = 9.0 // logit of the largest share, 0.9999
	minDamp = 0.80
	maxDamp = 0.98
)

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func (m form) paces(x [4]float64) paces {
	a := paces{level: logistic(x[0])}
	if m.season {
		a.season = (1 - a.level) * logistic(x[1])
	}
	if m.trend {
		a.trend = a.level * logistic(x[2])
		a.damp = minDamp + (maxDamp-minDamp)*logistic(x[3])
	}
	return a
}

// starts are where to search for a form: where the simpler ones ended, and for the
// trend also a straight line that is all but never revised.
func starts(m form, done *[len(forms)][4]float64) (x [2][4]float64, n int) {
	x[0] = [4]float64{-1.5, -3, -3, 1}
	switch {
	case m.season && m.trend:
		x[0] = [4]float64{done[2][0], done[1][1], done[2][2], done[2][3]}
	case m.trend:
		x[0][0] = done[0][0]
		x[1] = [4]float64{-7, -3, -3, 2}
		return x, 2
	}
	return x, 1
}

// steps of the search, and of its repetition with all days.
var (
	coarse = []float64{2, 1, 0.5, 0.25, 0.125}
	fine   = []float64{1, 0.5, 0.25}
)

// best fits form i from its starts, and leaves in done where the best of them led.
func (f *etsFit) best(m form, done *[len(forms)][4]float64, i int) float64 {
	from, n := starts(m, done)
	least := math.Inf(1)
	for _, x := range from[:n] {
		if sse := f.search(m, &x, brief, coarse); sse < least {
			least, done[i] = sse, x
		}
	}
	if len(f.y) > brief {
		least = f.pass.run(m, m.paces(done[i]), f.y, len(f.y))
	}
	return least
}

// search is a pattern search for the least squares: each parameter in turn goes its
// step up, or else down, as often as that helps; then comes the next step. The best
// is left in x.
func (f *etsFit) search(m form, x *[4]float64, days int, steps []float64) float64 {
	best := f.pass.run(m, m.paces(*x), f.y, days)
	move := func(j int, by float64) bool {
		old := x[j]
		x[j] = math.Min(math.Max(old+by, -widest), widest)
		if x[j] != old {
			if sse := f.pass.run(m, m.paces(*x), f.y, days); sse < best {
				best = sse
				return true
			}
		}
		x[j] = old
		return false
	}
	for _, step := range steps {
		for j := range x {
			if j == 1 && !m.season || j > 1 && !m.trend {
				continue
			}
			by := step
			if !move(j, by) {
				if by = -step; !move(j, by) {
					continue
				}
			}
			for move(j, by) {
			}
		}
	}
	return best
}

// golden evaluates f at so many points of a golden section search for its minimum.
func golden(f func(float64) float64, low, high float64, points int) {
	const ratio = 0.6180339887498949
	a, b := high-ratio*(high-low), low+ratio*(high-low)
	fa, fb := f(a), f(b)
	for range points - 2 {
		if fa < fb {
			high, b, fb = b, a, fa
			a = high - ratio*(high-low)
			fa = f(a)
		} else {
			low, a, fa = a, b, fb
			b = low + ratio*(high-low)
			fb = f(b)
		}
	}
}
