package check

import (
	"fmt"
	"time"

	"github.com/linli-project/linli/models/wording"
)

// tell puts the finding into words: what was seen, what would be usual, what may be behind it, and what to do.
func (f *Finding) tell(days float64) {
	n, e, base, money := wording.Number(f.Observed), wording.Number(f.Expected), wording.Number(f.Base), wording.Money(f.Amount)
	window, lately := wording.Number(days), wording.Things(days, "day", "days")
	switch f.Kind {
	case SelfReferral:
		f.TextZh = fmt.Sprintf("近 %s 天有 %s 单（%s）是本人点自己的分享下的，分享同样多的人通常约 %s 单。也可能只是顺手点开，请在计佣前核对这些单。", window, n, money, e)
		f.TextEn = fmt.Sprintf("In the last %s %s (%s) came through their own share; people who share as much usually have about %s. It may just be convenience: look at these orders before paying commission.", lately, wording.Things(f.Observed, "order", "orders"), money, e)
	case Ring:
		f.TextZh = fmt.Sprintf("近 %s 天这 %d 人互相通过对方的分享买了 %s 次，占他们带来的 %s 次的一部分；按各自买和分享的多少，通常约 %s 次。本人分享带来的部分为 %s。邻居、家人互相捧场也会这样，请先了解再计佣。", window, len(f.Others)+1, n, base, e, money)
		f.TextEn = fmt.Sprintf("In the last %s these %d people bought %s through each other's shares, of %s that their shares brought in all; by how much each buys and shares about %s would be usual. The part through this person's shares is %s. Friends and family do this too: ask before paying commission.", lately, len(f.Others)+1, wording.Things(f.Observed, "time", "times"), wording.Things(f.Base, "purchase", "purchases"), e, money)
	case Burst:
		at := time.Unix(int64(f.Day)*86_400, 0).UTC()
		f.TextZh = fmt.Sprintf("%s 这一天通过分享成交 %s 单（%s），按本人平时和当天小区的热闹程度，通常约 %s 单。也可能是一次成功的开团，请看看这些单是否都已取货。", at.Format("1 月 2 日"), n, money, e)
		f.TextEn = fmt.Sprintf("On %s their shares brought %s (%s); by their own days and how busy the community was, about %s would be usual. It may have been a good campaign: see whether all of these were picked up.", at.Format("2 January"), wording.Things(f.Observed, "order", "orders"), money, e)
	case LateRefund:
		f.TextZh = fmt.Sprintf("近 %s 天通过分享成交的 %s 单里，有 %s 单（%s）在下单一周以后才退款，通常约 %s 单。也可能是商品质量问题，请核对这些单的佣金是否该扣回。", window, base, n, money, e)
		f.TextEn = fmt.Sprintf("Of %[2]s through their shares in the last %[1]s, %[3]s refunded more than a week after the order (%[4]s); about %[5]s would be usual. The goods may be to blame: see whether commission on these is to be taken back.", lately, wording.Things(f.Base, "order", "orders"), wording.Things(f.Observed, "was", "were"), money, e)
	}
}
