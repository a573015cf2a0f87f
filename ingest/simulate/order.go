package simulate

import (
	"time"

	"github.com/linli-project/linli/ingest/event"
)

const (
	unpaid    = .035 // share of orders cancelled because nobody paid
	withdrawn = .020 // share of paid orders cancelled within hours
	missing   = .006 // share of presale deliveries that fail: the lines are refunded in the morning
	lateComer = .04  // share of pickups a day late, of goods that keep
	noShow    = .004 // share of pickups that never come
)

// booking is an order until its goods are handed over.
type booking struct {
	id       string
	user     int32
	campaign int32
	share    string
	pickup   string
	lines    []event.Line
	products []int16
	waiting  bool // ready since yesterday
	noShow   bool
}

// group is a campaign that needs buyers at this store.
type group struct {
	buyers map[int32]bool
	orders []*booking
}

// order turns the basket into orders: one for each pickup day and campaign, as the mini-program does. It says whether any
// of them was paid for good.
func (s *shop) order(at int64, v *visit) (paid bool) {
	lead := 1
	switch x := s.rng.Float64(); {
	case x < .04:
		lead = 3
	case x < .18:
		lead = 2
	}
	if at >= int64(s.w.stores[s.index].cutoff)*hour {
		lead++
	}
	tomorrow := 0
	if at >= 20*hour+30*minute {
		tomorrow = 1
	}
	for len(s.lines) > 0 {
		campaign := s.lines[0].campaign
		day := s.pickupDay(s.lines[0], lead, tomorrow)
		b := &booking{id: s.name('o'), user: v.user, campaign: campaign, share: v.share, pickup: s.w.date(day).Format(time.DateOnly)}
		rest := s.lines[:0]
		for _, l := range s.lines {
			if l.campaign == campaign && s.pickupDay(l, lead, tomorrow) == day {
				b.add(s.w, l)
			} else {
				rest = append(rest, l)
			}
		}
		s.lines = rest
		paid = s.place(at, b, day) || paid
		at += 400
	}
	return paid
}

func (s *shop) pickupDay(l wish, lead, tomorrow int) int {
	switch {
	case s.w.products[l.product].mode == spot:
		return s.day + tomorrow
	case l.campaign >= 0:
		return s.w.campaigns[l.campaign].to + 1
	}
	return s.day + lead
}

func (b *booking) add(w *World, l wish) {
	p := &w.products[l.product]
	line := event.Line{ProductID: p.id, Quantity: l.quantity, UnitPrice: p.price}
	if l.campaign >= 0 {
		line.Discount = line.Amount() - event.Line{Quantity: l.quantity, UnitPrice: w.campaigns[l.campaign].price}.Amount()
	}
	b.lines = append(b.lines, line)
	b.products = append(b.products, l.product)
}

// place sends the first events of an order and books it for its pickup day.
func (s *shop) place(at int64, b *booking, day int) (paid bool) {
	s.orderEvent(at, b, "placed", b.lines)
	if s.rng.Float64() < unpaid {
		s.orderEvent(at+15*minute, b, "cancelled", nil)
		s.release(b)
		return false
	}
	at += 4000 + s.rng.Int64N(80_000)
	s.orderEvent(at, b, "paid", b.lines)
	if s.rng.Float64() < withdrawn {
		s.orderEvent(s.soon(at, 50*float64(minute)), b, "cancelled", nil)
		s.release(b)
		return false
	}
	if day == s.day { // from the shelf: packed at once, or when the store opens
		ready := max(at+8*minute+s.rng.Int64N(25*minute), 7*hour+s.rng.Int64N(20*minute))
		s.orderEvent(ready, b, "ready", nil)
		s.handOver(min(ready+5*minute+int64(s.rng.ExpFloat64()*float64(70*minute)), 21*hour+45*minute), b)
		return true
	}
	s.due[day%len(s.due)] = append(s.due[day%len(s.due)], b)
	if b.campaign >= 0 && s.w.campaigns[b.campaign].groupSize > 0 {
		g := s.groups[b.campaign]
		if g == nil {
			g = &group{buyers: map[int32]bool{}}
			s.groups[b.campaign] = g
		}
		g.buyers[b.user] = true
		g.orders = append(g.orders, b)
	}
	return true
}
