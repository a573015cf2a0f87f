package owner

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/settlement"
	"github.com/linli-project/linli/sql"
)

// Periods of the settlement page.
var periods = []string{"day", "week", "month"}

// SpanDay is a day of a week or a month.
type SpanDay struct {
	Day time.Time `ch:"day"`
	Settlement
	There         bool   `ch:"there"` // there are figures of the day
	StatementRows uint64 `ch:"statement_rows"`
	StatementNet  int64  `ch:"statement_net"`
	StatementDue  int64  `ch:"statement_commission"`
	StatementSays bool   `ch:"statement_known"` // of commission too

	Due int64 // commission of the day
}

// Gross is what was paid before refunds.
func (d SpanDay) Gross() int64 { return d.Amount + d.Refunded }

// Agrees says whether the day's total equals the sum of its lines.
func (d SpanDay) Agrees() bool { return d.Amount == d.LineAmount && d.Refunded == d.LineRefunded }

// Difference is the day's total less the sum of its lines.
func (d SpanDay) Difference() int64 {
	return d.Amount - d.LineAmount + d.Refunded - d.LineRefunded
}

// PlatformNet is how much more the statement has.
func (d SpanDay) PlatformNet() int64 { return d.StatementNet - d.Amount }

// PlatformDue is how much more commission it has.
func (d SpanDay) PlatformDue() int64 {
	if !d.StatementSays {
		return 0
	}
	return d.StatementDue - d.Due
}

// PlatformAgrees says whether the statement comes to the same for the day.
func (d SpanDay) PlatformAgrees() bool { return d.PlatformNet() == 0 && d.PlatformDue() == 0 }

// Span is a week or a month, day by day.
type Span struct {
	From, To time.Time
	Days     []SpanDay
	Sum      SpanDay
	Due      int64 // sum of the days
}

// Any says whether any day has figures.
func (s *Span) Any() bool {
	for _, d := range s.Days {
		if d.There || d.StatementRows > 0 {
			return true
		}
	}
	return false
}

// bounds of the week from Monday, or of the month, around a day.
func bounds(period string, day time.Time) (from, to time.Time) {
	switch period {
	case "week":
		from = day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
		return from, from.AddDate(0, 0, 6)
	case "month":
		from = time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(0, 1, -1)
	}
	return day, day
}

func loadSpan(ctx context.Context, db *sql.DB, store chain.Store, period string, day time.Time) (*Span, error) {
	s := &Span{}
	s.From, s.To = bounds(period, day)
	params := sql.Params{"store": store.ID, "from": chain.Date(s.From), "to": chain.Date(s.To)}
	if err := db.Select(ctx, &s.Days, "owner/settlement_days", params); err != nil {
		return nil, fmt.Errorf("settlement of %s: %w", period, err)
	}
	for i := range s.Days {
		d := &s.Days[i]
		d.Due = settlement.Due(d.Amount, store.Commission)
		s.Sum.Orders += d.Orders
		s.Sum.Amount += d.Amount
		s.Sum.Refunded += d.Refunded
		s.Sum.AfterSale += d.AfterSale
		s.Due += d.Due
	}
	return s, nil
}
