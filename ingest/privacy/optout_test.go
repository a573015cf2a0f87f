package privacy

import (
	"strings"
	"testing"
	"time"
)

func TestOptOut(t *testing.T) {
	db := open(t)
	exec(t, db, "INSERT INTO household_label (user_id) VALUES ('member5')")
	now := time.Now()
	n, err := OptOut(t.Context(), db, []string{"member5", "nobody"}, true, now)
	if err != nil || n != 1 {
		t.Fatalf("%d rows, %v", n, err)
	}
	state := func() string {
		return text(t, db, "SELECT arrayStringConcat(arraySort(groupArray(user_id)), ' ') AS s FROM personal_optout FINAL WHERE opted_out = 1")
	}
	if state() != "member5 nobody" || text(t, db, "SELECT toString(count()) AS s FROM user_profile") != "59" {
		t.Errorf("out: %s", state())
	}
	if text(t, db, "SELECT toString(count()) AS s FROM household_label") != "1" || text(t, db, "SELECT toString(count() > 0) AS s FROM click WHERE user_id = 'member5'") != "1" {
		t.Error("more than what is published was deleted")
	}
	if _, err := OptOut(t.Context(), db, []string{"member5"}, false, now.Add(time.Second)); err != nil || state() != "nobody" {
		t.Errorf("in again: %s, %v", state(), err)
	}
	if _, err := OptOut(t.Context(), db, nil, true, now); err == nil {
		t.Error("nobody opted out")
	}
}

// TestTables: columns that name people are found by what they are called, also in a table that nobody knew of.
func TestTables(t *testing.T) {
	db := open(t)
	exec(t, db, "CREATE TABLE novel (as_of Date, buyer_id LowCardinality(String), members Array(String), store_id String, users UInt32, note String) ENGINE = MergeTree PARTITION BY as_of ORDER BY tuple()")
	exec(t, db, "INSERT INTO novel VALUES ('2026-11-20', 'member5', [], 's1', 3, ''), ('2026-11-20', 'member6', ['member5'], 's1', 3, ''), ('2026-11-20', 'member7', ['member8'], 's1', 3, 'member5')")
	r := erase(t, db, "member5")
	if !strings.Contains(steps(r), "novel deleted 2") {
		t.Errorf("erased: %s", steps(r))
	}
	told := false
	for _, f := range r.Found {
		told = told || f.Table == "novel" && f.Column == "note" && f.Rows == 1 && !f.Person
	}
	if !told {
		t.Error("a column of texts that holds an id is not told")
	}
}

// TestNoTableIsForgotten: a column of the schema whose name speaks of people is one that an erasure knows.
func TestNoTableIsForgotten(t *testing.T) {
	db := open(t)
	tables, err := Tables(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		for _, c := range table.Others {
			for _, word := range []string{"user", "buyer", "person", "people", "member", "sharer", "customer", "openid", "phone", "mobile"} {
				if strings.Contains(c.Name, word) && !strings.HasSuffix(c.Name, "_zh") && !strings.HasSuffix(c.Name, "_en") {
					t.Errorf("%s.%s (%s) seems to name people: add it to personColumn, or its name to otherIDs", table.Name, c.Name, c.Type)
				}
			}
		}
	}
}
