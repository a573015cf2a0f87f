package simulate

import "github.com/linli-project/linli/ingest/master"

// receive takes the morning's deliveries: spot goods as ordered by the owner, presale goods as booked by the customers.
func (s *shop) receive() {
	booked := make([]int64, len(s.shelves))
	for _, b := range s.due[s.day%len(s.due)] {
		if !b.waiting {
			for i, p := range b.products {
				if s.w.products[p].mode == presale { // goods from stock were reserved when they were ordered
					booked[p] += b.lines[i].Quantity
				}
			}
		}
	}
	for p := range s.shelves {
		h, g := &s.shelves[p], &s.w.products[p]
		h.sold, h.handed, h.returned, h.soldOut, h.missing = 0, 0, 0, false, false
		if g.mode > presale || !s.w.stores[s.index].offered[p] || s.day < g.launch {
			continue
		}
		if !h.open {
			s.firstStock(p)
		}
		arrives := h.coming[s.day%8]
		h.coming[s.day%8] = 0
		if arrives > 0 && s.rng.Float64() < lateSupply {
			h.coming[(s.day+1)%8] += arrives
			arrives = 0
		}
		if need := booked[p] - h.free(); g.mode == presale && booked[p] > 0 {
			if h.missing = s.rng.Float64() < missing; h.missing {
				need, booked[p] = 0, 0
			}
			arrives = packs(need, g.pack)
		}
		h.reserved += booked[p]
		if arrives > 0 {
			s.add(p, arrives)
		}
		if g.mode == spot && h.free() < g.quantity.smallest {
			h.soldOut = true
			s.move(6*hour, p, master.StockSoldOut, 0)
		}
	}
}

// firstStock opens a shelf with a count of what stands there on the first day; new products start from their first delivery.
func (s *shop) firstStock(p int) {
	h, g := &s.shelves[p], &s.w.products[p]
	h.open = true
	h.estimate = float64(s.w.truth.expected[s.day][s.index*len(s.shelves)+p]) * lognormal(s.rng, .2)
	opening := int64(0)
	if g.mode == spot {
		opening = packs(int64(1000*h.estimate*s.cover(p)*1.3), g.pack)
		if opening == 0 {
			opening = g.pack
		}
	}
	if g.launch > 0 {
		s.move(0, p, master.StockCount, 0)
		if opening > 0 {
			s.add(p, opening)
		}
		return
	}
	h.onHand = opening
	if opening > 0 {
		h.batches = append(h.batches, batch{opening, s.expiry(p)})
	}
	s.move(0, p, master.StockCount, opening)
}

// cover is for how many days the owner orders at once: one of what spoils, several of the rest.
func (s *shop) cover(p int) float64 {
	switch life := s.w.products[p].shelf; {
	case life == 0 || life > 20:
		return 6
	case life > 6:
		return 3
	case life > 3:
		return 2
	}
	return 1
}

// reorder is the owner's rule of thumb: learn from the day, then fill up to the estimate of the days to cover. A day that
// sold out teaches only that there was more to sell.
func (s *shop) reorder(p int) {
	h, g := &s.shelves[p], &s.w.products[p]
	sold := float64(h.sold) / 1000 / (s.moods[schoolFamily] / s.lift)
	if s.campaignOf[p] >= 0 {
		sold /= 1.8
	}
	if h.soldOut {
		sold = max(sold*1.15, h.estimate*1.06)
	}
	h.estimate += .15 * (sold - h.estimate)

	lead := int(categories[g.category].lead)
	days := float64(lead-1) + s.cover(p)
	want := 0.0
	for d := 1; float64(d) <= days; d++ {
		expected := h.estimate * households[schoolFamily].week[s.w.weekday(s.day+d)] * s.w.special(s.day+d).visits
		for _, i := range s.w.running(s.day+d, s.index) {
			if s.w.campaigns[i].product == p {
				expected *= 1.8
			}
		}
		want += expected
	}
	want *= 1 + s.w.stores[s.index].safety
	position := h.free()
	for _, q := range h.coming {
		position += q
	}
	if need := int64(1000*want) - position; need > 0 && (s.cover(p) < 3 || float64(position) < 600*want) {
		h.coming[(s.day+lead)%8] += packs(need, g.pack)
	}
}

func packs(need, pack int64) int64 {
	if need <= 0 {
		return 0
	}
	return (need + pack - 1) / pack * pack
}
