package simulate

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/ingest/event"
)

// Schemes by which people take commission that they did not earn, as the checks of shares call them.
const (
	SelfReferral = "self_referral" // orders of one's own through one's own shares, again and again
	Ring         = "ring"          // three who order through each other's shares
	Burst        = "burst"         // a share that brings a crowd of accounts never seen before, within the hour
	LateRefund   = "refund"        // orders of friends that are refunded when commission has been paid
)

// Schemes lists them.
var Schemes = []string{SelfReferral, Ring, Burst, LateRefund}

// communitiesPerScheme is how many communities there are to each planted case of a scheme, at least.
const communitiesPerScheme = 8

// fraud is what Config.Fraud adds to a world: events of their own, drawn from a stream of their own, so that all else is as it is
// without them. What is ordered comes from no shelf: stock and the truth about demand know nothing of it. Cases lie in the 56
// days before Today, from barely more than what happens by chance to bold.
type fraud struct {
	days   map[int][]event.Event // in time order
	truth  []Truth
	serial int
	fakes  int
}

// planFraud chooses who cheats, how often and when.
func (w *World) planFraud() *fraud {
	f := &fraud{days: map[int][]event.Event{}}
	rng := draws(w.cfg.Seed, streamFraud, 0, 0)
	taken := map[int]bool{}
	person := func(community int) int { // a customer who is there from the start and has no part in another case
		c := &w.communities[community]
		for range 200 {
			if u := c.first + rng.IntN(c.last-c.first); !taken[u] && w.users[u].join < 0 && !w.users[u].gone {
				taken[u] = true
				return u
			}
		}
		return -1
	}
	first := max(0, w.cfg.Days-50)
	day := func(last int) int { return first + rng.IntN(max(1, w.cfg.Days-last-first)) }
	cases := max(1, len(w.communities)/communitiesPerScheme)
	order := slices.DeleteFunc(rng.Perm(len(w.communities)), func(c int) bool { return w.stores[w.communities[c].store].opens > first })
	for k := range cases * len(Schemes) {
		place, scheme := order[k%len(order)], Schemes[k%len(Schemes)]
		a := person(place)
		if a < 0 { // hardly a customer there
			continue
		}
		switch scheme {
		case SelfReferral:
			for range 4 + rng.IntN(12) {
				d := day(0)
				f.buy(w, rng, f.share(w, rng, d, a), w.users[a].id, d)
			}
			f.tell(w, scheme, a)
		case Ring:
			ring := []int{a, person(place), person(place)}
			if slices.Contains(ring, -1) {
				continue
			}
			for i, sharer := range ring {
				for j, buyer := range ring {
					for range 4 + rng.IntN(4) {
						if i != j {
							d := day(0)
							f.buy(w, rng, f.share(w, rng, d, sharer), w.users[buyer].id, d)
						}
					}
				}
			}
			f.tell(w, scheme, ring...)
		case Burst:
			d := day(0)
			post := f.share(w, rng, d, a)
			for range 14 + rng.IntN(16) {
				f.fakes++
				f.buy(w, rng, post, w.userName(len(w.users)+f.fakes), d)
			}
			f.tell(w, scheme, a)
		case LateRefund:
			for range 5 + rng.IntN(8) {
				d := day(14)
				if friend := person(place); friend >= 0 {
					taken[friend] = false // may help again
					o := f.buy(w, rng, f.share(w, rng, d, a), w.users[friend].id, d)
					f.refund(w, o, min(d+8+rng.IntN(5), w.cfg.Days-1))
				}
			}
			f.tell(w, scheme, a)
		}
	}
	for _, events := range f.days {
		slices.SortStableFunc(events, func(a, b event.Event) int { return a.Common().Time.Compare(b.Common().Time) })
	}
	return f
}

// tell enters who cheated into the truth.
func (f *fraud) tell(w *World, scheme string, people ...int) {
	for _, u := range people {
		f.truth = append(f.truth, Truth{"fraud", w.users[u].id, scheme, always, 1})
	}
}

// name makes an id of the next event that no other has, of this world or another.
func (f *fraud) name(w *World, letter byte) string {
	return fmt.Sprintf("%cf%x-%d", letter, w.tag, f.serial+1)
}

// add names an event and keeps it for its day.
func (f *fraud) add(w *World, e event.Event) {
	f.serial++
	var id ulid.ULID
	_ = id.SetTime(ulid.Timestamp(e.Common().Time))                     // fails after the year 10889
	binary.BigEndian.PutUint64(id[6:], mix(w.tag^uint64(f.serial)<<32)) //nolint:gosec // counts up from 1
	binary.BigEndian.PutUint16(id[14:], uint16(f.serial))               //nolint:gosec // the last bits of it
	e.Common().ID = id.String()
	day := w.dayOf(e.Common().Time)
	f.days[day] = append(f.days[day], e)
}

// share makes somebody share one of the best known products on offer, between nine and nine.
func (f *fraud) share(w *World, rng *rand.Rand, day, sharer int) *event.Share {
	u := &w.users[sharer]
	c := &w.communities[u.community]
	s := &w.stores[c.store]
	var goods []int
	for p := range w.products {
		if g := &w.products[p]; s.offered[p] && g.launch <= day && g.mode == spot {
			goods = append(goods, p)
		}
	}
	slices.SortStableFunc(goods, func(a, b int) int { return cmp.Compare(w.products[b].popularity, w.products[a].popularity) })
	p := &w.products[goods[rng.IntN(min(12, len(goods)))]]
	at := w.date(day).Add(9*time.Hour + time.Duration(rng.IntN(12*3600))*time.Second).UTC()
	e := &event.Share{Head: event.Head{Time: at, UserID: u.id, StoreID: s.id, CommunityID: c.id, ShareID: f.name(w, 'h')}, ProductID: p.id, Channel: event.Channels[2]}
	f.add(w, e)
	return e
}

// buy makes somebody open a share and pay for what it shows, within the hour.
func (f *fraud) buy(w *World, rng *rand.Rand, share *event.Share, buyer string, day int) *event.Order {
	at := share.Time.Add(time.Duration(60+rng.IntN(3000)) * time.Second)
	h := event.Head{Time: at, UserID: buyer, StoreID: share.StoreID, CommunityID: share.CommunityID, ShareID: share.ShareID}
	f.add(w, &event.Click{Head: h, SessionID: f.name(w, 'v'), Action: "view", ProductID: share.ProductID})
	price := int64(0)
	for p := range w.products {
		if w.products[p].id == share.ProductID {
			price = w.products[p].price
		}
	}
	h.Time = at.Add(time.Minute)
	o := &event.Order{Head: h, OrderID: f.name(w, 'o'), Status: "paid", PickupDate: w.date(day + 1).Format(time.DateOnly), Lines: []event.Line{{ProductID: share.ProductID, Quantity: 1000, UnitPrice: price}}}
	f.add(w, o)
	return o
}

// refund gives the money of an order back on a day.
func (f *fraud) refund(w *World, o *event.Order, day int) {
	e := *o
	e.Time, e.Status, e.ShareID, e.Lines, e.PickupDate = w.date(day).Add(11*time.Hour).UTC(), "refunded", "", nil, ""
	f.add(w, &e)
}

// with puts the planted events of a day among the others, in time order.
func (f *fraud) with(day int, events []event.Event) []event.Event {
	planted := f.days[day]
	if len(planted) == 0 {
		return events
	}
	all := append(slices.Clone(events), planted...)
	slices.SortStableFunc(all, func(a, b event.Event) int { return a.Common().Time.Compare(b.Common().Time) })
	return all
}
