package jobs

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// presale adds six weeks in which store s0 takes ten bookings of p0 a day, the evening before, and three sales over the counter; and on
// the open day thirty bookings for tomorrow, three times as many as there are on other days.
func presale(t *testing.T, db *sql.DB) {
	t.Helper()
	exec(t, db, "INSERT INTO store (store_id, name, timezone, cutoff_hour) VALUES ('s0', 'x', 'UTC', 22)")
	exec(t, db, "INSERT INTO product (product_id, name, category, price, cost, shelf_life_days, lead_time_days) VALUES ('p0', 'x', 'k', 1000, 600, 1, 1), ('p1', 'x', 'k', 1000, 600, 5, 3)")
	const line = `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, pickup_date,
		lines.product_id, lines.quantity, lines.unit_price, lines.discount, _offset)
		SELECT concat('%[1]s', toString(number)), toDateTime64('%[2]s', 3, 'UTC') - toIntervalDay(number %% %[3]d) AS at, toDate(at), toHour(at), concat('%[1]s', toString(number)), 'paid',
			concat('u', toString(number)), 's0', 'c', %[4]s, [%[5]s], [toDecimal64(1, 3)], [1000], [0], number FROM numbers(%[6]d)`
	exec(t, db, fmt.Sprintf(line, "b", "2026-11-19 10:30:00", 42, "toDate(at) + 1", "'p0'", 420))
	exec(t, db, fmt.Sprintf(line, "c", "2026-11-20 15:30:00", 42, "'1970-01-01'", "if(number % 2, 'p0', 'p1')", 126))
	exec(t, db, fmt.Sprintf(line, "n", "2026-11-21 10:30:00", 1, "'2026-11-22'", "'p0'", 30))
	exec(t, db, fmt.Sprintf(line, "o", "2026-11-20 10:30:00", 1, "'2026-11-21'", "'p0'", 10))
}

func TestOutlookKnowsTheBookings(t *testing.T) {
	db := sqltest.Open(t)
	presale(t, db)
	r := newRunner(t, db) // noon of the 21st
	r.Nights = 1
	if _, err := r.CatchUp(t.Context(), "catch_up", nil); err != nil {
		t.Fatal(err)
	}
	type said struct {
		Day                                                         time.Time
		Booked, Share, Base, Mean, Q05, Q95, Open, Presale, Counter float64
	}
	look := func(product, day string) (s said) {
		t.Helper()
		there, err := db.GetText(t.Context(), &s.Booked, "SELECT booked FROM demand_outlook WHERE as_of = '2026-11-21' AND store_id = 's0' AND product_id = '"+product+"' AND day = '"+day+"'", nil)
		if err != nil || !there {
			t.Fatalf("%s %s: %v %v", product, day, there, err)
		}
		for name, into := range map[string]*float64{"share": &s.Share, "base": &s.Base, "mean": &s.Mean, "q05": &s.Q05, "q95": &s.Q95, "open": &s.Open, "presale": &s.Presale, "counter": &s.Counter} {
			if _, err := db.GetText(t.Context(), into, "SELECT "+name+" FROM demand_outlook WHERE as_of = '2026-11-21' AND store_id = 's0' AND product_id = '"+product+"' AND day = '"+day+"'", nil); err != nil {
				t.Fatal(err)
			}
		}
		return s
	}
	// The evening's bookings are usually all in at noon, so that thirty are near all there will be, but for the counter.
	if s := look("p0", "2026-11-22"); s.Booked != 30 || s.Mean < 30 || s.Mean > 45 || s.Base > 20 || s.Q05 < 29 || s.Q95 < s.Mean || s.Share < 0.5 || s.Open != s.Presale+s.Counter {
		t.Errorf("tomorrow: %+v", s)
	}
	if s := look("p0", "2026-11-21"); s.Booked != 10 || s.Open <= 0 || s.Open > 6 {
		t.Errorf("the rest of today: %+v", s)
	}
	if s := look("p0", "2026-11-24"); s.Booked != 0 || s.Share > 0.2 || s.Mean < 5 || s.Mean > 25 {
		t.Errorf("in three days: %+v", s)
	}
	if got := text(t, db, "SELECT concat(toString(booked), ' ', toString(quantity >= 30), ' ', toString(day), ' ', toString(expected >= 30)) FROM order_sheet WHERE as_of = '2026-11-21' AND product_id = 'p0'"); got != "30 1 2026-11-22 1" {
		t.Errorf("sheet: %s", got)
	}
	if got := text(t, db, "SELECT toString(day) FROM order_sheet WHERE as_of = '2026-11-21' AND product_id = 'p1'"); got != "2026-11-24" {
		t.Errorf("a lead time of three days serves %s", got)
	}
	if got := text(t, db, "SELECT toString(count() > 3 AND sum(advised) = 1) FROM order_option WHERE as_of = '2026-11-21' AND product_id = 'p0'"); got != "1" {
		t.Error("no other quantities to compare with")
	}

	// Nothing is due within the hour; in the next one the outlook and what hangs on it.
	due := func() (names []string) {
		runs, err := r.CatchUp(t.Context(), "schedule", nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range runs {
			names = append(names, run.Job+" "+run.Day.Format("02"))
		}
		return names
	}
	r.Now = func() time.Time { return day1.Add(36*time.Hour + 59*time.Minute) }
	if got := due(); len(got) > 0 {
		t.Errorf("due within the hour: %v", got)
	}
	r.Now = func() time.Time { return day1.Add(37 * time.Hour) }
	if got := due(); !slices.Equal(got, []string{"demand_outlook 21", "order_sheet 21"}) {
		t.Errorf("due in the next hour: %v", got)
	}
}

// TestLeadsAgree: the query counts bookings at the leads that the curves are learned for.
func TestLeadsAgree(t *testing.T) {
	query, err := os.ReadFile("../sql/queries/models/booking_history.sql")
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for i, lead := range bookingLeads[:len(bookingLeads)-1] {
		want = append(want, fmt.Sprintf("lead > %v) AS booked_%d,", lead, i+1))
	}
	want = append(want, fmt.Sprintf("total AS booked_%d", len(bookingLeads)))
	got = append(got, regexp.MustCompile(`(lead > -?\d+\) AS booked_\d+,|total AS booked_\d+)`).FindAllString(string(query), -1)...)
	if !slices.Equal(got, want) {
		t.Errorf("the query has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
