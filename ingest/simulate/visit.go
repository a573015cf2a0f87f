package simulate

// visit is one session of a user in the mini-program.
type visit struct {
	at      int64
	user    int32
	browse  bool   // only looks
	share   string // the share that led here
	brought bool   // would not have come without it
	by      int32  // whose share brought the visit
	product int16  // shared product, or -1
	session string
}

// wish is a line on its way into an order.
type wish struct {
	product  int16
	campaign int32
	quantity int64
}

// comeAlong draws the visits that users make of their own accord. Who saw a share before comes through it now and then:
// the order would have come anyway, but last touch gives it to the sharer.
func (s *shop) comeAlong() {
	weekend := 0
	if s.w.weekend(s.day) {
		weekend = 1
	}
	come := func(i int, browse bool) {
		u := &s.w.users[s.first+i]
		v := visit{at: int64(s.w.drawHour(s.rng, u, s.index, weekend))*hour + s.rng.Int64N(hour), user: int32(s.first + i), browse: browse, product: -1}
		if t := s.lives[i].touched; t > 0 {
			if p := &s.posts[t-1]; p.at < v.at && s.rng.Float64() < s.w.users[p.user].claim {
				v.share, v.product = p.id, p.product
			}
		}
		s.visits = append(s.visits, v)
	}
	for i := range s.lives {
		u, l := &s.w.users[s.first+i], &s.lives[i]
		if s.rng.Float64() < s.chance(u, l, s.moods[u.kind]) {
			come(i, false)
		}
		if int(u.join) <= s.day {
			l.joined = true
		}
		if l.joined {
			looks := .10 + .35*u.rate
			if l.gone {
				looks = .01
			}
			if s.rng.Float64() < looks {
				come(i, true)
			}
		}
	}
}

// serve plays one visit: clicks, then orders if anything was wanted and there.
func (s *shop) serve(v *visit) {
	u, l := &s.w.users[v.user], &s.lives[int(v.user)-s.first]
	m := s.mixture(u)
	v.session = s.name('v')
	at := v.at
	step := func() { at += 3000 + s.rng.Int64N(22_000) }
	total, favourites := s.basket(u, m)

	if v.product >= 0 {
		s.click(at, v, u, "view", int(v.product))
	} else if s.rng.Float64() < .25 {
		s.click(at, v, u, "search", -1)
	}
	for range 1 + s.rng.IntN(2) {
		step()
		s.click(at, v, u, "impression", s.wanted(u, m, total, favourites))
	}
	if s.rng.Float64() < .06 {
		step()
		s.click(at, v, u, "view", len(s.w.products)-1) // the notices
	}
	looks := poisson(s.rng, .8)
	for range looks {
		step()
		p := s.wanted(u, m, total, favourites)
		s.click(at, v, u, "view", p)
		if s.rng.Float64() < .08 { // into the cart and out again
			step()
			s.click(at, v, u, "add_to_cart", p)
			step()
			s.click(at, v, u, "remove_from_cart", p)
		}
	}
	if v.browse {
		return
	}
	s.lines = s.lines[:0]
	mean := total
	if v.brought {
		l.joined = true
		mean *= sharedBasket
		if s.rng.Float64() < sharedBuy {
			step()
			s.want(at, v, u, int(v.product))
		}
		s.w.truth.meet(v, u, m, sharedBasket, s.w.products)
	} else {
		s.w.truth.meet(v, u, m, 1, s.w.products)
	}
	for range poisson(s.rng, mean) {
		p := s.wanted(u, m, total, favourites)
		if i := s.campaignOf[p]; i >= 0 && s.campaign(p, at) < 0 && s.rng.Float64()*s.w.campaigns[i].uplift[u.kind] > 1 {
			continue // the campaign has just ended, and with it the extra demand
		}
		step()
		s.want(at, v, u, p)
	}
	if len(s.lines) == 0 || !s.order(at+5000, v) {
		return
	}
	if v.brought && s.day < s.w.cfg.Days {
		s.w.truth.brought[v.by]++
	}
	if s.rng.Float64() < u.dropout {
		l.gone = true
	}
}

// want puts a product into the basket, as far as the shelf allows.
func (s *shop) want(at int64, v *visit, u *user, p int) {
	g := &s.w.products[p]
	if g.mode == notice || s.day < g.launch || !s.w.stores[s.index].offered[p] {
		return
	}
	q := g.quantity.thousandths[pick(s.rng, g.quantity.cumulated)]
	s.click(at, v, u, "view", p)
	if g.mode == spot {
		taken := s.reserve(at, p, q)
		if taken < q {
			s.w.truth.miss(s, p, q-taken)
		}
		if q = taken; q == 0 {
			return
		}
	}
	s.click(at+1500, v, u, "add_to_cart", p)
	for i := range s.lines {
		if s.lines[i].product == int16(p) {
			s.lines[i].quantity += q
			return
		}
	}
	s.lines = append(s.lines, wish{int16(p), s.campaign(p, at), q})
}

// soon draws a delay around a mean, in milliseconds, that keeps within the day.
func (s *shop) soon(at int64, mean float64) int64 {
	left := night - at
	d := int64(s.rng.ExpFloat64() * mean)
	if d >= left {
		d = s.rng.Int64N(max(left, 1))
	}
	return at + d
}

// clock is a time of day drawn around an hour, within bounds.
func (s *shop) clock(mean, spread float64, low, high int64) int64 {
	t := int64((mean + spread*s.rng.NormFloat64()) * float64(hour))
	if t < low || t > high {
		t = low + s.rng.Int64N(max(high-low, 1))
	}
	return t
}
