package jobs

import (
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// boughtBy fills the facts with users of three communities: elders, who buy tea in the morning, and singles, who buy noodles at night. c0 is all
// elders, c1 all singles, c2 half and half, c3 too small.
func boughtBy(t *testing.T, db *sql.DB) {
	t.Helper()
	exec(t, db, "INSERT INTO category (category, name, name_en, sensitive) VALUES ('tea', '茶', 'tea', 0), ('noodles', '面', 'noodles', 0), ('pills', '药', 'pills', 1)")
	exec(t, db, `INSERT INTO fact_order_line (business_day, order_id, line, store_id, community_id, user_id, product_id, category, ordered_at, hour, status, sold, quantity, amount)
		SELECT toDate('2026-11-20') - n, concat('o', toString(u), '-', toString(n)), 1, 's0', concat('c', toString(c)), concat('u', toString(u)), 'p',
			if(cityHash64(u, n) % 10 < 7, if(elder, 'tea', 'noodles'), if(cityHash64(u, n) % 3 = 0, 'pills', 'rice')), toDateTime64('2026-11-20 00:00:00', 3, 'UTC') - toIntervalDay(n), if(elder, 7, 21), 'paid', 1, 1, 100
		FROM (SELECT number AS u, if(number < 270, number % 3, 3) AS c, multiIf(c = 0, 1, c = 1, 0, number % 2) AS elder FROM numbers(280)) AS who ARRAY JOIN range(1 + cityHash64(u) % 8) AS n`)
}

func TestHouseholds(t *testing.T) {
	db := sqltest.Open(t)
	boughtBy(t, db)
	p := sql.Params{"day": sql.Day(day1), "window": profileWindow}
	run := func() {
		t.Helper()
		if _, err := households(t.Context(), db, day1, p); err != nil {
			t.Fatal(err)
		}
	}
	const rows = "SELECT concat(community_id, ' ', kind, ' ', method, ' ', toString(buyers), ' ', toString(labels), ' ', toString(round(share, 1))) FROM community_household ORDER BY community_id, kind"
	run() // nobody told anything: only the sensitive category, as an index, and nothing of c3
	if got := text(t, db, "SELECT concat(community_id, ' ', kind, ' ', method, ' ', toString(share), ' ', toString(index_low < index AND index < index_high AND abs(index - 100) < 30)) FROM community_household ORDER BY community_id"); got != "c0 pills index 0 1\nc1 pills index 0 1\nc2 pills index 0 1" {
		t.Errorf("without labels:\n%s", got)
	}
	// Every fourth user told the kind; one told a kind that nobody else has, one withdrew.
	exec(t, db, "INSERT INTO household_label SELECT concat('u', toString(number)), if(multiIf(number % 3 = 0, 1, number % 3 = 1, 0, number % 2), 'elders', 'young_single'), '2026-11-01' FROM numbers(270) WHERE number % 4 = 1")
	exec(t, db, "INSERT INTO household_label VALUES ('u2', 'castle', '2026-11-02'), ('u5', '', '2026-11-02')")
	exec(t, db, "INSERT INTO personal_optout VALUES ('u9', 1, now64(3))")
	run()
	want := `c0 elders labels 89 66 1
c0 young_single labels 89 66 0
c1 elders labels 90 66 0
c1 young_single labels 90 66 1
c2 elders labels 90 66 0.5
c2 young_single labels 90 66 0.5`
	first := text(t, db, rows)
	if first != want {
		t.Errorf("with labels:\n%s\nwant\n%s", first, want)
	}
	if got := text(t, db, "SELECT toString(count()) FROM community_household WHERE low <= share AND share <= high AND index_low <= index AND index <= index_high AND high <= 1"); got != "6" {
		t.Errorf("%s of 6 rows lie in their intervals", got)
	}
	before := text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM community_household ORDER BY row")
	run()
	if again := text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM community_household ORDER BY row"); again != before {
		t.Error("a second run says something else")
	}
}

// TestNothingOfOneHousehold: no published table has both a user and a kind of household.
func TestNothingOfOneHousehold(t *testing.T) {
	db := sqltest.Open(t)
	got := text(t, db, `SELECT table FROM system.columns WHERE database = currentDatabase() AND table IN (SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'user_id')
		AND (name LIKE '%household%' OR name LIKE '%children%' OR name = 'age') AND table != 'household_label' ORDER BY table`)
	if got != "" {
		t.Errorf("tables of users that may tell their household: %s", got)
	}
}
