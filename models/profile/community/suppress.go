package community

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// leastBuyers is k: figures of fewer people are not shown.
const leastBuyers = 20

// rounding is the step in which buyers of a sensitive category are counted, so
// that the figures of two days do not tell of one buyer.
const rounding = 5

// Privacy says what is kept back.
type Privacy struct {
	MinBuyers int      // k; 0 means 20, the least that is allowed
	Sensitive []string // categories whose single cells need k buyers too
}

func (p Privacy) least() (float64, error) {
	switch {
	case p.MinBuyers == 0:
		return leastBuyers, nil
	case p.MinBuyers < leastBuyers:
		return 0, fmt.Errorf("community: MinBuyers is %d; at least %d are needed to keep buyers apart from their community", p.MinBuyers, leastBuyers)
	}
	return float64(p.MinBuyers), nil
}

func (p Privacy) sensitive(category string) bool { return slices.Contains(p.Sensitive, category) }

// counted tells which groups are part of a published total, given their sizes:
// those of at least k people, and the smaller ones if there are two of them with
// k people together. Else the total less the groups shown would be the one that
// is not shown.
func counted(size []float64, k float64) []bool {
	small, people := 0, 0.0
	for _, n := range size {
		if n < k && n > 0 {
			small++
			people += n
		}
	}
	out := make([]bool, len(size))
	for i, n := range size {
		out[i] = n >= k || n > 0 && small >= 2 && people >= k
	}
	return out
}

// shown tells which communities' cells of a category may be seen. Of a sensitive
// one a cell with fewer than k buyers may not, and, so that it cannot be had by
// subtraction, neither may the next smallest until at least two are missing and
// they hold at least k buyers together.
func (t *taste) shown(all []place, in []bool, k float64, sensitive bool) []bool {
	out := make([]bool, len(all))
	hidden, hiddenBuyers := 0, 0.0
	var seen []int
	for c, p := range all {
		switch out[c] = p.buyers >= k && (!sensitive || t.bought[c] >= k); {
		case out[c]:
			seen = append(seen, c)
		case in[c]:
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

// coarse is a count in steps of rounding, not above limit.
func coarse(n, limit float64) float64 {
	return math.Min(limit, rounding*math.Round(n/rounding))
}
