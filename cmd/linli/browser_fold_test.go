//go:build browser

package main

import (
	"math"
	"slices"
	"testing"
)

// sale is an order as its own events tell it, told here a second time: the raw events of Kafka, past every table of facts.
type sale struct {
	day, store, user string
	fen              int64
	sold, refunded   bool
}

// rawOrders are the events that the facts of their day could know of: the world goes on while the test looks at it.
const rawOrders = "SELECT e.event_id, e.order_id, toString(e.business_day), e.store_id, e.user_id, e.status, toJSONString(e.`lines.product_id`), toJSONString(e.`lines.quantity`), toJSONString(e.`lines.unit_price`), toJSONString(e.`lines.discount`) " +
	"FROM order_event AS e INNER JOIN (SELECT order_id, argMin(business_day, (event_time, event_id)) AS day FROM order_event GROUP BY order_id) AS o ON o.order_id = e.order_id " +
	"INNER JOIN (SELECT day, argMax(cutoff, started_at) AS cutoff FROM job_run FINAL WHERE job = 'daily_facts' AND status = 'ok' GROUP BY day) AS r ON r.day = o.day " +
	"WHERE e.ingested_at <= r.cutoff ORDER BY e.event_time, e.event_id"

// sales folds the raw events of all orders.
func (w *town) sales(t *testing.T) []sale {
	t.Helper()
	type event struct{ day, store, user, status string }
	type order struct {
		first            event
		paid             bool
		billRank         int
		bill             [][]float64 // of lines: product, units, price, discount
		whole, back      bool        // all cancelled, all refunded
		cancels, refunds map[float64]float64
	}
	orders := map[string]*order{}
	var ids []string
	products := map[string]float64{}
	seen := map[string]bool{}
	for _, row := range w.ask(t, rawOrders) {
		if seen[row[0]] {
			continue
		}
		seen[row[0]] = true
		o := orders[row[1]]
		if o == nil {
			o = &order{first: event{row[2], row[3], row[4], row[5]}, cancels: map[float64]float64{}, refunds: map[float64]float64{}}
			orders[row[1]], ids = o, append(ids, row[1])
		}
		var names []string
		decode(t, row[6], &names)
		lines := make([][]float64, len(names))
		for i, name := range names {
			if products[name] == 0 {
				products[name] = float64(len(products) + 1)
			}
			lines[i] = []float64{products[name]}
		}
		for _, text := range row[7:] {
			var values []float64
			decode(t, text, &values)
			for i := range lines {
				lines[i] = append(lines[i], values[i])
			}
		}
		status := row[5]
		o.paid = o.paid || slices.Contains([]string{"paid", "ready", "picked_up", "refunded"}, status)
		switch into := map[string]map[float64]float64{"cancelled": o.cancels, "refunded": o.refunds}[status]; {
		case into != nil && len(lines) == 0:
			o.whole, o.back = o.whole || status == "cancelled", o.back || status == "refunded"
		case into != nil:
			for _, l := range lines {
				into[l[0]] += l[1]
			}
		default: // the newest bill counts: paid before placed before what was handed over
			if rank := map[string]int{"paid": 4, "placed": 3, "picked_up": 2, "ready": 1}[status]; len(lines) > 0 && rank >= o.billRank {
				o.billRank, o.bill = rank, lines
			}
		}
	}
	var all []sale
	for _, id := range ids {
		o := orders[id]
		s := sale{day: o.first.day, store: o.first.store, user: o.first.user}
		for _, l := range o.bill {
			product, units := l[0], l[1]
			cancelled := min(units, o.cancels[product])
			refunded := min(units-cancelled, o.refunds[product])
			if o.whole {
				cancelled = units
			}
			if o.back {
				refunded = units - cancelled
			}
			o.cancels[product] -= min(units, o.cancels[product])
			o.refunds[product] -= min(units-cancelled, o.refunds[product])
			s.refunded = s.refunded || refunded > 0
			if left := units - cancelled - refunded; o.paid && left > 0 {
				s.sold = true
				s.fen += int64(math.Floor((math.Floor(units*l[2]+0.5)-l[3])*left/units + 0.5))
			}
		}
		all = append(all, s)
	}
	return all
}

// spell is what a period came to.
type spell struct {
	gmv, orders, buyers, newbuyers, buyerDays, repeatDays, refunded float64
}

// spellOf sums the sales of some days, both included.
func spellOf(all []sale, from, to string) spell {
	first := map[string]string{}
	for _, s := range all {
		if day, known := first[s.user]; s.sold && (!known || s.day < day) {
			first[s.user] = s.day
		}
	}
	var v spell
	buyers, days := map[string]bool{}, map[[3]string]bool{}
	for _, s := range all {
		if s.day < from || s.day > to {
			continue
		}
		if s.refunded {
			v.refunded++
		}
		if !s.sold {
			continue
		}
		v.gmv += float64(s.fen) / 100
		v.orders++
		buyers[s.user] = true
		days[[3]string{s.day, s.store, s.user}] = true
	}
	v.buyers, v.buyerDays = float64(len(buyers)), float64(len(days))
	for day := range days {
		if first[day[2]] == day[0] {
			v.newbuyers++
		} else {
			v.repeatDays++
		}
	}
	return v
}
