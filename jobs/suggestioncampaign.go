package jobs

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/linli-project/linli/models/campaign"
	"github.com/linli-project/linli/models/wording"
	"github.com/linli-project/linli/sql"
)

// campaignsPerStore is how many campaigns for tastes of communities a store is advised of at a time.
const campaignsPerStore = 3

type tasteRow struct {
	StoreID         string  `ch:"store_id"`
	CommunityID     string  `ch:"community_id"`
	Category        string  `ch:"category"`
	ProductID       string  `ch:"product_id"`
	Store           string  `ch:"store"`
	Community       string  `ch:"community"`
	ProductZh       string  `ch:"product_zh"`
	ProductEn       string  `ch:"product_en"`
	Unit            string  `ch:"unit"`
	CategoryZh      string  `ch:"category_zh"`
	CategoryEn      string  `ch:"category_en"`
	Index           float64 `ch:"index"`
	Low             float64 `ch:"low"`
	High            float64 `ch:"high"`
	Buyers          uint32  `ch:"buyers"`
	CommunityBuyers uint32  `ch:"community_buyers"`
	WeekMargin      float64 `ch:"week_margin"`
	WeekBuyers      float64 `ch:"week_buyers"`
	Price           float64 `ch:"price"`
	CampaignID      string  `ch:"campaign_id"`
	Size            uint16  `ch:"size"`
	GroupBuyers     float64 `ch:"group_buyers"`
	Success         float64 `ch:"success"`
	Launches        uint32  `ch:"launches"`
}

// tastes are campaigns for what a community takes to.
func (s *suggesting) tastes(ctx context.Context) error {
	var rows []tasteRow
	if err := s.db.Select(ctx, &rows, "models/suggestion_tastes", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for from := 0; from < len(rows); {
		to := from
		for to < len(rows) && rows[to].StoreID == rows[from].StoreID {
			to++
		}
		candidates := make([]campaign.Candidate, to-from)
		for i, x := range rows[from:to] {
			candidates[i] = campaign.Candidate{ID: x.CommunityID + "\x00" + x.Category, Subject: x.ProductID, Audience: x.CommunityID, Stake: x.WeekMargin * (x.Index - 100) / 100, Confident: .975}
		}
		for _, i := range campaign.Choose(candidates, campaignsPerStore) {
			if err := s.taste(rows[from+i], candidates[i].Stake); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

func (s *suggesting) taste(x tasteRow, stake float64) error {
	r := suggestionRow{Kind: "campaign", StoreID: x.StoreID, CommunityID: x.CommunityID, Category: x.Category, ProductID: x.ProductID, GroupSize: x.Size, Audience: "community", People: x.CommunityBuyers,
		Unit: "people", Expected: x.WeekBuyers, Baseline: x.WeekBuyers, Against: "last_week", StakeFen: stake, Propensity: 1}
	if x.GroupBuyers > x.WeekBuyers {
		r.Expected = x.GroupBuyers
	}
	r.Low, r.High = counts(r.Expected)
	r.period(s.day, 1, rangePeriod)
	r.hours(s)
	zh := campaign.Fields{Store: or(x.Store, x.StoreID), Community: or(x.Community, x.CommunityID), Product: or(x.ProductZh, x.ProductID), Category: or(x.CategoryZh, x.Category), Unit: x.Unit,
		Price: priceText(x.Price), GroupSize: int(x.Size), Buyers: int(x.Buyers), Days: profileWindow}
	en := zh
	en.Product, en.Category = or(x.ProductEn, x.ProductZh, x.ProductID), or(x.CategoryEn, x.Category)
	if err := s.message(&r, campaign.Campaign, zh, en); err != nil {
		return err
	}
	r.TextZh = fmt.Sprintf("建议给%s开团%s：这里买%s的顾客比例，指数 %.0f（%.0f–%.0f，全连锁为 100），近 %d 天 %s 位顾客里 %s 位买过；这是本店近 28 天这一类里卖得较多的商品，近 7 天 %s 人次买。",
		zh.Community, zh.Product, zh.Category, x.Index, x.Low, x.High, profileWindow, wording.Count(x.CommunityBuyers), wording.Count(x.Buyers), wording.Number(math.Round(x.WeekBuyers)))
	r.TextEn = fmt.Sprintf("Start a campaign for %s in %s: index %.0f for %s here (%.0f–%.0f, chain = 100), %s of %s bought it in %d days; the product sold well in its category here in 28 days, to %s in the last 7.",
		en.Product, en.Community, x.Index, en.Category, x.Low, x.High, wording.Count(x.Buyers), wording.Things(float64(x.CommunityBuyers), "customer", "customers"), profileWindow, wording.Things(math.Round(x.WeekBuyers), "buyer", "buyers"))
	if x.CampaignID != "" {
		r.TextZh += "商品目录里已有这个商品的团，价格按它。"
		r.TextEn += " The catalogue has a campaign for it already; the price is that."
	} else if x.Size > 0 && x.Launches >= leastLaunches {
		r.TextZh += fmt.Sprintf("建议 %d 人成团：按过去 %d 次开团估计，成团机会约 %s。", x.Size, x.Launches, percentage(x.Success))
		r.TextEn += fmt.Sprintf(" A group of %d: by %s it comes about with a chance of about %s.", x.Size, wording.Things(float64(x.Launches), "past launch", "past launches"), percentage(x.Success))
	}
	return s.add(r, evidence{"index": x.Index, "index_low": x.Low, "index_high": x.High, "buyers": x.Buyers, "community_buyers": x.CommunityBuyers, "days": profileWindow, "week_buyers": x.WeekBuyers, "week_margin_fen": x.WeekMargin,
		"price": x.Price / 100, "campaign_id": x.CampaignID, "group_size": x.Size, "group_buyers": x.GroupBuyers, "success": x.Success, "launches": x.Launches})
}

// leastLaunches is how many launches a chance of success rests on at least.
const leastLaunches = 5

// counts is an 80 % interval of a number of people around its mean (Poisson).
func counts(mean float64) (low, high float64) {
	if !(mean > 0) {
		return 0, 0
	}
	half := 1.2816 * math.Sqrt(mean)
	if mean < 30 { // by the distribution itself: the normal is crude here
		d := distuv.Poisson{Lambda: mean}
		for d.CDF(low) < .1 {
			low++
		}
		for high = low; d.CDF(high) < .9; high++ {
		}
		return low, high
	}
	return math.Floor(mean - half), math.Ceil(mean + half)
}

// rhythms remind of what usually is bought again by now.
func (s *suggesting) rhythms(ctx context.Context) error {
	var rows []struct {
		StoreID    string  `ch:"store_id"`
		Category   string  `ch:"category"`
		Store      string  `ch:"store"`
		CategoryZh string  `ch:"category_zh"`
		CategoryEn string  `ch:"category_en"`
		HalfBy     float64 `ch:"half_by"`
		Buyers     uint64  `ch:"buyers"`
		Waiting    int64   `ch:"waiting"`
		WeekBuyers uint64  `ch:"week_buyers"`
		Margin     float64 `ch:"margin"`
	}
	if err := s.db.Select(ctx, &rows, "models/suggestion_rhythms", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for _, x := range rows {
		cycle := int(math.Ceil(x.HalfBy))
		r := suggestionRow{Kind: "repurchase", StoreID: x.StoreID, Category: x.Category, Audience: "buyers", People: uint32(max(0, min(x.Waiting, math.MaxUint32))), Unit: "people", Expected: float64(x.WeekBuyers), //nolint:gosec // bounded
			Baseline: float64(x.WeekBuyers), Against: "last_week", StakeFen: float64(x.Waiting) * math.Max(0, x.Margin), Propensity: 1}
		r.Low, r.High = counts(r.Expected)
		r.period(s.day, 1, rangePeriod)
		r.hours(s)
		zh := campaign.Fields{Store: or(x.Store, x.StoreID), Category: or(x.CategoryZh, x.Category), Cycle: cycle, Buyers: int(x.Buyers), Days: 28} //nolint:gosec // buyers of a store
		en := zh
		en.Category = or(x.CategoryEn, x.Category)
		if err := s.message(&r, campaign.Repurchase, zh, en); err != nil {
			return err
		}
		r.TextZh = fmt.Sprintf("提醒补%s：近 28 天 %s 位顾客在本店买过，其中 %s 位已有 %d 天没再买，而全连锁约一半的人在 %d 天内会再买。近 7 天有 %s 位买；比这多，提醒才算有用。", zh.Category, wording.Count(x.Buyers), wording.Count(x.Waiting), cycle, cycle, wording.Count(x.WeekBuyers))
		r.TextEn = fmt.Sprintf("Remind of %s: %s bought it here in 28 days, %s of them not in the last %d, though about half of the chain's buyers buy again within %d days. %s bought in the last 7 days; only more than that speaks for the reminder.", en.Category, wording.Things(float64(x.Buyers), "customer", "customers"), wording.Count(x.Waiting), cycle, cycle, wording.Count(x.WeekBuyers))
		if err := s.add(r, evidence{"half_by": x.HalfBy, "cycle": cycle, "buyers": x.Buyers, "waiting": x.Waiting, "days": 28, "week_buyers": x.WeekBuyers, "margin_fen": x.Margin}); err != nil {
			return err
		}
	}
	return nil
}

// surplus is what should go before it spoils. The price is the catalogue's: what to charge is the owner's to say.
func (s *suggesting) surplus(ctx context.Context) error {
	var rows []struct {
		StoreID    string  `ch:"store_id"`
		ProductID  string  `ch:"product_id"`
		Category   string  `ch:"category"`
		Store      string  `ch:"store"`
		ProductZh  string  `ch:"product_zh"`
		ProductEn  string  `ch:"product_en"`
		Unit       string  `ch:"unit"`
		Price      float64 `ch:"price"`
		CampaignID string  `ch:"campaign_id"`
		Life       uint16  `ch:"life"`
		OnHand     float64 `ch:"on_hand"`
		Booked     float64 `ch:"booked"`
		Expected   float64 `ch:"expected"`
		WasteFen   float64 `ch:"waste_fen"`
		Sensitive  uint8   `ch:"sensitive"`
	}
	if err := s.db.Select(ctx, &rows, "models/suggestion_surplus", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for _, x := range rows {
		stock := int(math.Floor(x.OnHand - x.Booked))
		r := suggestionRow{Kind: "clearance", StoreID: x.StoreID, Category: x.Category, ProductID: x.ProductID, Audience: "community", Unit: "fen", Expected: x.WasteFen, Low: x.WasteFen, High: x.WasteFen,
			Baseline: x.WasteFen, Against: "pace", StakeFen: x.WasteFen, Propensity: 1}
		r.period(s.day, 1, min(rangePeriod, int(x.Life)))
		r.hours(s)
		zh := campaign.Fields{Store: or(x.Store, x.StoreID), Product: or(x.ProductZh, x.ProductID), Unit: x.Unit, Price: priceText(x.Price), Stock: stock, Life: int(x.Life)}
		en := zh
		en.Product = or(x.ProductEn, x.ProductZh, x.ProductID)
		switch {
		case stock < 1:
			r.MessageNote = "no message: less than one unit is left over"
		case x.Sensitive > 0:
			r.MessageNote = "no message: a sensitive category"
		default:
			if err := s.message(&r, campaign.Clearance, zh, en); err != nil {
				return err
			}
		}
		unit, sellZh, sellEn := or(x.Unit, "份"), "照平时几乎卖不动", "hardly any expected to sell"
		if x.Expected >= 0.5 {
			sellZh, sellEn = "照平时能卖"+wording.AboutZh(x.Expected, unit)+" "+unit, wording.AboutEn(x.Expected, unit)+" expected to sell"
		}
		bookedZh, bookedEn := "", ""
		if x.Booked > 0 {
			bookedZh, bookedEn = "其中已预订 "+amountText(x.Booked)+" "+unit+"，", amountText(x.Booked)+" of it booked, "
		}
		r.TextZh = fmt.Sprintf("清一清%s：账上%s %s，%s%s，不处理约有 %s 会坏掉（按进价）。", zh.Product, wording.AboutZh(x.OnHand, unit), unit, bookedZh, sellZh, yuan(x.WasteFen))
		r.TextEn = fmt.Sprintf("Clear %s: %s on hand, %s%s; left alone about %s of it (at cost) will spoil.", en.Product, wording.AboutEn(x.OnHand, unit), bookedEn, sellEn, yuan(x.WasteFen))
		if err := s.add(r, evidence{"on_hand": x.OnHand, "booked": x.Booked, "left": stock, "expected": x.Expected, "waste_fen": x.WasteFen, "life_days": x.Life, "price": x.Price / 100, "campaign_id": x.CampaignID}); err != nil {
			return err
		}
	}
	return nil
}
