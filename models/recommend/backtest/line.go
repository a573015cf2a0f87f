package backtest

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// line sums up stores. A store that is there in several periods is one cluster.
func line(slots int, stores []Store) Line {
	l := Line{Slots: slots}
	at := map[int]int{}
	var by []Store
	for _, s := range stores {
		l.Sold += s.Sold
		l.Chain += s.Chain
		l.Own += s.Own
		l.Ours += s.Ours
		l.Given += s.Given
		if s.Local {
			l.Local++
		}
		k, ok := at[s.Store]
		if !ok {
			k = len(by)
			at[s.Store] = k
			by = append(by, Store{})
		}
		by[k].Sold += s.Sold
		by[k].Chain += s.Chain
		by[k].Ours += s.Ours
		by[k].Given += s.Given
	}
	l.Stores = len(by)
	if l.Sold == 0 {
		return l
	}
	l.Chain, l.Own, l.Ours, l.Given = l.Chain/l.Sold, l.Own/l.Sold, l.Ours/l.Sold, l.Given/l.Sold
	l.Gain, l.Low, l.High = paired(by, l.Sold, func(s Store) float64 { return s.Given - s.Chain })
	l.OursGain, l.OursLow, l.OursHigh = paired(by, l.Sold, func(s Store) float64 { return s.Ours - s.Chain })
	return l
}

// paired is a difference of coverages with its 95 % interval.
func paired(stores []Store, sold float64, of func(Store) float64) (mean, low, high float64) {
	for _, s := range stores {
		mean += of(s) / sold
	}
	n := float64(len(stores))
	if n < 2 {
		return mean, math.Inf(-1), math.Inf(1)
	}
	sum := 0.0
	for _, s := range stores {
		d := of(s) - mean*s.Sold
		sum += d * d
	}
	width := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(.975) * math.Sqrt(sum*n/(n-1)) / sold
	return mean, mean - width, mean + width
}
