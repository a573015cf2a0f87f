package jobs

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
)

// TestPeopleAreForgotten: what is published per person goes after KeepPeople days, once and of every such table; what is about stores
// stays; no day becomes due; a day gone by can be run again.
func TestPeopleAreForgotten(t *testing.T) {
	db := openFacts(t)
	var tables []string
	for _, job := range All {
		tables = append(tables, job.people...)
	}
	slices.Sort(tables)
	personal := text(t, db, "SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'user_id' AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND partition_key IN ('as_of', 'day')) ORDER BY table")
	if got := strings.Join(tables, "\n"); got != personal {
		t.Fatalf("tables per person are\n%s\nforgotten are\n%s", personal, got)
	}

	r := newRunner(t, db)
	back := func(n int) time.Time { return day1.AddDate(0, 0, -n) }
	days := func(table, day string) string {
		return text(t, db, fmt.Sprintf("SELECT arrayStringConcat(arraySort(groupUniqArray(toString(toDate('2026-11-20') - %s))), ' ') FROM %s", day, table))
	}
	runJob(t, r, "leader", back(36))
	runJob(t, r, "profile", back(36), back(35))
	exec(t, db, "INSERT INTO leader_score (as_of, store_id, user_id) VALUES ('2026-10-15', 's0', 'somebody'), ('2026-11-20', 's0', 'somebody')") // 36 days ago and today: nobody shares in this world
	runJob(t, r, "profile", back(8))
	const scored = "SELECT formatRowNoNewline('TSV', *) AS row FROM user_value_score ORDER BY row"
	score := text(t, db, scored)
	if got := days("user_value", "as_of"); got != "35 36 8" || score == "" {
		t.Fatalf("profiles of %s days ago, score %q: nothing is old enough to be tested", got, score)
	}
	due := func() (all []string) {
		for _, name := range []string{"daily_facts", "profile", "leader", "next_basket", "suggestion"} {
			job, err := Find(name)
			if err != nil {
				t.Fatal(err)
			}
			days, err := r.Due(t.Context(), job)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range days {
				if d.Before(day1) { // day1 is about to be done
					all = append(all, name+" "+sql.Day(d))
				}
			}
		}
		return all
	}
	before := due()
	runJob(t, r, "profile", day1)
	runJob(t, r, "leader", day1)
	exec(t, db, "INSERT INTO leader_score (as_of, store_id, user_id) VALUES ('2026-11-20', 's0', 'somebody')")
	for table, want := range map[string]string{"user_profile": "0 35 8", "user_value": "0 35 8", "user_window": "0 35 8", "push_window": "0 35 36 8", "customer_model": "0 35 36 8", "leader_score": "0"} {
		if got := days(table, "as_of"); got != want {
			t.Errorf("%s is of %s days ago, want %s", table, got, want)
		}
	}
	if after := due(); !slices.Equal(after, before) {
		t.Errorf("due were %v, are %v", before, after)
	}
	runJob(t, r, "profile", back(8)) // its forecasts of day 36 are gone, what they were worth is not
	if got := text(t, db, scored); got != score {
		t.Errorf("the score was\n%s\nis\n%s", score, got)
	}
	runJob(t, r, "profile", back(36))
	if got := days("user_value", "as_of"); got != "0 35 36 8" {
		t.Errorf("a day gone by was run again: profiles of %s days ago", got)
	}
	if _, err := runSuggestion(t.Context(), db, back(36)); err == nil || !strings.Contains(err.Error(), "run the job leader for the day first") {
		t.Errorf("suggestions of a day whose leaders have gone: %v", err)
	}
	if _, err := runSuggestion(t.Context(), db, day1); err != nil {
		t.Error(err)
	}
}
