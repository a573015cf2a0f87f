package leader

import (
	"math"
	"sort"
)

// Lags at which the answer to a share is looked at, in minutes; within a bin it is taken as even.
var lagEdges = [...]float64{0, 5, 10, 15, 20, 30, 40, 50, 60, 75, 90, 105, 120, 150, 180, 240, 300, 360, 480, 600, 720, 960, 1200, 1440}

// lagOf finds the bin of a lag in milliseconds; -1 is too late, or before the share.
func lagOf(ms int64) int8 {
	minutes := float64(ms) / 60_000
	if minutes < 0 || minutes >= lagEdges[nLags] {
		return -1
	}
	return int8(sort.SearchFloat64s(lagEdges[:], math.Nextafter(minutes, math.Inf(1))) - 1)
}

// exposure is how many purchases of its own the community made in the time of a sharer's shares.
func (c *process) exposure(s int) float64 { return c.rest[s][0] + c.later*c.rest[s][1] }

// answer renews the densities of the lags: that of all shares, lightly held to what it was, and those of the parts of the day, held to
// that of all.
func (c *process) answer(lag *[nParts][nLags]float64) {
	var all [nLags]float64
	total := 0.0
	for part := range lag {
		for l, n := range lag[part] {
			all[l] += n
			total += n
		}
	}
	if total <= 0 {
		return
	}
	for part := range lag {
		sum := 0.0
		for _, n := range lag[part] {
			sum += n
		}
		for l := range lag[part] {
			width := (lagEdges[l+1] - lagEdges[l]) / 1440
			c.lag[part][l] = (lag[part][l] + partPrior*(all[l]+lagPrior/float64(nLags))/(total+lagPrior)) / (sum + partPrior) / width
		}
	}
}

// partOf is the part of the day of a share: those of the evening are answered sooner, or not before the next day.
func partOf(hour int64) int8 {
	switch {
	case hour < 12:
		return 0
	case hour < 18:
		return 1
	case hour < 21:
		return 2
	}
	return 3
}
