package sql_test

import (
	"context"
	"regexp"
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

var trend = sql.Params{"from": "2026-11-01", "to": "2026-11-30", "before": "2026-10-01", "before_to": "2026-10-31", "store": "", "city": ""}

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
	add := "INSERT INTO fact_store (business_day, store_id, amount) VALUES "
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
	exec(t, db, add+"('2026-11-20', 's1', 100)")
	want("inserted", 0, 100)
	want("asked again", 1, 100)
	exec(t, db, "INSERT INTO fact_share (business_day, share_id) VALUES ('2026-11-20', 'x')")
	want("another table was written", 1, 100)
	if _, err := db.Publish(ctx, "fact_store", []string{"2026-11-20", "2026-11-21"}, func(ctx context.Context, staging string) error {
		want("while it is published", 1, 100)
		return db.Exec(ctx, strings.Replace(add, "fact_store", staging, 1)+"('2026-11-20', 's1', 70), ('2026-11-21', 's1', 5)", nil)
	}); err != nil {
		t.Fatal(err)
	}
	want("published", 0, 70, 5)
	exec(t, db, "ALTER TABLE fact_store DELETE WHERE amount = 5 SETTINGS mutations_sync = 2")
	want("deleted", 0, 70)
	exec(t, db, "ALTER TABLE fact_store DROP PARTITION '2026-11-20'")
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
		Store  string    `ch:"store_id"`
		Amount int64     `ch:"amount"`
	}
	for i := range int64(3) {
		at := time.Date(2026, 11, 1+int(i), 0, 0, 0, 0, time.UTC)
		if err := pages.Insert(context.Background(), "fact_store", []row{{at, "s1", i}}, ""); err != nil {
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
	exec(t, db, "INSERT INTO fact_store (business_day, store_id, amount) VALUES ('2026-11-20', 's1', 100)")
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

// TestMemoryKnowsItsTables: of every query that pages may ask, the tables that ClickHouse's own analysis finds are those that the
// memory looks at.
func TestMemoryKnowsItsTables(t *testing.T) {
	db, ctx := sqltest.Open(t), context.Background()
	param := regexp.MustCompile(`\{(\w+):([^}]+)\}`)
	found := regexp.MustCompile(`table_name: [^\s.,]+\.(\w+)`)
	looked, tables := 0, 0
	for _, name := range sql.Queries() {
		area, _, _ := strings.Cut(name, "/")
		if !slices.Contains([]string{"owner", "manager", "merchandiser", "operation", "api", "account", "message"}, area) {
			continue
		}
		text, _ := db.Text(name)
		p := sql.Params{}
		for _, x := range param.FindAllStringSubmatch(text, -1) {
			switch kind := x[2]; {
			case strings.HasPrefix(kind, "Array"):
				p[x[1]] = []string{}
			case strings.HasPrefix(kind, "DateTime"):
				p[x[1]] = time.Unix(1.79e9, 0)
			case kind == "Date":
				p[x[1]] = "2026-11-20"
			case kind == "String":
				p[x[1]] = ""
			default:
				p[x[1]] = 1
			}
		}
		var lines []string
		if err := db.SelectText(ctx, &lines, "EXPLAIN QUERY TREE "+text, p); err != nil {
			t.Logf("%s: not analysed: %v", name, err)
			continue
		}
		looked++
		reads := sql.TablesIn(text)
		for _, m := range found.FindAllStringSubmatch(strings.Join(lines, "\n"), -1) {
			tables++
			if !slices.Contains(reads, m[1]) && m[1] != "one" {
				t.Errorf("%s reads %s, which the memory does not look at (%v)", name, m[1], reads)
			}
		}
	}
	if looked < 80 || tables < 200 {
		t.Errorf("only %d queries with %d tables were looked at", looked, tables)
	}
}
