package jobs

import (
	"context"
	"fmt"
	"math"

	"github.com/linli-project/linli/models/campaign"
	"github.com/linli-project/linli/sql"
)

// ranges is the range of each store as a whole.
func (s *suggesting) ranges(ctx context.Context) error {
	var rows []struct {
		StoreID     string  `ch:"store_id"`
		Store       string  `ch:"store"`
		Decision    string  `ch:"decision"`
		Slots       uint16  `ch:"slots"`
		Offered     uint16  `ch:"offered"`
		Orders      float64 `ch:"orders"`
		Sold        float64 `ch:"sold"`
		Coverage    float64 `ch:"coverage"`
		CoverageNow float64 `ch:"coverage_now"`
		PastOurs    float64 `ch:"past_ours"`
		PastChain   float64 `ch:"past_chain"`
		Earns       float64 `ch:"earns"`
		EarnsNow    float64 `ch:"earns_now"`
		ReasonZh    string  `ch:"reason_zh"`
		ReasonEn    string  `ch:"reason_en"`
		Digest      string  `ch:"digest"`
	}
	if err := s.db.Select(ctx, &rows, "models/suggestion_ranges", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for _, x := range rows {
		c := math.Min(1, math.Max(0, x.Coverage))
		wide := 1.2816 * math.Sqrt(c*(1-c)/math.Max(1, x.Orders))
		r := suggestionRow{Kind: "range", StoreID: x.StoreID, StartHour: noHour, EndHour: noHour, Unit: "share", Expected: c, Low: math.Max(0, c-wide), High: math.Min(1, c+wide),
			Baseline: x.CoverageNow, Against: "present_range", StakeFen: math.Max(0, x.Earns-x.EarnsNow), Propensity: 1, TextZh: x.ReasonZh, TextEn: x.ReasonEn}
		r.period(s.day, 2, rangePeriod)
		if err := s.add(r, evidence{"list": x.Decision, "places": x.Slots, "offered": x.Offered, "orders": x.Orders, "coverage": x.Coverage, "coverage_now": x.CoverageNow, "past_orders": x.Sold, "past_coverage": x.PastOurs,
			"past_coverage_chain": x.PastChain, "earns_fen": x.Earns, "earns_now_fen": x.EarnsNow, "inputs": x.Digest}); err != nil {
			return err
		}
	}
	return nil
}

// lines are the single changes to ranges. Tests come with a message, but for sensitive goods.
func (s *suggesting) lines(ctx context.Context) error {
	var rows []struct {
		StoreID      string  `ch:"store_id"`
		Action       string  `ch:"action"`
		ProductID    string  `ch:"product_id"`
		Category     string  `ch:"category"`
		Score        float64 `ch:"score"`
		Units        float64 `ch:"units"`
		Low          float64 `ch:"low"`
		High         float64 `ch:"high"`
		Gain         float64 `ch:"gain"`
		Waste        float64 `ch:"waste"`
		Households   float64 `ch:"households"`
		Index        float64 `ch:"index"`
		Orders       uint32  `ch:"orders"`
		OwnUnits     float64 `ch:"own_units"`
		ChainUnits   float64 `ch:"chain_units"`
		AlikeSelling uint16  `ch:"alike_selling"`
		AlikeStores  uint16  `ch:"alike_stores"`
		Propensity   float64 `ch:"propensity"`
		Digest       string  `ch:"digest"`
		ReasonZh     string  `ch:"reason_zh"`
		ReasonEn     string  `ch:"reason_en"`
		Place        float64 `ch:"place"`
		Store        string  `ch:"store"`
		ProductZh    string  `ch:"product_zh"`
		ProductEn    string  `ch:"product_en"`
		Unit         string  `ch:"unit"`
		Price        float64 `ch:"price"`
		Sensitive    uint8   `ch:"sensitive"`
		Lead         uint8   `ch:"lead"`
	}
	if err := s.db.Select(ctx, &rows, "models/suggestion_lines", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for _, x := range rows {
		fen := func(units float64) float64 { // what so many units earn, less waste
			if !(x.Units > 0) {
				return x.Score - x.Waste
			}
			return units/x.Units*x.Score - x.Waste
		}
		zh, en := or(x.ProductZh, x.ProductID), or(x.ProductEn, x.ProductZh, x.ProductID)
		r := suggestionRow{Kind: "range_" + x.Action, StoreID: x.StoreID, Category: x.Category, ProductID: x.ProductID, StartHour: noHour, EndHour: noHour, Unit: "fen",
			Expected: x.Score - x.Waste, Low: fen(x.Low), High: fen(x.High), Baseline: x.Place, Against: "place", StakeFen: math.Abs(x.Gain), Propensity: 1}
		r.period(s.day, 1+max(1, min(int(x.Lead), longestAhead-8)), rangePeriod)
		e := evidence{"units": x.Units, "units_low": x.Low, "units_high": x.High, "gain_fen": x.Gain, "waste_fen": x.Waste, "index": x.Index, "orders": x.Orders, "households": x.Households,
			"alike_selling": x.AlikeSelling, "alike_stores": x.AlikeStores, "inputs": x.Digest}
		if x.Sensitive == 0 { // what one store sold of these stays where twenty buyers are asked for
			e["own_units"], e["chain_units"] = x.OwnUnits, x.ChainUnits
		}
		switch x.Action {
		case "drop":
			r.Baseline, r.Against = 0, "last_week"
			r.period(s.day, 2, rangePeriod)
			r.TextZh, r.TextEn = fmt.Sprintf("建议下架%s：%s。", zh, x.ReasonZh), fmt.Sprintf("Drop %s: %s.", en, lower(x.ReasonEn))
		default:
			verb := [2]string{"建议上架", "Add"}
			if x.Action == "test" {
				verb, r.Propensity = [2]string{"建议试卖", "Try"}, x.Propensity
			}
			r.TextZh = fmt.Sprintf("%s%s：%s。预计一周毛利减损耗 %s。", verb[0], zh, x.ReasonZh, yuanRange(r.Low, r.High))
			r.TextEn = fmt.Sprintf("%s %s: %s. Expected margin less waste in a week: %s.", verb[1], en, lower(x.ReasonEn), yuanRange(r.Low, r.High))
			if x.Place > 0 {
				r.TextZh += fmt.Sprintf("占用的位置现在一周约赚 %s。", yuan(x.Place))
				r.TextEn += fmt.Sprintf(" The place it takes now earns about %s a week.", yuan(x.Place))
			}
		}
		if x.Action == "test" && x.Sensitive == 0 {
			r.Audience = "community"
			r.hours(s)
			store := or(x.Store, x.StoreID)
			f := campaign.Fields{Store: store, Product: zh, Unit: x.Unit, Price: priceText(x.Price), Days: recommendWindow}
			g := f
			g.Product = en
			e["days"], e["price"] = recommendWindow, x.Price/100
			if x.OwnUnits == 0 {
				if err := s.message(&r, campaign.Trial, f, g); err != nil {
					return err
				}
			} else {
				r.MessageNote = "no message: the store sold some of it lately"
			}
		}
		if err := s.add(r, e); err != nil {
			return err
		}
	}
	return nil
}
