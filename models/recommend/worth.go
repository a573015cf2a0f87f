package recommend

import "math"

// categoryOrders is the weight of the category's units per order against a product's own.
const categoryOrders = 5

// worth is what an order of a product is in units and fen.
type worth struct {
	perOrder float64 // units
	unit     float64 // fen of margin
	cost     float64 // fen of a unit thrown away
	rate     float64 // margin over price; NaN: unknown
	buyers   float64 // distinct buyers per order of the window
}

type sums struct{ units, orders, margin, revenue, value, valued, buyers float64 }

// price is what a unit sells for: the list price, or what was paid.
func (p *Product) price() float64 {
	if p.Price > 0 {
		return p.Price
	}
	if p.Units > 0 && p.Revenue > 0 {
		return p.Revenue / p.Units
	}
	return 0
}

// worths settles them for all products: see the package's comment.
func worths(products []Product) []worth {
	categories := map[string]*sums{}
	chain := &sums{}
	for i := range products {
		p := &products[i]
		if categories[p.Category] == nil {
			categories[p.Category] = &sums{}
		}
		for _, s := range []*sums{categories[p.Category], chain} {
			s.units += p.Units
			s.orders += p.Orders
			s.buyers += p.Buyers
			if price := p.price(); p.Cost > 0 && price > 0 {
				n := math.Max(p.Units, 1)
				s.margin += (price - p.Cost) * n
				s.revenue += price * n
			}
		}
	}
	out := make([]worth, len(products))
	for i := range products {
		p := &products[i]
		c := categories[p.Category]
		w := &out[i]
		usual := 1.0
		if c.orders > 0 && c.units > 0 {
			usual = c.units / c.orders
		}
		w.perOrder = (p.Units + categoryOrders*usual) / (p.Orders + categoryOrders)
		w.buyers = share(p.Buyers+categoryOrders*share(c.buyers, c.orders, 1), p.Orders+categoryOrders, 1)
		w.rate = math.NaN()
		price := p.price()
		switch {
		case price == 0:
			w.unit = math.NaN()
		case p.Cost > 0:
			w.unit, w.cost, w.rate = price-p.Cost, p.Cost, (price-p.Cost)/price
		case c.revenue > 0:
			w.unit = price * c.margin / c.revenue
			w.cost = price - w.unit
		case chain.revenue > 0:
			w.unit = price * chain.margin / chain.revenue
			w.cost = price - w.unit
		default:
			w.unit, w.cost = price, price
		}
		if !math.IsNaN(w.unit) {
			for _, s := range []*sums{c, chain} {
				s.value += w.unit * w.perOrder * (p.Orders + 1)
				s.valued += p.Orders + 1
			}
		}
	}
	for i := range products { // without a price: as an order of the category
		if w := &out[i]; math.IsNaN(w.unit) {
			c := categories[products[i].Category]
			w.unit = share(c.value, c.valued, share(chain.value, chain.valued, 1)) / w.perOrder
			w.cost = math.Max(0, w.unit)
		}
	}
	return out
}

func share(of, total, otherwise float64) float64 {
	if total > 0 {
		return of / total
	}
	return otherwise
}
