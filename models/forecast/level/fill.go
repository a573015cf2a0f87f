package level

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// errDuplicate explains a second row of the same series and day.
var errDuplicate = errors.New("two rows for one store, product and day; sum them in the query")

// check refuses a panel that cannot be forecast, naming the first bad row.
func (p Panel) check() error {
	n := len(p.Day)
	if len(p.StoreID) != n || len(p.ProductID) != n || len(p.Quantity) != n ||
		p.Category != nil && len(p.Category) != n || p.Stockout != nil && len(p.Stockout) != n {
		return fmt.Errorf("forecast: columns of unequal length: %d stores, %d products, %d categories, %d days, %d quantities, %d stock-outs",
			len(p.StoreID), len(p.ProductID), len(p.Category), n, len(p.Quantity), len(p.Stockout))
	}
	for i, q := range p.Quantity {
		if math.IsNaN(q) || math.IsInf(q, 0) {
			return fmt.Errorf("forecast: row %d (%s, %s, %s): quantity is %v; give a number or leave the row out",
				i, p.StoreID[i], p.ProductID[i], TimeOf(p.Day[i]).Format("2006-01-02"), q)
		}
	}
	for i, o := range p.Stockout {
		if o < 0 || o > 1 {
			return fmt.Errorf("forecast: row %d (%s, %s, %s): stockout is %v; it is the share of selling hours without stock, 0 to 1",
				i, p.StoreID[i], p.ProductID[i], TimeOf(p.Day[i]).Format("2006-01-02"), o)
		}
	}
	return nil
}

// fill places quantities and stock-outs; days not seen become days without sales.
func (t *table) fill(p Panel, of []int32, origin int32) error {
	for row, i := range of {
		day := p.Day[row]
		if day > origin {
			continue
		}
		s := &t.series[i]
		if s.y == nil {
			n := int(origin-s.start) + 1
			both := make([]float64, 2*n)
			s.y, s.out = both[:n:n], both[n:]
			for k := range s.y {
				s.y[k] = math.NaN()
			}
		}
		at := day - s.start
		if !math.IsNaN(s.y[at]) {
			return fmt.Errorf("forecast: row %d (%s, %s, %s): %w", row, s.store, s.product, TimeOf(day).Format("2006-01-02"), errDuplicate)
		}
		t.notes.Days++
		s.y[at] = p.Quantity[row]
		if s.y[at] < 0 {
			s.y[at] = 0
			t.notes.Negatives++
		}
		if p.Stockout != nil && p.Stockout[row] > 0 {
			s.out[at] = p.Stockout[row]
		}
	}
	for i := range t.series {
		for k, y := range t.series[i].y {
			if math.IsNaN(y) {
				t.series[i].y[k] = 0
				t.notes.Gaps++
			}
		}
		t.notes.Capped += t.series[i].tame()
	}
	return nil
}

// A day is absurd when it is many times the median day with sales of its series.
const (
	absurdTimes = 20
	absurdDays  = 5 // with sales, before anything is called absurd
)

// tame takes absurd days down to the bound and counts them.
func (s *series) tame() int {
	days := make([]float64, 0, len(s.y))
	for _, y := range s.y {
		if y > 0 {
			days = append(days, y)
		}
	}
	if len(days) < absurdDays {
		return 0
	}
	slices.Sort(days)
	bound, n := absurdTimes*days[len(days)/2], 0
	for k, y := range s.y {
		if y > bound {
			s.y[k] = bound
			n++
		}
	}
	return n
}
