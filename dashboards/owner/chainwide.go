package owner

import (
	"context"

	"github.com/linli-project/linli/sql"
)

// ofStore begins a row of an answer that is about all stores.
type ofStore struct {
	StoreID string `ch:"store_id"`
}

func (o ofStore) store() string { return o.StoreID }

// loadOf asks about all stores at once and gives the rows of one. What is little for each store is asked so: the question is the same
// for every store's page, and its answer is remembered (see [sql.Memory]).
func loadOf[T interface{ store() string }](ctx context.Context, db *sql.DB, query string, p sql.Params, store string) (mine []T, err error) {
	var all []T
	if err := db.Select(ctx, &all, query, p); err != nil {
		return nil, err
	}
	for _, row := range all {
		if row.store() == store {
			mine = append(mine, row)
		}
	}
	return mine, nil
}
