package chain

import (
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestWorld: nothing, then sales that nobody named, then a named world.
func TestWorld(t *testing.T) {
	db := sqltest.Open(t)
	for _, step := range []struct{ insert, name, currency string }{
		{"", "empty", "CNY"},
		{"INSERT INTO fact_store (business_day, store_id, orders) VALUES ('2026-11-20', 's1', 1)", "live", "CNY"},
		{"INSERT INTO setting VALUES ('world', 'simulated', now64()), ('currency', 'EUR', now64())", "simulated", "EUR"},
	} {
		if step.insert != "" {
			if err := db.Exec(t.Context(), step.insert, sql.Params{}); err != nil {
				t.Fatal(err)
			}
		}
		if has, err := Load(t.Context(), db); err != nil || has.Name != step.name || has.Currency != step.currency {
			t.Errorf("%+v %v, want %+v", has, err, step)
		}
	}
}
