package community

import (
	"fmt"
	"slices"
)

// place is what is known of a community's buyers.
type place struct {
	id     string
	buyers float64
	byDays map[int64]float64 // buyers by days with an order, up to maxDays
}

// places returns the communities in order of their ids.
func places(b Buyers) ([]place, error) {
	if len(b.CommunityID) != len(b.Buyers) || len(b.CommunityID) != len(b.Days) {
		return nil, fmt.Errorf("community: columns of unequal length: %d communities, %d days, %d buyers", len(b.CommunityID), len(b.Days), len(b.Buyers))
	}
	ids := slices.Compact(slices.Sorted(slices.Values(b.CommunityID)))
	out := make([]place, len(ids))
	for i, id := range ids {
		out[i] = place{id: id, byDays: map[int64]float64{}}
	}
	for i, id := range b.CommunityID {
		c, _ := slices.BinarySearch(ids, id)
		p := &out[c]
		days := min(b.Days[i], maxDays)
		switch _, twice := p.byDays[days]; {
		case b.Buyers[i] < 0 || b.Days[i] < 1:
			return nil, fmt.Errorf("community: row %d: community %s has %d buyers of %d days; buyers cannot be negative, days are 1 or more", i, id, b.Buyers[i], b.Days[i])
		case twice && days < maxDays:
			return nil, fmt.Errorf("community: row %d: community %s is there twice for %d days; give one row for each", i, id, b.Days[i])
		}
		p.byDays[days] += float64(b.Buyers[i])
		p.buyers += float64(b.Buyers[i])
	}
	return out, nil
}

// taste is one category over all communities.
type taste struct {
	category string
	bought   []float64 // buyers per place
}

// gather turns cells into one row of counts per category, categories in order.
func gather(cells CategoryBuyers, all []place) ([]taste, error) {
	if len(cells.CommunityID) != len(cells.Category) || len(cells.CommunityID) != len(cells.Buyers) {
		return nil, fmt.Errorf("community: columns of unequal length: %d communities, %d categories, %d buyers",
			len(cells.CommunityID), len(cells.Category), len(cells.Buyers))
	}
	names := slices.Compact(slices.Sorted(slices.Values(cells.Category)))
	tastes := make([]taste, len(names))
	for i, name := range names {
		tastes[i] = taste{name, make([]float64, len(all))}
	}
	at := make(map[string]int, len(all))
	for c, p := range all {
		at[p.id] = c
	}
	seen := make(map[[2]int]bool, len(cells.CommunityID))
	for i, id := range cells.CommunityID {
		c, ok := at[id]
		if !ok {
			return nil, fmt.Errorf("community: row %d: community %s has no total of buyers; add it", i, id)
		}
		k, _ := slices.BinarySearch(names, cells.Category[i])
		if seen[[2]int{k, c}] {
			return nil, fmt.Errorf("community: row %d: a second row for community %s and category %s; count distinct buyers once", i, id, cells.Category[i])
		}
		seen[[2]int{k, c}] = true
		n := float64(cells.Buyers[i])
		if n < 0 || n > all[c].buyers {
			return nil, fmt.Errorf("community: row %d: community %s has %v buyers of category %s and %v in all; count distinct buyers of the same window",
				i, id, n, cells.Category[i], all[c].buyers)
		}
		tastes[k].bought[c] = n
	}
	return tastes, nil
}
