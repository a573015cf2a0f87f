package boost

// bases gives every series the level that its forecast is a multiple of: its fading mean, mixed with a day of what its surroundings
// would sell. Those are the product's mean elsewhere times how much this store sells of its products; so a new product of a
// store begins there.
func (m *matrix) bases(f *frame) {
	prior := m.priors(f)
	for i := range f.base {
		mean, days := float64(f.stats[fade12][i]), 0.0
		if mean == mean {
			days = min(float64(f.stats[stock28][i]), 17) // as many as fading leaves
		} else {
			mean = 0
		}
		f.base[i] = float32(max((mean*days+prior[i]*priorDays)/(days+priorDays), least*prior[i], 1e-6*m.scale))
	}
}

// priors are what a series' surroundings say of its level: Bühlmann-like means with three series' weight to the parent.
func (m *matrix) priors(f *frame) []float64 {
	const weight, days = 3, 7
	mean := func(i int) (float64, bool) {
		return float64(f.stats[mean28][i]), f.stats[stock28][i] >= days
	}
	total, n := m.scale, 1.0
	kind, kinds := make([]float64, m.g.kind.n), make([]float64, m.g.kind.n)
	product, products := make([]float64, m.g.product.n), make([]float64, m.g.product.n)
	for i := range f.base {
		if v, ok := mean(i); ok {
			total, n = total+v, n+1
			kind[m.g.kind.of[i]] += v
			kinds[m.g.kind.of[i]]++
			product[m.g.product.of[i]] += v
			products[m.g.product.of[i]]++
		}
	}
	chain := total / n
	like := make([]float64, len(f.base)) // what the series would sell in a usual store
	sold, usual := make([]float64, m.g.store.n), make([]float64, m.g.store.n)
	for i := range like {
		k, p := m.g.kind.of[i], m.g.product.of[i]
		ofKind := (kind[k] + weight*chain) / (kinds[k] + weight)
		like[i] = (product[p] + weight*ofKind) / (products[p] + weight)
		if v, ok := mean(i); ok {
			sold[m.g.store.of[i]] += v
			usual[m.g.store.of[i]] += like[i]
		}
	}
	for i := range like {
		s := m.g.store.of[i]
		like[i] *= (sold[s] + weight*chain) / (usual[s] + weight*chain)
	}
	return like
}

// around sums up a group's last days.
func (m *matrix) around(f *frame, g group) circle {
	c := circle{of: g, level: make([]float32, g.n), short: make([]float32, g.n)}
	members := make([]float64, g.n)
	level, short := make([]float64, g.n), make([]float64, g.n)
	for i := range f.base {
		at := g.of[i]
		members[at]++
		level[at] += float64(f.base[i])
		short[at] += float64(f.stats[short7][i])
	}
	for at := range level {
		c.level[at], c.short[at] = float32(level[at]/members[at]), float32(short[at]/members[at])
	}
	// sums of 3, 7 and 14 days come out of means and days in stock
	for k, span := range []int{3, 7, 14} {
		sold, usual := make([]float64, g.n), make([]float64, g.n)
		for i := range f.base {
			v, days := float64(f.stats[mean3+k][i]), float64(m.inStock(f, i, span))
			if days > 0 {
				sold[g.of[i]] += v * days * float64(f.base[i]) / m.scale
				usual[g.of[i]] += days * float64(f.base[i]) / m.scale
			}
		}
		c.recent[k] = make([]float32, g.n)
		for at := range sold {
			c.recent[k][at] = float32((sold[at] + 3) / (usual[at] + 3))
		}
	}
	return c
}

// inStock counts the days in stock of the last so many.
func (m *matrix) inStock(f *frame, i, span int) int {
	s, n := &m.h.Series[i], 0
	for k := range int32(span) {
		if _, seen := s.At(f.origin - k); seen {
			n++
		}
	}
	return n
}
