package sink

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/linli-project/linli/sql"
)

// zoneOf gives a store's time zone.
type zoneOf func(storeID string) *time.Location

// zones keeps the stores' time zones, read anew now and then: a business day is decided once, at ingest.
type zones struct {
	db       *sql.DB
	fallback *time.Location

	mu   sync.Mutex
	of   map[string]*time.Location
	read time.Time
}

const zonesAge = 15 * time.Second

func newZones(db *sql.DB, fallback *time.Location) *zones {
	if fallback == nil {
		fallback = time.UTC
	}
	return &zones{db: db, fallback: fallback}
}

func (z *zones) current(ctx context.Context) (zoneOf, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.of == nil || time.Since(z.read) > zonesAge {
		var rows []struct {
			StoreID  string `ch:"store_id"`
			Timezone string `ch:"timezone"`
		}
		if err := z.db.Select(ctx, &rows, "ingest/store_zones", nil); err != nil {
			return nil, fmt.Errorf("read the stores' time zones: %w", err)
		}
		of, seen := make(map[string]*time.Location, len(rows)), map[string]*time.Location{}
		for _, r := range rows {
			loc, ok := seen[r.Timezone]
			if !ok {
				var err error
				if loc, err = time.LoadLocation(r.Timezone); err != nil {
					return nil, fmt.Errorf("store %s: %w: import the store again with a zone such as Asia/Shanghai", r.StoreID, err)
				}
				seen[r.Timezone] = loc
			}
			of[r.StoreID] = loc
		}
		z.of, z.read = of, time.Now()
	}
	of := z.of
	return func(store string) *time.Location {
		if loc := of[store]; loc != nil {
			return loc
		}
		return z.fallback
	}, nil
}
