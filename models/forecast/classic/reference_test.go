package classic

import (
	"math"
	"testing"
)

// noise is the linear congruential generator of ISO C, so that the same series can be
// made for other software.
func noise(n int, seed uint64) []float64 {
	out := make([]float64, n)
	for k := range out {
		seed = (seed*1103515245 + 12345) % (1 << 31)
		out[k] = float64(seed) / (1 << 31)
	}
	return out
}

var rare = []float64{0, 0, 2, 0, 0, 0, 1, 0, 0, 4, 0, 0, 0, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0}

// walk wanders without a week.
func walk(seed uint64, drift float64) []float64 {
	y, jitter, at := noise(60, seed), noise(60, seed+50), 20.0
	for k := range y {
		at += 4*y[k] - 2 + drift
		y[k] = at + 2*jitter[k]
	}
	return y
}

// made is 70 days of a level, a damped rise, a week and noise.
func made(level, rise, week, wide float64, seed uint64) []float64 {
	y := noise(70, seed)
	for k := range y {
		d := [...]float64{0, -1, -2, 0, 1, 4, 3}[k%7]
		y[k] = level + rise*(1-math.Pow(0.95, float64(k))) + week*d + wide*y[k]
	}
	return y
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v within %v", what, got, want, tolerance)
	}
}

func byName(t *testing.T, name string) Member {
	t.Helper()
	m, err := ByName(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The values are those of statsforecast 2.1.1: CrostonClassic, CrostonSBA, TSB(0.1,
// 0.1), SeasonalNaive(7).
func TestIntermittentAsStatsforecast(t *testing.T) {
	out := make([]float64, 7)
	for name, want := range map[string][7]float64{
		"croston":        {0.574532987461518, 0.574532987461518, 0.574532987461518, 0.574532987461518, 0.574532987461518, 0.574532987461518, 0.574532987461518},
		"sba":            {0.5458063380884421, 0.5458063380884421, 0.5458063380884421, 0.5458063380884421, 0.5458063380884421, 0.5458063380884421, 0.5458063380884421},
		"tsb":            {0.4286600023991442, 0.4286600023991442, 0.4286600023991442, 0.4286600023991442, 0.4286600023991442, 0.4286600023991442, 0.4286600023991442},
		"seasonal_naive": {0, 0, 2, 1, 0, 0, 0},
	} {
		byName(t, name).Forecast(rare, 3, 7, out)
		for h, v := range out {
			near(t, name, v, want[h], 1e-12)
		}
	}
}

// statsforecast 2.1.1, ets_f(y, 7, "ANN", alpha), at the alpha it ends with, a little
// off the one asked for: forecast and sum of squared errors.
func TestLevelAsStatsforecast(t *testing.T) {
	for _, c := range []struct{ pace, forecast, sse float64 }{
		{0.10300781250000002, 29.622716637203133, 506.11280519396723},
		{0.31476562500000005, 30.052553944065366, 182.9097485601702},
		{0.7284375000000001, 29.117243789066904, 111.86681618874631},
	} {
		var p etsPass
		sse := p.run(form{}, paces{level: c.pace}, walk(1, 0), 60)
		near(t, "level", p.at.level, c.forecast, 1e-4)
		near(t, "squares", sse, c.sse, 1e-2)
		if sse > c.sse+1e-9 {
			t.Errorf("pace %v: squares %v, and %v with another start", c.pace, sse, c.sse)
		}
	}
}

// statsforecast 2.1.1: of ANN, ANA, AAdN and AAdA (ets_f), that of the least AICc, its
// forecast, and its standard deviation at n - parameters degrees of freedom.
func TestETSAsStatsforecast(t *testing.T) {
	for _, c := range []struct {
		name string
		y    []float64
		form form
		mean [7]float64
		sd   float64
	}{
		{"season", made(12, 0, 1, 4, 3), form{season: true}, [7]float64{14.9438, 12.6188, 12.022, 13.4353, 15.0011, 18.0382, 16.7223}, 1.1683},
		{"trend", made(10, 8, 0, 2, 4), form{trend: true}, [7]float64{18.7957, 18.8079, 18.8195, 18.8305, 18.8409, 18.8508, 18.8603}, 0.5943},
		{"level", made(5, 0, 0, 4, 5), form{}, [7]float64{7.09, 7.09, 7.09, 7.09, 7.09, 7.09, 7.09}, 1.1973},
		{"both", made(20, 16, 1, 4, 4), form{trend: true, season: true}, [7]float64{37.6137, 36.559, 35.5606, 37.527, 38.569, 42.3264, 40.505}, 1.2306},
	} {
		e := NewETS()
		mean, sd := make([]float64, 7), make([]float64, 7)
		e.Moments(c.y, 7, mean, sd)
		if e.fit.form != c.form {
			t.Errorf("%s: chose %+v", c.name, e.fit.form)
		}
		for h := range mean {
			near(t, c.name+" mean", mean[h], c.mean[h], 0.01*c.mean[h])
			near(t, c.name+" sd", sd[h], c.sd, 0.02*c.sd)
		}
	}
}

// statsforecast 2.1.1, auto_theta(y, 1, model): STM (false) and DOTM.
func TestThetaAsStatsforecast(t *testing.T) {
	for _, c := range []struct {
		seed    uint64
		dynamic bool
		want    [7]float64
	}{
		{18, false, [7]float64{35.934197, 36.080294, 36.226392, 36.372490, 36.518588, 36.664686, 36.810784}},
		{22, false, [7]float64{29.384151, 29.487574, 29.590998, 29.694422, 29.797845, 29.901269, 30.004693}},
		{28, false, [7]float64{29.808519, 29.867979, 29.927438, 29.986898, 30.046358, 30.105818, 30.165277}},
		{18, true, [7]float64{35.927396, 36.051860, 36.175827, 36.299238, 36.422041, 36.544194, 36.665659}},
		{22, true, [7]float64{29.288029, 29.351819, 29.414018, 29.474710, 29.533973, 29.591876, 29.648487}},
		{28, true, [7]float64{29.814258, 29.860787, 29.906603, 29.951729, 29.996191, 30.040010, 30.083207}},
	} {
		out := make([]float64, 7)
		m := theta{dynamic: c.dynamic, y: walk(c.seed, 0.4)}
		m.extrapolate(out)
		for h := range out {
			near(t, "theta", out[h], c.want[h], 0.007*c.want[h])
		}
	}
}
