package profile

import (
	"fmt"
	"slices"
)

// communities returns ids in order with their buyers.
func communities(totals CommunityBuyers) ([]string, []float64, error) {
	if len(totals.CommunityID) != len(totals.Buyers) {
		return nil, nil, fmt.Errorf("profile: %d communities but %d totals of buyers", len(totals.CommunityID), len(totals.Buyers))
	}
	ids := slices.Sorted(slices.Values(totals.CommunityID))
	if len(slices.Compact(slices.Clone(ids))) != len(ids) {
		return nil, nil, fmt.Errorf("profile: a community is there twice among the totals of buyers; give one row per community")
	}
	buyers := make([]float64, len(ids))
	for i, id := range totals.CommunityID {
		if totals.Buyers[i] < 0 {
			return nil, nil, fmt.Errorf("profile: community %s has %d buyers; they cannot be negative", id, totals.Buyers[i])
		}
		c, _ := slices.BinarySearch(ids, id)
		buyers[c] = float64(totals.Buyers[i])
	}
	return ids, buyers, nil
}

// gather turns cells into one row of counts per category, categories in order.
func gather(cells CategoryBuyers, ids []string, buyers []float64) ([]taste, error) {
	if len(cells.CommunityID) != len(cells.Category) || len(cells.CommunityID) != len(cells.Buyers) {
		return nil, fmt.Errorf("profile: columns of unequal length: %d communities, %d categories, %d buyers",
			len(cells.CommunityID), len(cells.Category), len(cells.Buyers))
	}
	names := slices.Compact(slices.Sorted(slices.Values(cells.Category)))
	tastes := make([]taste, len(names))
	for i, name := range names {
		tastes[i] = taste{name, make([]float64, len(ids))}
	}
	seen := make(map[[2]int]bool, len(cells.CommunityID))
	for i, id := range cells.CommunityID {
		c, ok := slices.BinarySearch(ids, id)
		if !ok {
			return nil, fmt.Errorf("profile: row %d: community %s has no total of buyers; add it", i, id)
		}
		k, _ := slices.BinarySearch(names, cells.Category[i])
		if seen[[2]int{k, c}] {
			return nil, fmt.Errorf("profile: row %d: a second row for community %s and category %s; count distinct buyers once", i, id, cells.Category[i])
		}
		seen[[2]int{k, c}] = true
		n := float64(cells.Buyers[i])
		if n < 0 || n > buyers[c] {
			return nil, fmt.Errorf("profile: row %d: community %s has %v buyers of category %s and %v in all; count distinct buyers of the same window",
				i, id, n, cells.Category[i], buyers[c])
		}
		tastes[k].bought[c] = n
	}
	return tastes, nil
}
