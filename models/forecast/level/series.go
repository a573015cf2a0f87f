package level

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// series is one store and product, day by day without gaps.
type series struct {
	store, product, category string
	group                    int       // index of the category
	local                    int       // index of the category within the store
	start, last              int32     // first and last day with a row
	y                        []float64 // sold
	out                      []float64 // share of the day out of stock
}

// table is a panel ordered: series by store and product, days ascending.
type table struct {
	series []series
	groups int // categories
	locals int // categories within stores
	notes  Notes
}

type seriesKey struct{ store, product string }

// arrange orders the rows up to origin into series.
func arrange(p Panel, origin int32) (table, error) {
	if err := p.check(); err != nil {
		return table{}, err
	}
	var t table
	first, of := p.locate()
	t.series = make([]series, len(first))
	for i, row := range first {
		s := &t.series[i]
		s.store, s.product, s.start, s.last = p.StoreID[row], p.ProductID[row], math.MaxInt32, math.MinInt32
		if p.Category != nil {
			s.category = p.Category[row]
		}
	}
	for row, i := range of {
		s := &t.series[i]
		if p.Category != nil && p.Category[row] != s.category {
			return table{}, fmt.Errorf("forecast: row %d (%s, %s): category %q, elsewhere %q; give a product one category in a store",
				row, s.store, s.product, p.Category[row], s.category)
		}
		if day := p.Day[row]; day <= origin {
			s.last = max(s.last, day)
			s.start = min(s.start, day)
		} else {
			t.notes.Future++
		}
	}
	if err := t.fill(p, of, origin); err != nil {
		return table{}, err
	}
	t.series = slices.DeleteFunc(t.series, func(s series) bool { return s.y == nil })
	slices.SortFunc(t.series, func(a, b series) int {
		return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(a.product, b.product))
	})
	t.number()
	t.notes.Series = len(t.series)
	return t, nil
}

// locate finds the first row of each series, in order of appearance, and gives
// each row the number of its series.
func (p Panel) locate() (first []int, of []int32) {
	ids := make(map[seriesKey]int32)
	of = make([]int32, len(p.Day))
	for row := range of {
		if row > 0 && p.ProductID[row] == p.ProductID[row-1] && p.StoreID[row] == p.StoreID[row-1] {
			of[row] = of[row-1]
			continue
		}
		key := seriesKey{p.StoreID[row], p.ProductID[row]}
		id, ok := ids[key]
		if !ok {
			id = int32(len(first))
			ids[key] = id
			first = append(first, row)
		}
		of[row] = id
	}
	return first, of
}

// number gives categories, and categories within stores, their index in order.
func (t *table) number() {
	var names []string
	for _, s := range t.series {
		names = append(names, s.category)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	t.groups = len(names)
	type localKey struct{ store, category string }
	locals := make(map[localKey]int)
	for i := range t.series {
		s := &t.series[i]
		s.group, _ = slices.BinarySearch(names, s.category)
		key := localKey{s.store, s.category}
		if _, ok := locals[key]; !ok {
			locals[key] = len(locals)
		}
		s.local = locals[key]
		if inStock(s.out) < coldDays {
			t.notes.ColdStart++
		}
	}
	t.locals = len(locals)
}

// coldDays is the number of days in stock below which a series is a cold start.
const coldDays = 7

func inStock(out []float64) int {
	n := 0
	for _, o := range out {
		if o == 0 {
			n++
		}
	}
	return n
}
