package community

import (
	"fmt"
	"strings"
	"testing"
)

// TestInsights: what is not told from the chain is not said; the clearest comes first.
func TestInsights(t *testing.T) {
	f := Findings{
		Names: Names{"baby": {"婴儿食品", "infant food"}, "rice": {"米面", "rice"}}, Sensitive: []string{"baby"},
		Places: []Place{{CommunityID: "a", StoreID: "s"}},
		Affinity: []AffinityRow{
			{"a", "rice", 90, 300, 0.4, 75, 63, 88}, {"a", "baby", 215, 300, 0.4, 180, 150, 210}, {"a", "milk", 100, 300, 0.3, 108, 102, 114},
			{"a", "pet", 12, 300, 0.01, 400, 200, 700}, {"a", "tea", 60, 300, 0.2, 112, 90, 140},
		},
		Prices:     []PriceRow{{CommunityID: "a", Band: 1, Buyers: 300, UnitShare: 0.38, UnitLow: 0.33, UnitHigh: 0.43, ChainUnitShare: 0.25}, {CommunityID: "a", Band: 2, UnitShare: 0.5, UnitLow: 0.4, UnitHigh: 0.6, ChainUnitShare: 0.1}},
		Repurchase: []RepurchaseRow{{Scope: "chain", Within28: 0.5}, {Scope: "community", ScopeID: "a", Buyers: 300, Within28: 0.6, Low28: 0.52, High28: 0.68}},
		Pool:       []PoolRow{{CommunityID: "a", Active: 200, ActiveBefore: 100}, {CommunityID: "", Active: 900, ActiveBefore: 100}},
	}
	rows := Insights(f)
	got := ""
	for _, r := range rows {
		got += fmt.Sprintln(r.Rank, r.StoreID, r.Topic, r.Subject, r.TextZh)
	}
	const want = "1 s pool active 近四周下过单的有 200 位，比再前四周的 100 位多了 100%\n" +
		"2 s affinity baby 这里买婴儿食品的人占比是全连锁的 1.8 倍（1.5–2.1 倍，依据约 215 位买家）\n" +
		"3 s price band 1 这里买的商品有 38% 是同类里最便宜的那档（33%–43%，全连锁 25%，依据 300 位买家）\n" +
		"4 s affinity rice 这里买米面的人占比只有全连锁的 75%（63%–88%，依据 90 位买家）\n" +
		"5 s repurchase 28 下单后 28 天内再买的占 60%（52%–68%，全连锁 50%，依据 300 位买家）\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if en := rows[1].TextEn; en != "The share of people here who buy infant food is 1.8 times the chain's (1.5–2.1, from about 215 buyers)" {
		t.Error(en)
	}
	for _, r := range rows {
		if strings.Contains(r.TextZh+r.TextEn, "%!") {
			t.Errorf("%+v", r)
		}
	}
	if rows := Insights(Findings{}); len(rows) > 0 {
		t.Errorf("of nothing: %+v", rows)
	}
}
