package jobs

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// communityTables are those that the job publishes.
var communityTables = []string{"community_affinity", "community_price_band", "community_hour", "store_retention", "repurchase", "store_churn",
	"community_pool", "community_pool_flow", "store_catchment", "community_target", "community_insight"}

type rawEvent struct {
	EventID     string    `ch:"event_id"`
	EventTime   time.Time `ch:"event_time"`
	BusinessDay time.Time `ch:"business_day"`
	Hour        uint8     `ch:"hour"`
	UserID      string    `ch:"user_id"`
	StoreID     string    `ch:"store_id"`
	CommunityID string    `ch:"community_id"`
	CampaignID  string    `ch:"campaign_id"`
	ShareID     string    `ch:"share_id"`
}

type rawClick struct {
	rawEvent
	Action    string `ch:"action"`
	ProductID string `ch:"product_id"`
}

type rawShare struct {
	rawEvent
	Channel string `ch:"channel"`
}

type rawLine struct {
	BusinessDay time.Time       `ch:"business_day"`
	OrderID     string          `ch:"order_id"`
	Line        uint16          `ch:"line"`
	StoreID     string          `ch:"store_id"`
	CommunityID string          `ch:"community_id"`
	UserID      string          `ch:"user_id"`
	ProductID   string          `ch:"product_id"`
	Category    string          `ch:"category"`
	ShareID     string          `ch:"share_id"`
	OrderedAt   time.Time       `ch:"ordered_at"`
	Hour        uint8           `ch:"hour"`
	Status      string          `ch:"status"`
	Sold        uint8           `ch:"sold"`
	Quantity    decimal.Decimal `ch:"quantity"`
	UnitPrice   int64           `ch:"unit_price"`
	Amount      int64           `ch:"amount"`
	Cost        int64           `ch:"cost"`
}

// playWorld writes a simulated world's master data and facts up to the day before it runs, as the facts job would make them of its
// events: order lines by their last state, clicks and shares.
func playWorld(t *testing.T, db *sql.DB, cfg simulate.Config) {
	t.Helper()
	w, err := simulate.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	m := w.Master()
	if err := master.WriteAll(t.Context(), db, master.Set{Stores: m.Stores, Communities: m.Communities, Categories: m.Categories, Products: m.Products}); err != nil {
		t.Fatal(err)
	}
	product := map[string]master.Product{}
	for _, p := range m.Products {
		product[p.ProductID] = p
	}
	lines := map[string][]*rawLine{}
	var orders []string
	var clicks []rawClick
	var shares []rawShare
	for d := range cfg.Days {
		day := w.Day(d)
		at := time.Date(day.Date.Year(), day.Date.Month(), day.Date.Day(), 0, 0, 0, 0, time.UTC)
		for _, e := range day.Events {
			h := e.Common()
			raw := rawEvent{h.ID, h.Time, at, uint8(h.Time.In(simulate.Zone).Hour()), h.UserID, h.StoreID, h.CommunityID, h.CampaignID, h.ShareID}
			switch e := e.(type) {
			case *event.Click:
				clicks = append(clicks, rawClick{raw, e.Action, e.ProductID})
			case *event.Share:
				shares = append(shares, rawShare{raw, e.Channel})
			case *event.Order:
				switch e.Status {
				case "paid":
					orders = append(orders, e.OrderID)
					for i, l := range e.Lines {
						p := product[l.ProductID]
						lines[e.OrderID] = append(lines[e.OrderID], &rawLine{BusinessDay: at, OrderID: e.OrderID, Line: uint16(i + 1), StoreID: h.StoreID, CommunityID: h.CommunityID,
							UserID: h.UserID, ProductID: l.ProductID, Category: p.Category, ShareID: h.ShareID, OrderedAt: h.Time, Hour: raw.Hour, Status: "paid", Sold: 1,
							Quantity: decimal.New(l.Quantity, -3), UnitPrice: l.UnitPrice, Amount: l.Amount(), Cost: l.Quantity * p.Cost / 1000})
					}
				case "cancelled", "refunded":
					for _, l := range lines[e.OrderID] {
						gone := len(e.Lines) == 0
						for _, x := range e.Lines {
							gone = gone || x.ProductID == l.ProductID
						}
						if gone {
							l.Status, l.Sold = e.Status, 0
						}
					}
				}
			}
		}
	}
	var all []rawLine
	for _, id := range orders {
		for _, l := range lines[id] {
			all = append(all, *l)
		}
	}
	for table, rows := range map[string]any{"click": clicks, "share": shares, "fact_order_line": all, "simulated_truth": w.Truth()} {
		if err := db.Insert(t.Context(), table, rows, ""); err != nil {
			t.Fatal(err)
		}
	}
	exec(t, db, "INSERT INTO fact_click SELECT business_day, store_id, community_id, product_id, hour, action, count(), uniqExact(user_id) FROM click GROUP BY ALL")
}

// TestCommunityKnowsTheTruth runs the job on a simulated chain of twelve weeks.
func TestCommunityKnowsTheTruth(t *testing.T) {
	db := sqltest.Open(t)
	cfg := simulate.Config{Seed: 3, Today: time.Date(2026, 11, 21, 0, 0, 0, 0, simulate.Zone), Days: 84, Stores: 5, CommunitiesPerStore: 3, HouseholdsPerCommunity: 400}
	playWorld(t, db, cfg)
	r := newRunner(t, db)
	start := time.Now()
	runJob(t, r, "community", day1)
	t.Log("took ", time.Since(start))
	first := map[string]string{}
	for _, table := range communityTables {
		first[table] = text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM "+table+" ORDER BY row")
		t.Logf("%s: %d rows", table, strings.Count(first[table], "\n")+1)
		if first[table] == "" {
			t.Errorf("%s is empty", table)
		}
	}
	runJob(t, r, "community", day1)
	for _, table := range communityTables {
		if text(t, db, "SELECT formatRowNoNewline('TSV', *) AS row FROM "+table+" ORDER BY row") != first[table] {
			t.Errorf("%s differs after a second run", table)
		}
	}
	for what, query := range map[string]string{
		"affinities hold the truth in 92 to 98 %": `SELECT countIf(value BETWEEN low AND high) / count() BETWEEN 0.92 AND 0.98 FROM community_affinity AS a
			INNER JOIN (SELECT key1, key2, value FROM simulated_truth WHERE kind = 'community_category') AS t ON t.key1 = a.community_id AND t.key2 = a.category`,
		"hours are nearer to those of the visits than the chain's and than those counted": `SELECT corr(ours, value) > 0.85 AND corr(ours, value) > corr(counted, value) AND corr(ours, value) > corr(chain, value)
			FROM (SELECT community_id, toUInt8(i - 1) AS h, sum(x) AS ours, sum(y) AS chain, sum(n / week_orders) AS counted FROM community_hour ARRAY JOIN share AS x, arrayEnumerate(share) AS i, chain_share AS y, orders AS n GROUP BY community_id, h) AS a
			INNER JOIN (SELECT key1, toUInt8(key2) AS h, value FROM simulated_truth WHERE kind = 'push_hour') AS t ON t.key1 = a.community_id AND t.h = a.h`,
		"sensitive categories only as indexes": `SELECT count() = 0 FROM (SELECT category FROM community_price_band UNION ALL SELECT category FROM repurchase) WHERE category IN (SELECT category FROM product WHERE sensitive)`,
		"the pool holds everybody once":        `SELECT (SELECT sum(members) FROM community_pool WHERE community_id = '') = (SELECT uniqExact(user_id) FROM (SELECT user_id FROM click UNION ALL SELECT user_id FROM share UNION ALL SELECT user_id FROM fact_order_line WHERE sold))`,
		"who ordered is active":                `SELECT (SELECT sum(active) FROM community_pool WHERE community_id = '') = (SELECT uniqExact(user_id) FROM fact_order_line WHERE sold AND business_day > toDate('2026-11-20') - 28)`,
		"who had ordered was active":           `SELECT (SELECT sum(active_before) FROM community_pool WHERE community_id = '') = (SELECT uniqExact(user_id) FROM fact_order_line WHERE sold AND business_day BETWEEN toDate('2026-11-20') - 55 AND toDate('2026-11-20') - 28)`,
		"stores are the sum of communities":    `SELECT sumIf(members, community_id = '') = sumIf(members, community_id != '') FROM community_pool`,
		"flows add up to the states":           `SELECT (SELECT sum(members) FROM community_pool_flow) = (SELECT sum(members) FROM community_pool) AND (SELECT sum(members) FROM community_pool_flow WHERE from_state = 'dormant') = (SELECT sum(dormant_before) FROM community_pool)`,
		"every first order is in one cohort": `SELECT (SELECT sum(size) FROM (SELECT DISTINCT cohort, size FROM store_retention WHERE store_id = '' AND period = 0)) <= (SELECT uniqExact(user_id) FROM fact_order_line WHERE sold)
			AND (SELECT max(size) FROM store_retention WHERE store_id = '') = (SELECT max(c) FROM (SELECT count() AS c FROM (SELECT min(business_day) AS f FROM fact_order_line WHERE sold GROUP BY user_id) GROUP BY intDiv(toUInt32(f) - 4, 28)))`,
		"repurchase within 7 days is part of that within 28": `SELECT min(within_7 <= within_14 AND within_14 <= within_28 AND low_7 <= within_7 AND within_28 <= high_28) FROM repurchase`,
		"the median time to any repurchase is told":          `SELECT count() = 1 FROM repurchase WHERE scope = 'chain' AND category = '' AND within_28 > 0.5 AND half_by BETWEEN quarter_by AND 28 AND quarter_by > 0`,
		"ranks are whole":                    `SELECT groupArray(chain_rank) = range(1, 16) FROM (SELECT chain_rank FROM community_target ORDER BY chain_rank)`,
		"the catchment knows who is near":    `SELECT min(located = 1 AND communities >= 3 AND shared_households <= households AND reached > 0 AND share BETWEEN low AND high) FROM store_catchment WHERE radius_km = 3`,
		"households are shared, not doubled": `SELECT abs(sum(shared_households) - (SELECT sum(households) FROM community)) < 1 FROM store_catchment WHERE radius_km = 5`,
		"reasons have figures":               `SELECT countIf(match(reason_zh, '[0-9]+ 户里') AND position(reason_en, 'households') > 0) = count() FROM community_target`,
		"insights are certain":               `SELECT min(low > 1 OR high < 1) AND max(rank) <= 8 FROM community_insight`,
		"nothing is said of one user":        `SELECT count() = 0 FROM system.columns WHERE database = currentDatabase() AND name = 'user_id' AND table IN ('` + strings.Join(communityTables, "','") + `')`,
	} {
		if got := text(t, db, "SELECT toString(("+query+"))"); got != "1" {
			t.Errorf("%s: %s", what, got)
		}
	}
	t.Log(text(t, db, `SELECT toString((corr(ours, value), corr(counted, value), corr(chain, value)))
			FROM (SELECT community_id, toUInt8(i - 1) AS h, sum(x) AS ours, sum(y) AS chain, sum(n / week_orders) AS counted FROM community_hour ARRAY JOIN share AS x, arrayEnumerate(share) AS i, chain_share AS y, orders AS n GROUP BY community_id, h) AS a
			INNER JOIN (SELECT key1, toUInt8(key2) AS h, value FROM simulated_truth WHERE kind = 'push_hour') AS t ON t.key1 = a.community_id AND t.h = a.h`))
	t.Log(text(t, db, "SELECT text_zh FROM community_insight ORDER BY community_id, rank LIMIT 12"))
	t.Log(text(t, db, "SELECT text_zh FROM store_churn ORDER BY store_id, event LIMIT 8"))
	t.Log(text(t, db, "SELECT reason_zh FROM community_target ORDER BY chain_rank LIMIT 3"))
}
