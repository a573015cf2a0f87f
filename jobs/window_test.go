package jobs

import (
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// timedOrders fills the facts: users 0 to 29 of c0 order at nine, those of c1 at 20, user u0 always at 15; the last day is day1.
func timedOrders(t *testing.T, db *sql.DB) {
	t.Helper()
	exec(t, db, "INSERT INTO store (store_id, name, timezone) SELECT concat('s', toString(number)), 'x', 'UTC' FROM numbers(2)")
	exec(t, db, "INSERT INTO community (community_id, name, store_id, households) SELECT concat('c', toString(number)), 'x', concat('s', toString(number)), 100 FROM numbers(2)")
	exec(t, db, `INSERT INTO fact_order_line (business_day, order_id, line, store_id, community_id, user_id, product_id, category, ordered_at, hour, status, sold, quantity, amount)
		SELECT toDate('2026-11-20') - number % 40 AS day, concat('o', toString(number)), line, concat('s', toString(c)), concat('c', toString(c)), concat('u', toString(number % 60)) AS u, 'p', 'k',
			toDateTime64(day, 3, 'UTC') + toIntervalHour(hour) + toIntervalMinute(number % 60), if(u = 'u0', 15, if(c = 0, 9, 20) + number % 7 % 2) AS hour, 'paid', 1, 1, 100
		FROM (SELECT number, number % 60 >= 30 AS c FROM numbers(3000)) ARRAY JOIN [1, 2] AS line`)
}

func TestWindows(t *testing.T) {
	db := sqltest.Open(t)
	timedOrders(t, db)
	exec(t, db, "INSERT INTO personal_optout VALUES ('u7', 1, now64(3)), ('u8', 1, '2026-01-01'), ('u8', 0, '2026-02-01')")
	exec(t, db, "INSERT INTO push_rule (store_id, quiet_from, quiet_until, max_per_week, updated_at) VALUES ('s1', 20, 8, 1, '2026-01-01'), ('s0', 3, 2, 5, '2026-01-01')")
	p := sql.Params{"day": sql.Day(day1), "window": profileWindow}
	if _, err := windows(t.Context(), db, day1, p); err != nil {
		t.Fatal(err)
	}
	// c1 orders at 20 and 21, which are quiet in s1: the chain's best free window. s0's rule leaves no room, so the night is quiet there.
	if got := text(t, db, "SELECT concat(community_id, ' ', store_id, ' ', toString(start_hour), ' ', toString(end_hour), ' ', toString(weekend), ' ', toString(users), ' ', toString(orders), ' ', toString(low < share AND share < high AND high < 1)) FROM push_window ORDER BY community_id"); got != "c0 s0 8 11 1 30 1500 1\nc1 s1 8 11 1 30 1500 1" {
		t.Errorf("windows of communities:\n%s", got)
	}
	if got := text(t, db, "SELECT concat(toString(count()), ' ', toString(round(min(s), 6)), ' ', toString(round(max(s), 6)), ' ', toString(sum(n))) FROM (SELECT sum(share) AS s, sum(orders) AS n FROM push_hour GROUP BY community_id, weekend)"); got != "4 1 1 3000" {
		t.Errorf("hours: %s", got)
	}
	if got := text(t, db, "SELECT concat(toString(count()), ' ', toString(countIf(user_id = 'u7')), ' ', toString(sum(orders))) FROM user_window"); got != "59 0 2950" {
		t.Errorf("windows of users, one opted out: %s", got)
	}
	if got := text(t, db, "SELECT concat(toString(start_hour <= 15 AND 15 < end_hour), ' ', toString(share > community_share + 0.3)) FROM user_window WHERE user_id = 'u0'"); got != "1 1" {
		t.Errorf("the user with other hours: %s", got)
	}
	before := text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM user_window ORDER BY row")
	if _, err := windows(t.Context(), db, day1, p); err != nil {
		t.Fatal(err)
	}
	if again := text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM user_window ORDER BY row"); again != before {
		t.Error("a second run says something else")
	}
	checkPushList(t, db)
}

type listed struct {
	UserID      string  `ch:"user_id"`
	StoreID     string  `ch:"store_id"`
	CommunityID string  `ch:"community_id"`
	Start       uint8   `ch:"start_hour"`
	End         uint8   `ch:"end_hour"`
	Share       float64 `ch:"share"`
	Orders      uint32  `ch:"orders"`
	Sent        uint32  `ch:"sent_in_week"`
	Reason      string  `ch:"reason"`
	ReasonZh    string  `ch:"reason_zh"`
	ReasonEn    string  `ch:"reason_en"`
}

func checkPushList(t *testing.T, db *sql.DB) {
	t.Helper()
	exec(t, db, `INSERT INTO push_sent (user_id, store_id, message_id, business_day, hour, updated_at) VALUES
		('u40', 's1', 'm1', '2026-11-18', 19, now64(3)), ('u40', 's1', 'm1', '2026-11-18', 19, now64(3)), ('u41', 's1', 'm1', '2026-11-14', 19, now64(3)),
		('u3', 's0', 'm1', '2026-11-18', 9, now64(3)), ('u3', 's0', 'm2', '2026-11-18', 9, now64(3))`)
	exec(t, db, "INSERT INTO personal_optout VALUES ('u50', 1, now64(3))") // after the night
	list := func(store string) map[string]listed {
		var rows []listed
		if err := db.Select(t.Context(), &rows, "models/sendtime_push_list", sql.Params{"as_of": sql.Day(day1), "day": "2026-11-21", "store": store, "window": profileWindow}); err != nil {
			t.Fatal(err)
		}
		out := map[string]listed{}
		for _, r := range rows {
			out[r.UserID] = r
		}
		return out
	}
	all := list("")
	if len(all) != 60 || len(list("s1")) != 30 || len(list("s0")) != 30 {
		t.Errorf("%d users are listed", len(all))
	}
	for user, want := range map[string]string{"u7": "opted_out", "u50": "opted_out", "u40": "weekly_limit", "u41": "", "u3": "quiet_hours", "u8": "quiet_hours"} {
		if got := all[user]; got.Reason != want || (want == "") != (got.ReasonZh == "") || (want == "") != (got.ReasonEn == "") {
			t.Errorf("%s: %+v, want reason %q", user, got, want)
		}
	}
	if got := all["u40"]; got.Sent != 1 || !strings.Contains(got.ReasonZh, "1 次，上限 1 次") {
		t.Errorf("weekly limit: %+v", got)
	}
	exec(t, db, "INSERT INTO push_rule (store_id, quiet_from, quiet_until, max_per_week, updated_at) VALUES ('s0', 22, 12, 1, '2026-02-01')")
	if got := list("s0"); got["u5"].Reason != "quiet_hours" || got["u0"].Reason != "" || got["u3"].Reason != "weekly_limit" {
		t.Errorf("after a new rule: %+v %+v %+v", got["u5"], got["u0"], got["u3"])
	}
	var counts []struct {
		StoreID string  `ch:"store_id"`
		Reason  string  `ch:"reason"`
		Hour    uint8   `ch:"hour"`
		Users   uint64  `ch:"users"`
		Share   float64 `ch:"share"`
	}
	if err := db.Select(t.Context(), &counts, "models/sendtime_push_counts", sql.Params{"as_of": sql.Day(day1), "day": "2026-11-21", "store": "", "window": profileWindow}); err != nil {
		t.Fatal(err)
	}
	sum, perReason := map[string]uint64{}, map[string]uint64{}
	for _, c := range counts {
		sum[c.StoreID] += c.Users
		perReason[c.StoreID+" "+c.Reason] += c.Users
	}
	listedBy := map[string]uint64{}
	for _, l := range list("") {
		listedBy[l.StoreID+" "+l.Reason]++
	}
	if fmt.Sprint(sum) != "map[s0:30 s1:30]" || fmt.Sprint(perReason) != fmt.Sprint(listedBy) {
		t.Errorf("counts %v, by reason %v, the list has %v", sum, perReason, listedBy)
	}
}
