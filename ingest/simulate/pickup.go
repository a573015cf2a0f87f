package simulate

import (
	"github.com/linli-project/linli/ingest/event"
)

// handOut serves the orders due today: missing deliveries are refunded, the rest is made ready, picked up, left for
// tomorrow, or never fetched.
func (s *shop) handOut() {
	slot := s.day % len(s.due)
	today := s.due[slot]
	s.due[slot] = nil
	for _, b := range today {
		u := &s.w.users[b.user]
		if b.waiting {
			if b.noShow {
				s.orderEvent(12*hour+s.rng.Int64N(hour), b, "refunded", nil)
				s.release(b)
			} else {
				s.handOver(s.clock(households[u.kind].pickup[0], households[u.kind].pickup[1], 8*hour, 21*hour+45*minute), b)
			}
			continue
		}
		if !s.dropMissing(b) {
			continue
		}
		ready := 6*hour + 50*minute + s.rng.Int64N(80*minute)
		s.orderEvent(ready, b, "ready", nil)
		x := s.rng.Float64()
		if b.noShow = x < noShow; b.noShow || (x < noShow+lateComer && s.keeps(b)) {
			b.waiting = true
			next := (s.day + 1) % len(s.due)
			s.due[next] = append(s.due[next], b)
			continue
		}
		s.handOver(s.clock(households[u.kind].pickup[0], households[u.kind].pickup[1], ready+5*minute, 21*hour+45*minute), b)
	}
}

// dropMissing refunds the lines whose delivery failed and says whether anything is left.
func (s *shop) dropMissing(b *booking) bool {
	var gone, lines []event.Line
	var products []int16
	for i, p := range b.products {
		if s.shelves[p].missing {
			gone = append(gone, b.lines[i])
		} else {
			lines, products = append(lines, b.lines[i]), append(products, p)
		}
	}
	if len(gone) > 0 {
		b.lines, b.products = lines, products
		s.orderEvent(6*hour+20*minute+s.rng.Int64N(15*minute), b, "refunded", gone)
	}
	return len(b.lines) > 0
}

func (s *shop) keeps(b *booking) bool {
	for _, p := range b.products {
		if life := s.w.products[p].shelf; life > 0 && life < 3 {
			return false
		}
	}
	return true
}

// handOver gives the goods away; some lines come back as complaints within hours, money only.
func (s *shop) handOver(at int64, b *booking) {
	s.orderEvent(at, b, "picked_up", nil)
	var refunded []event.Line
	for i, p := range b.products {
		s.take(int(p), b.lines[i].Quantity)
		if s.rng.Float64() < categories[s.w.products[p].category].refund {
			refunded = append(refunded, b.lines[i])
		}
	}
	if len(refunded) > 0 {
		s.orderEvent(s.soon(at, 100*float64(minute)), b, "refunded", refunded)
	}
}

// closeGroups cancels the orders of campaigns that end today with too few buyers.
func (s *shop) closeGroups() {
	for _, i := range s.w.running(s.day, s.index) {
		g := s.groups[int32(i)]
		c := &s.w.campaigns[i]
		if g == nil || c.to != s.day {
			continue
		}
		delete(s.groups, int32(i))
		if len(g.buyers) >= c.groupSize {
			continue
		}
		slot := (c.to + 1) % len(s.due)
		kept := s.due[slot][:0]
		for _, b := range s.due[slot] {
			if b.campaign != int32(i) {
				kept = append(kept, b)
			}
		}
		s.due[slot] = kept
		for _, b := range g.orders {
			s.orderEvent(campaignEnd*hour+5*minute, b, "cancelled", nil)
		}
	}
}
