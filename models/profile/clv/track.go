package clv

import (
	"math"
)

// perPurchase scores the value of a purchase of those who bought.
func perPurchase(value []float64, rules []rule, counts, money []float64) []Score {
	var actual []float64
	pick := func(v []float64) (out []float64) {
		for i, n := range counts {
			if n > 0 {
				out = append(out, v[i])
			}
		}
		return out
	}
	for i, n := range counts {
		if n > 0 {
			actual = append(actual, money[i]/n)
		}
	}
	if len(actual) == 0 {
		return nil
	}
	return []Score{score("Gamma-Gamma", pick(value), actual), score("own mean", pick(rules[0].values), actual), score(overall, pick(rules[1].values), actual)}
}

// track adds up repeat purchases by the week, at a dozen points.
func (o *Holdout) track(histories []History, first, cut, last float64) (out []Track) {
	var starts, repeats []float64
	for _, h := range histories {
		if h.Days[0] <= cut {
			starts, repeats = append(starts, h.Days[0]), append(repeats, h.Days[1:]...)
		}
	}
	const points = 12
	for k := 1; k <= points; k++ {
		day := first + math.Round((last-first)*float64(k)/points)
		t := Track{Week: (day - first + 1) / daysPerWeek}
		byStart := map[float64]float64{}
		for _, s := range starts {
			if s < day {
				if _, ok := byStart[s]; !ok {
					byStart[s] = o.Fits[0].ExpectedNew((day - s) / daysPerWeek)
				}
				t.Expected += byStart[s]
			}
		}
		for _, d := range repeats {
			if d <= day {
				t.Actual++
			}
		}
		out = append(out, t)
	}
	return out
}
