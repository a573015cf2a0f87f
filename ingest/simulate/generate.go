package simulate

import (
	"cmp"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
)

// generate runs all shops through a day. Shops do not touch each other, and each draws from a stream of its own, so they
// may run side by side.
func (w *World) generate(day int) *Day {
	d := &Day{Index: day, Date: w.date(day)}
	w.truth.openDay(w)
	for len(w.almanac) < day+lookAhead {
		w.almanac = append(w.almanac, w.lookUp(len(w.almanac)))
	}
	w.eachShop(func(s *shop) {
		s.run(day)
		for i := range s.events {
			s.events[i].at = s.events[i].at<<32 | int64(i) // ties keep the order in which they were made
		}
		slices.SortFunc(s.events, func(a, b stamped) int { return cmp.Compare(a.at, b.at) })
	})
	d.Events = w.merge()
	for _, s := range w.shops {
		clear(s.events) // what is left there of a busy day would hold on to all that day
		d.Stock = append(d.Stock, s.stock...)
	}
	slices.SortStableFunc(d.Stock, func(a, b master.Stock) int { return a.EventTime.Compare(b.EventTime) })
	w.nameEvents(day, d.Events)
	if w.fraud != nil {
		d.Events = w.fraud.with(day, d.Events)
	}
	w.truth.closeDay(w, day)
	return d
}

const lookAhead = 24 // days that an owner who reorders may think of

func (w *World) eachShop(work func(*shop)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(w.workers, len(w.shops)) {
		all.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(w.shops)); i = next.Add(1) - 1 {
				work(w.shops[i])
			}
		})
	}
	all.Wait()
}

// merge puts the shops' events of the day in time order; at the same millisecond the shops come in theirs. It keeps a heap
// of the shops by their next event.
func (w *World) merge() []event.Event {
	total := 0
	var heap []int
	at := make([]int64, len(w.shops)) // milliseconds, then the shop
	rest := make([][]stamped, len(w.shops))
	for i, s := range w.shops {
		total += len(s.events)
		if rest[i] = s.events; len(s.events) > 0 {
			at[i] = s.events[0].at>>32<<16 | int64(i)
			heap = append(heap, i)
		}
	}
	slices.SortFunc(heap, func(a, b int) int { return cmp.Compare(at[a], at[b]) })
	events := make([]event.Event, 0, total)
	for len(heap) > 0 {
		i := heap[0]
		events = append(events, rest[i][0].Event)
		if rest[i] = rest[i][1:]; len(rest[i]) > 0 {
			at[i] = rest[i][0].at>>32<<16 | int64(i)
		} else {
			heap[0] = heap[len(heap)-1]
			heap = heap[:len(heap)-1]
		}
		for p := 0; 2*p+1 < len(heap); { // down to where it belongs
			c := 2*p + 1
			if c+1 < len(heap) && at[heap[c+1]] < at[heap[c]] {
				c++
			}
			if at[heap[p]] <= at[heap[c]] {
				break
			}
			heap[p], heap[c] = heap[c], heap[p]
			p = c
		}
	}
	return events
}

// nameEvents gives each event its ULID: its time, then 80 random bits of the day's own stream.
func (w *World) nameEvents(day int, events []event.Event) {
	const size = ulid.EncodedSize
	rng := draws(w.tag, streamID, day, 0)
	text := make([]byte, size*len(events))
	for i, e := range events {
		var id ulid.ULID
		_ = id.SetTime(ulid.Timestamp(e.Common().Time)) // fails after the year 10889
		hi, lo := rng.Uint64(), rng.Uint64()
		for b := range 8 {
			id[6+b] = byte(hi >> (8 * b))
		}
		id[14], id[15] = byte(lo), byte(lo>>8)
		_ = id.MarshalTextTo(text[size*i : size*(i+1)]) // fails on a wrong size only
	}
	names := string(text) // one allocation holds the ids of a day
	for i, e := range events {
		e.Common().ID = names[size*i : size*(i+1)]
	}
}

func (s *shop) head(at int64, u *user, campaign int32, share string) event.Head {
	h := event.Head{Time: s.instant(at), UserID: u.id, StoreID: s.w.stores[s.index].id, CommunityID: s.w.communities[u.community].id, ShareID: share}
	if campaign >= 0 {
		h.CampaignID = s.w.campaigns[campaign].id
	}
	return h
}

func (s *shop) instant(at int64) time.Time { return time.UnixMilli(s.start + min(at, night)).UTC() }

func (s *shop) click(at int64, v *visit, u *user, action string, p int) {
	if len(s.clicks) == 0 {
		s.clicks = make([]event.Click, 1024) // a slab, handed out piece by piece
	}
	c := &s.clicks[0]
	s.clicks = s.clicks[1:]
	campaign := int32(-1)
	if p >= 0 {
		c.ProductID = s.w.products[p].id
		campaign = s.campaign(p, at)
	}
	c.Head = s.head(at, u, campaign, v.share)
	c.SessionID, c.Action = v.session, action
	s.events = append(s.events, stamped{min(at, night), c})
}

func (s *shop) orderEvent(at int64, b *booking, status string, lines []event.Line) {
	if len(s.orders) == 0 {
		s.orders = make([]event.Order, 256)
	}
	o := &s.orders[0]
	s.orders = s.orders[1:]
	o.Head = s.head(at, &s.w.users[b.user], b.campaign, b.share)
	o.OrderID, o.Status, o.PickupDate, o.Lines = b.id, status, b.pickup, lines
	s.events = append(s.events, stamped{min(at, night), o})
}

// name makes an id of the day: a letter for what it names, the day, the store, a serial number.
func (s *shop) name(letter byte) string {
	s.serial++
	if s.w.cfg.Load {
		if name := s.longName(letter); name != "" {
			return name
		}
	}
	b := make([]byte, 0, 24)
	b = append(b, letter)
	b = append(b, s.today...)
	b = strconv.AppendInt(b, int64(s.serial), 10)
	return string(b)
}
