package jobs

import (
	"context"
	"errors"
	"testing"

	"github.com/linli-project/linli/sql/sqltest"
)

// TestRename: after a change that only gives people other names nothing is due, and what is built again is what there was.
func TestRename(t *testing.T) {
	db := openNights(t)
	r := newRunner(t, db)
	if runs, err := r.CatchUp(t.Context(), "catch_up", nil); err != nil || len(runs) > 0 { // it has looked
		t.Fatal(runs, err)
	}
	names := func(context.Context) error {
		for _, table := range []string{"order_event", "click", "fact_order_line"} {
			exec(t, db, "ALTER TABLE "+table+` UPDATE user_id = 'somebody' WHERE user_id = 'u7' SETTINGS mutations_sync = 2`)
		}
		return nil
	}
	if err := r.Rename(t.Context(), names); err != nil {
		t.Fatal(err)
	}
	for _, again := range []*Runner{r, newRunner(t, db)} { // one that has looked before, and a new process
		if runs, err := again.CatchUp(t.Context(), "catch_up", nil); err != nil || len(runs) > 0 {
			t.Fatalf("due after the change: %d runs, %v", len(runs), err)
		}
	}
	want := text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM fact_order_line ORDER BY row")
	runJob(t, r, "daily_facts", day1, day1.AddDate(0, 0, -7))
	if text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM fact_order_line ORDER BY row") != want {
		t.Error("facts that were built again differ")
	}
	if runs, err := newRunner(t, db).CatchUp(t.Context(), "catch_up", nil); err != nil || len(runs) > 0 {
		t.Errorf("due after facts were built again: %d runs, %v", len(runs), err)
	}

	// What was stale before stays stale.
	exec(t, db, `INSERT INTO order_event SELECT * REPLACE (concat('sale', event_id) AS event_id, concat('sale', order_id) AS order_id, 2 AS id_hash)
		FROM (SELECT * FROM order_event WHERE business_day = '2026-11-17' AND status = 'paid' ORDER BY event_id LIMIT 1)`)
	if err := r.Rename(t.Context(), names); err != nil {
		t.Fatal(err)
	}
	if got := dueNow(t, newRunner(t, db)); got != "11-17" {
		t.Errorf("built %q, want the day that was stale before the change", got)
	}
	no := errors.New("no")
	if err := r.Rename(t.Context(), func(context.Context) error { return no }); !errors.Is(err, no) {
		t.Error(err)
	}
}

// TestSweepComesFirst: no facts are built when it is not known whom they must not name.
func TestSweepComesFirst(t *testing.T) {
	db := sqltest.Open(t)
	chain(t, db)
	r := newRunner(t, db)
	no := errors.New("no")
	r.Sweep = func(context.Context) error { return no }
	if runs, err := r.RunDue(t.Context(), All[0], "command"); !errors.Is(err, no) || len(runs) > 0 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
	swept := false
	r.Sweep = func(context.Context) error {
		swept = text(t, db, "SELECT toString(count()) AS s FROM fact_order_line") == "0"
		return nil
	}
	if runs, err := r.RunDue(t.Context(), All[0], "command"); err != nil || len(runs) == 0 || !swept {
		t.Errorf("%d runs, %v, swept before %v", len(runs), err, swept)
	}
}
