package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/profile/sendtime"
	"github.com/linli-project/linli/sql"
)

// pushHours is the length of a window.
const pushHours = 3

// sliceLines is how many order lines a slice of the users has about, so that ClickHouse and Go hold one slice at a time.
const sliceLines = 6_000_000

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
	Weekend        uint8     `ch:"weekend"`
	Low            float64   `ch:"low"`
	High           float64   `ch:"high"`
	Users          uint32    `ch:"users"`
	Evidence       float64   `ch:"evidence"`
}

type pushHour struct {
	AsOf        time.Time `ch:"as_of"`
	CommunityID string    `ch:"community_id"`
	StoreID     string    `ch:"store_id"`
	Weekend     uint8     `ch:"weekend"`
	Hour        uint8     `ch:"hour"`
	Share       float64   `ch:"share"`
	ChainShare  float64   `ch:"chain_share"`
	Orders      uint32    `ch:"orders"`
}

type userWindow struct {
	AsOf           time.Time `ch:"as_of"`
	UserID         string    `ch:"user_id"`
	StoreID        string    `ch:"store_id"`
	CommunityID    string    `ch:"community_id"`
	StartHour      uint8     `ch:"start_hour"`
	EndHour        uint8     `ch:"end_hour"`
	Share          float64   `ch:"share"`
	CommunityShare float64   `ch:"community_share"`
	Orders         uint32    `ch:"orders"`
}

// windows finds the best hours to push of communities and of users, for the day after.
func windows(ctx context.Context, db *sql.DB, day time.Time, p sql.Params) (uint64, error) {
	h, err := orderTimes(ctx, db, p)
	if err != nil {
		return 0, err
	}
	homes, err := communityStores(ctx, db, day)
	if err != nil {
		return 0, err
	}
	rules, err := quietHours(ctx, db)
	if err != nil {
		return 0, err
	}
	w := nightWindows{day: day, weekday: int(day.AddDate(0, 0, 1).Weekday()), h: h, store: homes, quiet: rules, model: sendtime.New(h, sendtime.Fit(h).Params)}
	communities, hours, err := w.communities()
	if err != nil {
		return 0, err
	}
	n, err := publish(ctx, db, "push_window", day, communities)
	if err != nil {
		return n, err
	}
	more, err := publish(ctx, db, "push_hour", day, hours)
	if err != nil {
		return n + more, err
	}
	n += more
	optedOut, err := texts(ctx, db, "models/sendtime_optout", nil)
	if err != nil {
		return n, err
	}
	more, err = w.publishUsers(ctx, db, optedOut)
	return n + more, err
}

// orderTimes reads the orders of the window, a slice of the users at a time.
func orderTimes(ctx context.Context, db *sql.DB, p sql.Params) (*sendtime.History, error) {
	var lines uint64
	if _, err := db.Get(ctx, &lines, "models/sendtime_size", p); err != nil {
		return nil, err
	}
	b := sendtime.NewBuilder()
	slices := int(1 + lines/sliceLines)
	for slice := range slices {
		rows, err := db.ArrowStream(ctx, "models/sendtime_orders", sql.Params{"day": p["day"], "window": p["window"], "slices": slices, "slice": slice})
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			if err := b.AddRecord(rows.Record()); err != nil {
				_ = rows.Close()
				return nil, err
			}
		}
		if err := rows.Err(); err != nil {
			_ = rows.Close()
			return nil, err
		}
		if err := rows.Close(); err != nil {
			return nil, err
		}
	}
	return b.Build()
}

// communityStores gives the store of each community.
func communityStores(ctx context.Context, db *sql.DB, day time.Time) (map[string]string, error) {
	var homes []struct {
		CommunityID string `ch:"community_id"`
		StoreID     string `ch:"store_id"`
	}
	if err := db.Select(ctx, &homes, "models/community_stores", sql.Params{"day": sql.Day(day)}); err != nil {
		return nil, err
	}
	store := make(map[string]string, len(homes))
	for _, h := range homes {
		store[h.CommunityID] = h.StoreID
	}
	return store, nil
}

// quietHours gives the quiet hours of each store that has its own, and under "" those of all others. What leaves no room for a window
// is not followed here; the push list shows such users as not to be addressed.
func quietHours(ctx context.Context, db *sql.DB) (map[string]sendtime.Quiet, error) {
	var rows []struct {
		StoreID    string `ch:"store_id"`
		From       uint8  `ch:"quiet_from"`
		Until      uint8  `ch:"quiet_until"`
		MaxPerWeek uint8  `ch:"max_per_week"`
	}
	if err := db.Select(ctx, &rows, "models/sendtime_rules", nil); err != nil {
		return nil, err
	}
	quiet := map[string]sendtime.Quiet{"": sendtime.DefaultQuiet}
	var even sendtime.Curve
	for _, r := range rows {
		q := sendtime.Quiet{From: int(r.From), Until: int(r.Until)}
		if _, err := even.Best(pushHours, q); err == nil {
			quiet[r.StoreID] = q
		}
	}
	return quiet, nil
}
