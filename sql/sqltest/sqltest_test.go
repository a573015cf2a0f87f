package sqltest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
)

func TestMain(m *testing.M) { os.Exit(Run(m)) }

func ask(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	var rows []string
	if err := db.SelectText(t.Context(), &rows, query, nil); err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "\n")
}

func TestOpen(t *testing.T) {
	for i := range 5 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			start := time.Now()
			db := Open(t)
			t.Log(time.Since(start))
			if v, err := db.Version(context.Background()); err != nil || v == "" {
				t.Fatal(v, err)
			}
			s, err := sql.Status(context.Background(), db)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range s {
				if m.State != "applied" {
					t.Fatal(m)
				}
			}
		})
	}
}

// TestSchemaIsTheMigrations: what later tests get differs in nothing from what the migrations make.
func TestSchemaIsTheMigrations(t *testing.T) {
	Open(t) // whoever is first migrates
	byMigrations, quick := OpenEmpty(t), Open(t)
	if _, err := sql.Migrate(t.Context(), byMigrations); err != nil {
		t.Fatal(err)
	}
	// But for the statistics of tables that hold nothing, which CREATE … AS takes over as if they had been asked for.
	for _, query := range []string{
		"SELECT replaceAll(create_table_query, concat(currentDatabase(), '.'), '') AS s FROM system.tables WHERE database = currentDatabase() ORDER BY name",
		"SELECT formatRowNoNewline('TSV', * EXCEPT (database, data_compressed_bytes, data_uncompressed_bytes, marks_bytes, statistics)) AS s FROM system.columns WHERE database = currentDatabase() ORDER BY table, position",
		"SELECT formatRowNoNewline('TSV', version, name, checksum) AS s FROM schema_migration FINAL ORDER BY version",
	} {
		want, got := ask(t, byMigrations, query), ask(t, quick, query)
		if len(want) < 500 || got != want {
			t.Errorf("%s: got %d bytes, want %d", query, len(got), len(want))
		}
	}
	if applied, err := sql.Migrate(t.Context(), quick); err != nil || len(applied) > 0 {
		t.Errorf("still to migrate: %v %v", applied, err)
	}
	for _, view := range strings.Fields(ask(t, quick, "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine = 'View'")) {
		ask(t, quick, "SELECT toString(count()) AS s FROM "+view)
	}
}

// TestWorldsAreApart: each test has its own copy of a world that was filled once.
func TestWorldsAreApart(t *testing.T) {
	fills := 0
	fill := func(db *sql.DB) {
		fills++
		for i := range 3 {
			if err := db.Exec(t.Context(), fmt.Sprintf("INSERT INTO click (event_id, business_day, ingested_at) SELECT toString(number), '2026-11-2%d', '2026-1%d-01' FROM numbers(1000)", i, i), nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	const look = "SELECT formatRowNoNewline('TSV', event_id, id_hash, business_day, stored_at) AS s FROM click ORDER BY business_day, event_id"
	var first string
	for range 3 {
		db := World(t, "clicks", fill)
		if got := ask(t, db, look); strings.Count(got, "\n") != 2999 || first != "" && got != first {
			t.Fatalf("%d bytes, want %d", len(got), len(first))
		} else {
			first = got
		}
		if err := db.Exec(t.Context(), "ALTER TABLE click DELETE WHERE business_day = '2026-11-21' SETTINGS mutations_sync = 2", nil); err != nil {
			t.Fatal(err)
		}
		if err := db.Exec(t.Context(), "INSERT INTO click (event_id) VALUES ('own')", nil); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(ask(t, db, look), "\n"); got != 2000 {
			t.Fatal(got)
		}
	}
	if fills != 1 {
		t.Errorf("filled %d times", fills)
	}
}

// TestSweep: of the folders of other runs only those go that are old and whose engine has ended.
func TestSweep(t *testing.T) {
	parent := t.TempDir()
	for name, age := range map[string]time.Duration{"old": 2 * time.Hour, "new": time.Minute, "held": 2 * time.Hour} {
		lock := filepath.Join(parent, prefix+name, "linli.lock")
		if err := errors.Join(os.Mkdir(filepath.Dir(lock), 0o700), os.WriteFile(lock, nil, 0o600), os.Chtimes(lock, time.Time{}, time.Now().Add(-age))); err != nil {
			t.Fatal(err)
		}
		if name == "held" {
			f, err := os.Open(lock)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
				t.Fatal(err)
			}
		}
	}
	sweep(parent)
	left, err := filepath.Glob(filepath.Join(parent, "*"))
	if err != nil || len(left) != 2 || !strings.HasSuffix(left[0], "held") || !strings.HasSuffix(left[1], "new") {
		t.Fatal(left, err)
	}
}

func TestViewsAfterWhatTheyRead(t *testing.T) {
	db := OpenEmpty(t)
	for _, s := range []string{"CREATE TABLE z (n UInt8) ENGINE = MergeTree ORDER BY n", "CREATE VIEW b AS SELECT n FROM z", "CREATE VIEW a AS SELECT n FROM b", "INSERT INTO z VALUES (1), (2)"} {
		if err := db.Exec(t.Context(), s, nil); err != nil {
			t.Fatal(err)
		}
	}
	statements, err := schema(t.Context(), db)
	if err != nil || len(statements) != 3 || slices.IndexFunc(statements, func(s string) bool { return strings.HasPrefix(s, "CREATE VIEW b") }) != 1 {
		t.Fatal(statements, err)
	}
	other := OpenEmpty(t)
	if err := copyInto(t.Context(), other, db); err != nil {
		t.Fatal(err)
	}
	if got := ask(t, other, "SELECT toString(sum(n)) AS s FROM a"); got != "3" {
		t.Fatal(got)
	}
}
