package jobs

import (
	"cmp"
	"context"
	"fmt"
	"math"

	"github.com/linli-project/linli/models/campaign"
	"github.com/linli-project/linli/models/wording"
	"github.com/linli-project/linli/sql"
)

func amountText(v float64) string { return wording.Number(v) }

// have is the verb of so many.
func have(n uint32) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

// come is a new customer, or several, who come: of so many, as [wording.AboutEn] writes it.
func come(v float64) string {
	if math.Round(v) == 1 || v > 0 && v < 0.5 {
		return "customer comes"
	}
	return "customers come"
}

// pools invite back who has gone quiet. What a message adds is not known: expected is who comes by themselves, more is its merit.
func (s *suggesting) pools(ctx context.Context) error {
	var rows []struct {
		StoreID     string  `ch:"store_id"`
		CommunityID string  `ch:"community_id"`
		Store       string  `ch:"store"`
		Community   string  `ch:"community"`
		Dormant     uint32  `ch:"dormant"`
		Members     uint32  `ch:"members"`
		Active      uint32  `ch:"active"`
		Were        float64 `ch:"were"`
		Back        float64 `ch:"back"`
		Margin      float64 `ch:"margin"`
	}
	if err := s.db.Select(ctx, &rows, "models/suggestion_pools", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for _, x := range rows {
		rate := x.Back / math.Max(1, x.Were)
		alone := float64(x.Dormant) * rate
		r := suggestionRow{Kind: "winback", StoreID: x.StoreID, CommunityID: x.CommunityID, Audience: "dormant", People: x.Dormant, Unit: "people", Expected: alone, Baseline: alone, Against: "pace",
			StakeFen: float64(x.Dormant) * math.Max(0, x.Margin), Propensity: 1}
		r.Low, r.High = counts(alone)
		r.period(s.day, 1, peoplePeriod)
		r.hours(s)
		f := campaign.Fields{Store: or(x.Store, x.StoreID), Community: or(x.Community, x.CommunityID), Buyers: int(x.Active), Days: peoplePeriod}
		if f.Buyers < 20 { // few say little, and may be known by name
			f.Buyers = 0
		}
		if err := s.message(&r, campaign.Winback, f, f); err != nil {
			return err
		}
		r.TextZh = fmt.Sprintf("唤回%s的老邻居：%s 位里有 %s 位 28 到 90 天没来看过。不做什么，4 周里%s 位会自己回来（本店过去 4 周 %s 位里回来 %s 位）；比这多，才是唤回的功劳。", f.Community, wording.Count(x.Members), wording.Count(x.Dormant), wording.AboutZh(alone, ""), amountText(x.Were), amountText(x.Back))
		r.TextEn = fmt.Sprintf("Invite people of %s back: %s of %s %s not been seen for 28 to 90 days. Without doing anything %s would return within four weeks (of %s at this store %s did in the last four); only more than that is the message's merit.", f.Community, wording.Count(x.Dormant), wording.Count(x.Members), have(x.Dormant), wording.AboutEn(alone, ""), amountText(x.Were), amountText(x.Back))
		if err := s.add(r, evidence{"dormant": x.Dormant, "members": x.Members, "active": x.Active, "days": peoplePeriod, "dormant_before": x.Were, "came_back": x.Back, "margin_fen": x.Margin}); err != nil {
			return err
		}
	}
	return nil
}

// newcomers are communities worth a campaign for new customers.
func (s *suggesting) newcomers(ctx context.Context) error {
	var rows []struct {
		StoreID     string  `ch:"store_id"`
		CommunityID string  `ch:"community_id"`
		Store       string  `ch:"store"`
		Community   string  `ch:"community"`
		Households  uint32  `ch:"households"`
		Buyers      uint32  `ch:"buyers"`
		Penetration float64 `ch:"penetration"`
		Comparable  float64 `ch:"comparable"`
		Expected    float64 `ch:"expected"`
		Low         float64 `ch:"low"`
		High        float64 `ch:"high"`
		Value       float64 `ch:"value"`
		Sharers     uint64  `ch:"sharers"`
		Size        uint16  `ch:"size"`
		ReasonZh    string  `ch:"reason_zh"`
		ReasonEn    string  `ch:"reason_en"`
	}
	if dropped, err := gone(ctx, s.db, "leader_score", s.day); err != nil || dropped {
		return cmp.Or(err, fmt.Errorf("who brings neighbours is kept for %d days, and that of %s has gone: run the job leader for the day first", KeepPeople, sql.Day(s.day)))
	}
	if err := s.db.Select(ctx, &rows, "models/suggestion_newcomers", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for _, x := range rows {
		r := suggestionRow{Kind: "newcomers", StoreID: x.StoreID, CommunityID: x.CommunityID, GroupSize: x.Size, Audience: "sharers", People: uint32(min(x.Sharers, math.MaxUint32)), Unit: "people", Expected: x.Expected, //nolint:gosec // bounded
			Low: math.Max(0, x.Expected-(x.Expected-x.Low)*middle80), High: x.Expected + (x.High-x.Expected)*middle80, Baseline: x.Expected, Against: "pace", StakeFen: x.Value, Propensity: 1}
		r.period(s.day, 1, peoplePeriod)
		r.hours(s)
		f := campaign.Fields{Store: or(x.Store, x.StoreID), Community: or(x.Community, x.CommunityID), Buyers: int(x.Buyers), Days: profileWindow, GroupSize: int(x.Size)}
		if f.Buyers < 20 {
			f.Buyers = 0
		}
		if err := s.message(&r, campaign.Newcomers, f, f); err != nil {
			return err
		}
		r.TextZh, r.TextEn = x.ReasonZh, x.ReasonEn
		if x.Sharers > 0 {
			r.TextZh += fmt.Sprintf("这里有 %s 位邻居的分享确实带来过原本不会有的订单，请他们帮忙转。", wording.Count(x.Sharers))
			r.TextEn += fmt.Sprintf(" The shares of %s here have brought orders that would not have been without them: ask them to pass it on.", wording.Things(float64(x.Sharers), "neighbour", "neighbours"))
		}
		r.TextZh += fmt.Sprintf("不做什么，4 周里%s 位新顾客会来；比这多才算有用。", wording.AboutZh(x.Expected, ""))
		r.TextEn += fmt.Sprintf(" Without doing anything %s new %s in four weeks; only more than that counts.", wording.AboutEn(x.Expected, ""), come(x.Expected))
		if err := s.add(r, evidence{"households": x.Households, "buyers": x.Buyers, "days": profileWindow, "penetration": x.Penetration, "comparable": x.Comparable, "expected_new": x.Expected, "value_fen": x.Value, "sharers": x.Sharers, "group_size": x.Size}); err != nil {
			return err
		}
	}
	return nil
}

// plans are rewards for sharers as a group: who gets what is in leader_reward.
func (s *suggesting) plans(ctx context.Context) error {
	var rows []struct {
		StoreID  string  `ch:"store_id"`
		Store    string  `ch:"store"`
		Budget   float64 `ch:"budget"`
		Spent    float64 `ch:"spent"`
		People   uint32  `ch:"people"`
		HeldBack uint32  `ch:"held_back"`
		Returns  float64 `ch:"returns"`
		Low      float64 `ch:"low"`
		High     float64 `ch:"high"`
		Equal    float64 `ch:"equal"`
		Touch    float64 `ch:"touch"`
		TextZh   string  `ch:"text_zh"`
		TextEn   string  `ch:"text_en"`
		Brought  float64 `ch:"brought"`
	}
	if err := s.db.Select(ctx, &rows, "models/suggestion_plans", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for _, x := range rows {
		r := suggestionRow{Kind: "reward", StoreID: x.StoreID, Audience: "sharers", People: x.People, StartHour: noHour, EndHour: noHour, Unit: "fen", Expected: x.Brought + x.Returns, Low: x.Brought + x.Low,
			High: x.Brought + x.High, Baseline: x.Brought, Against: "last_week", StakeFen: math.Max(0, x.Returns-x.Spent), Propensity: 1, TextZh: x.TextZh, TextEn: x.TextEn}
		r.period(s.day, 1, peoplePeriod)
		if err := s.add(r, evidence{"budget_fen": x.Budget, "spent_fen": x.Spent, "people": x.People, "held_back": x.HeldBack, "returns_fen": x.Returns, "returns_low_fen": x.Low, "returns_high_fen": x.High,
			"equal_returns_fen": x.Equal, "touch_returns_fen": x.Touch, "brought_fen": x.Brought}); err != nil {
			return err
		}
	}
	return nil
}
