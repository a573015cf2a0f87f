package jobs

import (
	"fmt"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// soldLines adds orders of one line each: so many users of a community buy a category at a store on each of some days up to day1.
func soldLines(t *testing.T, db *sql.DB, prefix, community, store, category string, users, days int) {
	t.Helper()
	exec(t, db, fmt.Sprintf(`INSERT INTO fact_order_line SELECT toDate('2026-11-20') - toUInt16(intDiv(number, %[5]d) * 6) AS d, concat('%[1]s', '%[4]s', toString(number)), 1, '%[3]s', '%[2]s',
		concat('%[1]s', toString(number %% %[5]d)), 'p', '%[4]s', '', '', toDateTime64(d, 3, 'UTC'), number %% 24, d, 'paid', 1, 1, 1000, 0, 1000 + number %% 7 * 100, 600 FROM numbers(%[5]d * %[6]d)`,
		prefix, community, store, category, users, days))
}

// TestCommunityOddData: each kind of what may be missing or strange has its stated outcome.
func TestCommunityOddData(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, `INSERT INTO store (store_id, name, latitude, longitude, opened_on) VALUES ('s1', 'x', 31.2, 121.4, '2026-01-01'), ('nowhere', 'x', 0, 0, '1970-01-01'), ('quiet', 'x', 31.2, 121.41, '2026-05-01')`)
	exec(t, db, `INSERT INTO community (community_id, name, store_id, latitude, longitude, households) VALUES ('big', 'x', 's1', 31.205, 121.4, 300), ('other', 'x', 's1', 31.21, 121.39, 400),
		('unplaced', 'x', 's1', 0, 0, 200), ('uncounted', 'x', 's1', 31.2, 121.405, 0), ('crowded', 'x', 'nowhere', 31.3, 121.5, 10), ('empty', 'x', 'quiet', 31.19, 121.41, 500), ('small', 'x', 's1', 31.2, 121.39, 100)`)
	exec(t, db, "INSERT INTO category (category, name, name_en, sensitive) VALUES ('baby', '母婴', 'Baby', 1), ('fruit', '水果', 'Fruit', 0)")
	soldLines(t, db, "a", "big", "s1", "fruit", 60, 8)
	soldLines(t, db, "a", "big", "s1", "baby", 23, 2)
	soldLines(t, db, "b", "other", "s1", "fruit", 40, 6)
	soldLines(t, db, "b", "other", "s1", "baby", 31, 6)
	soldLines(t, db, "b", "other", "nowhere", "fruit", 25, 3) // the same users at another store
	soldLines(t, db, "b", "big", "s1", "fruit", 5, 1)         // and in another community
	soldLines(t, db, "c", "uncounted", "s1", "fruit", 30, 4)
	soldLines(t, db, "c", "uncounted", "s1", "baby", 4, 1)
	soldLines(t, db, "d", "crowded", "nowhere", "fruit", 25, 4)
	soldLines(t, db, "e", "small", "s1", "fruit", 12, 4)
	soldLines(t, db, "f", "unplaced", "s1", "", 30, 3) // products without a category
	soldLines(t, db, "g", "unknown", "s1", "fruit", 22, 3)
	runJob(t, newRunner(t, db), "community", day1)
	for _, c := range []struct{ what, query, want string }{
		{"a community below k has no row of its own", "SELECT DISTINCT table FROM (SELECT 'affinity' AS table, community_id FROM community_affinity UNION ALL SELECT 'price', community_id FROM community_price_band UNION ALL SELECT 'hour', community_id FROM community_hour UNION ALL SELECT 'pool', community_id FROM community_pool UNION ALL SELECT 'insight', community_id FROM community_insight UNION ALL SELECT 'repurchase', scope_id FROM repurchase WHERE scope = 'community') WHERE community_id = 'small'", ""},
		{"nor is it part of a total from which it could be had", "SELECT concat(toString(members), ' ', toString(members = (SELECT sum(members) FROM community_pool WHERE store_id = 's1' AND community_id != ''))) FROM community_pool WHERE store_id = 's1' AND community_id = ''", "182 1"},
		{"a community of few buyers can be a target, without their number", "SELECT concat(toString(buyers), ' ', note, ' ', toString(rank > 0), ' ', toString(position(reason_zh, '不到 20 位') > 0)) FROM community_target WHERE community_id = 'small'", "0 few_people 1 1"},
		{"so can one that nobody buys from", "SELECT concat(note, ' ', toString(rank), ' ', toString(expected_new >= 0)) FROM community_target WHERE community_id = 'empty'", "few_people 1 1"},
		{"without households", "SELECT concat(note, ' ', toString(rank), ' ', reason_zh) FROM community_target WHERE community_id = 'uncounted'", "no_households 0 没有这个小区的户数，算不出渗透率和潜力：请在小区资料里补上户数。"},
		{"without master data", "SELECT concat(note, ' ', store_id) FROM community_target WHERE community_id = 'unknown'", "no_households s1"},
		{"without coordinates", "SELECT concat(note, ' ', toString(distance_km), ' ', toString(rank > 0), ' ', toString(penetration BETWEEN low AND high)) FROM community_target WHERE community_id = 'unplaced'", "no_coordinates -1 1 1"},
		{"more buyers than households", "SELECT note FROM community_target WHERE community_id = 'crowded'", "more_buyers_than_households"},
		{"a store without coordinates has no catchment", "SELECT concat(toString(located), ' ', toString(communities), ' ', toString(share)) FROM store_catchment WHERE store_id = 'nowhere' AND radius_km = 3", "0 0 0"},
		{"a store without sales has one", "SELECT concat(toString(located), ' ', toString(communities), ' ', toString(reached), ' ', toString(share)) FROM store_catchment WHERE store_id = 'quiet' AND radius_km = 3", "1 5 0 0"},
		{"what lies within 3 km and what is missing", "SELECT concat(toString(communities), ' ', toString(households), ' ', toString(unlocated), ' ', toString(uncounted), ' ', toString(beyond)) FROM store_catchment WHERE store_id = 's1' AND radius_km = 3", "5 1300 2 1 0"},
		{"a cell of a sensitive category below k hides the next, and counts are in fives", "SELECT concat(community_id, ' ', toString(buyers)) FROM community_affinity WHERE category = 'baby' ORDER BY community_id", "other 30"},
		{"a product without category says nothing", "SELECT community_id FROM community_affinity WHERE community_id = 'unplaced' OR category = ''", ""},
		{"who buys in two communities counts in both", "SELECT concat(community_id, ' ', toString(community_buyers)) FROM community_affinity WHERE category = 'fruit' AND community_id IN ('big', 'other') ORDER BY community_id", "big 65\nother 40"},
		{"and is in the pool once", "SELECT toString(sumIf(members, community_id = '')) FROM community_pool", "207"},
		{"who buys at two stores is a buyer of each", "SELECT concat(scope_id, ' ', toString(buyers)) FROM repurchase WHERE scope = 'store' AND scope_id = 'nowhere'", ""},
		{"one price has no bands", "SELECT toString(count()) FROM community_price_band WHERE category = 'baby'", "0"},
	} {
		if got := text(t, db, c.query); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}

// TestCommunityOfNothing: an installation without a single order publishes empty days.
func TestCommunityOfNothing(t *testing.T) {
	db := sqltest.Open(t)
	runJob(t, newRunner(t, db), "community", day1)
	for _, table := range communityTables {
		if got := text(t, db, "SELECT toString(count()) FROM "+table); got != "0" {
			t.Errorf("%s rows in %s", got, table)
		}
	}
}
