// Package manager is the board of management: is it working? The page is a frame
// with parts that load on their own, each with its own time and its own failure.
package manager

import (
	"context"
	"html/template"
	"net/url"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// longest is the most days that a period may have.
const longest = 731

// Period is a span of days and, of the same length, the one before it.
type Period struct {
	From, To time.Time
	Before   time.Time // first day of the period before
	Newest   time.Time // newest day with facts; zero: no data
	Preset   int       // 7 or 28; 0 when days were given
}

// Days is the length of the period.
func (p Period) Days() int { return int(p.To.Sub(p.From)/(24*time.Hour)) + 1 }

// asked reads the period of an address. Without days it ends on the newest closed day with facts.
func asked(ctx context.Context, db *sql.DB, q url.Values, now time.Time) (Period, error) {
	today := chain.Today(now, chain.China)
	// A day that is still going on would look like a fall: end on the last closed one.
	newest, err := chain.NewestUpTo(ctx, db, "", today.AddDate(0, 0, -1))
	if err == nil && newest.Fact.IsZero() {
		newest, err = chain.NewestUpTo(ctx, db, "", today)
	}
	if err != nil {
		return Period{}, err
	}
	p := Period{Newest: newest.Fact, To: newest.Fact}
	if p.To.IsZero() {
		p.To = today
	}
	from, okFrom := chain.ParseDay(q.Get("from"))
	to, okTo := chain.ParseDay(q.Get("to"))
	if okTo {
		p.To = to
	}
	switch {
	case okFrom && !from.After(p.To):
		p.From = from
	case q.Get("days") == "7":
		p.Preset = 7
	default:
		p.Preset = 28
	}
	if p.Preset > 0 {
		p.From = p.To.AddDate(0, 0, 1-p.Preset)
	}
	if p.Days() > longest {
		p.From = p.To.AddDate(0, 0, 1-longest)
	}
	p.Before = p.From.AddDate(0, 0, -p.Days())
	return p, nil
}

// Query is the period as an address.
func (p Period) Query() template.URL {
	return template.URL(url.Values{"from": {chain.Date(p.From)}, "to": {chain.Date(p.To)}}.Encode()) //nolint:gosec // encoded here
}

func (p Period) params() sql.Params {
	return sql.Params{"from": chain.Date(p.From), "to": chain.Date(p.To), "before": chain.Date(p.Before)}
}
