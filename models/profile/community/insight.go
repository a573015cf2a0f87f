package community

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/linli-project/linli/models/wording"
)

// Names are the categories' names in Chinese and English, by code.
type Names map[string][2]string

func (n Names) of(category string) (zh, en string) {
	name := n[category]
	return cmp.Or(name[0], category), cmp.Or(name[1], name[0], category)
}

// Findings are the rows that there may be something to say about.
type Findings struct {
	Names      Names
	Sensitive  []string
	Places     []Place
	Affinity   []AffinityRow
	Prices     []PriceRow
	Hours      []HourRow
	Repurchase []RepurchaseRow
	Pool       []PoolRow
}

// InsightRow is one thing to say about a community.
type InsightRow struct {
	CommunityID string  `ch:"community_id"`
	StoreID     string  `ch:"store_id"`
	Rank        uint16  `ch:"rank"`
	Topic       string  `ch:"topic"`
	Subject     string  `ch:"subject"`
	Value       float64 `ch:"value"`
	Low         float64 `ch:"low"`
	High        float64 `ch:"high"`
	Base        uint32  `ch:"base"`
	TextZh      string  `ch:"text_zh"`
	TextEn      string  `ch:"text_en"`
}

const (
	insightsEach = 8  // how much is said of a community
	notable      = 10 // by how much an index must differ from 100 to be worth a sentence
)

// Insights says, of each community, what sets it apart from the chain: only what its interval tells from the chain, the farthest
// from it by the nearer end of the interval first.
func Insights(f Findings) []InsightRow {
	rows := slices.Concat(f.affinities(), f.prices(), f.weekends(), f.repurchases(), f.pools())
	rows = slices.DeleteFunc(rows, func(r InsightRow) bool { return !(r.Low > 1) && !(r.High < 1) || r.High <= 0 })
	store := map[string]string{}
	for _, p := range f.Places {
		store[p.CommunityID] = p.StoreID
	}
	slices.SortFunc(rows, func(a, b InsightRow) int {
		return cmp.Or(cmp.Compare(a.CommunityID, b.CommunityID), -cmp.Compare(a.clear(), b.clear()), cmp.Compare(a.Topic, b.Topic), cmp.Compare(a.Subject, b.Subject))
	})
	var out []InsightRow
	said := 0
	for i, r := range rows {
		if i == 0 || r.CommunityID != rows[i-1].CommunityID {
			said = 0
		}
		if said++; said <= insightsEach {
			r.Rank, r.StoreID = uint16(said), store[r.CommunityID]
			out = append(out, r)
		}
	}
	return out
}

// clear is how far the nearer end of the interval is from 1.
func (r InsightRow) clear() float64 {
	if r.Low > 1 {
		return math.Log(r.Low)
	}
	return -math.Log(r.High)
}

// timesZh and timesEn say a ratio with its interval, in as many digits as tell it from 1.
func (r InsightRow) timesZh() string {
	if r.Value < 1 {
		return fmt.Sprintf("只有全连锁的 %.0f%%（%.0f%%–%.0f%%", 100*r.Value, 100*r.Low, 100*r.High)
	}
	return fmt.Sprintf("是全连锁的 %s 倍（%s–%s 倍", r.digits(r.Value), r.digits(r.Low), r.digits(r.High))
}

func (r InsightRow) timesEn() string {
	if r.Value < 1 {
		return fmt.Sprintf("only %.0f%% of the chain's (%.0f%%–%.0f%%", 100*r.Value, 100*r.Low, 100*r.High)
	}
	return fmt.Sprintf("%s times the chain's (%s–%s", r.digits(r.Value), r.digits(r.Low), r.digits(r.High))
}

func (r InsightRow) digits(v float64) string {
	if r.Low < 1.05 {
		return fmt.Sprintf("%.2f", v)
	}
	return wording.Number(v)
}
