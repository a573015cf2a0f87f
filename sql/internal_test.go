package sql

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/linli-project/linli/sql/chdb"
)

// needLibrary skips the test without libchdb, unless it has to be there, as in CI.
func needLibrary(t *testing.T) {
	t.Helper()
	if _, err := chdb.Find(""); err != nil && os.Getenv("LINLI_TEST_REQUIRE_CHDB") == "" {
		t.Skip(err)
	}
}

func TestParseDSN(t *testing.T) {
	for dsn, want := range map[string]target{
		"embedded:data/ch":             {dir: "data/ch", database: "linli"},
		"embedded:/var/lib/linli":      {dir: "/var/lib/linli", database: "linli"},
		"http://ch1":                   {scheme: "http", hosts: []string{"ch1:8123"}, user: "default", database: "linli"},
		"https://ch1":                  {scheme: "https", hosts: []string{"ch1:8443"}, user: "default", database: "linli"},
		"http://u:p%40%3Ax@ch1:1,ch2/": {scheme: "http", hosts: []string{"ch1:1", "ch2:8123"}, user: "u", password: "p@:x", database: "linli"},
		"http://u:p@ss/w@[::1]:1/shop": {scheme: "http", hosts: []string{"[::1]:1"}, user: "u", password: "p@ss/w", database: "shop"},
		"http://[::1]/shop":            {scheme: "http", hosts: []string{"[::1]:8123"}, user: "default", database: "shop"},
	} {
		if got, err := parseDSN(dsn); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %+v %v\nwant %+v", dsn, got, err, want)
		}
	}
	for _, dsn := range []string{"", "embedded:", "clickhouse://u:s3cret@h:9000", "tcp://u:s3cret@h", "u:s3cret@h", "http://", "http://u:s3cret@", "http://u:s3cret@h,/x",
		"http://u:s3cret%@h", "http://u:s3cret@h/a;b", "http://u:s3cret@h/d?x=1"} {
		_, err := parseDSN(dsn)
		if !errors.Is(err, errDSN) || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", dsn, err)
		}
	}
}

func TestSplitStatements(t *testing.T) {
	got := splitStatements("-- one; -- two\nCREATE TABLE a (s String COMMENT 'x;''y\\';') -- tail; 'z\n;\n/* ; */ SELECT \"a;\", `b;`;;\n-- end\n")
	want := []string{"CREATE TABLE a (s String COMMENT 'x;''y\\';') -- tail; 'z", "SELECT \"a;\", `b;`"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
	if got := splitStatements("SELECT 1"); !reflect.DeepEqual(got, []string{"SELECT 1"}) {
		t.Errorf("%q", got)
	}
}

func FuzzSplitStatements(f *testing.F) {
	f.Add("a 'b;c' ; -- d;\n e")
	f.Add("/*;*/'\\';\"")
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range splitStatements(text) {
			if s == "" || !strings.Contains(text, s) {
				t.Fatalf("%q of %q", s, text)
			}
		}
	})
}

// migrationsOf makes a folder of migrations.
func migrationsOf(files ...string) fs.FS {
	f := fstest.MapFS{"migrations/README": {}}
	for i := 0; i < len(files); i += 2 {
		f["migrations/"+files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return f
}

func TestMigrate(t *testing.T) {
	needLibrary(t)
	ctx := context.Background()
	db, err := Open(ctx, "embedded:"+t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	one := "CREATE TABLE IF NOT EXISTS a (x UInt8) ENGINE = MergeTree ORDER BY x;\n-- and\nCREATE TABLE IF NOT EXISTS b AS a;"
	up := func(wantErr string, wantApplied int, files ...string) {
		t.Helper()
		applied, err := migrate(ctx, db, migrationsOf(files...))
		if len(applied) != wantApplied || (err == nil) != (wantErr == "") || err != nil && !strings.Contains(err.Error(), wantErr) {
			t.Fatalf("applied %d: %v", len(applied), err)
		}
	}
	up("", 1, "0001_first.sql", one)
	up("", 0, "0001_first.sql", strings.ReplaceAll(one, "\n", "\r\n"))
	up("0001_first was applied on", 0, "0001_first.sql", one+"-- more")
	up("leaves a gap", 0, "0001_first.sql", one, "0003_third.sql", "SELECT 1")
	// A step that breaks halfway is not recorded and runs again when mended.
	up("0002_second, statement 2", 0, "0001_first.sql", one, "0002_second.sql", "CREATE TABLE IF NOT EXISTS c AS a; SELECT nosuch")
	up("", 1, "0001_first.sql", one, "0002_second.sql", "CREATE TABLE IF NOT EXISTS c AS a; SELECT 1")
	up("does not know", 0, "0001_first.sql", one)

	// Somebody else's lock is waited for, and given back.
	unlock, err := db.lockMigration(ctx)
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 300e6)
	defer cancel()
	if _, err := db.lockMigration(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("locked twice: %v", err)
	}
	unlock()
	if unlock, err = db.lockMigration(ctx); err != nil {
		t.Fatal(err)
	}
	unlock()

	files, err := migrations(migrationFiles)
	if err != nil || len(files) == 0 {
		t.Errorf("the shipped migrations: %v", err)
	}
}

func TestLeftoversAreDropped(t *testing.T) {
	needLibrary(t)
	ctx, dir := context.Background(), t.TempDir()
	for i := range 2 {
		db, err := Open(ctx, "embedded:"+dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var tables []string
		if err := db.SelectText(ctx, &tables, "SHOW TABLES", nil); err != nil {
			t.Fatal(err)
		}
		if want := []string{"stage_", "stage_of_play"}; i == 1 && !reflect.DeepEqual(tables, want) {
			t.Errorf("tables %q, want %q", tables, want)
		}
		for _, name := range []string{"stage_of_play", "stage_", "stage_daily_01jd3y4n5m6p7q8r9s0t1v2w3x", lockTable} {
			if err := db.Exec(ctx, "CREATE TABLE IF NOT EXISTS "+name+" (x UInt8) ENGINE = MergeTree ORDER BY x", nil); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
