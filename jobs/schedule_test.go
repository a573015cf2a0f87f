package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func TestFailureIsInTheLedger(t *testing.T) {
	db := sqltest.Open(t)
	r := newRunner(t, db)
	broken := Job{Name: "broken", Model: "broken-1", run: eachDay(func(_ context.Context, _ *sql.DB, day time.Time) (uint64, error) {
		if day.Equal(day1.AddDate(0, 0, 1)) {
			return 0, errors.New("no luck\non this day")
		}
		return 5, nil
	})}
	runs, err := r.Run(t.Context(), broken, []time.Time{day1, day1.AddDate(0, 0, 1), day1.AddDate(0, 0, 2)}, "command")
	if err == nil || !strings.Contains(err.Error(), "broken for 2026-11-21") {
		t.Errorf("%v", err)
	}
	if len(runs) != 3 || runs[2].Status != "ok" || runs[0].Status != "ok" || runs[1].Status != "failed" {
		t.Errorf("%+v", runs)
	}
	got := text(t, db, "SELECT concat(toString(day), ' ', status, ' ', toString(rows), ' ', model, ' ', trigger, ' ', left(error, 7)) FROM job_run FINAL WHERE day <= '2026-11-21' ORDER BY day")
	if want := "2026-11-20 ok 5 broken-1 command \n2026-11-21 failed 0 broken-1 command no luck"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestRecoverClosesWhatWasKilled(t *testing.T) {
	db := sqltest.Open(t)
	r := newRunner(t, db)
	exec(t, db, `INSERT INTO job_run (run_id, job, day, started_at, status, updated_at) VALUES
		('a', 'forecast', '2026-11-20', '2026-11-21 01:00:00', 'running', '2026-11-21 01:00:00'),
		('b', 'forecast', '2026-11-19', '2026-11-21 01:00:00', 'running', '2026-11-21 01:00:00'),
		('b', 'forecast', '2026-11-19', '2026-11-21 01:00:00', 'ok', '2026-11-21 01:00:01')`)
	for range 2 {
		if err := r.Recover(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := text(t, db, "SELECT concat(run_id, ' ', status, ' ', error) FROM job_run FINAL ORDER BY run_id"); got != "a failed the process ended before the run did\nb ok " {
		t.Error(got)
	}
}

func ask(t *testing.T, db *sql.DB, id, job, day string) {
	t.Helper()
	exec(t, db, "INSERT INTO job_request (request_id, job, day, requested_by, requested_at, updated_at) VALUES ('"+id+"', '"+job+"', '"+day+"', 'me', now64(3), '2026-11-01 00:00:00')")
}

func TestPageRequestsAreTakenOnce(t *testing.T) {
	db := sqltest.Open(t)
	s, err := NewScheduler(newRunner(t, db))
	if err != nil {
		t.Fatal(err)
	}
	ask(t, db, "1", "profile", "2026-11-20")
	ask(t, db, "2", "no_such_job", "2026-11-20")
	for range 3 {
		if err := s.take(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.queue); n != 1 {
		t.Fatalf("%d runs wait, want 1", n)
	}
	if q := <-s.queue; q.job.Name != "profile" || len(q.days) != 1 || !q.days[0].Equal(day1) || q.trigger != "page" {
		t.Errorf("%+v", q)
	}
	if left := text(t, db, "SELECT request_id FROM job_request FINAL WHERE taken = 0"); left != "" {
		t.Errorf("not taken: %s", left)
	}
}

// TestSchedulerWorks starts the scheduler as serve does: it closes what was killed, catches up, tells the pages what there
// is, runs what they ask for, and stops when told.
func TestSchedulerWorks(t *testing.T) {
	db := sqltest.Open(t)
	chain(t, db)
	exec(t, db, "INSERT INTO job_run (run_id, job, day, status, updated_at) VALUES ('killed', 'profile', '2026-11-18', 'running', '2026-11-21 01:00:00')")
	r := newRunner(t, db)
	r.Nights = 2 // the second has advice of the first to score
	s, err := NewScheduler(r)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	until := func(what, query, want string) {
		t.Helper()
		got := ""
		for deadline := time.Now().Add(180 * time.Second); got != want && time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			got = text(t, db, query)
		}
		if got != want {
			t.Fatalf("%s: %q, want %q", what, got, want)
		}
	}
	until("caught up", "SELECT toString(count(DISTINCT job)) FROM job_run FINAL WHERE status = 'ok' AND trigger = 'catch_up'", fmt.Sprint(len(All)))
	until("killed run closed", "SELECT status FROM job_run FINAL WHERE run_id = 'killed'", "failed")
	until("jobs described", "SELECT toString(count()) FROM job FINAL WHERE next_at > '2026-11-01'", fmt.Sprint(len(All)))
	ask(t, db, "1", "forecast", "2026-11-19")
	until("asked for", "SELECT concat(toString(day), ' ', status) FROM job_run FINAL WHERE trigger = 'page'", "2026-11-19 ok")
	cancel()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("the scheduler does not stop")
	}
}

// TestOneBadDayOrJob: neither holds up the rest, and a day that ClickHouse cannot hold is refused.
func TestOneBadDayOrJob(t *testing.T) {
	db := openFacts(t)
	exec(t, db, "RENAME TABLE recommendation TO away")
	r := newRunner(t, db)
	r.Nights = 2
	runs, err := r.CatchUp(t.Context(), "catch_up", nil)
	if err == nil || !strings.Contains(err.Error(), "recommend") {
		t.Errorf("%v", err)
	}
	ok := map[string]int{}
	for _, run := range runs {
		if run.Status == "ok" {
			ok[run.Job]++
		}
	}
	if ok["recommend"] != 0 || ok["profile"] != r.Nights || ok["forecast"] != r.Nights || ok["order_sheet"] == 0 {
		t.Errorf("%v", ok)
	}
	for _, day := range []string{"1960-01-01", "2300-01-01"} {
		d, _ := time.Parse(time.DateOnly, day)
		if _, err := r.Run(t.Context(), All[0], []time.Time{d}, "command"); err == nil || !strings.Contains(err.Error(), day) {
			t.Errorf("%s: %v", day, err)
		}
	}
}

// TestADayMustBeOver: a forecast from half a day would take the morning's sales for the day's.
func TestADayMustBeOver(t *testing.T) {
	r := newRunner(t, sqltest.Open(t))
	job, err := Find("forecast")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Run(t.Context(), job, []time.Time{r.Today()}, "page"); err == nil || !strings.Contains(err.Error(), "has not closed yet") {
		t.Errorf("got %v, want a refusal", err)
	}
	if got := text(t, r.DB, "SELECT concat(status, ' ', toString(rows)) FROM job_run FINAL"); got != "failed 0" {
		t.Errorf("ledger says %q", got)
	}
}
