package privacy

import (
	"strings"
	"testing"
)

func TestErase(t *testing.T) {
	db := open(t)
	const others = "SELECT concat(toString(count()), ' ', toString(sum(cityHash64(* EXCEPT (user_id, session_id, share_id))))) AS s FROM "
	before := map[string]string{}
	for _, table := range []string{"click", "order_event", "share"} {
		before[table] = text(t, db, others+table)
	}
	rest := "SELECT toString(sum(cityHash64(*))) AS s FROM click WHERE user_id NOT IN ('member5', '') AND NOT startsWith(user_id, '~')"
	kept := text(t, db, rest)
	r := erase(t, db, "member5")
	t.Log(steps(r))
	for _, f := range r.Found {
		if f.Rows > 0 {
			t.Errorf("%+v", f)
		}
	}
	for table, want := range before {
		if got := text(t, db, others+table); got != want {
			t.Errorf("%s: %s, before %s", table, got, want)
		}
	}
	if text(t, db, rest) != kept {
		t.Error("clicks of others were changed")
	}
	if got := text(t, db, "SELECT concat(key, value, detail) AS s FROM dead_letter FINAL ORDER BY topic, offset"); got != "erased on request\nerased on request\nmember55{\"user_id\":\"member55\"bad_json: no object" {
		t.Errorf("letters:\n%s", got)
	}
	if n := text(t, db, "SELECT toString(count()) AS s FROM erasing"); n != "0" {
		t.Errorf("%s people are still on a list", n)
	}
	if got := text(t, db, "SELECT DISTINCT arrayStringConcat(user_hashes) AS s FROM erasure"); got != key.Hash("member5") {
		t.Errorf("entered: %s", got)
	}
	// Nothing that ClickHouse keeps of the statements names anybody.
	if n := text(t, db, "SELECT toString(countIf(position(command, 'member5') > 0)) AS s FROM system.mutations WHERE database = currentDatabase()"); n != "0" {
		t.Errorf("%s mutations name the person", n)
	}
	if again := erase(t, db, "member5"); steps(again) != "" {
		t.Errorf("a second time: %s", steps(again))
	}
	if strings.Contains(steps(r), "~") {
		t.Error(steps(r))
	}
}
