package level

import "gonum.org/v1/gonum/mathext"

// seen is the place of one actual within its forecast's distribution.
type seen struct {
	mean, place float64
	horizon     int
}

// places puts the actuals after f's origin into f's distributions.
func places(f *fit, truth table, horizon int, whole []bool) []seen {
	marks := make([]seen, 0, len(f.series)*horizon)
	f.after(truth, horizon, func(i, h int, y float64) {
		mean, variance := f.demand(i, h)
		if mean > 0 {
			marks = append(marks, seen{mean, place(y, mean, variance, whole[f.series[i].group], uint64(i)<<8|uint64(h)), h})
		}
	})
	return marks
}

// place is the probability of less than y; for whole numbers a point, fixed by
// key, between that of less and that of not more.
func place(y, mean, variance float64, whole bool, key uint64) float64 {
	if !whole {
		return mathext.GammaIncReg(mean*mean/variance, y*mean/variance)
	}
	size := binomialSize(mean, variance)
	p := size / (size + mean)
	below := 0.0
	if y >= 1 {
		below = mathext.RegIncBeta(size, y, p)
	}
	upTo := mathext.RegIncBeta(size, y+1, p)
	return below + (upTo-below)*scatter(key)
}

// binomialSize of the negative binomial with this mean and variance, which is at
// least a little over the mean.
func binomialSize(mean, variance float64) float64 {
	return mean * mean / max(variance-mean, 0.02*mean)
}

// scatter spreads keys over 0..1 (splitmix64, Steele and others 2014).
func scatter(x uint64) float64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}
