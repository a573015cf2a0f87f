// Package journey is the scenario completejourney: the real purchases of The Complete Journey (84.51°, CC0), 75,000 lines of
// 2,377 households in 293 grocery stores in the year 2017, as order events and master data of Linli.
//
// One basket is one order, bought at the till: paid and taken at once, so its one event says picked_up. What the data do not
// know is not made up, with one exception: households have no address, so the clientele of a store is taken for the community
// that it serves. Money is in cents; data/README.md says where the files come from and what was changed.
package journey

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	_ "time/tzdata" // the stores' clock, on machines without a zone database too

	"github.com/linli-project/linli/ingest/event"
)

// What the world is called and how its figures read.
const (
	World    = "completejourney"
	Currency = "USD" // the fields for fen hold cents
	Timezone = "America/New_York"
)

// What the files hold, to check a load against.
const (
	Lines      = 75_000
	Baskets    = 47_243
	Households = 2_377
	StoreCount = 293
	Revenue    = 23_393_524 // cents
)

// Orders gives one event per basket in time order, baskets of the same second in the order of the file.
func Orders() ([]*event.Order, error) {
	purchases, err := readPurchases()
	if err != nil {
		return nil, err
	}
	gasoline, err := gasolineProducts()
	if err != nil {
		return nil, err
	}
	baskets := group(purchases)
	orders := make([]*event.Order, len(baskets))
	for i, b := range baskets {
		orders[i] = order(b, gasoline)
	}
	return orders, nil
}

// group parts purchases by basket and puts the baskets in time order.
func group(purchases []purchase) [][]purchase {
	place := make(map[string]int, Baskets)
	var baskets [][]purchase
	for _, p := range purchases {
		i, ok := place[p.basket]
		if !ok {
			i = len(baskets)
			place[p.basket] = i
			baskets = append(baskets, nil)
		}
		baskets[i] = append(baskets[i], p)
	}
	slices.SortStableFunc(baskets, func(a, b []purchase) int {
		return cmp.Compare(a[0].at.Unix(), b[0].at.Unix())
	})
	return baskets
}

func order(basket []purchase, gasoline map[string]bool) *event.Order {
	first := basket[0]
	o := &event.Order{
		Head: event.Head{ID: "cj-" + first.basket, Time: first.at.UTC(), UserID: first.household, StoreID: first.store,
			CommunityID: community(first.store)},
		OrderID: first.basket, Status: "picked_up", PickupDate: first.at.Format(time.DateOnly),
		Lines: make([]event.Line, len(basket)),
	}
	for i, p := range basket {
		o.Lines[i] = line(p, gasoline[p.product])
	}
	return o
}

// community stands for the clientele of a store.
func community(store string) string { return "cj-" + store }

// line is a purchase whose amount is to the cent what was paid. The unit price is that of the shelf, rounded up to whole
// cents; the discount is the rest. A manufacturer's coupon is part of what the store was paid, so it is no discount.
func line(p purchase, gasoline bool) event.Line {
	l := event.Line{ProductID: p.product, Quantity: p.quantity * 1000}
	if gasoline && p.quantity > 1 { // pumps count thousandths of a gallon, or 1 for a sum prepaid
		l.Quantity = p.quantity
	}
	shelf := p.paid + p.storeDiscount
	if l.Quantity > 0 {
		l.UnitPrice = (shelf*1000 + l.Quantity - 1) / l.Quantity
	}
	l.Discount = l.Amount() - p.paid
	return l
}

// purchase is one row of the transactions. Money in cents.
type purchase struct {
	household, store, basket, product string
	quantity, paid, storeDiscount     int64
	at                                time.Time // in the stores' zone
}

func storeZone() (*time.Location, error) {
	loc, err := time.LoadLocation(Timezone)
	if err != nil {
		return nil, fmt.Errorf("time zone of the stores: %w", err)
	}
	return loc, nil
}
