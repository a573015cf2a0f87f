package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/recommend"
	"github.com/linli-project/linli/sql"
)

// recommendWindow is how many days of sales advice looks back on.
const recommendWindow = 28

type recommendation struct {
	AsOf time.Time `ch:"as_of"`
	recommend.Row
}

func runRecommend(ctx context.Context, db *sql.DB, day time.Time) (n uint64, err error) {
	p := sql.Params{"day": sql.Day(day), "window": recommendWindow}
	units, err := units(ctx, db)
	if err != nil {
		return 0, err
	}
	query := "models/recommend_sales"
	var clicks bool
	if _, err := db.Get(ctx, &clicks, "models/has_clicks", p); err != nil {
		return 0, err
	}
	if clicks { // what was on offer is known
		query += "_offered"
	}
	err = read(ctx, db, query, p, recommend.SalesFromRecord, func(sales recommend.Sales) error {
		return read(ctx, db, "models/recommend_stores", p, recommend.StoresFromRecord, func(stores recommend.Stores) error {
			rows, err := recommend.Rank(sales, stores, recommend.Options{WindowDays: recommendWindow, UnitOf: units})
			if err != nil {
				return err
			}
			out := make([]recommendation, len(rows))
			for i, r := range rows {
				out[i] = recommendation{day, r}
			}
			n, err = publish(ctx, db, "recommendation", day, out)
			return err
		})
	})
	return n, err
}
