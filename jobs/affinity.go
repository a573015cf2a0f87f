package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/profile"
	"github.com/linli-project/linli/sql"
)

type communityAffinity struct {
	AsOf time.Time `ch:"as_of"`
	profile.AffinityRow
}

func affinities(ctx context.Context, db *sql.DB, day time.Time, p sql.Params) (n uint64, err error) {
	sensitive, err := texts(ctx, db, "models/sensitive_categories", nil)
	if err != nil {
		return 0, err
	}
	err = read(ctx, db, "models/profile_category_buyers", p, profile.CategoryBuyersFromRecord, func(cells profile.CategoryBuyers) error {
		return read(ctx, db, "models/profile_community_buyers", p, profile.CommunityBuyersFromRecord, func(totals profile.CommunityBuyers) error {
			rows, err := profile.Affinity(cells, totals, profile.AffinityOptions{Sensitive: sensitive})
			if err != nil {
				return err
			}
			out := make([]communityAffinity, len(rows))
			for i, r := range rows {
				out[i] = communityAffinity{day, r}
			}
			n, err = publish(ctx, db, "community_affinity", day, out)
			return err
		})
	})
	return n, err
}
