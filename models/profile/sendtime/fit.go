package sendtime

import "math"

// fewest is the number of later orders below which nothing is learnt; sampled bounds the users whose later orders are looked at.
const (
	fewest  = 200
	sampled = 10_000
)

// laterShare of each user's orders, the latest, are what parameters are judged by.
const laterShare = .25

// Fitting says how the parameters were found.
type Fitting struct {
	Params  Params  `json:"params"`
	Learnt  bool    `json:"learnt"` // false: too few orders, the defaults
	Orders  int     `json:"orders"` // later orders that they were judged by
	LogLoss float64 `json:"log_loss"`
}

// Fit finds the parameters by which each user's last quarter of orders is likeliest given the ones before: first those of the
// groups, by the groups' curves alone, then those of the users before their groups' curves. Each is improved in turn over a grid
// until none gets better.
func Fit(h *History) Fitting {
	whole := h.whole()
	return fit(h, h.cutLast(whole, laterShare), whole)
}

// fit judges by the orders from one cut up to another.
func fit(h *History, from, to cut) Fitting {
	var users []int
	stride := 1 + (len(h.Users)-1)/sampled
	later := 0
	for u := 0; u < len(h.Users); u += stride {
		if n := int(to[u] - from[u]); n > 0 {
			users, later = append(users, u), later+n
		}
	}
	out := Fitting{Params: Default, Orders: later}
	counted := newModel(h, from, Default, nil)
	loss := func(p Params, curve func(m *Model, u, weekday int) Curve) float64 {
		return logLoss(newModel(h, from, p, counted), users, to, curve)
	}
	ofUser := func(m *Model, u, weekday int) Curve { return m.User(u, weekday) }
	if later < fewest {
		out.LogLoss = loss(out.Params, ofUser)
		return out
	}
	out.Learnt = true
	if len(h.Groups) > 1 {
		descend(&out.Params, &out.Params.Group, groupGrid, func(p Params) float64 {
			return loss(p, func(m *Model, u, weekday int) Curve { return *m.wider(u, weekday) })
		})
	}
	counted = newModel(h, from, out.Params, counted)
	out.LogLoss = descend(&out.Params, &out.Params.User, userGrid, func(p Params) float64 { return loss(p, ofUser) })
	return out
}

// logLoss is the mean surprise at the hours of the users' later orders.
func logLoss(m *Model, users []int, to cut, curve func(m *Model, u, weekday int) Curve) float64 {
	sum, n := 0.0, 0
	for _, u := range users {
		var made [7]bool
		var week Week
		for i := m.past[u]; i < to[u]; i++ {
			d := Weekday(m.h.day[i])
			if !made[d] {
				made[d], week[d] = true, curve(m, u, d)
			}
			sum -= math.Log(week[d][m.h.slot[i]/2])
			n++
		}
	}
	return sum / math.Max(1, float64(n))
}

// grid lists what each parameter may be.
type grid []struct {
	of     func(*Level) *float64
	values []float64
}

var userGrid = grid{
	{func(l *Level) *float64 { return &l.Cross }, []float64{0, .05, .1, .2, .3, .5, .7, 1}},
	{func(l *Level) *float64 { return &l.Class }, []float64{.1, .2, .3, .4, .55, .75, 1}},
	{func(l *Level) *float64 { return &l.Prior }, []float64{.5, 1, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 15, 25, 50, 150, 1000}},
	{func(l *Level) *float64 { return &l.Concentration }, []float64{2, 4, 6, 8, 10, 12, 14, 17, 21, 28, 40, 60, 100}},
	{func(l *Level) *float64 { return &l.Tilt }, []float64{0, .25, .5, .75, 1}},
	{func(l *Level) *float64 { return &l.HalfLife }, []float64{14, 30, 60, 120, 240, 365, 730, Forever}},
	{func(l *Level) *float64 { return &l.Sharpness }, []float64{.8, .9, 1, 1.05, 1.1, 1.15, 1.2, 1.3, 1.4, 1.6, 2}},
}

var groupGrid = grid{
	{func(l *Level) *float64 { return &l.Prior }, []float64{5, 10, 20, 40, 80, 150, 300, 600, 1500, 5000, Forever}},
	{func(l *Level) *float64 { return &l.Cross }, []float64{0, .1, .2, .4, .7, 1}},
	{func(l *Level) *float64 { return &l.Class }, []float64{.2, .4, .7, 1}},
	{func(l *Level) *float64 { return &l.Concentration }, []float64{6, 12, 25, 60, 150}},
	{func(l *Level) *float64 { return &l.Tilt }, []float64{0, .5, 1}},
}

// rounds bounds the walks through a grid; three have always been enough.
const rounds = 4

// descend moves one parameter of a level at a time to its best value.
func descend(p *Params, l *Level, g grid, loss func(Params) float64) float64 {
	best := loss(*p)
	for range rounds {
		moved := false
		for _, axis := range g {
			at := axis.of(l)
			for _, v := range axis.values {
				if v == *at {
					continue
				}
				was := *at
				*at = v
				if got := loss(*p); got < best-1e-7 {
					best, moved = got, true
				} else {
					*at = was
				}
			}
		}
		if !moved {
			break
		}
	}
	return best
}
