package classic

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ETS is exponential smoothing that also tells its spread. It is not for concurrent
// use.
type ETS struct {
	fit   etsFit
	clean []float64
	sd    []float64
}

// NewETS makes an ETS.
func NewETS() *ETS { return &ETS{} }

// Moments fills mean and sd (each of at least horizon) with those of each day after y:
// the mean as of the member "ets", the standard deviation of the model's additive
// normal errors. Nothing seen, or no sale, gives 0 and 0.
func (e *ETS) Moments(y []float64, horizon int, mean, sd []float64) {
	mean, sd = mean[:horizon], sd[:horizon]
	var s sample
	s, e.clean = mend(y, e.clean)
	if s.largest == 0 {
		clear(mean)
		clear(sd)
		return
	}
	e.fit.solve(e.clean)
	e.fit.mean(mean)
	e.fit.spread(sd)
	for h := range mean {
		mean[h] = s.sound(mean[h])
		sd[h] = s.sound(sd[h])
	}
}

// Quantiles fills out, of horizon rows of len(levels), with the quantiles of each day
// after y: those of the normal distribution, cut at 0.
func (e *ETS) Quantiles(y []float64, horizon int, levels, out []float64) {
	if len(e.sd) < 2*horizon {
		e.sd = make([]float64, 2*horizon)
	}
	mean, sd := e.sd[:horizon], e.sd[horizon:2*horizon]
	e.Moments(y, horizon, mean, sd)
	for j, p := range levels {
		z := distuv.UnitNormal.Quantile(p)
		for h := range mean {
			out[h*len(levels)+j] = math.Max(0, mean[h]+z*sd[h])
		}
	}
}

// longest is how many days, the last, a model is fitted to: two years of weeks.
const longest = 728

// worthwhile is how much worse the AICc of a long series may be after the search by
// its first days for another, by all of them, to follow; that brings about 6.
const worthwhile = 12

// etsFit is the fitted model and the scratch of its making.
type etsFit struct {
	y    []float64 // from the first day seen
	seen float64

	form     form
	paces    paces
	at       state   // after the last day
	variance float64 // of one day's error
	pass     etsPass
}

func (f *etsFit) forecast(y []float64, _ int, out []float64) {
	f.solve(y)
	f.mean(out)
}

// solve fits each form that the days seen can bear, and keeps the least AICc.
func (f *etsFit) solve(y []float64) {
	y = y[max(0, len(y)-longest):]
	for len(y) > 0 && y[0] != y[0] {
		y = y[1:]
	}
	f.y, f.seen = y, 0
	square, level := 0.0, lastMean(y, len(y)) // NaN if the last day seen is longer ago
	for _, v := range y {
		if v == v {
			f.seen++
			square += (v - level) * (v - level)
		}
	}
	// too few days for a model: the mean, and what is known of the spread
	f.form, f.paces, f.at = form{}, paces{}, state{level: level}
	f.variance = square / math.Max(1, f.seen-1)
	if f.seen < 2 {
		f.variance = level * level
	}
	floor := 1e-12 * (square + f.seen*level*level) // a perfect fit is one of rounding
	least := math.Inf(1)
	var done [len(forms)][4]float64
	for i, m := range forms {
		count := float64(m.pars() + m.states() + 1)
		if f.seen-count-1 <= 0 {
			continue
		}
		score := func(sse float64) float64 { // AICc
			return f.seen*math.Log(math.Max(sse, floor)) + 2*count + 2*count*(count+1)/(f.seen-count-1)
		}
		sse := f.best(m, &done, i)
		if len(y) > brief && m != (form{}) && score(sse) < least+worthwhile {
			sse = f.search(m, &done[i], len(y), fine)
		}
		if aicc := score(sse); aicc < least {
			least = aicc
			f.form, f.paces = m, m.paces(done[i])
			f.variance = sse / (f.seen - count)
		}
	}
	if !math.IsInf(least, 1) {
		f.pass.run(f.form, f.paces, f.y, len(f.y))
		f.at = f.pass.at
	}
}

// mean walks the states on, without errors.
func (f *etsFit) mean(out []float64) {
	trend := f.at.trend
	for h := range out {
		trend *= f.paces.damp
		out[h] = f.at.level + f.at.season[(len(f.y)+h)%7]
		if f.form.trend {
			f.at.level += trend
			out[h] += trend
		}
	}
}

// spread sums what the error of each day yet to come does to later ones.
func (f *etsFit) spread(sd []float64) {
	sum, damped, power := 1.0, 0.0, 1.0
	for h := range sd {
		sd[h] = math.Sqrt(f.variance * sum)
		c := f.paces.level
		if f.form.trend {
			power *= f.paces.damp
			damped += power
			c += f.paces.trend * damped
		}
		if f.form.season && (h+1)%7 == 0 {
			c += f.paces.season
		}
		sum += c * c
	}
}
