package jobs

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// arrival is a row as it comes: the text of its VALUES, for a table.
type arrival struct {
	table, values string
	at            time.Time
}

// life invents nine days of a small chain up to the open day: orders with all that can happen to them, shares, clicks, stock and history.
func life(rng *rand.Rand) []arrival {
	open := day1.AddDate(0, 0, 1)
	var out []arrival
	add := func(table string, at time.Time, format string, args ...any) {
		if at.Before(open.AddDate(0, 0, 1)) {
			out = append(out, arrival{table, fmt.Sprintf(format, args...), at})
		}
	}
	stamp := func(at time.Time) string {
		return fmt.Sprintf("'%s', '%s', %d", at.Format("2006-01-02 15:04:05"), at.Format(time.DateOnly), at.Hour())
	}
	some := func() time.Time { return open.Add(-time.Duration(rng.IntN(8*24*60)) * time.Minute) }
	for i := range 36 {
		at, user, store, share := some(), rng.IntN(9), rng.IntN(2), ""
		if rng.IntN(3) == 0 {
			share = fmt.Sprint("sh", rng.IntN(5))
		}
		pickup := "1970-01-01"
		if n := rng.IntN(4); n > 0 {
			pickup = at.AddDate(0, 0, n).Format(time.DateOnly)
		}
		n := 0
		event := func(at time.Time, status, products, quantities, prices, discounts string) {
			n++
			add("order_event", at, "('o%d-%d', %s, 'o%d', '%s', 'u%d', 's%d', 'c1', '%s', '%s', [%s], [%s], [%s], [%s])", i, n, stamp(at), i, status, user, store, share, pickup,
				products, quantities, prices, discounts)
		}
		bill := []string{"'p1', 'p2'", fmt.Sprintf("%d, 0.335", 2+rng.IntN(3)), "1290, 900", "10, 0"}
		event(at, "placed", bill[0], bill[1], bill[2], bill[3])
		if rng.IntN(8) == 0 {
			event(at.Add(time.Hour), "cancelled", "", "", "", "")
			continue
		}
		event(at.Add(2*time.Minute), "paid", bill[0], bill[1], bill[2], bill[3])
		if rng.IntN(3) == 0 { // days later
			event(at.Add(time.Duration(rng.IntN(6*24))*time.Hour+3*time.Minute), "refunded", "'p1'", "1", "1290", "0")
		}
		event(at.Add(20*time.Hour), "ready", "", "", "", "")
		event(at.Add(30*time.Hour), "picked_up", "", "", "", "")
		if rng.IntN(6) == 0 {
			event(at.Add(100*time.Hour), "refunded", "", "", "", "")
		}
	}
	for i := range 5 {
		at := some()
		add("share", at, "('sh%d', %s, 'sh%d', 'u%d', 's0', 'c1', 'direct')", i, stamp(at), i, rng.IntN(9))
	}
	for i := range 40 {
		at := some()
		add("click", at, "('k%d', %s, 'u%d', 's%d', 'c1', 'view', 'p%d', '%s')", i, stamp(at), rng.IntN(9), rng.IntN(2), rng.IntN(3), []string{"", "", fmt.Sprint("sh", rng.IntN(5))}[rng.IntN(3)])
	}
	for i := range 8 {
		at := some()
		add("stock", at, "('m%d', 's%d', 'p%d', '%s', '%s', '%s', 1, 100)", i, rng.IntN(2), rng.IntN(3), at.Format("2006-01-02 15:04:05"), at.Format(time.DateOnly), []string{"waste", "waste", "sold_out"}[rng.IntN(3)])
		add("sales_history", at, "('s9', 'p%d', '%s', %d, 0, 900)", i, at.Format(time.DateOnly), i+1)
	}
	return out
}

var arrivalColumns = map[string]string{
	"order_event": "event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, share_id, pickup_date, " +
		"`lines.product_id`, `lines.quantity`, `lines.unit_price`, `lines.discount`",
	"share":         "event_id, event_time, business_day, hour, share_id, user_id, store_id, community_id, channel",
	"click":         "event_id, event_time, business_day, hour, user_id, store_id, community_id, action, product_id, share_id",
	"stock":         "movement_id, store_id, product_id, event_time, business_day, kind, quantity, unit_cost",
	"sales_history": "store_id, product_id, business_day, quantity, stockout, revenue",
}

// arrive inserts rows without an instant of ingest: none is needed.
func arrive(t *testing.T, db *sql.DB, rows []arrival) {
	t.Helper()
	of := map[string][]string{}
	for _, a := range rows {
		of[a.table] = append(of[a.table], a.values)
	}
	for _, table := range slices.Sorted(maps.Keys(of)) {
		exec(t, db, "INSERT INTO "+table+" ("+arrivalColumns[table]+") VALUES "+strings.Join(of[table], ", "))
	}
}

// factsByDay is every row of the daily facts, by day.
func factsByDay(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	var parts []string
	for _, f := range factTables {
		switch f.table { // these hold one bit a day
		case "fact_buyer":
			parts = append(parts, "SELECT toDate(arrayJoin(bitPositionsToArray(bought)) + block * 64) AS day, concat('bought ', store_id, ' ', toString(buyer_hash)) AS row FROM fact_buyer")
		case "fact_offer":
			for _, bits := range []string{"ordered", "wanted", "shown", "received"} {
				parts = append(parts, "SELECT toDate(arrayJoin(bitPositionsToArray("+bits+")) + block * 64) AS day, concat('"+bits+" ', store_id, ' ', product_id) AS row FROM fact_offer")
			}
		default:
			parts = append(parts, "SELECT business_day AS day, concat('"+f.table+" ', formatRowNoNewline('TSV', *)) AS row FROM "+f.table)
		}
	}
	var rows []struct {
		Day  time.Time `ch:"day"`
		Rows string    `ch:"rows"`
	}
	if err := db.SelectText(t.Context(), &rows, "SELECT day, arrayStringConcat(arraySort(groupArray(row)), '\n') AS rows FROM ("+strings.Join(parts, " UNION ALL ")+") GROUP BY day", nil); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, r := range rows {
		out[sql.Day(r.Day)] = r.Rows
	}
	return out
}

// TestAnyArrivalReopensExactlyItsDays lets the rows of nine days arrive in a random order, in blocks, some order events twice. After
// each block the days that are built are those whose facts change, and no others; at the end the facts are those of one
// clean build of everything that came in order.
func TestAnyArrivalReopensExactlyItsDays(t *testing.T) {
	for seed := range uint64(2) {
		rng := rand.New(rand.NewPCG(seed, 7))
		rows := life(rng)
		clean := sqltest.Open(t)
		slices.SortStableFunc(rows, func(a, b arrival) int { return a.at.Compare(b.at) })
		arrive(t, clean, rows)
		dueNow(t, newRunner(t, clean))
		want := factsByDay(t, clean)

		db := sqltest.Open(t)
		r := newRunner(t, db)
		rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		facts, left, built := map[string]string{}, rows, 0
		for step := 0; len(left) > 0; step++ {
			n := 1 + rng.IntN(3) // a few late ones: most days must stay as they are
			switch step {
			case 0:
				n = len(rows) / 2
			case 10:
				n = len(left)
			}
			arrive(t, db, left[:n])
			for range 3 {
				if again := rows[rng.IntN(len(rows)-len(left)+n)]; again.table == "order_event" {
					arrive(t, db, []arrival{again})
				}
			}
			left = left[n:]
			if step%2 == 1 { // as after a restart: everything is looked at
				r = newRunner(t, db)
			}
			var waiting []time.Time
			if err := db.Select(t.Context(), &waiting, "jobs/due_facts", sql.Params{"open": sql.Day(r.Today())}); err != nil {
				t.Fatal(err)
			}
			if due, err := r.Due(t.Context(), All[0]); err != nil || !slices.EqualFunc(due, waiting, time.Time.Equal) {
				t.Errorf("seed %d, block %d: due %v, by the query for others %v: %v", seed, step, due, waiting, err)
			}
			before, got := facts, strings.Fields(dueNow(t, r))
			facts = factsByDay(t, db)
			var changed []string
			for _, day := range union(numbers(before), numbers(facts)) {
				if before[day] != facts[day] {
					changed = append(changed, day[5:])
				}
			}
			slices.SortFunc(got, cmp.Compare[string])
			if !slices.Equal(got, changed) {
				t.Errorf("seed %d, block %d: built %v, facts changed on %v", seed, step, got, changed)
			}
			built += len(got)
			if again := dueNow(t, newRunner(t, db)); again != "" {
				t.Errorf("seed %d, block %d: still due by a full look: %s", seed, step, again)
			}
		}
		if built < 2*len(want) {
			t.Errorf("only %d days were built: nothing was tested", built)
		}
		for _, day := range union(numbers(want), numbers(facts)) {
			if facts[day] != want[day] {
				t.Errorf("seed %d, %s differs from one clean build:\n%s\nwant\n%s", seed, day, facts[day], want[day])
			}
		}
	}
}

func numbers(facts map[string]string) byDay {
	out := byDay{}
	for day := range facts {
		out[day] = 1
	}
	return out
}
