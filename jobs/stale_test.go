package jobs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql/sqltest"
)

// TestStaleRunsAreRedone: a late sale reopens its day; the runs that looked at it are marked, told and rerun as the law of the
// package says. What was advised stays as it was given.
func TestStaleRunsAreRedone(t *testing.T) {
	db := openNights(t)
	r := newRunner(t, db)
	const kept = "SELECT formatRowNoNewline('TSV', *) AS row FROM forecast WHERE as_of < '2026-11-20' ORDER BY row"
	forecasts, sheets := text(t, db, kept), text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM order_sheet ORDER BY row")
	marks := func() string {
		return text(t, db, "SELECT concat(job, ' ', arrayStringConcat(arraySort(groupArray(formatDateTime(day, '%d'))), ',')) AS s FROM job_run FINAL WHERE status = 'stale' GROUP BY job ORDER BY job")
	}

	// The order of the 17th is handed over on the 18th: the facts say so, and no advice would be another.
	exec(t, db, `INSERT INTO order_event SELECT * REPLACE (concat('late', event_id) AS event_id, 'picked_up' AS status, event_time + toIntervalDay(1) AS event_time, business_day + 1 AS business_day, 1 AS id_hash)
		FROM (SELECT * FROM order_event WHERE business_day = '2026-11-17' ORDER BY event_id LIMIT 1)`)
	if got := dueNow(t, r); got != "11-17" || marks() != "" {
		t.Errorf("after a pickup: built %q, marked %q", got, marks())
	}

	// A sale of three days ago that nobody knew of.
	exec(t, db, `INSERT INTO order_event SELECT * REPLACE (concat('sale', event_id) AS event_id, concat('sale', order_id) AS order_id, 2 AS id_hash)
		FROM (SELECT * FROM order_event WHERE business_day = '2026-11-17' AND status = 'paid' ORDER BY event_id LIMIT 1)`)
	if got := dueNow(t, r); !strings.HasPrefix(got, "11-17") {
		t.Errorf("after a late sale: built %q", got)
	}
	if got, want := marks(), "community 20\nforecast 20\nforecast_score 19,20\nleader 20\nnext_basket 20\nprofile 20\nrecommend 20\nsuggestion 20\nsuggestion_score 19,20"; got != want {
		t.Errorf("marked\n%s\nwant\n%s", got, want)
	}
	var reran []string
	for _, job := range All {
		days, err := r.Stale(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		runs := runJob(t, r, job.Name, days...)
		reran = append(reran, fmt.Sprint(job.Name, " ", len(runs)))
	}
	if got := strings.Join(reran, ", "); got != "daily_facts 0, profile 1, community 1, recommend 1, next_basket 1, leader 1, forecast 1, demand_outlook 0, order_sheet 0, forecast_score 2, forecast_alarm 2, suggestion 1, suggestion_score 2" {
		t.Errorf("rerun: %s", got)
	}
	if got := text(t, db, "SELECT concat(status, ' ', toString(count())) AS s FROM job_run FINAL WHERE status IN ('stale', 'redone') GROUP BY status"); got != "redone 11" {
		t.Errorf("marks after the rerun: %s", got)
	}
	if runs, err := r.CatchUp(t.Context(), "catch_up", nil); err != nil || len(runs) > 0 {
		t.Errorf("due once more: %v %v", runs, err)
	}
	if text(t, db, kept) != forecasts || text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM order_sheet ORDER BY row") != sheets {
		t.Error("a forecast or sheet of days gone by was rewritten")
	}

	// The rerun is what a first run with all the data would have been.
	again := sqltest.Open(t)
	exec(t, again, "INSERT INTO store SELECT * FROM "+name(t, db)+".store")
	for _, table := range []string{"community", "product", "household_label", "order_event", "click"} {
		exec(t, again, "INSERT INTO "+table+" SELECT * FROM "+name(t, db)+"."+table)
	}
	once := newRunner(t, again)
	once.Nights = 1 // of older days only facts are compared
	if _, err := once.CatchUp(t.Context(), "catch_up", nil); err != nil {
		t.Fatal(err)
	}
	for _, p := range published {
		query := "SELECT formatRowNoNewline('TSV', *) AS row FROM " + p.table
		switch {
		case strings.HasPrefix(p.table, "fact_"):
		case p.day == "day" || strings.HasPrefix(p.table, "order_") || p.table == "demand_outlook" || strings.HasPrefix(p.table, "suggestion"):
			continue // rest on advice that was kept
		default: // what was given for older days is kept
			query += " WHERE as_of = '2026-11-20'"
		}
		if query += " ORDER BY row"; text(t, db, query) != text(t, again, query) {
			t.Errorf("%s differs from that of one clean run", p.table)
		}
	}
}

// TestAFailureHalfwayIsNotTrusted: a run that failed may have published some of its tables.
func TestAFailureHalfwayIsNotTrusted(t *testing.T) {
	db := sqltest.Open(t)
	r := newRunner(t, db)
	insertOrders(t, db, orderEvents, 0)
	if got := dueNow(t, r); got != "11-19 11-20" {
		t.Fatal(got)
	}
	exec(t, db, "RENAME TABLE fact_demand TO away")
	if _, err := r.Run(t.Context(), All[0], parseDays(t, "2026-11-20"), "command"); err == nil {
		t.Fatal("built without a table")
	}
	exec(t, db, "RENAME TABLE away TO fact_demand")
	if got := dueNow(t, r); got != "11-20" {
		t.Errorf("built %q, want the day that failed halfway", got)
	}
	if got := dueNow(t, r); got != "" {
		t.Errorf("due once more: %s", got)
	}
}
