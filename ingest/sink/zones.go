package sink

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/linli-project/linli/sql"
)

// clock tells the local day and hour in a time zone. It remembers between which instants its offset holds.
type clock struct {
	zone     *time.Location
	from, to int64 // Unix seconds between which offset holds
	offset   int64 // seconds east of UTC
}

const daySeconds = 24 * 60 * 60

// local gives the day since 1970-01-01 and the hour of an instant in Unix milliseconds, which is after 1970.
func (c *clock) local(ms int64) (day uint16, hour uint8) {
	sec := ms / 1000
	if sec < c.from || sec >= c.to {
		at := time.Unix(sec, 0).In(c.zone)
		_, offset := at.Zone()
		c.offset = int64(offset)
		begin, end := at.ZoneBounds()
		c.from, c.to = begin.Unix(), end.Unix()
		if begin.IsZero() {
			c.from = 0
		}
		if end.IsZero() {
			c.to = 1 << 62
		}
	}
	sec += c.offset
	return uint16(sec / daySeconds), uint8(sec % daySeconds / 3600)
}

// zones keeps the stores' time zones, read anew now and then: a business day is decided once, at ingest.
type zones struct {
	db       *sql.DB
	fallback *time.Location
	log      *slog.Logger

	mu   sync.Mutex
	of   map[string]*time.Location
	read time.Time
	told map[string]bool
}

const zonesAge = 15 * time.Second

func newZones(db *sql.DB, fallback *time.Location, log *slog.Logger) *zones {
	if fallback == nil {
		fallback = time.UTC
	}
	return &zones{db: db, fallback: fallback, log: log, told: map[string]bool{}}
}

// wait is current that tries until it succeeds; nil when ctx ends before.
func (z *zones) wait(ctx context.Context) *clocks {
	for told := false; ; told = true {
		c, err := z.current(ctx)
		if err == nil {
			return c
		}
		if !told && ctx.Err() == nil {
			z.log.Error("events cannot be stored; consumption pauses, nothing is lost", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(2 * time.Second):
		}
	}
}

// current reads the zones if they are old and gives a set of clocks for one goroutine.
func (z *zones) current(ctx context.Context) (*clocks, error) {
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
			zone, ok := seen[r.Timezone]
			if !ok {
				var err error
				if zone, err = time.LoadLocation(r.Timezone); err != nil { // one store's slip must not stop all
					zone = z.fallback
					if !z.told[r.Timezone] {
						z.told[r.Timezone] = true
						z.log.Error("a store's time zone is unknown, the default one is used: import the store again with a zone such as Asia/Shanghai",
							"store", r.StoreID, "timezone", r.Timezone, "used", zone)
					}
				}
				seen[r.Timezone] = zone
			}
			of[r.StoreID] = zone
		}
		z.of, z.read = of, time.Now()
	}
	return &clocks{of: z.of, fallback: z.fallback, running: map[*time.Location]*clock{}}, nil
}

// clocks gives each store its clock; stores of one zone share one.
type clocks struct {
	of       map[string]*time.Location
	fallback *time.Location
	running  map[*time.Location]*clock
}

func (c *clocks) store(id []byte) *clock {
	zone := c.of[string(id)]
	if zone == nil {
		zone = c.fallback
	}
	k := c.running[zone]
	if k == nil {
		k = &clock{zone: zone}
		c.running[zone] = k
	}
	return k
}
