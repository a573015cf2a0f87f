package simulate

// dayTruth gathers what becomes true while days pass.
type dayTruth struct {
	expected [][]float32            // by day: units by store and product
	lost     [][]float32            // likewise
	needs    [][nCategories]float64 // by user: lines expected in the history, given the visits
	reach    []Truth
	brought  []int32 // by user: visits with a paid order that their shares brought in the history
}

func (t *dayTruth) rewind(w *World) {
	*t = dayTruth{needs: make([][nCategories]float64, len(w.users)), brought: make([]int32, len(w.users))}
}

// openDay makes room for a day. A world for load tests forgets the day before.
func (t *dayTruth) openDay(w *World) {
	if n := len(t.expected); w.cfg.Load && n > 0 {
		t.expected[n-1], t.lost[n-1] = nil, nil
	}
	t.expected = append(t.expected, make([]float32, len(w.stores)*len(w.products)))
	t.lost = append(t.lost, make([]float32, len(w.stores)*len(w.products)))
}

// kept is the share of a product's ordered lines that end up paid, delivered and not refunded.
func (p *product) kept() float64 {
	k := (1 - unpaid) * (1 - withdrawn) * (1 - categories[p.category].refund)
	if p.mode == presale {
		k *= (1 - missing) * (1 - noShow)
	}
	return k
}

// expect adds up what the store's customers will want today: of their own accord, and through shares.
func (t *dayTruth) expect(s *shop) {
	w := s.w
	st := &w.stores[s.index]
	out := t.expected[s.day][s.index*len(w.products):][:len(w.products)]
	weekend := 0
	if w.weekend(s.day) {
		weekend = 1
	}
	shared := s.shareWeights()
	lines := make([]float64, len(out))
	for c := st.first; c < st.last; c++ {
		co := &w.communities[c]
		mixtures := &s.mixtures[c-st.first]
		members := float64(co.last - co.first)
		brought := s.expectedVisits(co)
		var visits, late [kinds]float64 // times scale
		for i := co.first; i < co.last; i++ {
			u := &w.users[i]
			own := s.chance(u, &s.lives[i-s.first], s.moods[u.kind]) * u.scale
			other := brought / members * sharedBasket * u.scale
			visits[u.kind] += own + other
			late[u.kind] += own * u.late[weekend]
			m := &mixtures[u.kind]
			for _, p := range u.favourite {
				lines[p] += favoured * m.lines[p] * (own*(1-u.late[weekend]*s.fades(int(p), int(u.kind))) + other)
			}
		}
		for k := range kinds {
			for p, x := range mixtures[k].lines {
				lines[p] += common * x * (visits[k] - late[k]*s.fades(p, k))
			}
		}
		last := 0.0
		for p := range lines {
			lines[p] += brought * sharedBuy * (shared[p] - last) / shared[len(shared)-1]
			last = shared[p]
		}
	}
	for p := range lines {
		g := &w.products[p]
		out[p] = float32(lines[p] * g.quantity.mean * g.kept())
	}
}

// fades is the share of a product's demand that ends with its campaign today.
func (s *shop) fades(p, kind int) float64 {
	if i := s.campaignOf[p]; i >= 0 && s.w.campaigns[i].to == s.day {
		return 1 - 1/s.w.campaigns[i].uplift[kind]
	}
	return 0
}

// expectedVisits is how many visits shares will bring to a community today, cascades included.
func (s *shop) expectedVisits(c *community) float64 {
	sum := 0.0
	for i := c.first; i < c.last; i++ {
		if u := &s.w.users[i]; u.posts > 0 && (s.lives[i-s.first].joined || int(u.join) <= s.day) {
			sum += u.posts * float64(u.reach) * u.pull
		}
	}
	n := float64(c.last - c.first)
	return sum / (1 - reshare*c.revisit) * (n - 1) / n
}

func (t *dayTruth) miss(s *shop, p int, quantity int64) {
	t.lost[s.day][s.index*len(s.w.products)+p] += float32(quantity) / 1000
}

// meet notes what a visit may buy.
func (t *dayTruth) meet(v *visit, u *user, m *mixture, share float64, products []product) {
	needs := &t.needs[v.user]
	for g, x := range m.byCategory {
		needs[g] += share * common * u.scale * x
	}
	for _, p := range u.favourite {
		needs[products[p].category] += share * favoured * u.scale * m.lines[p]
	}
	if v.brought {
		needs[products[v.product].category] += sharedBuy
	}
}
