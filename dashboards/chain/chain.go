// Package chain knows what is loaded: the world, its stores, the newest day of
// each kind of figure and the runs that made them.
package chain

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// Store is a store as pages show it.
type Store struct {
	ID         string  `ch:"store_id"`
	Name       string  `ch:"name"`
	Timezone   string  `ch:"timezone"`
	City       string  `ch:"city"`
	CutoffHour uint8   `ch:"cutoff_hour"`
	Owner      string  `ch:"owner"`
	Commission float64 `ch:"commission_rate"`
}

// Title is the name of the store, or its id where it has none.
func (s Store) Title() string {
	if s.Name == "" {
		return s.ID
	}
	return s.Name
}

// Zone is the store's time zone; an unknown one is read as China's.
func (s Store) Zone() *time.Location {
	if zone, err := time.LoadLocation(s.Timezone); err == nil && s.Timezone != "" {
		return zone
	}
	return China
}

// China is the default time zone of stores.
var China = time.FixedZone("CST", 8*3600)

// Stores lists the chain's stores.
func Stores(ctx context.Context, db *sql.DB) ([]Store, error) {
	return stores(ctx, db, "")
}

// Find gives one store; false when there is none.
func Find(ctx context.Context, db *sql.DB, id string) (Store, bool, error) {
	if id == "" {
		return Store{}, false, nil
	}
	found, err := stores(ctx, db, id)
	if err != nil || len(found) == 0 {
		return Store{}, false, err
	}
	return found[0], true, nil
}

func stores(ctx context.Context, db *sql.DB, id string) ([]Store, error) {
	var rows []Store
	if err := db.Select(ctx, &rows, "operation/stores", sql.Params{"store": id}); err != nil {
		return nil, fmt.Errorf("stores: %w", err)
	}
	return rows, nil
}

// World remembers what is loaded for a few seconds.
type World struct {
	db  *sql.DB
	now func() time.Time
	mu  sync.Mutex
	at  time.Time
	has page.World
}

// NewWorld makes the memory.
func NewWorld(db *sql.DB, now func() time.Time) *World { return &World{db: db, now: now} }

// Get tells the world; a database that does not answer leaves the last one.
func (w *World) Get(ctx context.Context) page.World {
	w.mu.Lock()
	defer w.mu.Unlock()
	if age := w.now().Sub(w.at); age >= 0 && age < 5*time.Second {
		return w.has
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	if has, err := Load(ctx, w.db); err == nil {
		w.has, w.at = has, w.now()
	}
	return w.has
}

// Load reads what the world is.
func Load(ctx context.Context, db *sql.DB) (page.World, error) {
	var rows []struct {
		Name  string `ch:"name"`
		Value string `ch:"value"`
	}
	if err := db.Select(ctx, &rows, "operation/settings", nil); err != nil {
		return page.World{}, fmt.Errorf("settings: %w", err)
	}
	has := page.World{Name: "empty", Currency: "CNY"}
	for _, row := range rows {
		switch {
		case row.Name == "world" && row.Value != "":
			has.Name = row.Value
		case row.Name == "currency" && row.Value != "":
			has.Currency = row.Value
		case row.Name == "sales" && has.Name == "empty": // a shop's own, which nobody gave a name
			has.Name = "live"
		}
	}
	return has, nil
}
