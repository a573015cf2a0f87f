package simulate

// What the world is made to average. See the package comment for the formulas.
const (
	meanLines = 4.3  // lines of a visit meant to buy
	common    = .62  // what a user buys of a product that is none of the favourites
	favoured  = 2.4  // added to it for each time the product is among the favourites
	bgR       = 1.25 // visits per day ~ Gamma(bgR, bgAlpha), as in BG/NBD
	bgAlpha   = 8.4
	bgA       = 1.0 // dropout after an order ~ Beta(bgA, bgB)
	bgB       = 15.0

	sharedBuy    = .28 // chance that a visitor who came by a share takes the shared product
	sharedBasket = .30 // and what else of a usual basket
	reshare      = .13 // chance that such a visitor passes the share on
	shareBoost   = 7.0 // weight of a campaign's product among the products shared
	growth       = .0012
)

// weighAppeal cumulates the products' weights for each kind of household and scales the mean basket.
func (w *World) weighAppeal() {
	mean := 0.0
	for k := range households {
		sum := 0.0
		for _, p := range w.products {
			if p.mode != notice {
				sum += p.popularity * households[k].need[p.category]
			}
			w.appeal[k] = append(w.appeal[k], sum)
		}
		mean += households[k].share * households[k].size * sum
	}
	w.lines = meanLines / mean
}

// plain is the mean number of lines with a product in a visit of this kind of household at scale 1, before season,
// campaigns and favourites.
func (w *World) plain(c *community, k, p int) float64 {
	g := &w.products[p]
	if g.mode == notice || !w.stores[c.store].offered[p] {
		return 0
	}
	return w.lines * g.popularity * households[k].need[g.category] * c.taste[g.category]
}

// weighCommunities finds each community's mean basket.
func (w *World) weighCommunities() {
	for i := range w.communities {
		c := &w.communities[i]
		var total [kinds]float64
		for k := range kinds {
			for p := range w.products {
				x := w.plain(c, k, p)
				total[k] += x
				c.plainly[k][w.products[p].category] += x
			}
		}
		for _, u := range w.users[c.first:c.last] {
			lines := common * total[u.kind]
			for _, p := range u.favourite {
				lines += favoured * w.plain(c, int(u.kind), int(p))
			}
			c.basket += u.scale * lines / float64(c.last-c.first)
		}
	}
}

// mixture is what one kind of household of one community wants today, at scale 1.
type mixture struct {
	lines      []float64 // by product
	cumulated  []float64
	total      float64
	byCategory [nCategories]float64
}

// weighDemand sets up the day's mixtures: season, festival, campaigns, launches.
func (s *shop) weighDemand() {
	w := s.w
	st := &w.stores[s.index]
	for p := range s.campaignOf {
		s.campaignOf[p] = -1
	}
	for _, i := range w.running(s.day, s.index) {
		s.campaignOf[w.campaigns[i].product] = int32(i)
	}
	for c := st.first; c < st.last; c++ {
		for k := range kinds {
			m := &s.mixtures[c-st.first][k]
			m.total, m.byCategory = 0, [nCategories]float64{}
			for p := range w.products {
				g := &w.products[p]
				x := 0.0
				if s.day >= g.launch {
					x = w.plain(&w.communities[c], k, p) * s.season[p]
				}
				if i := s.campaignOf[p]; i >= 0 {
					x *= w.campaigns[i].uplift[k]
				}
				m.lines[p] = x
				m.total += x
				m.cumulated[p] = m.total
				m.byCategory[g.category] += x
			}
		}
	}
}

// weighSeason sets the day's factor of each product and the store's level.
func (s *shop) weighSeason() {
	s.special = s.w.special(s.day)
	s.level = .6*s.level + .05*s.rng.NormFloat64()
	for p := range s.season {
		g := &s.w.products[p]
		s.season[p] = g.drift(s.day)
		switch g.category {
		case snack, drink, fruit, meat:
			s.season[p] *= s.special.treats
		case service:
			if s.special.name == neighbours.name {
				s.season[p] *= 2
			}
		}
	}
}

// basket is the mean number of lines in a visit of the user today, and the share of it that favourites add.
func (s *shop) basket(u *user, m *mixture) (total, favourites float64) {
	for _, p := range u.favourite {
		favourites += m.lines[p]
	}
	favourites *= favoured * u.scale
	return favourites + common*u.scale*m.total, favourites
}

// wanted draws one product of a basket.
func (s *shop) wanted(u *user, m *mixture, total, favourites float64) int {
	x := s.rng.Float64() * total
	if x >= favourites {
		return pick(s.rng, m.cumulated)
	}
	for _, p := range u.favourite {
		if x -= favoured * u.scale * m.lines[p]; x < 0 {
			return int(p)
		}
	}
	return int(u.favourite[nFavourites-1])
}
