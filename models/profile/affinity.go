package profile

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/linli-project/linli/models/shrink"
)

// AffinityOptions hold what privacy asks for.
type AffinityOptions struct {
	MinBuyers int      // k; 0 means 20, the least that is allowed
	Sensitive []string // categories whose single cells need k buyers too
}

const leastBuyers = 20

// taste is one category over all communities.
type taste struct {
	category string
	bought   []float64 // per community
}

// Affinity says how much each community takes to each category, 0 buyers included.
// Rows are ordered by community and category.
//
// Communities with fewer than MinBuyers buyers are left out, though they count in
// the chain. Of a sensitive category a cell with fewer than MinBuyers buyers is left
// out too, and, so that it cannot be had by subtraction, the next smallest cells
// until at least two are missing and they hold at least MinBuyers buyers together.
func Affinity(cells CategoryBuyers, totals CommunityBuyers, opt AffinityOptions) ([]AffinityRow, error) {
	if opt.MinBuyers == 0 {
		opt.MinBuyers = leastBuyers
	}
	if opt.MinBuyers < leastBuyers {
		return nil, fmt.Errorf("profile: MinBuyers is %d; at least %d are needed to keep buyers apart from their community", opt.MinBuyers, leastBuyers)
	}
	ids, buyers, err := communities(totals)
	if err != nil {
		return nil, err
	}
	tastes, err := gather(cells, ids, buyers)
	if err != nil {
		return nil, err
	}
	chain := 0.0
	for _, n := range buyers {
		chain += n
	}
	var rows []AffinityRow
	for _, t := range tastes {
		bought := 0.0
		for _, k := range t.bought {
			bought += k
		}
		if bought == 0 {
			continue
		}
		shown := t.shown(buyers, float64(opt.MinBuyers), slices.Contains(opt.Sensitive, t.category))
		posteriors, err := t.posteriors(buyers, bought/chain)
		if err != nil {
			return nil, fmt.Errorf("profile: category %s: %w", t.category, err)
		}
		for c := range ids {
			if shown[c] {
				r := AffinityRow{CommunityID: ids[c], Category: t.category, Buyers: uint32(t.bought[c]), CommunityBuyers: uint32(buyers[c]), ChainShare: bought / chain}
				r.Index, r.Low, r.High = posteriors(c)
				rows = append(rows, r)
			}
		}
	}
	slices.SortFunc(rows, func(a, b AffinityRow) int {
		return cmp.Or(cmp.Compare(a.CommunityID, b.CommunityID), cmp.Compare(a.Category, b.Category))
	})
	return rows, nil
}

// posteriors gives index, low and high of a community.
func (t *taste) posteriors(buyers []float64, share float64) (func(c int) (index, low, high float64), error) {
	if share == 1 { // all buyers everywhere: no community differs
		return func(int) (float64, float64, float64) { return 100, 100, 100 }, nil
	}
	prior, err := shrink.FitShare(t.bought, buyers, share)
	if err != nil {
		return nil, err
	}
	return func(c int) (float64, float64, float64) {
		p := prior.Posterior(t.bought[c], buyers[c])
		return 100 * p.Mean() / share, 100 * p.Quantile(0.025) / share, 100 * p.Quantile(0.975) / share
	}, nil
}

// shown tells which communities' cells may be seen.
func (t *taste) shown(buyers []float64, k float64, sensitive bool) []bool {
	out := make([]bool, len(buyers))
	hidden, hiddenBuyers := 0, 0.0
	var seen []int
	for c, n := range buyers {
		if out[c] = n >= k && (!sensitive || t.bought[c] >= k); out[c] {
			seen = append(seen, c)
		} else {
			hidden++
			hiddenBuyers += t.bought[c]
		}
	}
	if !sensitive || hidden == 0 {
		return out
	}
	slices.SortStableFunc(seen, func(a, b int) int { return cmp.Compare(t.bought[a], t.bought[b]) })
	for _, c := range seen {
		if hidden >= 2 && hiddenBuyers >= k {
			break
		}
		out[c] = false
		hidden++
		hiddenBuyers += t.bought[c]
	}
	return out
}
