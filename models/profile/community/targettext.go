package community

import (
	"fmt"
	"math"
	"strings"

	"github.com/linli-project/linli/models/wording"
)

func whole(v float64) string { return wording.Number(math.Round(v)) }

// reasons say why a community is worth a campaign, or why nothing can be said; k hides small numbers of buyers.
func (r TargetRow) reasons(k float64) (zh, en string) {
	switch r.Note {
	case "no_households":
		return "没有这个小区的户数，算不出渗透率和潜力：请在小区资料里补上户数。", "The number of households is missing, so neither reach nor potential can be told: add it to the community's data."
	case "no_margin":
		return "首单在 4 到 12 周前的新客，买的商品都没有进价，算不出新客带来的毛利：请补上商品进价。", "The new buyers of 4 to 12 weeks ago bought only goods whose cost is unknown, so their margin cannot be told: add the products' costs."
	case "too_early":
		return "新客的毛利要看首单后满四周，全连锁还没有首单在 4 到 12 周前的新客：刚开业的，等第一批新客满四周就有。", "A new buyer's margin is that of the first four weeks, and nobody in the chain placed a first order 4 to 12 weeks ago: a chain that has just started will have it once its first buyers have been there for four weeks."
	}
	households := wording.Things(float64(r.Households), "household", "households")
	bought, boughtEn := fmt.Sprintf("%s 户里 %s 位买过（约 %.0f%%）", wording.Count(r.Households), wording.Count(r.Buyers), 100*r.Penetration), fmt.Sprintf("%s in %s (about %.0f%%)", buyers(r.Buyers), households, 100*r.Penetration)
	if float64(r.Buyers) < k {
		bought, boughtEn = fmt.Sprintf("%s 户里买过的不到 %.0f 位", wording.Count(r.Households), k), fmt.Sprintf("fewer than %.0f buyers in %s", k, households)
	}
	money := func(fen float64) string { return strings.TrimSuffix(wording.Money(100*math.Round(fen/100)), ".00") }
	zh = fmt.Sprintf("%s，距离、规模和开店时间相近的小区约 %.0f%%；照最近四周的速度，未来四周约来 %s 位新客（%s–%s），每位头四周毛利约 %s，合计约 %s（%s–%s）。",
		bought, 100*r.Comparable, whole(r.ExpectedNew), whole(r.ExpectedLow), whole(r.ExpectedHigh), wording.Money(r.MarginFen), money(r.ValueFen), money(r.ValueLow), money(r.ValueHigh))
	en = fmt.Sprintf("%s; comparable communities about %.0f%%. At the pace of the last four weeks about %s in the next four (%s–%s), each with a margin of about %s in the first four weeks, %s in all (%s–%s).",
		boughtEn, 100*r.Comparable, wording.Things(math.Round(r.ExpectedNew), "new buyer", "new buyers"), whole(r.ExpectedLow), whole(r.ExpectedHigh), wording.Money(r.MarginFen), money(r.ValueFen), money(r.ValueLow), money(r.ValueHigh))
	switch r.Note {
	case "no_coordinates":
		zh += "小区或门店没有坐标，没有算距离。"
		en += " Coordinates are missing, so distance was left out."
	case "more_buyers_than_households":
		zh += "买家比户数还多，户数可能过时。"
		en += " There are more buyers than households: the number of households may be out of date."
	}
	return zh, en
}
