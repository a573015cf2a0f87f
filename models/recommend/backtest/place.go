package backtest

import (
	"cmp"
	"math"
	"slices"

	"github.com/linli-project/linli/models/recommend/demand"
)

// nowhere is the place of what is on no list.
const nowhere = math.MaxInt32

// ranking puts items in order: the higher score first, ties by the second score, then by the item's number.
type ranking struct{ score, second []float64 }

func (r ranking) before(a, b int32) int {
	return cmp.Or(cmp.Compare(r.score[b], r.score[a]), cmp.Compare(r.second[b], r.second[a]), cmp.Compare(a, b))
}

// top gives the first n of the items in order; the items are moved about.
func (r ranking) top(items []int32, n int) []int32 {
	items = first(items, n, r.before)
	slices.SortFunc(items, r.before)
	return items
}

// join gives the first n of two lists that are in order.
func (r ranking) join(a, b []int32, n int, to []int32) []int32 {
	for to = to[:0]; len(to) < n && len(a)+len(b) > 0; {
		if len(b) == 0 || len(a) > 0 && r.before(a[0], b[0]) < 0 {
			to, a = append(to, a[0]), a[1:]
		} else {
			to, b = append(to, b[0]), b[1:]
		}
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

// places gives each item its place, from 0, among the n with the highest scores, nowhere beyond. An item without a score has no
// place unless the second score gives it one.
func places(score, second []float64, n int) []int32 {
	var l list
	l.set(ranking{score, second}.top(some(score, second, nil), n), len(score))
	return l.at
}

// some lists the items that have a score.
func some(score, second []float64, to []int32) []int32 {
	to = to[:0]
	for i := range score {
		if score[i] > 0 || second[i] > 0 {
			to = append(to, int32(i)) //nolint:gosec // far below the limit
		}
	}
	return to
}

// list knows the place of each item on it.
type list struct{ at, items []int32 }

func (l *list) set(items []int32, all int) {
	if l.at == nil {
		l.at = slices.Repeat([]int32{nowhere}, all)
	}
	for _, i := range l.items {
		l.at[i] = nowhere
	}
	l.items = append(l.items[:0], items...)
	for place, i := range l.items {
		l.at[i] = int32(place) //nolint:gosec // far below the limit
	}
}

// storeLists makes the lists of one store after the other.
type storeLists struct {
	room                    *demand.Room
	expected, own, steady   []float64
	score                   []float64
	chain                   []int32 // every item in the chain's order
	sold, mine, rest, other []int32
	joined                  []int32
	ownList                 list
	ours                    [len(leans)]list
}

func newStoreLists(p *demand.Panel, chain []int32) *storeLists {
	n := len(p.Items)
	return &storeLists{room: p.Room(), expected: make([]float64, n), own: make([]float64, n), steady: make([]float64, n), score: make([]float64, n), chain: chain}
}

// make makes lists of n of a store. An own past moves only what the store sold: the rest stands in the same order whatever the lean.
func (l *storeLists) make(o *demand.Outlook, store, n int) {
	all, second := len(l.own), o.Chain(2)
	o.Own(store, l.own)
	o.Steady(store, l.steady)
	o.Sales(store, l.room, l.expected)
	l.sold, l.other, l.rest = l.sold[:0], l.other[:0], l.rest[:0]
	for _, i := range l.chain {
		switch {
		case l.own[i] > 0:
			l.sold = append(l.sold, i)
			continue
		case len(l.other) < n:
			l.other = append(l.other, i)
		}
		if l.expected[i] > 0 || second[i] > 0 {
			l.rest = append(l.rest, i)
		}
	}
	by := ranking{l.own, second}
	l.mine = by.top(append(l.mine[:0], l.sold...), n)
	l.joined = by.join(l.mine, l.other, n, l.joined)
	l.ownList.set(l.joined, all)
	rest := ranking{l.expected, second}.top(l.rest, n)
	for k, lean := range leans {
		for _, i := range l.sold {
			l.score[i] = (1-lean)*l.expected[i] + lean*l.steady[i]
		}
		for _, i := range rest {
			l.score[i] = (1 - lean) * l.expected[i]
		}
		by := ranking{l.score, second}
		l.mine = by.top(append(l.mine[:0], l.sold...), n)
		l.joined = by.join(l.mine, rest, n, l.joined)
		l.ours[k].set(l.joined, all)
	}
}
