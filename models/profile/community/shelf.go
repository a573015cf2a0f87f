package community

import (
	"cmp"
	"fmt"
	"slices"
)

// sold is what a community bought of a category, by band: thousandths of units, and fen.
type sold [2][bands]float64

func (s *sold) total(kind int) float64 { return s[kind][0] + s[kind][1] + s[kind][2] + s[kind][3] }

// shelf is one category.
type shelf struct {
	category string
	from, to [bands]int64
	sold     []sold    // per place
	buyers   []float64 // per place
}

// shelves sorts the bands by category; the empty one is all of them together.
func (b PriceBands) shelves(all []place, cells CategoryBuyers, privacy Privacy) ([]*shelf, error) {
	at := map[string]int{}
	for c, p := range all {
		at[p.id] = c
	}
	byName := map[string]*shelf{}
	get := func(name string) *shelf {
		if byName[name] == nil {
			byName[name] = &shelf{category: name, sold: make([]sold, len(all)), buyers: make([]float64, len(all))}
		}
		return byName[name]
	}
	for i, id := range b.CommunityID {
		c, ok := at[id]
		switch {
		case privacy.sensitive(b.Category[i]):
			return nil, fmt.Errorf("community: price bands: row %d: category %s is sensitive; leave it out in the query", i, b.Category[i])
		case !ok: // nobody of at least one buyer
			continue
		case b.Band[i] < 1 || b.Band[i] > bands || b.MilliUnits[i] < 0 || b.SpendFen[i] < 0:
			return nil, fmt.Errorf("community: price bands: row %d: band %d with %d units and %d fen; bands are 1 to 4, neither may be negative", i, b.Band[i], b.MilliUnits[i], b.SpendFen[i])
		}
		for _, s := range []*shelf{get(b.Category[i]), get("")} {
			s.sold[c][0][b.Band[i]-1] += float64(b.MilliUnits[i])
			s.sold[c][1][b.Band[i]-1] += float64(b.SpendFen[i])
			if s.category != "" {
				s.from[b.Band[i]-1], s.to[b.Band[i]-1] = b.From[i], b.To[i]
			}
		}
	}
	for i, id := range cells.CommunityID {
		if s := byName[cells.Category[i]]; s != nil && s.category != "" {
			if c, ok := at[id]; ok {
				s.buyers[c] = float64(cells.Buyers[i])
			}
		}
	}
	if s := byName[""]; s != nil {
		for c, p := range all {
			s.buyers[c] = p.buyers
		}
	}
	out := make([]*shelf, 0, len(byName))
	for _, s := range byName {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b *shelf) int { return cmp.Compare(a.category, b.category) })
	return out, nil
}
