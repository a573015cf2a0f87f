package main

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
	"github.com/linli-project/linli/ingest/simulate"
)

// truth is what ClickHouse must hold in the end, entered event by event as the generator makes them.
type truth struct {
	products map[string]master.Product
	n        map[event.Type]int64
	content  map[event.Type]uint64 // sum of the hashes of the events' text, in any order the same
	clicks   map[place]int64
	sharers  map[string]share
	touched  map[touch]int64 // clicks through a share
	orders   map[string][]*event.Order
	first    string
	last     string // business days
}

type place struct{ day, store string }

type share struct {
	place
	user string
	at   time.Time
	id   string
}

type touch struct{ day, share string }

func newTruth(products []master.Product) *truth {
	t := &truth{products: map[string]master.Product{}, n: map[event.Type]int64{}, content: map[event.Type]uint64{}, clicks: map[place]int64{},
		sharers: map[string]share{}, touched: map[touch]int64{}, orders: map[string][]*event.Order{}}
	for _, p := range products {
		t.products[p.ProductID] = p
	}
	return t
}

// businessDay is the local day of the world's stores.
func businessDay(t time.Time) string { return t.In(simulate.Zone).Format(time.DateOnly) }

// enter takes note of an event.
func (t *truth) enter(e event.Event) {
	h := e.Common()
	day := businessDay(h.Time)
	if t.first == "" || day < t.first {
		t.first = day
	}
	t.last = max(t.last, day)
	t.n[e.Type()]++
	t.content[e.Type()] += xxhash.Sum64String(content(e, day))
	switch e := e.(type) {
	case *event.Click:
		t.clicks[place{day, h.StoreID}]++
		if h.ShareID != "" {
			t.touched[touch{day, h.ShareID}]++
		}
	case *event.Share:
		s := share{place{day, h.StoreID}, h.UserID, h.Time, h.ID}
		if was, ok := t.sharers[h.ShareID]; !ok || cmp.Or(s.at.Compare(was.at), strings.Compare(s.id, was.id)) < 0 {
			t.sharers[h.ShareID] = s
		}
	case *event.Order:
		t.orders[e.OrderID] = append(t.orders[e.OrderID], e)
	}
}

// events is how many there are.
func (t *truth) events() (n int64) {
	for _, k := range t.n {
		n += k
	}
	return n
}

// content is everything an event says, as the queries chaos/stored_* write it.
func content(e event.Event, day string) string {
	h := e.Common()
	text := make([]byte, 0, 256)
	add := func(fields ...string) {
		for _, f := range fields {
			text = append(append(text, f...), '|')
		}
	}
	number := func(n int64) { text = append(strconv.AppendInt(text, n, 10), '|') }
	add(h.ID)
	number(h.Time.UnixMilli())
	add(day)
	number(int64(h.Time.In(simulate.Zone).Hour()))
	add(h.UserID, h.StoreID, h.CommunityID, h.CampaignID, h.ShareID)
	switch e := e.(type) {
	case *event.Click:
		add(e.SessionID, e.Action, e.ProductID)
	case *event.Share:
		add(e.ParentShareID, e.ProductID, e.Channel)
	case *event.Order:
		add(e.OrderID, e.Status, cmp.Or(e.PickupDate, "1970-01-01"))
		for _, l := range e.Lines {
			add(l.ProductID)
			number(l.Quantity)
			number(l.UnitPrice)
			number(l.Discount)
		}
	}
	return string(text)
}
