package chain

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Scored says for how many days of the newest week forecasts were scored: an alarm needs five, so that none may be no news.
type Scored struct {
	Day    time.Time `ch:"day"`    // the newest
	Stores uint64    `ch:"stores"` // with a scored day in the week
	Ripe   uint64    `ch:"ripe"`   // with five
	Most   uint64    `ch:"most"`   // days of one store
}

// LoadScored reads it for the week up to a day, of one store or city if they are named.
func LoadScored(ctx context.Context, db *sql.DB, to time.Time, store, city string) (Scored, error) {
	var s Scored
	if _, err := db.Get(ctx, &s, "operation/scored_days", sql.Params{"to": Date(to), "store": store, "city": city}); err != nil {
		return s, fmt.Errorf("days with scored forecasts: %w", err)
	}
	return s, nil
}

// Quiet says what it means that there is no alarm: all is well, or it is too early to tell.
func (s Scored) Quiet(p words.Printer) string {
	switch {
	case s.Stores == 0:
		return p.T("alarm.unscored")
	case s.Ripe == 0:
		return p.T("alarm.early", p.ShortDay(s.Day), p.Count(s.Most))
	case s.Ripe < s.Stores:
		return p.T("alarm.partly", p.Count(s.Ripe), p.Count(s.Stores))
	}
	return p.T("board.alarms.empty")
}
