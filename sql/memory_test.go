package sql_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

type day struct {
	Day    time.Time `ch:"day"`
	Amount int64     `ch:"amount"`
	Orders uint64    `ch:"orders"`
}

var trend = sql.Params{"from": "2026-11-01", "to": "2026-11-30", "before": "2026-10-01", "before_to": "2026-10-31", "store": "", "city": "", "category": "", "product": "", "level": "store"}

func amounts(t *testing.T, db *sql.DB) (out []int64) {
	t.Helper()
	var rows []day
	if err := db.Select(context.Background(), &rows, "manager/trend", trend); err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		out = append(out, rows[i].Amount)
		rows[i].Amount = -1 // readers may do so with what is theirs
	}
	return out
}

// TestMemory: an answer comes from memory until its tables change, whoever changes them and how.
func TestMemory(t *testing.T) {
	db, ctx := sqltest.Open(t), context.Background()
	m := sql.NewMemory(1<<20, 0)
	pages := db.WithMemory(m)
	add := "INSERT INTO fact_board (business_day, store_id, amount, level, store_days) VALUES "
	want := func(step string, hits uint64, values ...int64) {
		t.Helper()
		before, _ := m.Counts()
		if got := amounts(t, pages); !slices.Equal(got, values) {
			t.Errorf("%s: %v, want %v", step, got, values)
		}
		if after, _ := m.Counts(); after-before != hits {
			t.Errorf("%s: %d answers from memory, want %d", step, after-before, hits)
		}
	}
	want("empty", 0)
	exec(t, db, add+"('2026-11-20', 's1', 100, 'store', 1)")
	want("inserted", 0, 100)
	want("asked again", 1, 100)
	exec(t, db, "INSERT INTO fact_share (business_day, share_id) VALUES ('2026-11-20', 'x')")
	want("another table was written", 1, 100)
	if _, err := db.Publish(ctx, "fact_board", []string{"324"}, func(ctx context.Context, staging string) error {
		want("while it is published", 1, 100)
		return db.Exec(ctx, strings.Replace(add, "fact_board", staging, 1)+"('2026-11-20', 's1', 70, 'store', 1), ('2026-11-21', 's1', 5, 'store', 1)", nil)
	}); err != nil {
		t.Fatal(err)
	}
	want("published", 0, 70, 5)
	exec(t, db, "ALTER TABLE fact_board DELETE WHERE amount = 5 SETTINGS mutations_sync = 2")
	want("deleted", 0, 70)
	exec(t, db, "ALTER TABLE fact_board DROP PARTITION '324'")
	want("dropped", 0)
}

// TestMemoryAndOwnWrites: who writes sees it at once, however long the state is trusted.
func TestMemoryAndOwnWrites(t *testing.T) {
	db := sqltest.Open(t)
	pages := db.WithMemory(sql.NewMemory(1<<20, time.Hour))
	if got := amounts(t, pages); len(got) != 0 {
		t.Fatal(got)
	}
	type row struct {
		Day    time.Time `ch:"business_day"`
		Level  string    `ch:"level"`
		Stores uint32    `ch:"store_days"`
		Amount int64     `ch:"amount"`
	}
	for i := range int64(3) {
		at := time.Date(2026, 11, 1+int(i), 0, 0, 0, 0, time.UTC)
		if err := pages.Insert(context.Background(), "fact_board", []row{{at, "store", 1, i}}, ""); err != nil {
			t.Fatal(err)
		}
		if got := amounts(t, pages); len(got) != int(i)+1 {
			t.Errorf("after write %d: %v", i, got)
		}
	}
}

// TestMemoryAsksOnce: many who ask the same at the same time, and one of them who has no patience.
func TestMemoryAsksOnce(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, "INSERT INTO fact_board (business_day, store_id, amount, level, store_days) VALUES ('2026-11-20', 's1', 100, 'store', 1)")
	m := sql.NewMemory(1<<20, time.Hour)
	pages := db.WithMemory(m)
	amounts(t, pages)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	var rows []day
	if err := pages.Select(gone, &rows, "manager/trend", trend); err == nil && len(rows) != 1 { // from memory at best
		t.Error(rows, err)
	}
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if got := amounts(t, pages); !slices.Equal(got, []int64{100}) {
				t.Error(got)
			}
		})
	}
	wait.Wait()
	if hits, misses := m.Counts(); misses != 1 || hits < 20 {
		t.Errorf("%d hits, %d misses", hits, misses)
	}
}

// TestMemoryAhead: what is asked ahead is there for the first reader, and is asked once while nothing changes.
func TestMemoryAhead(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, "INSERT INTO fact_board (business_day, store_id, amount, level, store_days) VALUES ('2026-11-20', 's1', 100, 'store', 1)")
	m := sql.NewMemory(1<<20, 0)
	pages, ahead := db.WithMemory(m), sql.Ahead(context.Background())
	for range 3 {
		var rows []day
		if err := pages.Select(ahead, &rows, "manager/trend", trend); err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
	}
	if hits, misses := m.Counts(); hits != 2 || misses != 1 {
		t.Errorf("%d hits, %d misses", hits, misses)
	}
	if got := amounts(t, pages); !slices.Equal(got, []int64{100}) {
		t.Error(got)
	}
	if hits, misses := m.Counts(); hits != 3 || misses != 1 {
		t.Errorf("then %d hits, %d misses", hits, misses)
	}
}
