package assortment

import "math"

// manyUnits is the delivery from which on only its mean matters.
const manyUnits = 500

// WasteUnits is how many units per week are thrown away of an item that sells so many a week, negative binomial of that size,
// when one pack is delivered per shelf life at least. A life of 0 does not spoil.
func WasteUnits(perWeek, size float64, lifeDays int, pack float64) float64 {
	if lifeDays <= 0 || !(pack > 0) {
		return 0
	}
	times := 7 / float64(lifeDays)
	mean := perWeek / times
	if !(mean > 0) {
		return pack * times
	}
	if pack > manyUnits {
		return max(0, pack-mean) * times
	}
	if mean > pack+12*math.Sqrt(mean+mean*mean/size) {
		return 0
	}
	odds := mean / (size + mean)
	mass := math.Exp(-size * math.Log1p(mean/size))
	left := 0.0
	for x := 0.0; x < pack; x++ {
		left += (pack - x) * mass
		mass *= (size + x) / (x + 1) * odds
	}
	return left * times
}
