package privacy

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

var key = NewKey([]byte("a secret of this test"))

func exec(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	if err := db.Exec(context.Background(), query, nil); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func text(t testing.TB, db *sql.DB, query string) string {
	t.Helper()
	var rows []string
	if err := db.SelectText(context.Background(), &rows, query, nil); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return strings.Join(rows, "\n")
}

// shop fills the raw tables: 60 people in three communities who clicked, shared and ordered for three weeks.
func shop(t testing.TB, db *sql.DB) {
	t.Helper()
	exec(t, db, "INSERT INTO store (store_id, name, timezone) SELECT concat('s', toString(number)), 'x', 'UTC' FROM numbers(3)")
	exec(t, db, "INSERT INTO community (community_id, name, store_id, households) SELECT concat('c', toString(number)), 'x', concat('s', toString(number)), 100 FROM numbers(3)")
	exec(t, db, "INSERT INTO product (product_id, name, category, price, cost, shelf_life_days) SELECT concat('p', toString(number)), 'x', concat('k', toString(number % 3)), 1000, 600, number FROM numbers(8)")
	exec(t, db, `INSERT INTO share (event_id, event_time, business_day, hour, share_id, parent_share_id, user_id, store_id, community_id, product_id, channel, ingested_at, _topic, _offset)
		SELECT concat('sh', toString(number)), toDateTime64('2026-11-20 00:00:00', 3, 'UTC') - toIntervalDay(number % 21) + toIntervalHour(7) AS at, toDate(at), 7,
			concat('share', toString(number)), if(number > 50, concat('share', toString(number - 50)), ''), concat('member', toString(number % 60)),
			concat('s', toString(number % 3)), concat('c', toString(number % 3)), 'p1', 'direct', toDateTime64('2026-11-21 01:00:00', 3, 'UTC'), 'linli.share', number FROM numbers(300)`)
	exec(t, db, `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, share_id, pickup_date,
		lines.product_id, lines.quantity, lines.unit_price, lines.discount, ingested_at, _topic, _offset)
		SELECT concat('e', toString(number)), toDateTime64('2026-11-20 00:00:00', 3, 'UTC') - toIntervalDay(number % 21) + toIntervalHour(8 + number % 12) AS at,
			toDate(at), toHour(at), concat('o', toString(number)), 'paid', concat('member', toString(cityHash64(number) % 60)), concat('s', toString(number % 3)), concat('c', toString(number % 3)),
			if(number % 4 = 0, concat('share', toString(number % 300)), ''), toDate(at) + number % 2,
			[concat('p', toString(cityHash64(number, 1) % 8))], [toDecimal64(1 + number % 3, 3)], [1290], [0],
			toDateTime64('2026-11-21 01:00:00', 3, 'UTC'), 'linli.order', number FROM numbers(1500)`)
	exec(t, db, `INSERT INTO click (event_id, event_time, business_day, hour, user_id, store_id, community_id, session_id, action, product_id, share_id, ingested_at, _topic, _offset)
		SELECT concat('k', toString(number)), toDateTime64('2026-11-20 00:00:00', 3, 'UTC') - toIntervalDay(number % 21) + toIntervalHour(number % 24) AS at, toDate(at), toHour(at),
			concat('member', toString(cityHash64(number, 3) % 60)), concat('s', toString(number % 3)), concat('c', toString(number % 3)), concat('visit', toString(number % 70)), 'view', concat('p', toString(number % 8)),
			if(number % 3 = 0, concat('share', toString(number % 300)), ''), toDateTime64('2026-11-21 01:00:00', 3, 'UTC'), 'linli.click', number FROM numbers(4000)`)
	exec(t, db, `INSERT INTO dead_letter (topic, partition, offset, reason, detail, key, value, rejected_at) VALUES
		('linli.order', 0, 9001, 'bad_value', 'bad_value: user_id "member5" ordered nothing', 'member5', '{"user_id":"member5"}', now64(3)),
		('linli.order', 0, 9002, 'bad_json', 'bad_json: no object', 'member55', '{"user_id":"member55"', now64(3)),
		('linli.click', 0, 9003, 'bad_json', 'bad_json: no object', '', '[member5]', now64(3))`)
	exec(t, db, "INSERT INTO user_profile (as_of, user_id, store_id) SELECT toDate('2026-11-20'), concat('member', toString(number)), 's1' FROM numbers(60)")
	exec(t, db, "INSERT INTO ingest_ledger (topic, ingested_at) VALUES ('linli.order', '2026-11-21 01:00:00')")
}

func open(t testing.TB) *sql.DB {
	t.Helper()
	db := sqltest.Open(t)
	shop(t, db)
	return db
}

func erase(t testing.TB, db *sql.DB, users ...string) Result {
	t.Helper()
	r, err := Erase(t.Context(), Options{DB: db, Key: key, Users: users})
	if err != nil {
		t.Fatal(err, steps(r), r.Found)
	}
	return r
}

// steps is what an erasure did, as text.
func steps(r Result) string {
	var out []string
	for _, s := range r.Steps {
		if s.Changed > 0 {
			out = append(out, fmt.Sprintf("%s %s %d", s.Place, s.Action, s.Changed))
		}
	}
	return strings.Join(out, ", ")
}
