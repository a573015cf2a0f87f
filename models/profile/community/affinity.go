package community

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/linli-project/linli/models/shrink"
)

// AffinityRow says how much more a community's buyers take to a category than
// the chain's.
type AffinityRow struct {
	CommunityID     string  `ch:"community_id"`
	Category        string  `ch:"category"`
	Buyers          uint32  `ch:"buyers"`           // bought the category; of a sensitive one in fives
	CommunityBuyers uint32  `ch:"community_buyers"` // bought anything
	ChainShare      float64 `ch:"chain_share"`
	Index           float64 `ch:"index"` // chain = 100
	Low             float64 `ch:"low"`   // 95 % interval of the index
	High            float64 `ch:"high"`
}

// Affinity says how much each community takes to each category, 0 buyers included.
// Rows are ordered by community and category.
//
// Communities with fewer than k buyers are left out; they count in the chain where
// there are two of them with k buyers together. What is shown of a sensitive
// category says shown. A category that nobody of the chain bought has no row.
func Affinity(cells CategoryBuyers, buyers Buyers, habits Habits, privacy Privacy) ([]AffinityRow, error) {
	k, err := privacy.least()
	if err != nil {
		return nil, err
	}
	all, err := places(buyers)
	if err != nil {
		return nil, err
	}
	tastes, err := gather(cells, all)
	if err != nil {
		return nil, err
	}
	rhythms, err := habits.byCategory()
	if err != nil {
		return nil, err
	}
	size := make([]float64, len(all))
	for c, p := range all {
		size[c] = p.buyers
	}
	in := counted(size, k)
	var rows []AffinityRow
	for _, t := range tastes {
		sensitive := privacy.sensitive(t.category)
		shown := t.shown(all, in, k, sensitive)
		if sensitive {
			for c := range t.bought {
				t.bought[c] = coarse(t.bought[c], all[c].buyers)
			}
		}
		more, err := t.rows(all, in, shown, rhythms[t.category], sensitive)
		if err != nil {
			return nil, fmt.Errorf("community: category %s: %w", t.category, err)
		}
		rows = append(rows, more...)
	}
	slices.SortFunc(rows, func(a, b AffinityRow) int {
		return cmp.Or(cmp.Compare(a.CommunityID, b.CommunityID), cmp.Compare(a.Category, b.Category))
	})
	return rows, nil
}

// rows estimates one category: communities in are the chain, those shown get a row. Rounded counts leave more doubt.
func (t *taste) rows(all []place, in, shown []bool, h habit, rounded bool) ([]AffinityRow, error) {
	chain, bought := 0.0, 0.0
	for c, p := range all {
		if in[c] {
			chain += p.buyers
			bought += t.bought[c]
		}
	}
	if bought == 0 {
		return nil, nil
	}
	share := bought / chain
	var rows []AffinityRow
	row := func(c int, index, low, high float64) {
		rows = append(rows, AffinityRow{CommunityID: all[c].id, Category: t.category, Buyers: uint32(t.bought[c]), CommunityBuyers: uint32(all[c].buyers),
			ChainShare: share, Index: index, Low: low, High: high})
	}
	if share == 1 { // all buyers everywhere: no community differs
		for c := range all {
			if shown[c] {
				row(c, 100, 100, 100)
			}
		}
		return rows, nil
	}
	// As many independent buyers as would leave the same doubt.
	var k, n, of []float64
	at := make([]int, len(all))
	noise := 0.0 // variance of the chain's share
	for c, p := range all {
		if !in[c] {
			continue
		}
		at[c] = len(n)
		own, size := t.bought[c]/p.buyers, p.buyers/h.effect(p)
		smooth := (own*size + share) / (size + 1) // a share of 0 is not certain
		if rounded {
			size /= 1 + size/(smooth*(1-smooth))*rounding*rounding/12/p.buyers/p.buyers
		}
		k, n, of = append(k, math.Min(size, own*size)), append(n, size), append(of, p.buyers/chain)
		noise += p.buyers / chain * p.buyers / chain * smooth * (1 - smooth) / size
	}
	prior, err := shrink.FitShare(k, n, share)
	if err != nil {
		return nil, err
	}
	for c := range all {
		if !shown[c] {
			continue
		}
		i := at[c]
		p := prior.Posterior(k[i], n[i])
		mean, low, high := p.Mean(), p.Quantile(0.025), p.Quantile(0.975)
		// The chain's share is an estimate too, and the community a part of it: variances relative to the squares.
		own := p.B / p.A / (p.A + p.B + 1)
		both := own*(1-2*of[i]*mean/share) + noise/share/share
		wider := math.Sqrt(math.Max(both/own, 0.01))
		stretch := func(q float64) float64 { return 100 * mean / share * math.Pow(q/mean, wider) }
		row(c, 100*mean/share, stretch(low), math.Min(stretch(high), math.Max(100/share, 100*mean/share)))
	}
	return rows, nil
}
