package jobs

import (
	"fmt"

	"github.com/linli-project/linli/models/wording"
)

// unjudged says why nothing can be said of a piece of advice.
var unjudged = map[string][2]string{
	"declined":         {"您没有采纳，不计分。", "You declined it, so it is not scored."},
	"not_offered":      {"商品没有上架（没有成交、浏览或到货），不计分。", "It was not offered (no sale, click or receipt), so it is not scored."},
	"still_offered":    {"商品还在卖，没有下架，不计分。", "The product stayed on offer, so it is not scored."},
	"not_started":      {"期间没有看到开团或促销，不计分。", "No campaign or promotion was seen in the period, so it is not scored."},
	"not_sent":         {"期间没有看到发送或集中分享，不计分。", "Nothing was seen to be sent or widely shared in the period, so it is not scored."},
	"not_told":         {"数据里看不出有没有发奖励，没有人点“采纳”，不计分。", "The data do not show whether rewards were paid, and nobody accepted it, so it is not scored."},
	"product_gone":     {"商品已从目录里删除，不计分。", "The product is no longer in the catalogue, so it is not scored."},
	"nothing_sold":     {"期间没有订单，不计分。", "There was no order in the period, so it is not scored."},
	"same_window":      {"建议时段和全连锁常用时段相同，分不出高下，不计分。", "The window is the chain's usual one, so it is not scored."},
	"chain_list_given": {"给的就是全连锁清单，或与现有清单相同，不计分。", "It was the chain list, or the range as it is, so it is not scored."},
	"no_propensity":    {"没有记下抽中机会，不计分。", "The chance with which it was drawn is not known, so it is not scored."},
	"no_window":        {"没有可用的时段，不计分。", "There was no window, so it is not scored."},
	"no_figures":       {"期间没有可比的数字，不计分。", "There are no figures of the period to compare, so it is not scored."},
}

// words say in a sentence what became of the advice, with the figures.
func (s suggestionScore) words(days int) (zh, en string) {
	if s.Why != "" {
		w := unjudged[s.Why]
		return w[0], w[1]
	}
	mark := map[string][2]string{"hit": {"说中了：", "A hit: "}, "miss": {"没说中：", "A miss: "}}[s.Verdict]
	actual, baseline, span := s.figure(s.Actual), s.figure(s.BaselineActual), wording.Things(float64(days), "day", "days")
	switch s.Kind {
	case "range":
		zh = fmt.Sprintf("%d 天里卖出的订单行，建议的清单覆盖 %s，原来的清单覆盖 %s。", days, actual, baseline)
		en = fmt.Sprintf("Of the order lines of %s the advised range covers %s, the range as it was %s.", span, actual, baseline)
	case "range_add", "range_test":
		zh = fmt.Sprintf("上架 %d 天，毛利减损耗 %s；按上架天数折算，预计 %s，这个位置原来约 %s。", s.DaysOffered, actual, s.figure(s.Expected), baseline)
		en = fmt.Sprintf("On offer for %s it earned %s less waste; for as many days %s were expected, and the place earned about %s before.", wording.Things(float64(s.DaysOffered), "day", "days"), actual, s.figure(s.Expected), baseline)
	case "range_drop":
		zh = fmt.Sprintf("下架后 %d 天，这一类毛利减损耗 %s；之前不算这个商品、随全店起伏折算约 %s。", days, actual, baseline)
		en = fmt.Sprintf("In the %s without it the category earned %s less waste; before, leaving the product out and moving with the store, about %s.", span, actual, baseline)
	case "push":
		zh = fmt.Sprintf("当天订单落在建议时段的占 %s，落在全连锁常用时段的占 %s。", actual, baseline)
		en = fmt.Sprintf("Of the day's orders %s fell into the window, %s into the chain's usual one.", actual, baseline)
	case "clearance":
		zh = fmt.Sprintf("实际报损 %s，原来担心 %s。", actual, baseline)
		en = fmt.Sprintf("%s were thrown away; %s were to be feared.", actual, baseline)
	case "reward":
		zh = fmt.Sprintf("%d 天里分享带来毛利 %s（按末次分享），之前同样天数 %s。", days, actual, baseline)
		en = fmt.Sprintf("Shares brought %s of margin in %s (last touch), %s in as many days before.", actual, span, baseline)
	case "campaign", "repurchase":
		zh = fmt.Sprintf("%d 天里 %s 人次买，之前 7 天 %s 人次。", days, actual, baseline)
		en = fmt.Sprintf("%s bought in %s, %s in the 7 days before.", actual, span, baseline)
	default:
		zh = fmt.Sprintf("%d 天里来了 %s 位，不做什么约 %s 位。", days, actual, baseline)
		en = fmt.Sprintf("%s came in %s; about %s would have come anyway.", actual, span, baseline)
	}
	return mark[0] + zh, mark[1] + en
}

// figure writes a value in its unit.
func (s suggestionScore) figure(v float64) string {
	switch s.Unit {
	case "fen":
		return signed(v)
	case "share":
		return percentage(v)
	}
	return wording.Number(v)
}
