package simulate

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
)

// generate runs all shops through a day. Shops do not touch each other: each draws from a stream of its own.
func (w *World) generate(day int) *Day {
	d := &Day{Index: day, Date: w.date(day)}
	w.truth.openDay(w)
	var all []stamped
	for _, s := range w.shops {
		s.run(day)
		for _, e := range s.events {
			e.at = e.at<<32 | int64(len(all)) // ties keep the order in which they were made
			all = append(all, e)
		}
		d.Stock = append(d.Stock, s.stock...)
	}
	slices.SortFunc(all, func(a, b stamped) int { return cmp.Compare(a.at, b.at) })
	slices.SortStableFunc(d.Stock, func(a, b master.Stock) int { return a.EventTime.Compare(b.EventTime) })
	d.Events = make([]event.Event, len(all))
	for i := range all {
		d.Events[i] = all[i].Event
	}
	w.nameEvents(day, d.Events)
	w.truth.closeDay(w, day)
	return d
}

// nameEvents gives each event its ULID: its time, then 80 random bits of the day's own stream.
func (w *World) nameEvents(day int, events []event.Event) {
	const size = ulid.EncodedSize
	rng := draws(w.cfg.Seed, streamID, day, 0)
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
	b := make([]byte, 0, 24)
	b = append(b, letter)
	b = s.w.date(s.day).AppendFormat(b, "060102")
	b = append(b, s.w.stores[s.index].id...)
	b = append(b, '-')
	b = strconv.AppendInt(b, int64(s.serial), 10)
	return string(b)
}
