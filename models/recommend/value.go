package recommend

import (
	"cmp"
	"slices"
)

// categoryOrders is the weight of the category's units per order against a
// product's own.
const categoryOrders = 5

// value settles units per order and what a unit is worth: its margin; where that is
// unknown, its price times the margin rate of its category or of the chain; where
// no margin is known at all, its price.
func (m *market) value() {
	type sums struct{ units, orders, margin, revenue float64 }
	category := make([]sums, m.categories)
	var chain sums
	for i := range m.products {
		p := &m.products[i]
		for _, s := range []*sums{&category[p.category], &chain} {
			s.units += p.units
			s.orders += p.orders
			if p.marginUnits > 0 && p.units > 0 {
				s.margin += p.margin / p.marginUnits * p.units
				s.revenue += p.revenue
			}
		}
	}
	for i := range m.products {
		p := &m.products[i]
		c := category[p.category]
		usual := 1.0
		if c.orders > 0 {
			usual = c.units / c.orders
		}
		p.perOrder = (p.units + categoryOrders*usual) / (p.orders + categoryOrders)
		price := 0.0
		if p.units > 0 {
			price = p.revenue / p.units
		}
		switch {
		case p.marginUnits > 0:
			p.worth = p.margin / p.marginUnits
		case c.revenue > 0:
			p.worth = price * c.margin / c.revenue
		case chain.revenue > 0:
			p.worth = price * chain.margin / chain.revenue
		default:
			p.worth = price
		}
	}
}

// unitsPerOrder as counted, for reasons, which state facts.
func (p *product) unitsPerOrder() float64 {
	if p.orders == 0 {
		return 0
	}
	return p.units / p.orders
}

// How many of the chain's products are looked at for every store, besides its own.
const (
	poolBest     = 1000
	poolCategory = 20
)

// candidates are the products with the most value in the chain, and the best of
// every category.
func (m *market) candidates(opt Options) []int {
	order := make([]int, 0, len(m.products))
	for i := range m.products {
		if m.worth(i) > 0 {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(m.worth(b), m.worth(a)), cmp.Compare(a, b))
	})
	taken := make([]int, m.categories)
	best := max(poolBest, 10*opt.Top)
	pool := order[:0]
	for k, i := range order {
		c := m.products[i].category
		if taken[c]++; k < best || taken[c] <= poolCategory {
			pool = append(pool, i)
		}
	}
	return pool
}

// worth of a product in a store that is the whole chain, per window.
func (m *market) worth(i int) float64 {
	p := &m.products[i]
	return p.rate * p.perOrder * p.worth
}
