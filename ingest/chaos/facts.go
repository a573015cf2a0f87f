package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// compareFacts has the product build the daily facts and checks every order line and every sum.
func (st *stage) compareFacts(ctx context.Context, t *truth, r *report) error {
	st.say("daily facts from %s to %s", t.first, t.last)
	if out, err := st.linli(st.elsewhere(st.at), "run", "daily_facts", "--from", t.first, "--to", t.last).CombinedOutput(); err != nil {
		return fmt.Errorf("linli run daily_facts: %w: %s", err, strings.TrimSpace(string(out)))
	}
	want := t.sums()
	var lines, revenue int64
	if err := st.compareOrders(ctx, t, want, &lines, &revenue, r); err != nil {
		return err
	}
	var got []struct {
		sum
		Value int64 `ch:"value"`
	}
	if err := st.db.Select(ctx, &got, "chaos/sums", nil); err != nil {
		return err
	}
	for _, g := range got {
		if want[g.sum] != g.Value {
			r.differFacts("%s of %s on %s: %d, want %d", g.What, g.Store, g.Day, g.Value, want[g.sum])
		}
		delete(want, g.sum)
	}
	for s, value := range want {
		if value != 0 {
			r.differFacts("%s of %s on %s: none, want %d", s.What, s.Store, s.Day, value)
		}
	}
	st.say("facts: %s orders, %s lines, %s fen of sales, %d sums by day and store", thousands(int64(len(t.orders))), thousands(lines), thousands(revenue), len(got))
	return nil
}

// sum names a figure of a store's day.
type sum struct {
	Day   string `ch:"day"`
	Store string `ch:"store_id"`
	What  string `ch:"what"`
}

// sums are the figures that do not need the orders' final state.
func (t *truth) sums() map[sum]int64 {
	all := map[sum]int64{}
	for p, n := range t.clicks {
		all[sum{p.day, p.store, "clicks"}] += n
	}
	for _, s := range t.sharers {
		all[sum{s.day, s.store, "shares"}]++
	}
	for at, n := range t.touched {
		if s, ok := t.sharers[at.share]; ok {
			all[sum{at.day, s.store, "share clicks"}] += n
		}
	}
	return all
}

// compareOrders goes through the facts order by order, checks each line, and adds the orders' figures to the sums.
func (st *stage) compareOrders(ctx context.Context, t *truth, sums map[sum]int64, lines, revenue *int64, r *report) error {
	rows, err := st.db.Rows(ctx, "chaos/order_lines", nil)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	seen := map[string]bool{}
	var order []line
	check := func() {
		if len(order) == 0 {
			return
		}
		id := order[0].OrderID
		seen[id] = true
		if t.orders[id] == nil {
			r.differFacts("order %s was never sent", id)
		} else if want := settle(t.orders[id], t.products); !slices.Equal(order, want) {
			r.differFacts("order %s: %s", id, firstDifference(order, want))
		}
	}
	for rows.Next() {
		var l line
		if err := rows.ScanStruct(&l); err != nil {
			return err
		}
		if len(order) > 0 && order[0].OrderID != l.OrderID {
			check()
			order = order[:0]
		}
		order = append(order, l)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	check()
	for _, id := range slices.Sorted(maps.Keys(t.orders)) {
		want := settle(t.orders[id], t.products)
		if len(want) > 0 && !seen[id] {
			r.differFacts("order %s is missing, with %d lines", id, len(want))
		}
		*lines += int64(len(want))
		*revenue += t.add(sums, want)
	}
	return nil
}

// add enters an order's sold lines in the sums and gives what they were sold for.
func (t *truth) add(sums map[sum]int64, order []line) (revenue int64) {
	counted := false
	for _, l := range order {
		if l.Sold == 0 {
			continue
		}
		if !counted {
			counted = true
			sums[sum{l.Day, l.Store, "orders"}]++
		}
		revenue += l.Amount
		sums[sum{l.Day, l.Store, "sales"}] += l.Amount
		if s, ok := t.sharers[l.Share]; ok && s.user != l.User {
			sums[sum{l.Day, s.store, "share sales"}] += l.Amount
		}
	}
	return revenue
}

func firstDifference(got, want []line) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("%+v, want %+v", got[i], want[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(got), len(want))
}
