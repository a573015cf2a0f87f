package recommend

import (
	"cmp"
	"errors"
	"fmt"
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
	perOrder            float64 // units, pulled to the category's
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
