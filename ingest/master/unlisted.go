package master

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/sql"
)

// Unlisted counts the goods and stores that have imported sales but no entry of their own. They are forecast all the same; but
// goods without an entry are not ordered, and a store without one has no page.
type Unlisted struct {
	Products uint64 `ch:"products"`
	Stores   uint64 `ch:"stores"`
}

func unlisted(ctx context.Context, db *sql.DB) (u Unlisted, err error) {
	if _, err = db.Get(ctx, &u, "ingest/unlisted", nil); err != nil {
		err = fmt.Errorf("the sales are imported, but looking for their goods among the master data failed: %w", err)
	}
	return u, err
}
