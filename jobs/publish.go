package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/sql"
)

// rowsAtOnce keeps one insert's memory bounded.
const rowsAtOnce = 50_000

// publish swaps a table's partition of one day for the given rows.
func publish[T any](ctx context.Context, db *sql.DB, table string, day time.Time, rows []T) (uint64, error) {
	return db.Publish(ctx, table, []string{date(day)}, func(ctx context.Context, staging string) error {
		for len(rows) > 0 {
			n := min(len(rows), rowsAtOnce)
			if err := db.Insert(ctx, staging, rows[:n], ""); err != nil {
				return err
			}
			rows = rows[n:]
		}
		return nil
	})
}
