package recommend

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/linli-project/linli/models/shrink"
)

// fit learns how much stores differ in their liking of categories and products.
func (m *market) fit() error {
	catalogue := make([]float64, m.categories) // orders per exposure 1 of all products
	for i := range m.products {
		catalogue[m.products[i].category] += m.products[i].rate
	}
	var sold, expected []float64
	for i := range m.stores {
		s := &m.stores[i]
		s.sold, s.expected = make([]float64, m.categories), make([]float64, m.categories)
		for j := range s.sales {
			v := &s.sales[j]
			p := &m.products[v.product]
			s.sold[p.category] += v.orders
			if m.listed {
				s.expected[p.category] += p.rate * s.size * v.offered
			}
		}
		if s.orders == 0 {
			s.expected = make([]float64, m.categories) // nothing known: the prior
			continue
		}
		for c := range catalogue {
			if !m.listed {
				s.expected[c] = catalogue[c] * s.size
			}
		}
		sold, expected = append(sold, s.sold...), append(expected, s.expected...)
	}
	for i, e := range expected {
		if e == 0 {
			sold[i] = 0
		}
	}
	var err error
	if m.affinity, err = shrink.FitRate(sold, expected, nil); err != nil {
		return err
	}
	m.liking, err = shrink.FitRate(m.cells())
	return err
}

// taste is the factor of a store for a category, without orders of which expected
// were expected.
func (m *market) taste(s *store, category int, orders, expected float64) float64 {
	sold := math.Max(0, s.sold[category]-orders)
	rest := math.Max(0, s.expected[category]-expected)
	c, _ := shrink.Rate(m.affinity, sold, rest)
	return c
}

// The unsold pairs of store and product are counted by the logarithm of what was
// expected of them, in steps of a tenth.
const (
	cellStep = 0.1
	cellLow  = -25.0
	cellN    = 400
)

func cellOf(expected float64) int {
	return min(max(int((math.Log(expected)-cellLow)/cellStep), 0), cellN-1)
}

// cells are counts and expectations of all pairs of store and product.
func (m *market) cells() (count, expected, weight []float64) {
	unsold := make([]float64, cellN)
	if !m.listed {
		m.countPairs(unsold)
	}
	for i := range m.stores {
		s := &m.stores[i]
		if s.orders == 0 {
			continue
		}
		for j := range s.sales {
			v := &s.sales[j]
			p := &m.products[v.product]
			e := p.rate * s.size * v.offered
			if e == 0 {
				continue
			}
			if !m.listed {
				unsold[cellOf(e*m.taste(s, p.category, 0, 0))]--
			}
			count = append(count, v.orders)
			expected = append(expected, e*m.taste(s, p.category, v.orders, e))
			weight = append(weight, 1)
		}
	}
	for k, n := range unsold {
		if n != 0 {
			count = append(count, 0)
			expected = append(expected, math.Exp(cellLow+(float64(k)+0.5)*cellStep))
			weight = append(weight, n)
		}
	}
	return count, expected, weight
}

// countPairs counts every pair of a selling store and a product. Products of a
// category are counted by rate first, so that the work is stores × rates.
func (m *market) countPairs(pairs []float64) {
	rates := make([][]float64, m.categories)
	for i := range m.products {
		p := &m.products[i]
		if p.rate == 0 {
			continue
		}
		if rates[p.category] == nil {
			rates[p.category] = make([]float64, cellN)
		}
		rates[p.category][cellOf(p.rate)]++
	}
	for c, counts := range rates {
		for i := range m.stores {
			s := &m.stores[i]
			if s.orders == 0 || counts == nil {
				continue
			}
			shift := int(math.Round(math.Log(s.size*m.taste(s, c, 0, 0)) / cellStep))
			for k, n := range counts {
				if n > 0 {
					pairs[min(max(k+shift, 0), cellN-1)] += n
				}
			}
		}
	}
}

// hope is what a product is expected to do in a store.
type hope struct {
	product int
	own     *sale
	typical float64 // orders in the window, of a store of this size
	orders  float64 // own
	shown   float64 // orders that such a store would have had in the same exposure
	taste   float64 // factor of the category
	index   float64 // rate here over that of a store of this size
	weight  float64 // of the own orders
	week    float64 // orders in 7 days
	units   float64 // in 7 days
	score   float64
}

func (m *market) expect(s, product int, own *sale) hope {
	st, p := &m.stores[s], &m.products[product]
	h := hope{product: product, own: own, typical: p.rate * st.size}
	switch {
	case own != nil:
		h.orders, h.shown = own.orders, h.typical*own.offered
	case !m.listed && st.orders > 0:
		h.shown = h.typical
	}
	h.taste = m.taste(st, p.category, h.orders, h.shown)
	liking, weight := shrink.Rate(m.liking, h.orders, h.shown*h.taste)
	h.index, h.weight = h.taste*liking, weight
	h.week = h.typical * h.index * 7 / m.window
	h.units = h.week * p.perOrder
	h.score = h.units * p.worth
	return h
}

// interval of the units of the days to come.
var interval = [2]float64{0.10, 0.90}

// units from and to, in 7 days.
func (m *market) interval(h *hope) (low, high float64) {
	var q [2]float64
	shrink.NegBin{Mean: h.week, Size: m.liking + h.orders}.Quantiles(interval[:], q[:])
	perOrder := m.products[h.product].perOrder
	return q[0] * perOrder, q[1] * perOrder
}

// upper is what the index is below, nine chances in ten.
func (m *market) upper(h *hope) float64 {
	return h.taste * mathext.GammaIncRegInv(m.liking+h.orders, 0.90) / (m.liking + h.shown*h.taste)
}
