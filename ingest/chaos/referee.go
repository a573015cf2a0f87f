package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
	"github.com/linli-project/linli/ingest/simulate"
)

// line is a row of the daily facts about orders.
type line struct {
	Day       string `ch:"day"`
	OrderID   string `ch:"order_id"`
	Line      uint16 `ch:"line"`
	Status    string `ch:"status"`
	Sold      uint8  `ch:"sold"`
	Store     string `ch:"store_id"`
	Community string `ch:"community_id"`
	User      string `ch:"user_id"`
	Product   string `ch:"product_id"`
	Category  string `ch:"category"`
	Campaign  string `ch:"campaign_id"`
	Share     string `ch:"share_id"`
	At        int64  `ch:"at"` // milliseconds
	Hour      uint8  `ch:"hour"`
	Pickup    string `ch:"pickup"`
	Quantity  int64  `ch:"thousandths"`
	Price     int64  `ch:"unit_price"`
	Discount  int64  `ch:"discount"`
	Amount    int64  `ch:"amount"`
	Cost      int64  `ch:"cost"`
}

// ranks of an order's states: how far it came, and whose word about the bill counts most.
var (
	reached = map[string]int{"placed": 1, "paid": 2, "refunded": 2, "ready": 3, "picked_up": 4}
	billing = map[string]int{"paid": 4, "placed": 3, "picked_up": 2, "ready": 1}
)

// settle tells the final state of an order from its events, in whatever order they are given: the second opinion on
// sql/queries/facts/order_lines.sql, one order at a time and in integers.
func settle(events []*event.Order, products map[string]master.Product) []line {
	events = slices.Clone(events)
	slices.SortFunc(events, func(a, b *event.Order) int { return cmp.Or(a.Time.Compare(b.Time), strings.Compare(a.ID, b.ID)) })
	first := events[0]
	head := line{Day: businessDay(first.Time), OrderID: first.OrderID, Store: first.StoreID, Community: first.CommunityID, User: first.UserID,
		At: first.Time.UnixMilli(), Pickup: "1970-01-01"}
	head.Hour = uint8(first.Time.In(simulate.Zone).Hour())
	far, word := 0, 0
	var bill []event.Line
	type back struct{ status, product string }
	whole, parts := map[string]bool{}, map[back]int64{} // cancelled or refunded: without naming lines; thousandths of a product
	for _, e := range events {
		head.Campaign, head.Share = cmp.Or(head.Campaign, e.CampaignID), cmp.Or(head.Share, e.ShareID)
		head.Pickup = cmp.Or(e.PickupDate, head.Pickup)
		far = max(far, reached[e.Status])
		switch {
		case e.Status == "cancelled" || e.Status == "refunded":
			whole[e.Status] = whole[e.Status] || len(e.Lines) == 0
			for _, l := range e.Lines {
				parts[back{e.Status, l.ProductID}] += l.Quantity
			}
		case len(e.Lines) > 0 && billing[e.Status] >= word: // among equals the latest
			bill, word = e.Lines, billing[e.Status]
		}
	}
	state := []string{"placed", "placed", "paid", "ready", "picked_up"}[far]
	var rows []line
	for i, l := range bill {
		row := head
		row.Line, row.Product, row.Price = uint16(i+1), l.ProductID, l.UnitPrice
		row.Category = products[l.ProductID].Category
		take := func(status string, left int64) int64 {
			if whole[status] {
				return left
			}
			n := min(left, parts[back{status, l.ProductID}])
			parts[back{status, l.ProductID}] -= n // the rest is of a later line
			return n
		}
		cancelled := take("cancelled", l.Quantity)
		refunded := take("refunded", l.Quantity-cancelled)
		rows = append(rows, row.split(l, far >= reached["paid"], products[l.ProductID].Cost, []piece{
			{state, l.Quantity - cancelled - refunded}, {"cancelled", cancelled}, {"refunded", refunded}})...)
	}
	slices.SortFunc(rows, func(a, b line) int { return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.Status, b.Status)) })
	return rows
}

type piece struct {
	status   string
	quantity int64
}

// split makes a row of each piece of a line; amounts are rounded so that the pieces add up to the line.
func (row line) split(l event.Line, paid bool, cost int64, pieces []piece) (rows []line) {
	part := func(whole, upTo int64) int64 { // rounded half up
		return (2*whole*upTo + l.Quantity) / (2 * l.Quantity)
	}
	start := int64(0)
	for _, p := range pieces {
		if p.quantity == 0 && (l.Quantity != 0 || p.status != pieces[0].status) {
			continue
		}
		r := row
		r.Status, r.Quantity = p.status, p.quantity
		if paid && p.status != "cancelled" && p.status != "refunded" {
			r.Sold = 1
		}
		r.Amount = l.Amount()
		if l.Quantity > 0 {
			r.Discount = part(l.Discount, start+p.quantity) - part(l.Discount, start)
			r.Amount = part(l.Amount(), start+p.quantity) - part(l.Amount(), start)
		}
		r.Cost = (p.quantity*cost + 500) / 1000
		start += p.quantity
		rows = append(rows, r)
	}
	return rows
}
