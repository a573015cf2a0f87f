package sql_test

import (
	"context"
	"testing"

	"github.com/linli-project/linli/sql/sqltest"
)

// TestWarm: marks that ClickHouse has forgotten are there before anybody asks.
func TestWarm(t *testing.T) {
	db, ctx := sqltest.Open(t), context.Background()
	exec(t, db, "INSERT INTO fact_store (business_day, store_id, amount) VALUES ('2026-11-20', 's1', 100), ('2026-11-21', 's1', 100)")
	files := func() (n int64) {
		t.Helper()
		if _, err := db.GetText(ctx, &n, "SELECT value FROM system.metrics WHERE metric = 'MarkCacheFiles'", nil); err != nil {
			t.Fatal(err)
		}
		return n
	}
	exec(t, db, "SYSTEM DROP MARK CACHE")
	before := files()
	if err := db.Warm(ctx); err != nil {
		t.Fatal(err)
	}
	if after := files(); after < before+2 {
		t.Errorf("marks of %d files, of %d before", after, before)
	}
}
