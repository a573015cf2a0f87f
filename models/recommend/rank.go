package recommend

import (
	"cmp"
	"slices"
)

// Options of a ranking.
type Options struct {
	WindowDays int               // length of the window; 0 means 28
	Top        int               // products per store; 0 means 30
	Adds       int               // products new to the store beyond the top, at most; 0 means 5, negative none
	Drops      int               // drops per store at most; 0 means 5, negative none
	DropBelow  float64           // units in 7 days below which a product is not worth its slot; 0 means 1
	MinOrders  int               // chain orders below which a product new to the store is a test; 0 means 20
	MinStores  int               // stores selling it below which it is a test; 0 means 3
	Unit       string            // Chinese measure word of the reasons; "" means 份
	UnitOf     map[string]string // by product, where another measure word fits better
}

func (o Options) filled() Options {
	for _, f := range []struct {
		v     *int
		plain int
	}{{&o.WindowDays, 28}, {&o.Top, 30}, {&o.Adds, 5}, {&o.Drops, 5}, {&o.MinOrders, 20}, {&o.MinStores, 3}} {
		if *f.v == 0 {
			*f.v = f.plain
		}
	}
	if o.DropBelow == 0 {
		o.DropBelow = 1
	}
	if o.Unit == "" {
		o.Unit = "份"
	}
	return o
}

// Rank advises every store of stores. Rows are ordered by store and rank.
func Rank(sales Sales, stores Stores, opt Options) ([]Row, error) {
	opt = opt.filled()
	m, err := arrange(sales, stores, opt)
	if err != nil {
		return nil, err
	}
	if err := m.fit(); err != nil {
		return nil, err
	}
	m.value()
	pool := m.candidates(opt)
	var rows []Row
	for s := range m.stores {
		rows = append(rows, m.advise(s, pool, opt)...)
	}
	return rows, nil
}

// advise ranks one store's own products and the chain's best.
func (m *market) advise(s int, pool []int, opt Options) []Row {
	st := &m.stores[s]
	own := make(map[int]*sale, len(st.sales))
	products := make([]int, 0, len(st.sales)+len(pool))
	for i := range st.sales {
		own[st.sales[i].product] = &st.sales[i]
		products = append(products, st.sales[i].product)
	}
	for _, p := range pool {
		if own[p] == nil {
			products = append(products, p)
		}
	}
	hopes := make([]hope, 0, len(products))
	for _, p := range products {
		if h := m.expect(s, p, own[p]); h.score > 0 {
			hopes = append(hopes, h)
		}
	}
	slices.SortFunc(hopes, func(a, b hope) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(m.products[a.product].id, m.products[b.product].id))
	})
	top := min(opt.Top, len(hopes))
	rows := make([]Row, 0, top+max(0, opt.Drops))
	for _, h := range hopes[:top] {
		rows = append(rows, m.row(s, &h, m.action(&h, opt), opt))
	}
	// A store's best sellers fill the top; what it could try besides is worth a line of its own.
	fresh := 0
	for _, h := range hopes[top:] {
		if fresh < opt.Adds && (h.own == nil || h.own.units <= 0) && h.units >= opt.DropBelow {
			fresh++
			rows = append(rows, m.row(s, &h, m.action(&h, opt), opt))
		}
	}
	weak := slices.DeleteFunc(hopes[top:], func(h hope) bool { return !m.droppable(&h, opt) })
	slices.SortFunc(weak, func(a, b hope) int {
		return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(m.products[a.product].id, m.products[b.product].id))
	})
	for _, h := range weak[:max(0, min(opt.Drops, len(weak)))] {
		rows = append(rows, m.row(s, &h, Drop, opt))
	}
	for i := range rows {
		rows[i].Rank = uint16(i + 1)
	}
	return rows
}

func (m *market) action(h *hope, opt Options) string {
	p := &m.products[h.product]
	switch {
	case h.own != nil && h.own.units > 0:
		return Keep
	case p.orders < float64(opt.MinOrders) || p.stores < opt.MinStores:
		return Test
	}
	return Add
}

// droppable products are sold or offered here, are expected to sell less than is
// worth the slot, and, nine chances in ten, less than in a store of this size.
func (m *market) droppable(h *hope, opt Options) bool {
	if h.own == nil || h.units >= opt.DropBelow || h.own.units >= 0.95*h.shown*m.products[h.product].unitsPerOrder() {
		return false
	}
	return m.upper(h) < 1
}

func (m *market) row(s int, h *hope, action string, opt Options) Row {
	p := &m.products[h.product]
	r := Row{
		StoreID: m.stores[s].id, ProductID: p.id, Action: action, Score: h.score,
		ExpectedUnits: h.units, ChainUnits: p.units,
		WeightOwn: h.weight, Index: 100 * h.index, Evidence: uint32(p.orders),
	}
	r.Low, r.High = m.interval(h)
	f := Facts{
		Action: action, Days: opt.WindowDays, Typical: h.typical * p.unitsPerOrder(),
		StoresSelling: p.stores, Stores: m.selling, ChainOrders: p.orders, New: m.stores[s].orders == 0,
	}
	if h.own != nil {
		r.OwnUnits, r.Buyers = h.own.units, uint32(h.own.buyers)
		f.Own = h.own.units
		if h.own.offered < 1 {
			f.Typical *= h.own.offered
			f.Offered = h.own.offered * m.window
		}
	}
	r.ReasonZh, r.ReasonEn = f.Zh(opt.unit(p.id)), f.En()
	return r
}

// unit is the product's measure word.
func (o *Options) unit(product string) string {
	if u := o.UnitOf[product]; u != "" {
		return u
	}
	return o.Unit
}
