package backtest

import (
	"cmp"
	"math"
	"slices"

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

// places gives each item its place, from 0, among the n with the highest scores, nowhere beyond; ties go by the second score, then
// by the item's number. An item without a score has no place unless the second score gives it one.
func places(score, second []float64, n int, to []int32) []int32 {
	if to == nil {
		to = make([]int32, len(score))
	}
	order := make([]int32, 0, len(score))
	for i := range score {
		to[i] = nowhere
		if score[i] > 0 || second[i] > 0 {
			order = append(order, int32(i)) //nolint:gosec // far below the limit
		}
	}
	before := func(a, b int32) int {
		return cmp.Or(cmp.Compare(score[b], score[a]), cmp.Compare(second[b], second[a]), cmp.Compare(a, b))
	}
	order = first(order, n, before)
	slices.SortFunc(order, before)
	for at, i := range order {
		to[i] = int32(at) //nolint:gosec // far below the limit
	}
	return to
}

// first parts off the n that come first, in any order (Hoare's selection).
func first(list []int32, n int, before func(a, b int32) int) []int32 {
	if n >= len(list) {
		return list
	}
	low, high := 0, len(list)-1
	for low < high {
		pivot := list[low+(high-low)/2]
		i, j := low, high
		for i <= j {
			for before(list[i], pivot) < 0 {
				i++
			}
			for before(list[j], pivot) > 0 {
				j--
			}
			if i <= j {
				list[i], list[j] = list[j], list[i]
				i++
				j--
			}
		}
		switch {
		case n-1 <= j:
			high = j
		case n-1 >= i:
			low = i
		default:
			return list[:n]
		}
	}
	return list[:n]
}
