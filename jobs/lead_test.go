package jobs

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func parseDays(t *testing.T, names ...string) []time.Time {
	t.Helper()
	out := make([]time.Time, len(names))
	for i, n := range names {
		var err error
		if out[i], err = time.Parse(time.DateOnly, n); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func name(t *testing.T, db *sql.DB) string {
	t.Helper()
	return text(t, db, "SELECT currentDatabase()")
}

// newQuickLead waits less than the product does.
func newQuickLead(db *sql.DB) *lead {
	l := newLead(db, discard)
	l.beat, l.silence, l.settle = 100*time.Millisecond, 3*time.Second, 300*time.Millisecond
	return l
}

func TestOneLeads(t *testing.T) {
	db := sqltest.Open(t)
	var wg sync.WaitGroup
	var leading, most atomic.Int32
	leads := make([]*lead, 4)
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	for i := range leads { // all claim at once, each leads for a moment and steps down
		leads[i] = newQuickLead(db)
		wg.Go(func() {
			c, end, err := leads[i].await(ctx)
			if err != nil {
				t.Error(err)
				return
			}
			most.Store(max(most.Load(), leading.Add(1)))
			if err := pause(ctx, 400*time.Millisecond); err != nil || c.Err() != nil {
				t.Error("the lead did not last:", err, context.Cause(c))
			}
			leading.Add(-1)
			end()
			leads[i].release(ctx)
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d led at once", most.Load())
	}
	if got := text(t, db, "SELECT toString(uniqExact(holder)) FROM leader FINAL WHERE released"); got != "4" {
		t.Errorf("%s of 4 had the lead", got)
	}
}

// TestAPausedLeaderPublishesNothing: it does not renew, another follows; when it wakes up it is told before anything is swapped.
func TestAPausedLeaderPublishesNothing(t *testing.T) {
	db := sqltest.Open(t)
	insertOrders(t, db, orderEvents, 0)
	old, next := newQuickLead(db), newQuickLead(db)
	c, end, err := old.await(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	end() // it is paused: nothing is renewed
	c = context.WithoutCancel(c)
	r := newRunner(t, db)
	if _, err := r.Run(c, All[0], parseDays(t, "2026-11-20"), "command"); err != nil {
		t.Errorf("while it leads: %v", err)
	}
	_, end, err = next.await(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	before := text(t, db, "SELECT toString(cityHash64(groupArray(order_id))) FROM fact_order_line")
	insertOrders(t, db, [][]string{{"n1", "3", "new", "paid", "p1 1 1000 0"}}, 500)
	if _, err := r.Run(c, All[0], parseDays(t, "2026-11-20"), "command"); !errors.Is(err, errDeposed) {
		t.Errorf("after it was deposed: %v", err)
	}
	if after := text(t, db, "SELECT toString(cityHash64(groupArray(order_id))) FROM fact_order_line"); after != before {
		t.Error("a deposed leader has published")
	}
	if got := dueNow(t, newRunner(t, db)); got != "11-19 11-20" {
		t.Errorf("due for the next leader: %q", got)
	}
}

// TestTwoSchedulers share one ClickHouse: one works, the other leaves its runs alone, and follows when it ends.
func TestTwoSchedulers(t *testing.T) {
	db := sqltest.Open(t)
	insertOrders(t, db, orderEvents, 0)
	start := func() (stop func()) {
		s, err := NewScheduler(newRunner(t, db))
		if err != nil {
			t.Fatal(err)
		}
		s.lead.beat, s.lead.silence = 100*time.Millisecond, 3*time.Second
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- s.Run(ctx) }()
		return func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
	until := func(what, query, want string) {
		t.Helper()
		got := ""
		for deadline := time.Now().Add(60 * time.Second); got != want && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			got = text(t, db, query)
		}
		if got != want {
			t.Fatalf("%s: %q, want %q", what, got, want)
		}
	}
	const runs = "SELECT concat(toString(count()), ' ', arrayStringConcat(arraySort(groupUniqArray(status)))) FROM job_run FINAL WHERE trigger = 'page'"
	first := start()
	until("caught up", "SELECT toString(count()) FROM job_run FINAL WHERE job = 'daily_facts' AND status = 'ok'", "2")
	exec(t, db, "INSERT INTO job_run (run_id, job, day, status, updated_at) VALUES ('live', 'profile', '2026-11-18', 'running', '2026-11-21 01:00:00')")
	second := start()
	ask(t, db, "1", "daily_facts", "2026-11-20")
	until("asked for", runs, "1 ok")
	if got := text(t, db, "SELECT status FROM job_run FINAL WHERE run_id = 'live'"); got != "running" {
		t.Errorf("the second scheduler touched a run of the first: %s", got)
	}
	first()
	until("taken over", "SELECT status FROM job_run FINAL WHERE run_id = 'live'", "failed")
	ask(t, db, "2", "daily_facts", "2026-11-20")
	until("asked the second", runs, "2 ok")
	second()
}
