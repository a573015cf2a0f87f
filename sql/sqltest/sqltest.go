// Package sqltest gives tests a real ClickHouse: the engine in this process, a
// temporary folder, and an own, migrated database for every test.
package sqltest

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/chdb"
)

// shared is the engine of this test binary: a process can run only one. It is
// opened by the first test that needs it and closed, its folder removed, when
// no test uses it any more, so nothing is left behind and no TestMain is needed.
var shared struct {
	sync.Mutex
	engine *chdb.Engine
	dir    string
	users  int
	kept   bool // by [Run], until the last test
}

// settings make the same statements cheaper on tests' few rows: nobody pulls the plug, compiling an expression takes longer
// than interpreting it a few times, and so does handing a small read to another thread.
var settings = map[string]string{
	"fsync_metadata":                "0",
	"compile_expressions":           "0",
	"compile_aggregate_expressions": "0",
	"compile_sort_description":      "0",
	"local_filesystem_read_method":  "mmap",
}

var databases atomic.Int64

// Open gives a migrated database that is gone after the test. Without libchdb
// the test is skipped, unless LINLI_TEST_REQUIRE_CHDB is set, as in CI.
func Open(t testing.TB) *sql.DB {
	t.Helper()
	db := OpenEmpty(t)
	if err := migrate(context.Background(), db); err != nil {
		t.Fatalf("sqltest: migrate: %v", err)
	}
	return db
}

// OpenEmpty is Open without the migrations.
func OpenEmpty(t testing.TB) *sql.DB {
	t.Helper()
	engine := acquire(t)
	t.Cleanup(func() { release(t) })
	db, drop, err := create(context.Background(), engine)
	if err != nil {
		t.Fatalf("sqltest: %v", err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Errorf("sqltest: %v", err)
		}
	})
	return db
}

// create makes an empty database with a name of its own.
func create(ctx context.Context, engine *chdb.Engine) (*sql.DB, func() error, error) {
	name := fmt.Sprintf("linli_test_%d", databases.Add(1))
	db, err := sql.OpenOn(ctx, engine, sql.Options{Database: name, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, nil, err
	}
	return db, func() error {
		if err := db.Exec(context.Background(), "DROP DATABASE IF EXISTS "+name, nil); err != nil {
			return err
		}
		return db.Close()
	}, nil
}

func acquire(t testing.TB) *chdb.Engine {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.engine == nil {
		if _, err := chdb.Find(""); err != nil {
			if os.Getenv("LINLI_TEST_REQUIRE_CHDB") != "" {
				t.Fatalf("sqltest: %v", err)
			}
			t.Skipf("sqltest: %v", err)
		}
		dir, err := folder()
		if err != nil {
			t.Fatalf("sqltest: %v", err)
		}
		engine, err := chdb.Open(dir, chdb.Options{MaxConns: 32, MaxMemory: 4 << 30, Settings: settings})
		if err != nil {
			os.RemoveAll(dir)
			t.Fatalf("sqltest: %v", err)
		}
		shared.engine, shared.dir = engine, dir
	}
	shared.users++
	return shared.engine
}

func release(t testing.TB) {
	shared.Lock()
	defer shared.Unlock()
	if shared.users--; shared.users > 0 || shared.kept {
		return
	}
	if err := shut(); err != nil {
		t.Errorf("sqltest: %v", err)
	}
}

// shut closes the engine; shared is locked.
func shut() error {
	if shared.engine == nil {
		return nil
	}
	err := shared.engine.Close()
	if removeErr := os.RemoveAll(shared.dir); err == nil {
		err = removeErr
	}
	shared.engine, shared.dir = nil, ""
	return err
}
