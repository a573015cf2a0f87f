package chain

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// LeadersFrom is the first day of which it is kept who brings neighbours; zero if of none. What is said of persons is kept for some
// weeks only.
func LeadersFrom(ctx context.Context, db *sql.DB) (time.Time, error) {
	var row struct {
		First time.Time `ch:"first"`
	}
	if _, err := db.Get(ctx, &row, "owner/leaders_from", nil); err != nil {
		return time.Time{}, fmt.Errorf("first day of the leaders' lists: %w", err)
	}
	if row.First.Unix() <= 0 {
		return time.Time{}, nil
	}
	return row.First, nil
}
