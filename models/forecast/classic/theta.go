package classic

import "math"

// theta is the theta model as Fiorucci et al. (2016) write it: the forecast is the
// smoothed level plus share times what the line through the data says beyond the
// smoothed line, share = 1 - 1/θ. Given the pace of smoothing, errors are linear in
// the initial level and in share, which therefore have their least-squares values.
type theta struct {
	dynamic bool // share is estimated and the line is that of the days before
	y       []float64
	lines   []line
}

// line is an ordinary least-squares line through the days seen, by its sums.
type line struct{ n, t, tt, y, ty float64 }

func (l *line) see(t, y float64) {
	l.n++
	l.t += t
	l.tt += t * t
	l.y += y
	l.ty += t * y
}

func (l *line) fit() (at0, slope float64) {
	if l.n == 0 {
		return 0, 0
	}
	if d := l.n*l.tt - l.t*l.t; d > 0 {
		slope = (l.n*l.ty - l.t*l.y) / d
	}
	return (l.y - slope*l.t) / l.n, slope
}

const (
	thetaSkip = 3    // errors of the first days seen are not counted: no line yet
	thetaRow  = 8    // days seen needed
	minPace   = 0.05 // of smoothing
	maxPace   = 0.99
)

// smoothed is the state after a pass: level of the data from 0 offset, of ones and of
// the time, all smoothed alike.
type smoothed struct {
	pace, level, one, time, start, share float64
	loss                                 float64
}

func (s *smoothed) beyond(at0, slope, t float64) float64 {
	return at0*(1-s.one) + slope*(t-s.time)
}

func (s *smoothed) see(y, t float64) {
	s.level += s.pace * (y - s.level)
	s.one += s.pace * (1 - s.one)
	s.time += s.pace * (t - s.time)
}

func (m *theta) forecast(y []float64, first int, out []float64) {
	for len(y) > 0 && y[0] != y[0] {
		y, first = y[1:], first+1
	}
	factor := profile(y, first, dispersion(y))
	m.y = m.y[:0]
	for k, v := range y {
		m.y = append(m.y, v/factor[weekday(first, k)])
	}
	m.extrapolate(out)
	for h := range out {
		out[h] *= factor[weekday(first, len(y)+h)]
	}
}

// extrapolate forecasts the deseasonalised series in m.y, whose first day was seen.
func (m *theta) extrapolate(out []float64) {
	m.lines = m.lines[:0]
	var all line
	for k, v := range m.y {
		m.lines = append(m.lines, all)
		if v == v {
			all.see(float64(k+1), v)
		}
	}
	if all.n < thetaRow {
		fill(out, lastMean(m.y, len(m.y)))
		return
	}
	if !m.dynamic {
		for k := range m.lines {
			m.lines[k] = all
		}
	}
	for k := range m.lines { // from sums to coefficients, once for all passes
		at0, slope := m.lines[k].fit()
		m.lines[k].y, m.lines[k].ty = at0, slope
	}
	s := m.best()
	s.level += s.start * (1 - s.one)
	for h := range out {
		t := float64(len(m.y) + h + 1)
		at0, slope := all.fit()
		v := s.level + s.share*s.beyond(at0, slope, t)
		s.see(v, t)
		if m.dynamic {
			all.see(t, v)
		}
		out[h] = v
	}
}

// best searches the pace: a grid, then golden section around its best point.
func (m *theta) best() smoothed {
	const points = 8
	step := (maxPace - minPace) / (points - 1)
	best := smoothed{loss: math.Inf(1)}
	try := func(pace float64) float64 {
		s := m.pass(pace)
		if s.loss < best.loss {
			best = s
		}
		return s.loss
	}
	for i := range points {
		try(minPace + step*float64(i))
	}
	low, high := math.Max(minPace, best.pace-step), math.Min(maxPace, best.pace+step)
	golden(try, low, high, 8)
	return best
}

// pass smooths the series at one pace from its first value, and solves for the shift
// of that start and for the share.
func (m *theta) pass(pace float64) smoothed {
	s := smoothed{pace: pace, level: m.y[0]}
	var n, ee, oo, od, dd, oe, de float64
	for k, y := range m.y {
		t := float64(k + 1)
		if y != y {
			continue
		}
		n++
		if n > thetaSkip {
			e := y - s.level
			o := 1 - s.one
			d := s.beyond(m.lines[k].y, m.lines[k].ty, t)
			ee += e * e
			oo += o * o
			od += o * d
			dd += d * d
			oe += o * e
			de += d * e
		}
		s.see(y, t)
	}
	oo += 1e-6 // keeps the start at the first value where it is all but forgotten
	s.share = 0.5
	if m.dynamic {
		s.share = 0
		if det := oo*dd - od*od; det > 1e-9*oo*dd {
			s.share = math.Min(math.Max((oo*de-od*oe)/det, 0), 1)
		}
	}
	s.start = (oe - s.share*od) / oo
	s.loss = ee - 2*s.start*oe - 2*s.share*de + s.start*s.start*oo + 2*s.start*s.share*od + s.share*s.share*dd
	return s
}
