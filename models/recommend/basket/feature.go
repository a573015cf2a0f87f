package basket

import (
	"math"
	"slices"
)

// columnNames are what the ranker knows of a user and an item, in the order of a row. A column that does not apply is missing:
// those of the user's own purchases for an item never bought, those of days where only the order of baskets is known.
var columnNames = []string{
	"count", "share", "faded95", "faded80", "faded50", "since", "since_first", "gap", "gap_ratio", "late", "habit", "since_days", "gap_days", "days_ratio",
	"rhythm", "spread", "last_ratio", "due",
	"baskets", "basket_size", "last_size", "distinct", "repeat_share", "days_between", "days_since",
	"buyers", "bought", "trend", "rebuy", "prior", "item_gap", "again", "next", "next_fresh", "next_owner", "next_trend",
	"near_few", "near_many", "near_next_few", "near_next_many", "near_lift", "lately_few", "lately_many", "lately_next_few", "lately_next_many",
	"together", "together_best", "follow", "follow_best", "here",
}

var columnHabit, columnNear, columnBought = slices.Index(columnNames, "habit"), slices.Index(columnNames, "near_many"), slices.Index(columnNames, "bought")

var missing = float32(math.NaN())

// row fills the columns of one candidate.
func (s *scratch) row(a *asked, c *candidate, to []float32) {
	to = s.mine(a, c, to)
	to = s.user(a, to)
	it, i := s.m.items, c.item
	in, fresh, owner := s.next.of(i)
	to = append(to, it.buyers[i], it.bought[i], it.late[i]/(it.buyers[i]+1e-4), it.rebuy[i], it.prior[i], it.gap[i], it.again[i],
		in, fresh, owner, in/(it.late[i]+1e-4))
	near, lately := &s.taste, &s.lately
	if s.m.lately == s.m.crowd {
		lately = near
	}
	to = append(to, near.few.sum[i], near.many.sum[i], near.nextFew.sum[i], near.nextMany.sum[i], near.nextMany.sum[i]/(in+1e-3),
		lately.few.sum[i], lately.many.sum[i], lately.nextFew.sum[i], lately.nextMany.sum[i],
		s.mates.sum[i], s.mateBest.sum[i], s.follows.sum[i], s.followBest.sum[i])
	_ = append(to, s.here(a, c))
}

// mine are the columns of the user's own purchases of the item.
func (s *scratch) mine(a *asked, c *candidate, to []float32) []float32 {
	if c.own < 0 {
		to = append(to, 0)
		for range 17 {
			to = append(to, missing)
		}
		return to
	}
	p, o := &s.past, &s.past.items[c.own]
	n := float32(p.baskets)
	since := n - float32(o.last)
	gap, gapDays := o.gap()
	days, ratio := missing, missing
	if a.log.Days != nil {
		days = float32(a.today - o.lastDay)
		ratio = days / max(gapDays, 0.5)
	} else {
		gapDays = missing
	}
	usual, spread := o.rhythm(s.m.items.gap[c.item])
	last := missing
	if o.count > 1 {
		last = since / float32(o.lastGap)
	}
	habit := o.vector[0] / fadedBaskets(s.m.o.Fade, p.baskets) * s.m.items.prior[c.item]
	return append(to, float32(o.count), float32(o.count)/n, o.faded[0], o.faded[1], o.faded[2], since, n-float32(o.first), gap, since/gap, float32(o.late),
		habit, days, gapDays, ratio, since/usual, spread, last, s.m.items.rhythm.at(c.item, int32(since)))
}

// user are the columns of the user alone.
func (s *scratch) user(a *asked, to []float32) []float32 {
	p := &s.past
	n := float32(p.baskets)
	between, since := missing, missing
	if a.log.Days != nil && p.baskets > 0 {
		since = float32(a.today - p.lastDay)
		if p.baskets > 1 {
			between = float32(p.lastDay-p.firstDay) / (n - 1)
		}
	}
	return append(to, n, float32(p.goods)/max(n, 1), float32(p.lastSize), float32(len(p.items)), (float32(p.repeats)+1)/(float32(p.chances)+5), between, since)
}

// here is how often baskets around the user hold the item, without the user's own.
func (s *scratch) here(a *asked, c *candidate) float32 {
	if a.place == nil {
		return missing
	}
	own, baskets := float32(0), float32(s.past.recent)
	if c.own >= 0 {
		own = float32(s.past.items[c.own].recent)
	}
	if a.hidden != nil && a.today >= a.place.From {
		baskets++
		if slices.Contains(a.hidden, c.item) {
			own++
		}
	}
	return a.place.share(c.item, own, baskets)
}
