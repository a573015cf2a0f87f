package jobs

import (
	"context"
	"slices"

	"github.com/linli-project/linli/sql"
)

// eventsAtOnce bounds the order events that are folded by one query, and so its memory.
const eventsAtOnce = 250_000

// orderDay is what was known of the order events of a day when its orders were folded.
type orderDay struct {
	events, state uint64 // of the events that happened on the day
	seen          uint64 // of the orders that began on it
}

// foldOrders folds anew the orders that have an event on a day whose events are not those of the last look, on every day that
// these orders touch.
func (r *Runner) foldOrders(ctx context.Context, known map[string]orderDay) (map[string]orderDay, error) {
	var rows []struct {
		dayRow
		Events uint64 `ch:"events"`
		State  uint64 `ch:"state"`
	}
	if err := r.DB.Select(ctx, &rows, "jobs/order_days", nil); err != nil {
		return nil, err
	}
	orders := make(map[string]orderDay, len(rows))
	var reach []string
	for _, row := range rows {
		day := sql.Day(row.Day)
		orders[day] = orderDay{events: row.Events, state: row.State, seen: known[day].seen}
		if known[day].state != row.State {
			reach = append(reach, day)
		}
	}
	for day := range known {
		if _, there := orders[day]; !there { // its events were erased
			reach = append(reach, day)
		}
	}
	if len(reach) == 0 {
		return orders, nil
	}
	if known != nil {
		var more []dayRow
		if err := r.DB.Select(ctx, &more, "jobs/order_reach", sql.Params{"days": reach}); err != nil {
			return nil, err
		}
		for _, row := range more {
			reach = append(reach, sql.Day(row.Day))
		}
		slices.Sort(reach)
		reach = slices.Compact(reach)
	} else {
		slices.Sort(reach)
	}
	for len(reach) > 0 {
		n, events := 0, uint64(0)
		for n < len(reach) && (n == 0 || events+orders[reach[n]].events <= eventsAtOnce) {
			events += orders[reach[n]].events
			n++
		}
		seen, err := r.dayNumbers(ctx, "jobs/seen_orders", sql.Params{"days": reach[:n]})
		if err != nil {
			return nil, err
		}
		for _, day := range reach[:n] {
			if o, there := orders[day]; there {
				o.seen = seen[day]
				orders[day] = o
			}
		}
		reach = reach[n:]
	}
	return orders, nil
}
