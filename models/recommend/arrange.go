package recommend

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// arrange checks and orders the input.
func arrange(sales Sales, stores Stores, opt Options) (*market, error) {
	if err := sales.check(); err != nil {
		return nil, err
	}
	if len(stores.StoreID) != len(stores.Orders) {
		return nil, fmt.Errorf("recommend: %d stores but %d orders; give one of each per store", len(stores.StoreID), len(stores.Orders))
	}
	m := &market{window: float64(opt.WindowDays), listed: sales.OfferedDays != nil}
	storeAt := make(map[string]int, len(stores.StoreID))
	for i, id := range stores.StoreID {
		if stores.Orders[i] < 0 {
			return nil, fmt.Errorf("recommend: store %s has %d orders; it cannot be negative", id, stores.Orders[i])
		}
		m.stores = append(m.stores, store{id: id, orders: float64(stores.Orders[i])})
	}
	slices.SortFunc(m.stores, func(a, b store) int { return cmp.Compare(a.id, b.id) })
	for i, s := range m.stores {
		if _, ok := storeAt[s.id]; ok {
			return nil, fmt.Errorf("recommend: store %s is there twice; give one row per store", s.id)
		}
		storeAt[s.id] = i
	}
	productAt, err := m.catalogue(sales)
	if err != nil {
		return nil, err
	}
	for i, id := range sales.StoreID {
		s, ok := storeAt[id]
		if !ok {
			return nil, fmt.Errorf("recommend: row %d: store %s is not among the stores; add it with its orders", i, id)
		}
		v := sales.sale(i, productAt[sales.ProductID[i]], m.window)
		m.stores[s].sales = append(m.stores[s].sales, v)
		m.stores[s].orders = max(m.stores[s].orders, v.orders) // it had at least these
	}
	return m, m.sum()
}

// catalogue numbers products and categories in order of their names.
func (m *market) catalogue(sales Sales) (map[string]int, error) {
	at := make(map[string]int)
	var names []string
	for i, id := range sales.ProductID {
		k, ok := at[id]
		if !ok {
			at[id] = len(m.products)
			m.products = append(m.products, product{id: id, categoryName: sales.Category[i]})
			names = append(names, sales.Category[i])
		} else if c := m.products[k].categoryName; c != sales.Category[i] {
			return nil, fmt.Errorf("recommend: row %d: product %s is of category %q, elsewhere of %q; give it one", i, id, sales.Category[i], c)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	m.categories = len(names)
	slices.SortFunc(m.products, func(a, b product) int { return cmp.Compare(a.id, b.id) })
	for i := range m.products {
		p := &m.products[i]
		at[p.id] = i
		p.category, _ = slices.BinarySearch(names, p.categoryName)
	}
	return at, nil
}

func (s *Sales) check() error {
	n := len(s.StoreID)
	if len(s.ProductID) != n || len(s.Category) != n || len(s.Units) != n || len(s.Orders) != n || len(s.Buyers) != n ||
		len(s.RevenueFen) != n || s.OfferedDays != nil && len(s.OfferedDays) != n || s.MarginFen != nil && len(s.MarginFen) != n {
		return fmt.Errorf("recommend: columns of unequal length; all must have the %d rows of store_id", n)
	}
	for i, u := range s.Units {
		where := func() string { return fmt.Sprintf("recommend: row %d (%s, %s)", i, s.StoreID[i], s.ProductID[i]) }
		switch {
		case math.IsNaN(u) || math.IsInf(u, 0):
			return fmt.Errorf("%s: units is %v; give a number", where(), u)
		case s.Orders[i] < 0 || s.Buyers[i] < 0:
			return fmt.Errorf("%s: %d orders of %d buyers; neither can be negative", where(), s.Orders[i], s.Buyers[i])
		case s.OfferedDays != nil && !(s.OfferedDays[i] >= 0):
			return fmt.Errorf("%s: offered_days is %v; give 0 or more", where(), s.OfferedDays[i])
		case s.MarginFen != nil && math.IsInf(s.MarginFen[i], 0):
			return fmt.Errorf("%s: margin_fen is %v; give a number, or 0 where unknown", where(), s.MarginFen[i])
		}
	}
	return nil
}

func (s *Sales) sale(i, product int, window float64) sale {
	v := sale{
		product: product, units: math.Max(0, s.Units[i]), orders: float64(s.Orders[i]), buyers: s.Buyers[i],
		revenue: float64(s.RevenueFen[i]), offered: 1,
	}
	if s.OfferedDays != nil {
		v.offered = min(1, s.OfferedDays[i]/window)
		if v.orders > 0 {
			v.offered = max(v.offered, 1/window) // what sold was offered
		}
	}
	if s.MarginFen != nil && !math.IsNaN(s.MarginFen[i]) {
		v.margin = s.MarginFen[i]
	}
	return v
}
