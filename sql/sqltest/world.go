package sqltest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/linli-project/linli/sql"
)

// worlds are the filled databases that tests get copies of, until [Run] ends.
var worlds struct {
	sync.Mutex
	of map[string]world
}

type world struct {
	db   *sql.DB
	drop func() error
}

// Run runs the tests of a package on one engine, which stays open between them,
// and gives what os.Exit wants. It is for the TestMain of a package that uses [World].
func Run(m *testing.M) int {
	shared.Lock()
	shared.kept = true
	shared.Unlock()
	code := m.Run()
	shared.Lock()
	defer shared.Unlock()
	for _, w := range worlds.of {
		if err := w.drop(); err != nil {
			fmt.Fprintln(os.Stderr, "sqltest:", err)
			code = max(code, 1)
		}
	}
	worlds.of, shared.kept = nil, false
	if err := shut(); err != nil {
		fmt.Fprintln(os.Stderr, "sqltest:", err)
		code = max(code, 1)
	}
	return code
}

// World gives a database of the test's own that is as fill made one of that
// name, which is done once for all tests; a copy is there in a moment, since its
// rows are the same files. What a table remembers of insert tokens is not copied.
func World(t testing.TB, name string, fill func(db *sql.DB)) *sql.DB {
	t.Helper()
	shared.Lock()
	kept := shared.kept
	shared.Unlock()
	if !kept {
		t.Fatal("sqltest: World needs a TestMain that calls Run")
	}
	db := OpenEmpty(t)
	worlds.Lock()
	defer worlds.Unlock()
	ctx := context.Background()
	w, ok := worlds.of[name]
	if !ok {
		var err error
		if w.db, w.drop, err = create(ctx, shared.engine); err == nil {
			err = migrate(ctx, w.db)
		}
		if err != nil {
			t.Fatalf("sqltest: world %s: %v", name, err)
		}
		t.Cleanup(func() {
			if _, ok := worlds.of[name]; !ok { // fill has failed
				_ = w.drop()
			}
		})
		fill(w.db)
		if worlds.of == nil {
			worlds.of = map[string]world{}
		}
		worlds.of[name] = w
	}
	if err := copyInto(ctx, db, w.db); err != nil {
		t.Fatalf("sqltest: copy world %s: %v", name, err)
	}
	return db
}

// copyInto makes an empty database like another of the same engine.
func copyInto(ctx context.Context, db, from *sql.DB) error {
	statements, err := schema(ctx, from)
	if err != nil {
		return err
	}
	tables, err := filled(ctx, from)
	if err != nil {
		return err
	}
	var name string
	if _, err := from.GetText(ctx, &name, "SELECT currentDatabase()", nil); err != nil {
		return err
	}
	for _, table := range tables {
		statements = append(statements, "ALTER TABLE "+table+" ATTACH PARTITION ALL FROM "+name+"."+table)
	}
	for _, s := range statements {
		if err := db.Exec(ctx, s, nil); err != nil {
			return err
		}
	}
	return nil
}
