package master

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// Row is a row of one of the master tables.
type Row interface {
	Store | Community | Product | Category | Campaign | Stock | SalesDay | Statement
}

// Set is a whole chain's master data.
type Set struct {
	Stores      []Store
	Communities []Community
	Categories  []Category
	Products    []Product
	Campaigns   []Campaign
	Stock       []Stock
	Sales       []SalesDay
}

// WriteAll writes a set, stores after what they refer to: a page that finds the store finds its goods too.
func WriteAll(ctx context.Context, db *sql.DB, s Set) error {
	for _, write := range []func() error{
		func() error { return Write(ctx, db, s.Categories) },
		func() error { return Write(ctx, db, s.Products) },
		func() error { return Write(ctx, db, s.Communities) },
		func() error { return Write(ctx, db, s.Stores) },
		func() error { return Write(ctx, db, s.Campaigns) },
		func() error { return Write(ctx, db, s.Stock) },
		func() error { return Write(ctx, db, s.Sales) },
	} {
		if err := write(); err != nil {
			return err
		}
	}
	return nil
}

// Write inserts rows. The newest version of a key counts; rows that say no version get the present.
func Write[T Row](ctx context.Context, db *sql.DB, rows []T) error {
	now := time.Now()
	for i := range rows {
		if at := stampOf(&rows[i]); at.IsZero() {
			*at = now
		}
	}
	for len(rows) > 0 {
		n := min(len(rows), batchRows)
		table := tableOf[T]()
		if err := db.Insert(ctx, table, rows[:n], ""); err != nil {
			return fmt.Errorf("write %d rows of %s: %w", n, table, err)
		}
		rows = rows[n:]
	}
	return nil
}

func tableOf[T Row]() string {
	var row T
	switch any(row).(type) {
	case Store:
		return "store"
	case Community:
		return "community"
	case Product:
		return "product"
	case Category:
		return "category"
	case Campaign:
		return "campaign"
	case Stock:
		return "stock"
	case Statement:
		return "settlement_statement"
	default:
		return "sales_history"
	}
}

// stampOf is where the row keeps its version.
func stampOf[T Row](row *T) *time.Time {
	switch r := any(row).(type) {
	case *Store:
		return &r.UpdatedAt
	case *Community:
		return &r.UpdatedAt
	case *Product:
		return &r.UpdatedAt
	case *Category:
		return &r.UpdatedAt
	case *Campaign:
		return &r.UpdatedAt
	case *Stock:
		return &r.UpdatedAt
	case *Statement:
		return &r.ImportedAt
	default:
		return &any(row).(*SalesDay).UpdatedAt
	}
}

// storeZones are the time zones of the stores known so far.
func storeZones(ctx context.Context, db *sql.DB) (map[string]*time.Location, error) {
	if db == nil {
		return nil, nil
	}
	var rows []struct {
		StoreID  string `ch:"store_id"`
		Timezone string `ch:"timezone"`
	}
	if err := db.Select(ctx, &rows, "ingest/store_zones", nil); err != nil {
		return nil, fmt.Errorf("read the stores' time zones: %w", err)
	}
	zones := make(map[string]*time.Location, len(rows))
	for _, r := range rows {
		loc, err := time.LoadLocation(r.Timezone)
		if err != nil {
			return nil, fmt.Errorf("store %s: %w: import the store again with a zone such as Asia/Shanghai", r.StoreID, err)
		}
		zones[r.StoreID] = loc
	}
	return zones, nil
}
