package customer

import (
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestTrend: labels, and that chance alone is called a trend no more often than stated.
func TestTrend(t *testing.T) {
	for _, c := range []struct {
		recent, before, days int
		want                 string
	}{
		{9, 3, 56, Unclear}, {12, 3, 56, Rising}, {3, 12, 56, Falling}, {0, 12, 112, Falling}, {0, 0, 112, Unclear}, {40, 80, 112, Steady},
		{8, 2, 20, TooNew}, {8, 16, 112, Unclear}, {60_000, 40, 112, Rising},
	} {
		got := Trend(c.recent, c.before, c.days)
		if got.Label != c.want || !(got.Low <= got.Ratio && got.Ratio <= got.High) || got.High > mostTimes || !(got.P >= 0 && got.P <= 1) {
			t.Errorf("%d after %d in %d days: %+v, want %s", c.recent, c.before, c.days, got, c.want)
		}
	}
	rng := rand.New(rand.NewPCG(1, 0))
	for _, perDay := range []float64{.02, .1, .4} {
		called, covered := 0.0, 0.0
		const n = 4000
		for range n {
			recent, before := distuv.Poisson{Lambda: perDay * 56, Src: rng}.Rand(), distuv.Poisson{Lambda: perDay * 112, Src: rng}.Rand()
			c := Trend(int(recent), int(before), 112)
			if c.Label == Rising || c.Label == Falling {
				called++
			}
			if c.Low <= 1 && 1 <= c.High {
				covered++
			}
		}
		if called/n > .06 || covered/n < .94 {
			t.Errorf("%v visits a day: chance is called a trend in %.3f of cases, the interval holds the truth in %.3f", perDay, called/n, covered/n)
		}
	}
}
