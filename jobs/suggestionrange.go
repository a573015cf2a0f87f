package jobs

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/linli-project/linli/models/campaign"
	"github.com/linli-project/linli/models/wording"
	"github.com/linli-project/linli/sql"
)

// middle80 is the half width of an 80 % interval in that of a 95 % one.
const middle80 = 1.2816 / 1.96

// pushes says when to address which community tomorrow.
func (s *suggesting) pushes(ctx context.Context) error {
	var rows []struct {
		StoreID     string  `ch:"store_id"`
		CommunityID string  `ch:"community_id"`
		Store       string  `ch:"store"`
		Community   string  `ch:"community"`
		StartHour   uint8   `ch:"start_hour"`
		EndHour     uint8   `ch:"end_hour"`
		Share       float64 `ch:"share"`
		Low         float64 `ch:"low"`
		High        float64 `ch:"high"`
		UsualHour   uint8   `ch:"usual_hour"`
		UsualShare  float64 `ch:"usual_share"`
		Orders      uint32  `ch:"orders"`
		Weekend     uint8   `ch:"weekend"`
	}
	if err := s.db.Select(ctx, &rows, "models/suggestion_windows", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	most := map[string]uint32{}
	for _, x := range rows {
		s.windows[x.CommunityID] = [2]uint8{x.StartHour, x.EndHour}
		if x.Orders > most[x.StoreID] {
			most[x.StoreID], s.busiest[x.StoreID] = x.Orders, s.windows[x.CommunityID]
		}
		gain := math.Max(0, x.Share-x.UsualShare) * float64(x.Orders) / profileWindow
		r := suggestionRow{Kind: "push", StoreID: x.StoreID, CommunityID: x.CommunityID, StartHour: x.StartHour, EndHour: x.EndHour, Unit: "share",
			Expected: x.Share, Low: x.Share - (x.Share-x.Low)*middle80, High: x.Share + (x.High-x.Share)*middle80, Baseline: x.UsualShare, Against: "usual_window", StakeFen: gain, Propensity: 1}
		r.period(s.day, 1, 1)
		usualEnd := (x.UsualHour + pushHours) % 24
		name := or(x.Community, x.CommunityID)
		r.TextZh = fmt.Sprintf("%s：建议 %d–%d 点推送。看近 %d 天的 %d 单，这个时段约占一天订单的 %s（%s–%s），", name, x.StartHour, x.EndHour, profileWindow, x.Orders, percentage(x.Share), percentage(r.Low), percentage(r.High))
		r.TextEn = fmt.Sprintf("%s: push between %d:00 and %d:00. By %d orders of %d days these hours hold about %s of a day's orders (%s–%s), ", name, x.StartHour, x.EndHour, x.Orders, profileWindow, percentage(x.Share), percentage(r.Low), percentage(r.High))
		if x.StartHour == x.UsualHour {
			r.TextZh += "和全连锁常用的时段是同一个。"
			r.TextEn += "and are the chain's usual window too."
		} else {
			r.TextZh += fmt.Sprintf("全连锁常用的 %d–%d 点在这里约占 %s。", x.UsualHour, usualEnd, percentage(x.UsualShare))
			r.TextEn += fmt.Sprintf("the chain's usual %d:00 to %d:00 about %s here.", x.UsualHour, usualEnd, percentage(x.UsualShare))
		}
		if err := s.add(r, evidence{"share": x.Share, "usual_share": x.UsualShare, "usual_hour": x.UsualHour, "orders": x.Orders, "days": profileWindow, "weekend": x.Weekend}); err != nil {
			return err
		}
	}
	return nil
}

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

// or gives the first text that says something.
func or(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// lower makes the start of a sentence its middle.
func lower(sentence string) string {
	if len(sentence) > 1 && sentence[1] >= 'a' && sentence[1] <= 'z' {
		return strings.ToLower(sentence[:1]) + sentence[1:]
	}
	return sentence
}

func percentage(share float64) string { return wording.Number(math.Round(share*1000)/10) + "%" }

// yuanRange is a span of money.
func yuanRange(low, high float64) string {
	if a, b := signed(low), signed(high); a != b {
		return a + "–" + b
	}
	return signed(low)
}

// signed is an amount that may be a loss.
func signed(fen float64) string {
	if fen = math.Round(fen); fen < 0 {
		return "-" + yuan(-fen)
	}
	return yuan(math.Abs(fen))
}

// priceText is a price of the catalogue as messages say it; empty where none is known.
func priceText(fen float64) string {
	if !(fen > 0) {
		return ""
	}
	return fmt.Sprintf("%.2f", fen/100)
}
