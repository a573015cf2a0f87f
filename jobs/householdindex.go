package jobs

import (
	"context"

	"github.com/linli-project/linli/models/profile/household"
	"github.com/linli-project/linli/models/shrink"
	"github.com/linli-project/linli/sql"
)

// householdIndexes says how much more or less than the chain's the buyers of a community take to each sensitive category, over at least
// MinBuyers who did and as many who did not.
func householdIndexes(ctx context.Context, db *sql.DB, p sql.Params) ([]communityHousehold, error) {
	sensitive, err := texts(ctx, db, "models/sensitive_categories", nil)
	if err != nil || len(sensitive) == 0 {
		return nil, err
	}
	var cells []struct {
		CommunityID string `ch:"community_id"`
		Category    string `ch:"category"`
		All         uint64 `ch:"community_buyers"`
		Buyers      uint64 `ch:"buyers"`
	}
	if err := db.Select(ctx, &cells, "models/household_sensitive", sql.Params{"day": p["day"], "window": p["window"], "categories": sensitive}); err != nil {
		return nil, err
	}
	var out []communityHousehold
	for from := 0; from < len(cells); {
		to := from
		var bought, all []float64
		k, n := 0.0, 0.0
		for ; to < len(cells) && cells[to].Category == cells[from].Category; to++ {
			bought, all = append(bought, float64(cells[to].Buyers)), append(all, float64(cells[to].All))
			k, n = k+bought[to-from], n+all[to-from]
		}
		if k > 0 && k < n {
			prior, err := shrink.FitShare(bought, all, k/n)
			if err != nil {
				return nil, err
			}
			for _, c := range cells[from:to] {
				if c.Buyers < household.MinBuyers || c.All < c.Buyers+household.MinBuyers {
					continue
				}
				b := prior.Posterior(float64(c.Buyers), float64(c.All))
				scale := 100 * n / k
				out = append(out, communityHousehold{CommunityID: c.CommunityID, Kind: c.Category, Method: "index", Index: scale * b.Mean(),
					IndexLow: scale * b.Quantile(.1), IndexHigh: scale * b.Quantile(.9), Buyers: uint32(c.All)})
			}
		}
		from = to
	}
	return out, nil
}
