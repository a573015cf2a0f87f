package sql_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	osexec "os/exec"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/chdb"
)

// needLibrary skips the test without libchdb, unless it has to be there, as in CI.
func needLibrary(t *testing.T) {
	t.Helper()
	if _, err := chdb.Find(""); err != nil && os.Getenv("LINLI_TEST_REQUIRE_CHDB") == "" {
		t.Skip(err)
	}
}

// embedded opens an engine of its own.
func embedded(t *testing.T, dir string, o sql.Options) *sql.DB {
	t.Helper()
	needLibrary(t)
	db, err := sql.Open(context.Background(), "embedded:"+dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func TestSecondProcessUsesTheDoor(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	first := embedded(t, dir, sql.Options{HTTPListen: "127.0.0.1:0", HTTPPassword: "s3cret"})
	exec(t, first, createEverything)
	var log strings.Builder
	second, err := sql.Open(ctx, "embedded:"+dir, sql.Options{HTTPPassword: "s3cret", Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if !first.Embedded() || second.Embedded() || first.HTTPAddr() == "" || strings.Contains(log.String(), "s3cret") || !strings.Contains(log.String(), first.HTTPAddr()) {
		t.Errorf("embedded %v %v, log %s", first.Embedded(), second.Embedded(), &log)
	}
	rows := make([]everything, 1000)
	for i := range rows {
		rows[i] = everything{ID: uint64(i), Kind: "a", Name: "it's", Day: time.Unix(0, 0), At: time.Unix(0, 0)}
	}
	for range 2 {
		if err := second.Insert(ctx, "everything", rows, "token"); err != nil {
			t.Fatal(err)
		}
	}
	for _, db := range []*sql.DB{first, second} {
		if n := get[uint64](t, db, "SELECT count() FROM everything WHERE name = {n:String}", sql.Params{"n": "it's"}); n != 1000 {
			t.Errorf("%d rows", n)
		}
		r, err := db.ArrowText(ctx, "SELECT id FROM everything", nil)
		if err != nil || r.NumRows() != 1000 {
			t.Errorf("Arrow: %v", err)
		} else {
			r.Release()
		}
	}
	if err := second.Exec(ctx, "SELECT * FROM nosuch", nil); sql.Code(err) != 60 {
		t.Errorf("code: %v", err)
	}
	if _, err := second.ArrowText(ctx, "SELECT throwIf(number = 900000) FROM numbers(1000000)", nil); sql.Code(err) != 395 {
		t.Errorf("late error over the door: %v", err)
	}
	if _, err := sql.Open(ctx, "embedded:"+dir, sql.Options{HTTPPassword: "wrong"}); err == nil || strings.Contains(err.Error(), "wrong") || !strings.Contains(err.Error(), "password") {
		t.Errorf("wrong password: %v", err)
	}
}

func TestSecondProcessWithoutADoor(t *testing.T) {
	dir := t.TempDir()
	embedded(t, dir, sql.Options{})
	_, err := sql.Open(context.Background(), "embedded:"+dir, sql.Options{})
	var locked *chdb.LockedError
	if !errors.As(err, &locked) || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().String()
	notHTTP := httptest.NewTLSServer(http.NotFoundHandler())
	defer notHTTP.Close()
	file := t.TempDir() + "/file"
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		dsn  string
		o    sql.Options
		want string
	}{
		{"postgres://u:s3cret@h", sql.Options{}, "clickhouse.dsn must be embedded:DIR"},
		{"http://u:s3cret@127.0.0.1:1/x", sql.Options{}, "nothing listens there"},
		{"http://u:s3cret@nosuch.invalid/x", sql.Options{}, "clickhouse http://nosuch.invalid:8123/x"},
		{"https://u:s3cret@127.0.0.1:1", sql.Options{}, "nothing listens there"},
		{"http://u:s3cret@" + notHTTP.Listener.Addr().String(), sql.Options{}, "clickhouse http://127.0.0.1:"},
		{"embedded:" + file, sql.Options{}, "create the engine's folder"},
		{"embedded:" + t.TempDir(), sql.Options{Library: "/nosuch"}, "libchdb not found"},
		{"embedded:" + t.TempDir(), sql.Options{HTTPListen: taken}, "set clickhouse.http to a free address"},
		{"embedded:" + t.TempDir(), sql.Options{HTTPListen: "0.0.0.0:0"}, "open the store to the network"},
		{"embedded:" + t.TempDir(), sql.Options{HTTPListen: "8123"}, "want host:port"},
	} {
		_, err := sql.Open(context.Background(), tc.dsn, tc.o)
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "s3cret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s %+v: %v", tc.dsn, tc.o, err)
		}
	}
}

// A server is any ClickHouse that speaks HTTP; the engine's own door stands in.
func TestServer(t *testing.T) {
	ctx := context.Background()
	needLibrary(t)
	engine, err := chdb.Open(t.TempDir(), chdb.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	srv := httptest.NewServer(engine.Handler(chdb.DoorOptions{User: "linli", Password: "p@ss/w:rd"}))
	defer srv.Close()
	host := srv.Listener.Addr().String()
	db, err := sql.Open(ctx, "http://linli:p%40ss%2Fw%3Ard@"+host+"/shop", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if got := get[string](t, db, "SELECT currentDatabase()", nil); got != "shop" || db.Embedded() {
		t.Errorf("database %s", got)
	}
	if applied, err := sql.Migrate(ctx, db); err != nil || len(applied) == 0 {
		t.Errorf("migrate: %d, %v", len(applied), err)
	}
	if applied, err := sql.Migrate(ctx, db); err != nil || len(applied) != 0 {
		t.Errorf("migrate again: %d, %v", len(applied), err)
	}
	_, err = sql.Open(ctx, "http://linli:wr0ng@"+host, sql.Options{})
	if err == nil || strings.Contains(err.Error(), "wr0ng") || !strings.Contains(err.Error(), "refused user") {
		t.Errorf("wrong password: %v", err)
	}
}

const crashDir = "LINLI_TEST_CRASH_DIR"

// TestCrashChild is no test: it inserts until it is killed, and says what was acknowledged.
func TestCrashChild(t *testing.T) {
	dir := os.Getenv(crashDir)
	if dir == "" {
		t.Skip("run by TestKill")
	}
	db, err := sql.Open(context.Background(), "embedded:"+dir, sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	exec(t, db, "CREATE TABLE IF NOT EXISTS t (n UInt64, s String) ENGINE = MergeTree ORDER BY n")
	type row struct {
		N uint64 `ch:"n"`
		S string `ch:"s"`
	}
	for block := uint64(0); ; block++ {
		rows := make([]row, 1000)
		for i := range rows {
			rows[i] = row{block, strings.Repeat("x", i%50)}
		}
		if err := db.Insert(context.Background(), "t", rows, ""); err != nil {
			t.Fatal(err)
		}
		fmt.Printf("stored %d\n", block)
	}
}

func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	needLibrary(t)
	for round := range 3 {
		dir := t.TempDir()
		child := osexec.Command(os.Args[0], "-test.run=^TestCrashChild$", "-test.v")
		child.Env = append(os.Environ(), crashDir+"="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		acknowledged := -1
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			var n int
			if _, err := fmt.Sscanf(lines.Text(), "stored %d", &n); err == nil {
				acknowledged = n
				if n == 20+13*round {
					_ = child.Process.Kill()
				}
			}
		}
		_, _ = io.Copy(io.Discard, out)
		_ = child.Wait()
		if acknowledged < 0 {
			t.Fatal("the child stored nothing")
		}
		db := embedded(t, dir, sql.Options{})
		var seen struct {
			Rows   uint64 `ch:"total"`
			Blocks uint64 `ch:"blocks"`
			Last   uint64 `ch:"last"`
		}
		if _, err := db.GetText(context.Background(), &seen, "SELECT count() AS total, uniqExact(n) AS blocks, max(n) AS last FROM t", nil); err != nil {
			t.Fatal(err)
		}
		if seen.Last < uint64(acknowledged) || seen.Blocks != seen.Last+1 || seen.Rows != seen.Blocks*1000 {
			t.Errorf("acknowledged %d blocks, found %+v", acknowledged+1, seen)
		}
		t.Logf("acknowledged %d blocks, found %d", acknowledged+1, seen.Blocks)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
