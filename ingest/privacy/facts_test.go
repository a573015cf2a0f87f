package privacy

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/jobs"
	"github.com/linli-project/linli/sql"
)

func runner(db *sql.DB) *jobs.Runner {
	return &jobs.Runner{DB: db, Location: time.UTC, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now:   func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) },
		Sweep: func(ctx context.Context) error { _, err := Sweep(ctx, db, key); return err }}
}

// facts is what the daily facts say, but for who it was.
func facts(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for table, columns := range map[string]string{
		"fact_order_line": "* EXCEPT (user_id, share_id)", "fact_click": "*", "fact_share": "* EXCEPT (user_id)", "fact_store": "*", "fact_demand": "*",
		"fact_hour": "*", "fact_goods": "*", "fact_offer": "*", "fact_board": "*"} {
		out[table] = text(t, db, "SELECT formatRowNoNewline('TSV', "+columns+") AS row FROM "+table+" ORDER BY row")
	}
	return out
}

// TestFactsStay: an erasure changes no total of a closed day, makes no day due, and a day that is built again all the same is the
// same: also its new and returning buyers, its visitors, and who came by whose share.
func TestFactsStay(t *testing.T) {
	db := open(t)
	r := runner(db)
	daily, err := jobs.Find("daily_facts")
	if err != nil {
		t.Fatal(err)
	}
	if runs, err := r.RunDue(t.Context(), daily, "command"); err != nil || len(runs) < 20 {
		t.Fatal(len(runs), err)
	}
	before := facts(t, db)
	lines := text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM fact_order_line WHERE user_id NOT IN ('member5', 'member6', 'member12') ORDER BY row")
	if err := r.Rename(t.Context(), func(ctx context.Context) error {
		res, err := Erase(ctx, Options{DB: db, Key: key, Users: []string{"member5", "member6", "member12"}})
		t.Log(steps(res))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	same := func(when string) {
		t.Helper()
		for table, rows := range facts(t, db) {
			if rows != before[table] {
				t.Errorf("%s: %s differs%s", when, table, difference(before[table], rows))
			}
		}
		if text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM fact_order_line WHERE NOT startsWith(user_id, '~') ORDER BY row") != lines {
			t.Errorf("%s: the lines of others differ", when)
		}
	}
	same("after the erasure")
	buyers := "SELECT formatRowNoNewline('TSV', *) AS row FROM fact_buyer ORDER BY row"
	others := text(t, db, buyers)
	if n := text(t, db, "SELECT toString(count()) AS s FROM fact_buyer WHERE buyer_hash IN (cityHash64('member5'), cityHash64('member6'), cityHash64('member12'))"); n != "0" || others == "" {
		t.Errorf("%s rows of the erased are among the buyers", n)
	}
	all := text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM fact_order_line ORDER BY row")
	if runs, err := runner(db).RunDue(t.Context(), daily, "command"); err != nil || len(runs) > 0 {
		t.Fatalf("%d days are due after the erasure, %v", len(runs), err)
	}
	var days []time.Time
	for back := range 21 {
		days = append(days, time.Date(2026, 10, 31+back, 0, 0, 0, 0, time.UTC))
	}
	if _, err := r.Run(t.Context(), daily, days, "command"); err != nil {
		t.Fatal(err)
	}
	same("built again")
	if text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM fact_order_line ORDER BY row") != all {
		t.Error("built again, lines have other aliases or shares")
	}
	if text(t, db, buyers) != others {
		t.Error("built again, there are other buyers")
	}
	if runs, err := runner(db).RunDue(t.Context(), daily, "command"); err != nil || len(runs) > 0 {
		t.Errorf("%d days are due after they were built again, %v", len(runs), err)
	}
	// No two days of one person can be tied together.
	if n := text(t, db, "SELECT toString(max(d)) AS s FROM (SELECT uniqExact(business_day) AS d FROM fact_order_line WHERE startsWith(user_id, '~') GROUP BY user_id)"); n != "1" {
		t.Errorf("an alias covers %s days", n)
	}
	if n := text(t, db, "SELECT toString(count()) AS s FROM fact_order_line WHERE startsWith(user_id, '~') AND user_id NOT IN (SELECT user_id FROM personal_optout FINAL WHERE opted_out = 1)"); n != "0" {
		t.Errorf("%s lines are of aliases for whom something may be published", n)
	}
}

// difference shows the first lines that differ.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "\nbefore " + a[i] + "\nafter  " + b[i]
		}
	}
	return ""
}
