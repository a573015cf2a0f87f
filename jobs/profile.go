package jobs

import (
	"context"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/profile"
	"github.com/linli-project/linli/sql"
)

// profileWindow is how many days of orders a profile looks back on.
const profileWindow = 90

type userProfile struct {
	AsOf time.Time `ch:"as_of"`
	profile.UserRow
}

type communityAffinity struct {
	AsOf time.Time `ch:"as_of"`
	profile.AffinityRow
}

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

// read gives a query's columns to a model's reader and lets them go afterwards: the model must copy what it keeps.
func read[T any](ctx context.Context, db *sql.DB, query string, p sql.Params, from func(arrow.Record) (T, error), use func(T) error) error {
	rec, err := db.Arrow(ctx, query, p)
	if err != nil {
		return err
	}
	defer rec.Release()
	columns, err := from(rec)
	if err != nil {
		return err
	}
	return use(columns)
}

func runProfile(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	p := sql.Params{"day": sql.Day(day), "window": profileWindow}
	steps := []func(context.Context, *sql.DB, time.Time, sql.Params) (uint64, error){users, affinities, windows}
	var total uint64
	for _, step := range steps {
		n, err := step(ctx, db, day, p)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
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

// texts reads a query's single text column.
func texts(ctx context.Context, db *sql.DB, query string, p sql.Params) ([]string, error) {
	rows, err := db.Rows(ctx, query, p)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
