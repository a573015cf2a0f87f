package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/profile"
	"github.com/linli-project/linli/sql"
)

type pushWindow struct {
	AsOf           time.Time `ch:"as_of"`
	CommunityID    string    `ch:"community_id"`
	StoreID        string    `ch:"store_id"`
	StartHour      uint8     `ch:"start_hour"`
	EndHour        uint8     `ch:"end_hour"`
	Share          float64   `ch:"share"`
	ChainStartHour uint8     `ch:"chain_start_hour"`
	ChainShare     float64   `ch:"chain_share"`
	Orders         uint32    `ch:"orders"`
}

func windows(ctx context.Context, db *sql.DB, day time.Time, p sql.Params) (n uint64, err error) {
	var homes []struct {
		CommunityID string `ch:"community_id"`
		StoreID     string `ch:"store_id"`
	}
	if err := db.Select(ctx, &homes, "models/community_stores", sql.Params{"day": sql.Day(day)}); err != nil {
		return 0, err
	}
	store := make(map[string]string, len(homes))
	for _, h := range homes {
		store[h.CommunityID] = h.StoreID
	}
	err = read(ctx, db, "models/profile_community_hours", p, profile.CommunityHoursFromRecord, func(c profile.CommunityHours) error {
		rows, err := profile.Hours(c, profile.HoursOptions{})
		if err != nil {
			return err
		}
		out := make([]pushWindow, len(rows))
		for i, r := range rows {
			out[i] = pushWindow{AsOf: day, CommunityID: r.CommunityID, StoreID: store[r.CommunityID], StartHour: r.StartHour, EndHour: r.EndHour,
				Share: r.Share, ChainStartHour: r.ChainBestStart, ChainShare: r.UsualShare, Orders: uint32(r.Orders)}
		}
		n, err = publish(ctx, db, "push_window", day, out)
		return err
	})
	return n, err
}
