package community

import (
	"fmt"
	"math"

	"github.com/linli-project/linli/models/wording"
)

var eventsZh = map[string]string{
	"refund": "四周内退过款", "sold_out": "常买的商品两周内缺过货", "price_rise": "常买的商品两周内涨价一成以上",
	"sharer_quiet": "常带来下单的分享人两周没再分享", "moved_store": "最近一次换到了别的门店",
}

var eventsEn = map[string]string{
	"refund": "had a refund within four weeks", "sold_out": "found their usual product sold out within two weeks",
	"price_rise":   "saw their usual product become 10% dearer or more within two weeks",
	"sharer_quiet": "had come through a sharer who has been quiet for two weeks", "moved_store": "had last ordered at another store",
}

// told adds the sentences.
func (r ChurnRow) told() ChurnRow {
	percent := func(v float64) string { return fmt.Sprintf("%.0f%%", 100*v) }
	span := fmt.Sprintf("%.0f–%.0f", 100*r.Low, 100*r.High)
	more := math.Abs(100 * r.Excess)
	if r.Event == "all" {
		r.TextZh = fmt.Sprintf("按平时的节奏，过去四周应来 %s 位老顾客，%s 位没来（%s）", wording.Count(r.Users), wording.Count(r.Missing), percent(r.Share))
		r.TextEn = fmt.Sprintf("By their usual rhythm %s due in the last four weeks; %s did not come (%s)", wording.Things(float64(r.Users), "regular was", "regulars were"), wording.Count(r.Missing), percent(r.Share))
		switch {
		case r.StoreID == "":
		case r.Low > 0:
			r.TextZh += fmt.Sprintf("，比全连锁同类顾客的 %s 高", percent(r.Comparable))
			r.TextEn += fmt.Sprintf(", more than the %s of such buyers in the chain", percent(r.Comparable))
		case r.High < 0:
			r.TextZh += fmt.Sprintf("，比全连锁同类顾客的 %s 低", percent(r.Comparable))
			r.TextEn += fmt.Sprintf(", fewer than the %s of such buyers in the chain", percent(r.Comparable))
		default:
			r.TextZh += fmt.Sprintf("，和全连锁同类顾客（%s）差不多", percent(r.Comparable))
			r.TextEn += fmt.Sprintf(", about as many as of such buyers in the chain (%s)", percent(r.Comparable))
		}
		r.TextZh += "。"
		r.TextEn += "."
		return r
	}
	zh, en := eventsZh[r.Event], eventsEn[r.Event]
	r.TextZh = fmt.Sprintf("%s的 %s 位老顾客里 %s 没来，同店节奏相近、没遇到这事的 %s 位约 %s", zh, wording.Count(r.Users), percent(r.Share), wording.Count(r.ComparableUsers), percent(r.Comparable))
	r.TextEn = fmt.Sprintf("Of %s who %s %s did not come; of %s of the same store and rhythm who had not, about %s", wording.Things(float64(r.Users), "regular", "regulars"), en, percent(r.Share), wording.Count(r.ComparableUsers), percent(r.Comparable))
	switch {
	case r.Low > 0:
		r.TextZh += fmt.Sprintf("：每百人多走约 %.0f 位（%s）。一起发生，不等于就是原因。", more, span)
		r.TextEn += fmt.Sprintf(": about %.0f more in a hundred (%s). They go together; that is no proof of a cause.", more, span)
	case r.High < 0:
		r.TextZh += fmt.Sprintf("：每百人少走约 %.0f 位（%.0f–%.0f）。", more, -100*r.High, -100*r.Low)
		r.TextEn += fmt.Sprintf(": about %.0f fewer in a hundred (%.0f–%.0f).", more, -100*r.High, -100*r.Low)
	default:
		r.TextZh += "：人数还看不出差别。"
		r.TextEn += ": no difference can be told from so many."
	}
	return r
}
