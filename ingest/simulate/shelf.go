package simulate

import (
	"math"

	"github.com/shopspring/decimal"

	"github.com/linli-project/linli/ingest/master"
)

const (
	deliveryTime = 5*hour + 30*minute
	wasteTime    = 22 * hour
	countTime    = 22*hour + 20*minute
	countEvery   = 7    // days between counts of a product
	lateSupply   = .015 // chance that a spot delivery comes a day late
)

// batch is what is left of one delivery.
type batch struct {
	quantity int64
	expires  int // last day on which it may be sold; far away when it does not spoil
}

// shelf is a store's stock of one product, in thousandths. All of today's handing over happens between delivery and
// close, so it is booked at close: on hand never falls below zero because nothing is reserved that is not there.
type shelf struct {
	batches  []batch // oldest first
	onHand   int64
	reserved int64    // sold and not yet handed over
	coming   [8]int64 // ordered, by delivery day modulo 8
	estimate float64  // the owner's idea of a common day's sales, units
	open     bool     // has been stocked at all

	// Today.
	missing  bool // presale: the supplier did not come
	soldOut  bool
	sold     int64
	handed   int64
	returned int64 // reservations given up
}

func (h *shelf) free() int64 { return h.onHand - h.reserved }

func (s *shop) expiry(p int) int {
	if life := int(s.w.products[p].shelf); life > 0 {
		return s.day + life - 1
	}
	return math.MaxInt
}

// add books a delivery.
func (s *shop) add(p int, quantity int64) {
	h := &s.shelves[p]
	h.onHand += quantity
	h.batches = append(h.batches, batch{quantity, s.expiry(p)})
	s.move(deliveryTime+int64(p)*1000, p, master.StockReceipt, quantity)
}

// reserve takes up to a quantity from what is free and notes the moment at which nothing is left.
func (s *shop) reserve(at int64, p int, quantity int64) int64 {
	h := &s.shelves[p]
	taken := min(quantity, h.free())
	if smallest := s.w.products[p].quantity.smallest; taken < smallest {
		taken = 0
	}
	h.reserved += taken
	h.sold += taken
	if h.free() < s.w.products[p].quantity.smallest && !h.soldOut {
		h.soldOut = true
		s.move(at, p, master.StockSoldOut, 0)
	}
	return taken
}

// release gives up an order's reservations; the goods are back on the shelf after closing.
func (s *shop) release(b *booking) {
	for i, p := range b.products {
		// Presale goods that were cancelled before their day were never reserved.
		if s.w.products[p].mode == spot || b.waiting {
			s.shelves[p].returned += b.lines[i].Quantity
		}
	}
}

func (s *shop) take(p int, quantity int64) {
	if s.w.products[p].mode <= presale {
		s.shelves[p].handed += quantity
	}
}

// closeShelves books what was handed over, throws away what has expired, counts, and orders.
func (s *shop) closeShelves() {
	for p := range s.shelves {
		h, g := &s.shelves[p], &s.w.products[p]
		if !h.open {
			continue
		}
		h.onHand -= h.handed
		h.reserved -= h.handed + h.returned
		for left := h.handed; left > 0; {
			taken := min(left, h.batches[0].quantity)
			left -= taken
			h.shrink(taken)
		}
		for len(h.batches) > 0 && h.batches[0].expires <= s.day && h.free() > 0 {
			waste := min(h.batches[0].quantity, h.free())
			s.move(wasteTime+int64(p)*1000, p, master.StockWaste, waste)
			h.onHand -= waste
			h.shrink(waste)
			if h.free() == 0 {
				break
			}
		}
		if (s.day+p+s.index)%countEvery == 0 {
			s.move(countTime+int64(p)*1000, p, master.StockCount, h.onHand)
		}
		if g.mode == spot {
			s.reorder(p)
		}
	}
}

// shrink takes from the oldest batch.
func (h *shelf) shrink(quantity int64) {
	if h.batches[0].quantity -= quantity; h.batches[0].quantity == 0 {
		h.batches = h.batches[1:]
	}
}

// move records a stock movement.
func (s *shop) move(at int64, p int, kind string, quantity int64) {
	m := master.Stock{MovementID: s.name('m'), StoreID: s.w.stores[s.index].id, ProductID: s.w.products[p].id, EventTime: s.instant(at),
		BusinessDay: s.date, Kind: kind, Quantity: decimal.New(quantity, -3), UpdatedAt: s.instant(at)}
	if kind == master.StockReceipt || kind == master.StockWaste {
		m.UnitCost = s.w.products[p].cost
	}
	s.stock = append(s.stock, m)
}
