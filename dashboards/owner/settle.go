package owner

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/settlement"
	"github.com/linli-project/linli/sql"
)

// Settled is what the newest closed day comes to.
type Settled struct {
	Day  time.Time
	Rate float64
	Has  bool
	Settlement
}

// Commission is the leader's share of net sales, rounded once a day, half up, to the fen.
func (s Settled) Commission() int64 { return settlement.Due(s.Amount, s.Rate) }

// Gross is what was paid before refunds.
func (s Settled) Gross() int64 { return s.Amount + s.Refunded }

// Difference is the day's total less the sum of its lines, in fen.
func (s Settled) Difference() int64 {
	return (s.Amount - s.LineAmount) + (s.Refunded - s.LineRefunded)
}

// Agrees says whether the day's total equals the sum of its lines to the fen.
func (s Settled) Agrees() bool { return s.Amount == s.LineAmount && s.Refunded == s.LineRefunded }

// dayTotal is what a day comes to for one of the stores.
type dayTotal struct {
	ofStore
	Settlement
}

func loadSettlement(ctx context.Context, db *sql.DB, store chain.Store, day time.Time) (Settled, error) {
	s := Settled{Day: day, Rate: store.Commission}
	if day.IsZero() {
		return s, nil
	}
	rows, err := loadOf[dayTotal](ctx, db, "owner/settlement", sql.Params{"day": chain.Date(day)}, store.ID)
	if err != nil {
		return s, fmt.Errorf("settlement: %w", err)
	}
	if len(rows) > 0 {
		s.Settlement, s.Has = rows[0].Settlement, true
	}
	return s, nil
}

// loadClosed prefers yesterday to a day that is still going on.
func loadClosed(ctx context.Context, db *sql.DB, store chain.Store, newest, today time.Time) (Settled, error) {
	if newest.Equal(today) && !today.IsZero() {
		if s, err := loadSettlement(ctx, db, store, today.AddDate(0, 0, -1)); err != nil || s.Has {
			return s, err
		}
	}
	return loadSettlement(ctx, db, store, newest)
}

func loadCounts(ctx context.Context, db *sql.DB, store string, day time.Time) (Counts, error) {
	var rows []Counts
	params := sql.Params{"store": store, "day": chain.Date(day)}
	if err := db.Select(ctx, &rows, "owner/counts", params); err != nil || len(rows) == 0 {
		return Counts{}, err
	}
	return rows[0], nil
}
