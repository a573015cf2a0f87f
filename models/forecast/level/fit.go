package level

// Options of a forecast.
type Options struct {
	Origin  int32 // last day to use; 0 means the last day of the panel
	Horizon int   // days ahead, at most 28; 0 means 7
	Ended   int   // a series without a sale in its last so many days is not forecast; 0 means 28, negative forecasts all
	Tests   int   // earlier weekly origins that teach levels and calibrate quantiles; 0 means 4, negative none
}

const maxHorizon = 28

func (o Options) filled(p Panel) Options {
	if o.Origin == 0 {
		for i, d := range p.Day {
			if i == 0 || d > o.Origin {
				o.Origin = d
			}
		}
	}
	if o.Horizon <= 0 {
		o.Horizon = 7
	}
	if o.Ended == 0 {
		o.Ended = 28
	}
	if o.Tests == 0 {
		o.Tests = 4
	}
	return o
}

// fit is the model of all series at one origin.
type fit struct {
	table
	origin int32
	weeks  []week
	runs   []run
	spread spread
	factor []float64
	steps  []ladder
	credit credit
}

// learn fits all series of t, whose days end at origin.
func learn(t table, origin int32) *fit {
	f := &fit{table: t, origin: origin}
	f.weeks = t.profiles()
	prior := t.priors()
	f.runs = t.levels(f.weeks, prior)
	f.spread, f.factor = t.spreads(f.runs)
	f.steps, f.credit = t.ladders(f.runs, prior), trusting()
	return f
}

// demand is the mean and variance of series i, h days after the origin.
func (f *fit) demand(i, h int) (mean, variance float64) {
	mean = f.credit.level(&f.steps[i]) * f.weeks[i][weekday(f.origin+int32(h))]
	return mean, f.factor[i] * f.spread.at(mean)
}

// naive repeats the same weekday of the last week in which the series was in
// stock; without one, the mean of the days in stock.
func (s *series) naive(h int) float64 {
	for k := len(s.y) - 1 + h; k >= 0; k -= 7 {
		if k < len(s.y) && s.out[k] == 0 {
			return s.y[k]
		}
	}
	return s.weekdays().mean
}
