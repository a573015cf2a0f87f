package customer

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// The labels of a trend.
const (
	Rising  = "rising"
	Steady  = "steady"
	Falling = "falling"
	Unclear = "unclear" // too few visits to tell a change from chance
	TooNew  = "too_new" // less than 12 weeks since the first visit
)

const (
	recentDays = 56  // 8 weeks
	beforeDays = 112 // at most so many before them
	leastDays  = 28  // at least so many
	chance     = 0.05
)

// Change is how a user's visits of the last 8 weeks stand to those before.
type Change struct {
	Label          string
	Ratio          float64 // rate of the last 8 weeks over the rate before, 1 where there is nothing to compare
	Low, High      float64 // 95 % interval
	P              float64 // how likely chance alone makes a difference as large; 1 where there is nothing to compare
	Recent, Before int     // visits
	Days           int     // before the last 8 weeks
}

// Trend compares visits after the first with chance: rising or falling where chance makes so large a difference in fewer than 5 of 100
// cases, steady where the ratio surely lies between a half and two, unclear otherwise. before visits fell into days days.
func Trend(recent, before, days int) Change {
	c := Change{Label: TooNew, Ratio: 1, High: mostTimes, P: 1, Recent: recent, Before: before, Days: days}
	if days < leastDays {
		return c
	}
	n, share := recent+before, float64(recentDays)/float64(recentDays+days)
	if n == 0 {
		c.Label = Unclear
		return c
	}
	odds := func(p float64) float64 { return math.Min(mostTimes, p/(1-p)*(1-share)/share) }
	k := float64(recent)
	c.Low, c.High = odds(mathext.InvRegIncBeta(k+.5, float64(before)+.5, .025)), odds(mathext.InvRegIncBeta(k+.5, float64(before)+.5, .975))
	if recent == 0 {
		c.Low = 0
	}
	if before == 0 {
		c.High = mostTimes
	}
	c.Ratio = odds((k + .5) / (float64(n) + 1))
	b := distuv.Binomial{N: float64(n), P: share}
	below := b.CDF(k) - b.Prob(k)/2
	c.P = math.Min(1, 2*math.Min(below, 1-below))
	switch {
	case c.P < chance && c.Ratio > 1:
		c.Label = Rising
	case c.P < chance:
		c.Label = Falling
	case c.Low > .5 && c.High < 2:
		c.Label = Steady
	default:
		c.Label = Unclear
	}
	return c
}

// mostTimes bounds a ratio where the divisor is next to nothing.
const mostTimes = 100
