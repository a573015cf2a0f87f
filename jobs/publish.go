package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// rowsAtOnce keeps one insert's memory bounded.
const rowsAtOnce = 50_000

// publish swaps a table's partition of one day for the given rows.
func publish[T any](ctx context.Context, db *sql.DB, table string, day time.Time, rows []T) (uint64, error) {
	return db.Publish(ctx, table, []string{sql.Day(day)}, func(ctx context.Context, staging string) error {
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

// units gives the measure word of each product that has one, for the reasons: 斤, 瓶, 箱.
func units(ctx context.Context, db *sql.DB) (map[string]string, error) {
	var rows []struct {
		ProductID string `ch:"product_id"`
		Unit      string `ch:"unit"`
	}
	if err := db.Select(ctx, &rows, "models/units", nil); err != nil {
		return nil, fmt.Errorf("read the products' units: %w", err)
	}
	of := make(map[string]string, len(rows))
	for _, r := range rows {
		of[r.ProductID] = r.Unit
	}
	return of, nil
}
