package jobs

import (
	"context"
	"fmt"
	"math"

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
		r.TextZh = fmt.Sprintf("%s：建议 %d–%d 点推送。看近 %d 天的 %s 单，这个时段约占一天订单的 %s（%s–%s），", name, x.StartHour, x.EndHour, profileWindow, wording.Count(x.Orders), percentage(x.Share), percentage(r.Low), percentage(r.High))
		r.TextEn = fmt.Sprintf("%s: push between %d:00 and %d:00. By %s of %d days these hours hold about %s of a day's orders (%s–%s), ", name, x.StartHour, x.EndHour, wording.Things(float64(x.Orders), "order", "orders"), profileWindow, percentage(x.Share), percentage(r.Low), percentage(r.High))
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
