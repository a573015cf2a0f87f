package community

import (
	"cmp"
	"math"
	"slices"
)

// rank orders the rows by store and worth, those without a margin or households last.
func rank(rows []TargetRow) {
	unknown := func(r TargetRow) int {
		if r.Note == "no_households" || r.Note == "no_margin" || r.Note == "too_early" {
			return 1
		}
		return 0
	}
	worth := func(a, b TargetRow) int {
		return cmp.Or(cmp.Compare(unknown(a), unknown(b)), -cmp.Compare(a.ValueFen, b.ValueFen), cmp.Compare(a.CommunityID, b.CommunityID))
	}
	slices.SortFunc(rows, worth)
	for i := range rows {
		if unknown(rows[i]) == 0 {
			rows[i].ChainRank = uint32(i + 1)
		}
	}
	slices.SortStableFunc(rows, func(a, b TargetRow) int { return cmp.Compare(a.StoreID, b.StoreID) })
	place := uint16(0)
	for i := range rows {
		if i == 0 || rows[i].StoreID != rows[i-1].StoreID {
			place = 0
		}
		if rows[i].ChainRank > 0 && place < math.MaxUint16 {
			place++
			rows[i].Rank = place
		}
	}
}
