package community

import (
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// NewMargins holds what the new buyers of a community brought in their first 28 days, as sums over them.
type NewMargins struct {
	CommunityID  []string
	Users        []int64   // whose margin is known
	Buyers       []int64   // all, also those who bought only goods without a cost
	Margin, Fen2 []float64 // fen, squared fen, of Users
}

// NewMarginsFromRecord reads community_id, users, buyers, margin_fen and square.
func NewMarginsFromRecord(rec arrow.Record) (NewMargins, error) {
	r := column.Read("community new margin", rec)
	m := NewMargins{CommunityID: owned(r.Strings("community_id")), Users: r.Ints("users"), Buyers: r.Ints("buyers"), Margin: slices.Clone(r.Floats("margin_fen")), Fen2: slices.Clone(r.Floats("square"))}
	return m, r.Err()
}

// TargetRow says how well a community is reached and what the next campaign may bring there.
type TargetRow struct {
	CommunityID  string  `ch:"community_id"`
	StoreID      string  `ch:"store_id"`
	Rank         uint16  `ch:"rank"`
	ChainRank    uint32  `ch:"chain_rank"`
	DistanceKm   float64 `ch:"distance_km"`
	Households   uint32  `ch:"households"`
	Buyers       uint32  `ch:"buyers"`
	NewBuyers    uint32  `ch:"new_buyers"`
	Penetration  float64 `ch:"penetration"`
	Low          float64 `ch:"low"`
	High         float64 `ch:"high"`
	Comparable   float64 `ch:"comparable"`
	ExpectedNew  float64 `ch:"expected_new"`
	ExpectedLow  float64 `ch:"expected_low"`
	ExpectedHigh float64 `ch:"expected_high"`
	MarginFen    float64 `ch:"margin_fen"`
	MarginLow    float64 `ch:"margin_low"`
	MarginHigh   float64 `ch:"margin_high"`
	ValueFen     float64 `ch:"value_fen"`
	ValueLow     float64 `ch:"value_low"`
	ValueHigh    float64 `ch:"value_high"`
	Note         string  `ch:"note"`
	ReasonZh     string  `ch:"reason_zh"`
	ReasonEn     string  `ch:"reason_en"`
}

// Targets ranks the communities by what the new buyers of the next 28 days may bring: their number, from the pace of the last 28
// days per household not reached, shrunk to the chain's pace (gamma-Poisson), times the margin that a new buyer brings in the first
// 28 days, shrunk to the chain's. Penetration is shrunk towards that of communities of like distance, size and age of store.
// Communities without households are listed last, without figures; buyers below k are not shown, but count.
func Targets(at []Place, shops []Shop, reach Reach, margins NewMargins, privacy Privacy) ([]TargetRow, error) {
	k, err := privacy.least()
	if err != nil {
		return nil, err
	}
	buyers, err := reach.index()
	if err != nil {
		return nil, err
	}
	spends, err := margins.shrunk()
	if err != nil {
		return nil, err
	}
	rows := make([]TargetRow, len(at))
	sites := make([]site, 0, len(at))
	shop := map[string]Shop{}
	for _, s := range shops {
		shop[s.StoreID] = s
	}
	for i, p := range at {
		w := buyers[[2]string{p.CommunityID, ""}]
		r := &rows[i]
		*r = TargetRow{CommunityID: p.CommunityID, StoreID: p.StoreID, DistanceKm: -1, Households: p.Households, Buyers: uint32(w.buyers), NewBuyers: uint32(w.fresh)}
		s, known := shop[p.StoreID]
		if known && p.Point.Known() && s.Point.Known() {
			r.DistanceKm = p.Point.Distance(s.Point)
		}
		if p.Households == 0 {
			r.Note = "no_households"
			continue
		}
		open := int64(-1)
		if known {
			open = s.OpenDays
		}
		sites = append(sites, site{row: i, buyers: w.buyers, fresh: w.fresh, households: math.Max(float64(p.Households), w.buyers), distance: r.DistanceKm, open: open})
	}
	if err := penetration(sites); err != nil {
		return nil, err
	}
	if err := pace(sites); err != nil {
		return nil, err
	}
	for _, s := range sites {
		r := &rows[s.row]
		r.Penetration, r.Low, r.High, r.Comparable = s.penetration.mean, s.penetration.low, s.penetration.high, s.comparable
		r.ExpectedNew, r.ExpectedLow, r.ExpectedHigh = s.coming.Mean, s.low, s.high
		switch {
		case s.buyers > float64(r.Households):
			r.Note = "more_buyers_than_households"
		case r.DistanceKm < 0:
			r.Note = "no_coordinates"
		}
		m := spends.of(r.CommunityID)
		if !m.known {
			r.Note = spends.why()
			continue
		}
		r.MarginFen, r.MarginLow, r.MarginHigh = m.mean, m.mean-1.96*math.Sqrt(m.variance), m.mean+1.96*math.Sqrt(m.variance)
		r.ValueFen = r.ExpectedNew * m.mean
		count := s.coming.Mean + s.coming.Mean*s.coming.Mean/s.coming.Size // variance of the number
		variance := s.coming.Mean*m.spread + count*m.mean*m.mean + m.variance*(count+s.coming.Mean*s.coming.Mean)
		if r.ValueFen > 0 {
			r.ValueLow, r.ValueHigh = positive(r.ValueFen, variance)
			if r.ExpectedLow == 0 { // nobody may come at all
				r.ValueLow = 0
			}
		} else {
			r.ValueLow, r.ValueHigh = r.ValueFen-1.96*math.Sqrt(variance), r.ValueFen+1.96*math.Sqrt(variance)
		}
	}
	rank(rows)
	for i := range rows {
		r := &rows[i]
		r.ReasonZh, r.ReasonEn = r.reasons(k)
		if float64(r.Buyers) < k {
			r.Buyers, r.NewBuyers = 0, 0
			if r.Note == "" || r.Note == "no_coordinates" {
				r.Note = "few_people"
			}
		}
	}
	return rows, nil
}
