package recommend

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
)

// market is the input, ordered and summed up.
type market struct {
	products   []product // by id
	stores     []store   // by id
	categories int
	window     float64
	listed     bool    // what is offered where is known
	selling    int     // stores with orders
	affinity   float64 // b, strength of the category prior
	liking     float64 // a, strength of the product prior
}

type product struct {
	id, categoryName    string
	category            int
	units, orders       float64 // chain
	revenue             float64
	stores              int     // with sales
	exposure            float64 // size × share of window offered, summed over stores
	rate                float64 // orders per window and exposure 1
	perOrder            float64 // units
	margin, marginUnits float64 // fen per unit where known, units behind it
	worth               float64 // fen per unit: what a score counts
}

type store struct {
	id       string
	orders   float64
	size     float64   // share of the chain's orders
	sales    []sale    // by product
	expected []float64 // per category, orders
	sold     []float64
}

type sale struct {
	product       int
	units, orders float64
	buyers        int64
	revenue       float64
	offered       float64 // share of the window
	margin        float64
}

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

var errNothing = errors.New("recommend: no store has an order; widen the window or import sales")

// sum adds up the chain.
func (m *market) sum() error {
	total := 0.0
	var known []float64
	for _, s := range m.stores {
		if total += s.orders; s.orders > 0 {
			known = append(known, s.orders)
		}
	}
	if m.selling = len(known); total == 0 {
		return errNothing
	}
	slices.Sort(known)
	all := 0.0 // exposure of a product that every store offers
	for i := range m.stores {
		s := &m.stores[i]
		s.size = s.orders / total
		all += s.size
		if s.orders == 0 {
			s.size = known[len(known)/4] / total
		}
		slices.SortFunc(s.sales, func(a, b sale) int { return cmp.Compare(a.product, b.product) })
		for j := range s.sales {
			v := &s.sales[j]
			p := &m.products[v.product]
			if j > 0 && s.sales[j-1].product == v.product {
				return fmt.Errorf("recommend: two rows for product %s in store %s; sum them in the query", p.id, s.id)
			}
			p.add(v, s)
		}
	}
	for i := range m.products {
		p := &m.products[i]
		if !m.listed {
			p.exposure = all
		}
		if p.exposure > 0 {
			p.rate = p.orders / p.exposure
		}
	}
	return nil
}

func (p *product) add(v *sale, s *store) {
	p.units += v.units
	p.orders += v.orders
	p.revenue += v.revenue
	if v.units > 0 {
		p.stores++
	}
	p.exposure += s.size * v.offered
	if v.margin != 0 && v.units > 0 {
		p.margin += v.margin * v.units
		p.marginUnits += v.units
	}
}
