package merchandiser

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// Duplicate is a product of a store's range that another one can stand in for.
type Duplicate struct {
	Candidate
	Like  Candidate
	Kept  float64 // share of its margin that would go to its like
	Alike float64 // share of the letters of the shorter name that both have
	Both  uint32  // customers of the sample who bought both
	Lift  float64
}

// Swap is a product that goes or is banned, with those that may take its place.
type Swap struct {
	Candidate
	By []Candidate
}

// How many products stand in for one that goes, and how many of them stand on the page.
const (
	mostStandIns = 3
	mostSwaps    = 60 // stand-ins, or products without one
)

// apart is how far two prices are from each other, by ratio.
func apart(a, b Candidate) float64 {
	return math.Abs(math.Log(float64(b.Price) / float64(a.Price)))
}

// byCategory sorts what has a price into its categories.
func byCategory(all []Candidate) map[string][]Candidate {
	sorted := map[string][]Candidate{}
	for _, c := range all {
		if c.Price > 0 {
			sorted[c.Category] = append(sorted[c.Category], c)
		}
	}
	return sorted
}

// swaps finds for every product that goes (drop) or is banned what of its like is offered or next in turn: same category, called alike,
// nearest price. Where nothing is, that is worth knowing.
func swaps(all []Candidate) []Swap {
	sorted := byCategory(all)
	var list []Swap
	for _, a := range all {
		if a.Price <= 0 || a.State != "drop" && a.Banned == 0 {
			continue
		}
		var by []Candidate
		for _, b := range sorted[a.Category] {
			if b.State != "drop" && b.Banned == 0 && b.ProductID != a.ProductID && a.alike(b) {
				by = append(by, b)
			}
		}
		slices.SortFunc(by, func(x, y Candidate) int {
			return cmp.Or(cmp.Compare(apart(a, x), apart(a, y)), cmp.Compare(y.Gain, x.Gain), cmp.Compare(x.ProductID, y.ProductID))
		})
		list = append(list, Swap{a, by[:min(len(by), mostStandIns)]})
	}
	slices.SortFunc(list, func(x, y Swap) int {
		return cmp.Or(cmp.Compare(y.Units, x.Units), cmp.Compare(x.ProductID, y.ProductID))
	})
	rows := 0
	for i := range list {
		if rows += max(1, len(list[i].By)); rows > mostSwaps {
			return list[:i]
		}
	}
	return list
}

// duplicates finds products of the range that their like could stand in for: same category and storage, called alike, price within a
// third. The weaker one of a pair is the one whose absence costs least, and half of its margin or more goes to its like.
func duplicates(all []Candidate) []Duplicate {
	sorted := byCategory(all)
	var list []Duplicate
	for _, a := range all {
		kept := 0.
		if net := a.Value - a.Waste; net > 0 {
			kept = max(0, 1-a.Gain/net)
		}
		if a.Price <= 0 || !a.held() || kept < 0.5 {
			continue
		}
		best := Duplicate{}
		for _, b := range sorted[a.Category] {
			low, high := float64(a.Price)*3/4, float64(a.Price)*4/3
			weaker := a.Gain < b.Gain || a.Gain == b.Gain && a.ProductID < b.ProductID
			if !b.held() || b.Storage != a.Storage || !weaker || !a.alike(b) || float64(b.Price) < low || float64(b.Price) > high {
				continue
			}
			d := Duplicate{Candidate: a, Like: b, Kept: kept, Alike: sharedLetters(a.Name, b.Name)}
			if best.Like.ProductID == "" || cmp.Or(cmp.Compare(best.Alike, d.Alike), cmp.Compare(apart(a, d.Like), apart(a, best.Like)), cmp.Compare(d.Like.ProductID, best.Like.ProductID)) < 0 {
				best = d
			}
		}
		if best.Like.ProductID != "" {
			list = append(list, best)
		}
	}
	slices.SortFunc(list, func(x, y Duplicate) int {
		return cmp.Or(cmp.Compare(y.Kept, x.Kept), cmp.Compare(x.ProductID, y.ProductID))
	})
	return list
}

// sharedLetters is the share of the letters of the name with fewer different ones that both have.
func sharedLetters(a, b string) float64 {
	letters := func(s string) map[rune]bool {
		set := map[rune]bool{}
		for _, r := range s {
			set[r] = true
		}
		return set
	}
	x, y := letters(a), letters(b)
	both := 0.
	for r := range x {
		if y[r] {
			both++
		}
	}
	return both / float64(max(1, min(len(x), len(y))))
}

// together adds to duplicates how often both are bought by the same people.
func (m *Room) together(ctx context.Context, list []Duplicate, day string) ([]Duplicate, error) {
	if len(list) == 0 {
		return nil, nil
	}
	pairs := make([]string, len(list))
	for i, d := range list {
		pairs[i] = d.ProductID + "|" + d.Like.ProductID
	}
	var partners []struct {
		ProductID string  `ch:"product_id"`
		WithID    string  `ch:"with_id"`
		Both      uint32  `ch:"both"`
		Lift      float64 `ch:"lift"`
	}
	if err := m.db.Select(ctx, &partners, "merchandiser/partners", sql.Params{"day": day, "pairs": pairs}); err != nil {
		return nil, err
	}
	for _, p := range partners {
		if i := slices.Index(pairs, p.ProductID+"|"+p.WithID); i >= 0 {
			list[i].Both, list[i].Lift = p.Both, p.Lift
		}
	}
	return list, nil
}

// alike reads the range of a store once for both lists.
func (m *Room) alike(ctx context.Context, b Bench) (Range, error) {
	all, err := m.candidates(ctx, b.Store.ID, b.Day)
	if err != nil {
		return Range{}, err
	}
	r := Range{Swaps: swaps(all)}
	r.Duplicates, err = m.together(ctx, duplicates(all), chain.Date(b.Day))
	return r, err
}
