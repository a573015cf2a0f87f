package sink

import (
	"context"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/linli-project/linli/ingest/event"
)

// columns collects a block column by column, as ClickHouse stores it.
type columns struct {
	names  []string
	values []any // each a slice, one element per event
}

func (c *columns) add(name string, values any) {
	c.names = append(c.names, name)
	c.values = append(c.values, values)
}

// insertEvents writes the block's new events in one INSERT, which is atomic: one ingest instant, so one part.
func (s *Sink) insertEvents(ctx context.Context, typ event.Type, items []item, zone zoneOf, now time.Time) error {
	fresh := make([]*item, 0, len(items))
	for i := range items {
		if it := &items[i]; it.refusal == nil && !it.duplicate && !it.stored {
			fresh = append(fresh, it)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	c := head(fresh, zone, now)
	switch typ {
	case event.TypeClick:
		clicks(c, fresh)
	case event.TypeOrder:
		orders(c, fresh)
	default:
		shares(c, fresh)
	}
	if err := s.o.DB.InsertColumns(ctx, table(typ), c.names, c.values); err != nil {
		return fmt.Errorf("store %d events in %s: %w", len(fresh), table(typ), err)
	}
	return nil
}

func pick[T any](items []*item, get func(*item) T) []T {
	out := make([]T, len(items))
	for i, it := range items {
		out[i] = get(it)
	}
	return out
}

func head(items []*item, zone zoneOf, now time.Time) *columns {
	c := &columns{}
	text := func(name string, get func(*event.Head) string) {
		c.add(name, pick(items, func(it *item) string { return get(it.ev.Common()) }))
	}
	text("event_id", func(h *event.Head) string { return h.ID })
	text("user_id", func(h *event.Head) string { return h.UserID })
	text("store_id", func(h *event.Head) string { return h.StoreID })
	text("community_id", func(h *event.Head) string { return h.CommunityID })
	text("campaign_id", func(h *event.Head) string { return h.CampaignID })
	text("share_id", func(h *event.Head) string { return h.ShareID })
	local := func(it *item) time.Time { h := it.ev.Common(); return h.Time.In(zone(h.StoreID)) }
	c.add("id_hash", pick(items, func(it *item) uint64 { return it.hash }))
	c.add("event_time", pick(items, func(it *item) time.Time { return it.ev.Common().Time }))
	c.add("business_day", pick(items, func(it *item) time.Time {
		h := it.ev.Common()
		return businessDay(h.Time, zone(h.StoreID))
	}))
	c.add("hour", pick(items, func(it *item) uint8 { return uint8(local(it).Hour()) }))
	c.add("ingested_at", pick(items, func(*item) time.Time { return now }))
	c.add("_topic", pick(items, func(it *item) string { return it.msg.Topic }))
	c.add("_partition", pick(items, func(it *item) int32 { return int32(it.msg.Partition) }))
	c.add("_offset", pick(items, func(it *item) int64 { return it.msg.Offset }))
	return c
}

func clicks(c *columns, items []*item) {
	text := func(name string, get func(*event.Click) string) {
		c.add(name, pick(items, func(it *item) string { return get(it.ev.(*event.Click)) }))
	}
	text("session_id", func(e *event.Click) string { return e.SessionID })
	text("action", func(e *event.Click) string { return e.Action })
	text("product_id", func(e *event.Click) string { return e.ProductID })
}

func shares(c *columns, items []*item) {
	text := func(name string, get func(*event.Share) string) {
		c.add(name, pick(items, func(it *item) string { return get(it.ev.(*event.Share)) }))
	}
	text("parent_share_id", func(e *event.Share) string { return e.ParentShareID })
	text("product_id", func(e *event.Share) string { return e.ProductID })
	text("channel", func(e *event.Share) string { return e.Channel })
}

func orders(c *columns, items []*item) {
	text := func(name string, get func(*event.Order) string) {
		c.add(name, pick(items, func(it *item) string { return get(it.ev.(*event.Order)) }))
	}
	text("order_id", func(e *event.Order) string { return e.OrderID })
	text("status", func(e *event.Order) string { return e.Status })
	c.add("pickup_date", pick(items, func(it *item) time.Time {
		day, err := time.Parse(time.DateOnly, it.ev.(*event.Order).PickupDate)
		if err != nil { // none was given: Decode refuses malformed ones
			return time.Unix(0, 0).UTC()
		}
		return day
	}))
	c.add("lines.product_id", lines(items, func(l event.Line) string { return l.ProductID }))
	c.add("lines.quantity", lines(items, func(l event.Line) decimal.Decimal { return decimal.New(l.Quantity, -3) }))
	c.add("lines.unit_price", lines(items, func(l event.Line) int64 { return l.UnitPrice }))
	c.add("lines.discount", lines(items, func(l event.Line) int64 { return l.Discount }))
}

func lines[T any](items []*item, get func(event.Line) T) [][]T {
	return pick(items, func(it *item) []T {
		o := it.ev.(*event.Order)
		out := make([]T, len(o.Lines))
		for i, l := range o.Lines {
			out[i] = get(l)
		}
		return out
	})
}
