package scenario

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/ingest/master"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/sql"
)

// LoadTest is the world of an installation that load tests have been let loose on. It is no world to open: each load test
// brings its own events, whose ids are others under every seed.
const LoadTest = "loadtest"

// ClaimLoadTest makes sure that a load test mixes its events into nothing that matters: the installation must be empty, or
// have taken load tests before. waiting is the number of messages that Kafka holds already.
func ClaimLoadTest(ctx context.Context, db *sql.DB, waiting int64) error {
	have, err := readSettings(ctx, db)
	if err != nil {
		return err
	}
	switch held := have["world"]; {
	case held == LoadTest:
		return nil
	case held != "":
		return fmt.Errorf("this installation holds the world %q, and a load test would mix its events into it: choose another folder with --dir", held)
	}
	if err := empty(ctx, db, "a load test would mix its events into them"); err != nil {
		return err
	}
	if waiting > 0 {
		return fmt.Errorf("kafka holds %d messages of its own, and a load test would mix its events into them: choose another folder with --dir, or other brokers", waiting)
	}
	return Target{DB: db}.set(ctx, "world", LoadTest, "currency", "CNY")
}

// WriteMaster writes a simulated world's stores, communities, categories, products and campaigns.
func WriteMaster(ctx context.Context, db *sql.DB, w *simulate.World) error {
	m := w.Master()
	return master.WriteAll(ctx, db, master.Set{Stores: m.Stores, Communities: m.Communities, Categories: m.Categories, Products: m.Products, Campaigns: m.Campaigns})
}
