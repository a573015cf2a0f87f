package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/inventory"
	"github.com/linli-project/linli/sql"
)

// sheetOptions is how many quantities each line of a sheet is compared with, the advised one among them.
const sheetOptions = 7

type orderSheet struct {
	AsOf time.Time `ch:"as_of"`
	Day  time.Time `ch:"day"`
	inventory.Row
}

type orderOption struct {
	AsOf time.Time `ch:"as_of"`
	inventory.Point
}

// runOrderSheet orders on day, before its cutoff. There is a delivery every day; the one ordered now comes after the
// product's lead time and serves its own day. What earlier sheets advised and has not come yet counts as under way.
func runOrderSheet(ctx context.Context, db *sql.DB, day time.Time) (n uint64, err error) {
	units, err := units(ctx, db)
	if err != nil {
		return 0, err
	}
	err = read(ctx, db, "models/order_lines", sql.Params{"day": sql.Day(day)}, inventory.LinesFromRecord, func(lines []inventory.Line) error {
		rows, points, err := inventory.OrderSheetAndCurves(lines, sheetOptions, inventory.Options{UnitOf: units})
		if err != nil {
			return err
		}
		options := make([]orderOption, len(points))
		for i, p := range points {
			options[i] = orderOption{day, p}
		}
		if _, err := publish(ctx, db, "order_option", day, options); err != nil {
			return err
		}
		out := make([]orderSheet, len(rows))
		for i, r := range rows {
			out[i] = orderSheet{AsOf: day, Day: r.Serves, Row: r}
		}
		n, err = publish(ctx, db, "order_sheet", day, out)
		return err
	})
	return n, err
}
