package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
)

// orderTime is an order as far as its time goes.
type orderTime struct {
	user, order, group string
	day                int32
	slot               int64
}

// brokenRows counts what could not be read.
type brokenRows struct {
	rows  int64
	first error
}

func (b *brokenRows) add(err error) {
	if b.rows++; b.first == nil {
		b.first = err
	}
}

// wall marks times that were given without an offset: the hour that people saw.
var wall = time.FixedZone("wall", 0)

// readOrderTimes reads the orders by user and time, each once. Rows without user or time are left out, unless they are the most.
func readOrderTimes(path string, zone *time.Location, p *progress) (times []orderTime, broken brokenRows, err error) {
	r, err := tabular.Open(path)
	if err != nil {
		return nil, broken, err
	}
	defer func() { _ = r.Close() }()
	user := firstColumn(r, "user_id", "household_id", "customer_id")
	at := firstColumn(r, "event_time", "transaction_timestamp", "ordered_at", "date_time")
	if user == "" || at == "" {
		return nil, broken, fmt.Errorf("%s needs columns user_id and event_time (or household_id and transaction_timestamp); there are %v", path, r.Columns())
	}
	order, group := firstColumn(r, "order_id", "basket_id"), firstColumn(r, "community_id", "store_id")
	for row, err := range r.Rows() {
		if err != nil {
			if row == nil {
				return nil, broken, err
			}
			broken.add(err)
			continue
		}
		t, err := row.Instant(at, wall)
		id := row.Text(user)
		switch {
		case err != nil:
			broken.add(err)
			continue
		case id == "":
			broken.add(row.Errorf(user, "a user is missing"))
			continue
		}
		if t.Location() != wall {
			t = t.In(zone)
		}
		y, month, d := t.Date()
		o := orderTime{user: id, day: int32(time.Date(y, month, d, 0, 0, 0, 0, time.UTC).Unix() / 86400), slot: int64(t.Hour()*2 + t.Minute()/30)}
		if order != "" {
			o.order = row.Text(order)
		}
		if group != "" {
			o.group = row.Text(group)
		}
		times = append(times, o)
		p.at("%s", r.Position())
	}
	if broken.rows > int64(len(times)) {
		return nil, broken, fmt.Errorf("%s: %s of %s rows cannot be used, the first: %w", path, thousands(broken.rows), thousands(broken.rows+int64(len(times))), broken.first)
	}
	if len(times) == 0 {
		return nil, broken, fmt.Errorf("%s holds no order", path)
	}
	slices.SortStableFunc(times, func(a, b orderTime) int {
		return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.order, b.order), cmp.Compare(a.day, b.day), cmp.Compare(a.slot, b.slot))
	})
	if order != "" {
		times = slices.CompactFunc(times, func(a, b orderTime) bool { return a.user == b.user && a.order == b.order && a.order != "" })
	}
	return times, broken, nil
}

// firstColumn is the first of the names that the file has, or "".
func firstColumn(r *tabular.Reader, names ...string) string {
	for _, n := range names {
		if r.Has(n) {
			return n
		}
	}
	return ""
}
