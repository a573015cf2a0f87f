package customer

import (
	"math"
	"math/bits"
	"time"

	"github.com/linli-project/linli/models/profile/clv"
)

// Discounting of the value of a lifetime: 10 % a year, over 52 weeks, by quarters.
const (
	yearly        = 0.10
	lifetimeDays  = 364
	lifetimeSteps = 4
	neverSeen     = math.MaxUint16
)

// Users gives the profile of everybody who bought in the window, in order.
func (b *Book) Users(c *Chain, each func(UserRow) error) error {
	for i := range b.people {
		if p := &b.people[i]; p.windowOrders > 0 {
			if err := each(b.userRow(c, p)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Values gives what is known and expected of everybody, in order.
func (b *Book) Values(c *Chain, each func(ValueRow) error) error {
	for i := range b.people {
		if err := each(b.valueRow(c, &b.people[i])); err != nil {
			return err
		}
	}
	return nil
}

func (b *Book) userRow(c *Chain, p *person) UserRow {
	recency, age := int64(b.day-p.last), int64(b.day-p.first)
	f, m := c.frequency.score(p.windowOrders), c.monetary.score(p.windowSpend)
	hour, share := p.clockOf().shrunk(c.clocks[p.community], b.opt.Prior).peak()
	return UserRow{
		UserID: p.id, CommunityID: b.names[p.community], StoreID: b.names[p.store],
		RecencyDays: saturate16(recency), Frequency: saturate32(p.windowOrders), MonetaryFen: p.windowSpend,
		RScore: 6 - c.recency.score(recency), FScore: f, MScore: m,
		Segment: Segment(recency, age, f, m, b.opt), ActiveHour: uint8(hour), ActiveHourShare: share,
	}
}

func (b *Book) valueRow(c *Chain, p *person) ValueRow {
	cell, since := p.cell(b.day), float64(b.day-p.last)
	r := ValueRow{
		UserID: p.id, CommunityID: b.names[p.community], StoreID: b.names[p.store],
		FirstDay: date(p.first), LastDay: date(p.last), TenureDays: saturate16(int64(cell.Age)),
		Visits: uint32(p.visits), Orders: saturate32(p.orders), SpendFen: p.spend, GapMedian: float64(p.gapMedian),
		SharesMade: saturate32(p.shares[0]), ShareClicks: saturate32(p.shares[1]), ShareOrders: saturate32(p.shares[2]),
		CameByShare: float64(p.shared) / float64(p.visits),
		ClickDays:   uint8(bits.OnesCount32(p.clicked)), LastSeenDays: saturate16(int64(since)),
		Alive: 1, PauseChance: 1, Categories: []string{}, CategoryShare: []float32{},
	}
	if p.visits > 1 {
		r.GapMean = cell.Recency / cell.Frequency
	}
	if p.clicked != 0 {
		r.LastSeenDays = min(r.LastSeenDays, uint16(bits.TrailingZeros32(p.clicked)))
	}
	if r.LastSeenDays < periodDays {
		r.Reachable = 1
	}
	if c.hasModel {
		b.future(c, p, cell, since, &r)
	}
	promo := c.promotion(p)
	r.PromoShare, r.PromoLow, r.PromoHigh, r.PromoIndex = promo.mean, promo.low, promo.high, 100
	if c.Promo > 0 {
		r.PromoIndex = 100 * promo.mean / c.Promo
	}
	t := p.change(b.day)
	r.Trend, r.TrendRatio, r.TrendLow, r.TrendHigh, r.TrendP = t.Label, t.Ratio, t.Low, t.High, t.P
	r.TrendRecent, r.TrendBefore, r.TrendBeforeDays = saturate16(int64(t.Recent)), saturate16(int64(t.Before)), saturate16(int64(t.Days))
	for _, x := range p.period {
		r.PeriodOrders, r.PeriodSpendFen, r.PeriodKinds = append(r.PeriodOrders, x.orders), append(r.PeriodSpendFen, x.spend), append(r.PeriodKinds, x.kinds)
	}
	for k, share := range p.kindShare {
		if share > 0 {
			r.Categories, r.CategoryShare = append(r.Categories, b.names[p.kinds[k]]), append(r.CategoryShare, share)
		}
	}
	return r
}

// future fills in what is to come.
func (b *Book) future(c *Chain, p *person, cell clv.Cell, since float64, r *ValueRow) {
	m := c.Purchases.Purchases
	r.UsualGap = (m.Alpha + cell.Recency) / (m.R + cell.Frequency)
	r.Overdue = since / r.UsualGap
	r.PauseChance = math.Exp(-(m.R + cell.Frequency) * math.Log1p(since/(m.Alpha+cell.Recency)))
	r.Alive, r.Buys28 = m.Alive(cell), m.Returns(cell, periodDays)
	r.ExpectedVisits = m.Expected(cell, periodDays)
	r.ExpectedOrders = r.ExpectedVisits * (visitPrior*c.PerVisit + float64(p.orders)) / (visitPrior + float64(p.visits))
	if c.Value.Customers == 0 {
		return
	}
	worth := c.Value.Expected(float64(p.valued), p.mean())
	r.VisitValueFen = int64(math.Round(worth))
	r.Value90Fen = int64(math.Round(worth * m.Expected(cell, 90)))
	r.LifetimeFen = int64(math.Round(clv.Lifetime(m, cell, worth, lifetimeDays, math.Pow(1+yearly, 1/365.)-1, lifetimeSteps)))
}

// shareOf is a share with its 95 % interval.
type shareOf struct{ mean, low, high float64 }

// promotion is the user's share of promotions, shrunk to the chain. Users with as many visits and the same share, to a tenth of a
// visit, are alike.
func (c *Chain) promotion(p *person) shareOf {
	if !c.hasPromo {
		return shareOf{c.Promo, c.Promo, c.Promo}
	}
	key := [2]int{int(math.Round(10 * p.promoted)), int(p.valued)}
	s, ok := c.promoCache[key]
	if !ok {
		d := c.promo.Posterior(math.Min(float64(key[0])/10, float64(key[1])), float64(key[1]))
		s = shareOf{d.Mean(), d.Quantile(.025), d.Quantile(.975)}
		c.promoCache[key] = s
	}
	return s
}

func date(day int32) time.Time { return time.Unix(int64(day)*86_400, 0).UTC() }
