package community

import (
	"fmt"
	"math"
	"slices"

	"github.com/linli-project/linli/models/wording"
)

func (f Findings) affinities() (rows []InsightRow) {
	for _, a := range f.Affinity {
		if a.Buyers < leastBuyers || math.Abs(a.Index-100) < notable {
			continue // an index may be shown over so few or so near, a sentence needs people to rest on and something to say
		}
		zh, en := f.Names.of(a.Category)
		r := InsightRow{CommunityID: a.CommunityID, Topic: "affinity", Subject: a.Category, Value: a.Index / 100, Low: a.Low / 100, High: a.High / 100, Base: a.Buyers}
		about, aboutEn := " ", ""
		if slices.Contains(f.Sensitive, a.Category) {
			about, aboutEn = "约 ", "about "
		}
		r.TextZh = fmt.Sprintf("这里买%s的人占比%s，依据%s%s 位买家）", zh, r.timesZh(), about, wording.Count(a.Buyers))
		r.TextEn = fmt.Sprintf("The share of people here who buy %s is %s, from %s%s)", en, r.timesEn(), aboutEn, buyers(a.Buyers))
		rows = append(rows, r)
	}
	return rows
}

// prices speaks of the cheapest and the dearest quarter of all goods.
func (f Findings) prices() (rows []InsightRow) {
	for _, p := range f.Prices {
		if p.Category != "" || p.Band != 1 && p.Band != bands || p.ChainUnitShare == 0 {
			continue
		}
		level, levelEn := "最便宜", "cheapest"
		if p.Band == bands {
			level, levelEn = "最贵", "dearest"
		}
		r := InsightRow{CommunityID: p.CommunityID, Topic: "price", Subject: fmt.Sprint("band ", p.Band), Base: p.Buyers,
			Value: p.UnitShare / p.ChainUnitShare, Low: p.UnitLow / p.ChainUnitShare, High: p.UnitHigh / p.ChainUnitShare}
		r.TextZh = fmt.Sprintf("这里买的商品有 %.0f%% 是同类里%s的那档（%.0f%%–%.0f%%，全连锁 %.0f%%，依据 %s 位买家）", 100*p.UnitShare, level, 100*p.UnitLow, 100*p.UnitHigh, 100*p.ChainUnitShare, wording.Count(p.Buyers))
		r.TextEn = fmt.Sprintf("%.0f%% of what is bought here is of the %s price band of its category (%.0f%%–%.0f%%; chain %.0f%%, from %s)", 100*p.UnitShare, levelEn, 100*p.UnitLow, 100*p.UnitHigh, 100*p.ChainUnitShare, buyers(p.Buyers))
		rows = append(rows, r)
	}
	return rows
}

// weekends compares the share of orders on Saturday and Sunday.
func (f Findings) weekends() (rows []InsightRow) {
	type count struct{ orders, weekend, chain float64 }
	all := map[string]*count{}
	for _, h := range f.Hours {
		c := all[h.CommunityID]
		if c == nil {
			c = &count{}
			all[h.CommunityID] = c
		}
		for i, n := range h.Orders {
			c.orders += float64(n)
			if h.Weekday >= 6 {
				c.weekend += float64(n)
				c.chain += h.ChainShare[i]
			}
		}
	}
	for id, c := range all {
		if c.orders == 0 || c.chain == 0 {
			continue
		}
		low, high := jeffreys(c.weekend, c.orders)
		share := c.weekend / c.orders
		rows = append(rows, InsightRow{CommunityID: id, Topic: "hour", Subject: "weekend", Value: share / c.chain, Low: low / c.chain, High: high / c.chain, Base: uint32(c.orders),
			TextZh: fmt.Sprintf("周六、周日的订单占 %.0f%%（%.0f%%–%.0f%%，全连锁 %.0f%%，依据 %s 单）", 100*share, 100*low, 100*high, 100*c.chain, wording.Number(math.Round(c.orders))),
			TextEn: fmt.Sprintf("%.0f%% of the orders come on Saturday and Sunday (%.0f%%–%.0f%%; chain %.0f%%, from %s)", 100*share, 100*low, 100*high, 100*c.chain, wording.Things(math.Round(c.orders), "order", "orders"))})
	}
	return rows
}

func (f Findings) repurchases() (rows []InsightRow) {
	chain := 0.0
	for _, r := range f.Repurchase {
		if r.Scope == "chain" && r.Category == "" {
			chain = r.Within28
		}
	}
	for _, p := range f.Repurchase {
		if p.Scope != "community" || chain == 0 {
			continue
		}
		rows = append(rows, InsightRow{CommunityID: p.ScopeID, Topic: "repurchase", Subject: "28", Value: p.Within28 / chain, Low: p.Low28 / chain, High: p.High28 / chain, Base: p.Buyers,
			TextZh: fmt.Sprintf("下单后 28 天内再买的占 %.0f%%（%.0f%%–%.0f%%，全连锁 %.0f%%，依据 %s 位买家）", 100*p.Within28, 100*p.Low28, 100*p.High28, 100*chain, wording.Count(p.Buyers)),
			TextEn: fmt.Sprintf("After an order %.0f%% buy again within 28 days (%.0f%%–%.0f%%; chain %.0f%%, from %s)", 100*p.Within28, 100*p.Low28, 100*p.High28, 100*chain, buyers(p.Buyers))})
	}
	return rows
}

// pools compares the active members with those of four weeks ago. The interval is that of two independent counts, which is wide for
// people of whom most were in both.
func (f Findings) pools() (rows []InsightRow) {
	for _, p := range f.Pool {
		now, before := float64(p.Active), float64(p.ActiveBefore)
		if p.CommunityID == "" || now < leastBuyers || before < leastBuyers {
			continue
		}
		ratio, half := now/before, 1.96*math.Sqrt(1/now+1/before)
		change, changeEn := "多了", "more"
		if now < before {
			change, changeEn = "少了", "fewer"
		}
		rows = append(rows, InsightRow{CommunityID: p.CommunityID, Topic: "pool", Subject: "active", Value: ratio, Low: ratio * math.Exp(-half), High: ratio * math.Exp(half), Base: p.Active,
			TextZh: fmt.Sprintf("近四周下过单的有 %s 位，比再前四周的 %s 位%s %.0f%%", wording.Count(p.Active), wording.Count(p.ActiveBefore), change, 100*math.Abs(ratio-1)),
			TextEn: fmt.Sprintf("%s ordered in the last four weeks, %.0f%% %s than the %s of the four weeks before", wording.Things(float64(p.Active), "member", "members"), 100*math.Abs(ratio-1), changeEn, wording.Count(p.ActiveBefore))})
	}
	return rows
}

// buyers counts them in English.
func buyers[T ~uint32 | ~uint64](n T) string { return wording.Things(float64(n), "buyer", "buyers") }
