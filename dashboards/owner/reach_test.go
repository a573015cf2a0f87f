package owner

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestReachCountsTheList: the page counts as many as the models' list has, for stores with every rule there is.
func TestReachCountsTheList(t *testing.T) {
	db, ctx := sqltest.Open(t), t.Context()
	for _, insert := range []string{
		`INSERT INTO user_window (as_of, user_id, store_id, community_id, start_hour, end_hour, share)
			SELECT '2026-11-20', concat('u', toString(number)), concat('s', toString(number % 4)), 'c', number % 24, (number + number % 5) % 24, 0.5 FROM numbers(600)`,
		// Every seventh opted out: of some there is a window still, others last bought at one store or another.
		`INSERT INTO personal_optout (user_id, opted_out, updated_at) SELECT concat('u', toString(number)), number % 14 = 0, '2026-11-21' FROM numbers(900) WHERE number % 7 = 0`,
		`INSERT INTO fact_order_line (business_day, order_id, line, store_id, user_id, ordered_at, sold)
			SELECT toDate('2026-11-20') - number % 130, concat('o', toString(number)), 1, concat('s', toString(number % 3)), concat('u', toString(500 + number % 500)), toDateTime('2026-11-20 10:00:00') - (number % 130) * 86400, number % 11 > 0
			FROM numbers(1500) SETTINGS max_partitions_per_insert_block = 0`,
		`INSERT INTO push_sent (user_id, store_id, message_id, business_day, hour, updated_at)
			SELECT concat('u', toString(number % 300)), 's1', concat('m', toString(number % 7)), toDate('2026-11-21') - number % 10, 9, '2026-11-21' FROM numbers(1500)`,
		`INSERT INTO push_rule (store_id, quiet_from, quiet_until, max_per_week, updated_at) VALUES ('', 21, 9, 3, '2026-11-01'), ('s1', 8, 12, 1, '2026-11-01'), ('s2', 7, 7, 0, '2026-11-01')`,
	} {
		if err := db.Exec(ctx, insert, nil); err != nil {
			t.Fatal(err)
		}
	}
	asOf := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	reasons := map[string]bool{}
	for _, store := range []string{"s0", "s1", "s2", "s3", "s9"} {
		p := Push{AsOf: asOf, Day: asOf.AddDate(0, 0, 1)}
		if err := p.Quiet.load(ctx, db, store); err != nil {
			t.Fatal(err)
		}
		if err := p.loadReach(ctx, db, store); err != nil {
			t.Fatal(err)
		}
		var want []Reach
		params := sql.Params{"store": store, "as_of": chain.Date(p.AsOf), "day": chain.Date(p.Day), "window": profileDays}
		text, err := db.Text("models/sendtime_push_counts")
		if err != nil {
			t.Fatal(err)
		}
		if err := db.SelectText(ctx, &want, "SELECT reason, hour, users FROM ("+text+"\n)", params); err != nil {
			t.Fatal(err)
		}
		for _, rows := range [][]Reach{p.Reach, want} {
			slices.SortFunc(rows, func(a, b Reach) int { return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Hour, b.Hour)) })
		}
		if !slices.Equal(p.Reach, want) {
			t.Errorf("%s: %v, want %v", store, p.Reach, want)
		}
		for _, r := range want {
			reasons[r.Reason] = true
		}
	}
	if len(reasons) != 4 {
		t.Errorf("the world has only %v", reasons)
	}
}
