package sink

import (
	"fmt"
	"log/slog"
	"testing"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestFilterKnowsAllThatIsStored loads the filter from tables of several parts, at once and piece by piece.
func TestFilterKnowsAllThatIsStored(t *testing.T) {
	db := sqltest.Open(t)
	s := New(Options{DB: db, Log: slog.New(slog.DiscardHandler)})
	f := s.seen[event.TypeClick]
	for i := range 30 {
		if err := db.Exec(t.Context(), fmt.Sprintf("INSERT INTO click (event_id, ingested_at) SELECT toString(number), now64(3) FROM numbers(%d, %d)", i*10_000, 100+i*300), nil); err != nil {
			t.Fatal(err)
		}
		if i%3 > 0 {
			continue
		}
		if err := f.load(t.Context(), db, s.settle); err != nil {
			t.Fatal(err)
		}
		var all []uint64
		if err := db.SelectText(t.Context(), &all, "SELECT id_hash FROM click", nil); err != nil {
			t.Fatal(err)
		}
		missed := 0
		for _, h := range all {
			known := false
			for _, l := range f.layers {
				known = known || l.has(h)
			}
			if !known {
				missed++
			}
		}
		if missed > 0 {
			t.Fatalf("after %d inserts the filter misses %d of %d ids", i+1, missed, len(all))
		}
	}
}
