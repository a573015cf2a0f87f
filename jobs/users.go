package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/profile"
	"github.com/linli-project/linli/sql"
)

type userProfile struct {
	AsOf time.Time `ch:"as_of"`
	profile.UserRow
}

func users(ctx context.Context, db *sql.DB, day time.Time, p sql.Params) (n uint64, err error) {
	err = read(ctx, db, "models/profile_buyers", p, profile.BuyersFromRecord, func(b profile.Buyers) error {
		return read(ctx, db, "models/profile_user_hours", p, profile.BuyerHoursFromRecord, func(h profile.BuyerHours) error {
			rows, err := profile.RFM(b, h, profile.RFMOptions{})
			if err != nil {
				return err
			}
			out := make([]userProfile, len(rows))
			for i, r := range rows {
				out[i] = userProfile{day, r}
			}
			n, err = publish(ctx, db, "user_profile", day, out)
			return err
		})
	})
	return n, err
}
