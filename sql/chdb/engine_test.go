package chdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// open gives an engine on dir, closed after the test.
func open(t *testing.T, dir string) *Engine {
	t.Helper()
	if _, err := Find(""); err != nil && os.Getenv("LINLI_TEST_REQUIRE_CHDB") == "" {
		t.Skip(err)
	}
	e, err := Open(dir, Options{MaxMemory: 4 << 30})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

// do sends a statement through a handler, as curl would.
func do(h http.Handler, method, target, body string, header ...string) *http.Response {
	req := httptest.NewRequest(method, "http://127.0.0.1"+target, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	return w.Result()
}

// run sends a statement to the trusted door and gives the answer's text.
func run(t *testing.T, e *Engine, sql string) string {
	t.Helper()
	resp := do(&door{engine: e, trusted: true}, "POST", "/", sql)
	b, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", sql, b)
	}
	return strings.TrimSpace(string(b))
}

func TestReopen(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	e := open(t, dir)
	run(t, e, "CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a")
	run(t, e, "INSERT INTO t VALUES (1), (2)")

	var locked *LockedError
	if _, err := Open(dir, Options{}); !errors.As(err, &locked) || locked.PID != os.Getpid() || locked.Dir != dir {
		t.Errorf("the same folder twice: %v", err)
	}
	if err := e.Publish("127.0.0.1:1"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{}); !errors.As(err, &locked) || locked.HTTPAddr != "127.0.0.1:1" {
		t.Errorf("the door's address is not in the lock: %v", err)
	}
	if _, err := Open(other, Options{}); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("two folders at once: %v", err)
	}
	for range 2 {
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.acquire(context.Background(), "", nil); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	e = open(t, other)
	if got := run(t, e, "SHOW TABLES"); got != "" {
		t.Errorf("tables in a new folder: %q", got)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if got := run(t, open(t, dir), "SELECT sum(a) FROM t"); got != "3" {
		t.Errorf("after reopening: %q", got)
	}
}

func TestCloseStopsWhatRuns(t *testing.T) {
	e := open(t, t.TempDir())
	answers := make(chan *http.Response)
	for range 3 {
		go func() {
			answers <- do(&door{engine: e, trusted: true}, "POST", "/", "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))")
		}()
	}
	time.Sleep(200 * time.Millisecond)
	start := time.Now()
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("Close took %v", d)
	}
	for range 3 {
		if a := <-answers; a.Header.Get("X-ClickHouse-Exception-Code") != "394" {
			b, _ := io.ReadAll(a.Body)
			t.Errorf("status %d: %s", a.StatusCode, b)
		}
	}
}

func TestCancel(t *testing.T) {
	e := open(t, t.TempDir())
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, http.MethodPost, "http://x/", strings.NewReader("SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))"))
	start := time.Now()
	if _, err := e.Transport().RoundTrip(req); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	// The engine has to be free again, not only the caller.
	for len(e.tokens) > 0 {
		if time.Since(start) > 5*time.Second {
			t.Fatal("the query still runs after 5 s")
		}
		time.Sleep(10 * time.Millisecond)
	}
	if got := run(t, e, "SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'"); got != "0" {
		t.Errorf("%s cancelled queries still run", got)
	}
}

// Go's nil checks rest on its SIGSEGV handler, which the library clears.
func TestSignalHandlersAreGos(t *testing.T) {
	e := open(t, t.TempDir())
	run(t, e, "SELECT 1")
	nilCheck := func() (err error) {
		defer func() { err, _ = recover().(error) }()
		var p *Engine
		_ = p.dir
		return nil
	}
	if err := nilCheck(); err == nil {
		t.Error("a nil pointer did not panic")
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := nilCheck(); err == nil {
		t.Error("a nil pointer did not panic after Close")
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "libchdb.so")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, explicit := range []string{file, dir} {
		if got, err := Find(explicit); err != nil || got != file {
			t.Errorf("Find(%q) = %q, %v", explicit, got, err)
		}
	}
	t.Setenv(EnvLibrary, dir)
	if got, err := Find(""); err != nil || got != file {
		t.Errorf("by environment: %q, %v", got, err)
	}
	_, err := Find(filepath.Join(dir, "nosuch"))
	if !errors.Is(err, ErrLibraryNotFound) || strings.Contains(err.Error(), "\n") {
		t.Errorf("missing: %v", err)
	}
}

func TestSettingsDoNotStay(t *testing.T) {
	e := open(t, t.TempDir())
	d := &door{engine: e, trusted: true}
	base := run(t, e, "SELECT getSetting('max_threads'), getSetting('max_memory_usage')")
	for i := range 10 {
		resp := do(d, "POST", fmt.Sprintf("/?max_threads=%d&max_memory_usage=12345678", i+3), "SELECT getSetting('max_threads'), getSetting('max_memory_usage')")
		b, _ := io.ReadAll(resp.Body)
		if got := strings.TrimSpace(string(b)); got != fmt.Sprintf("%d\t12345678", i+3) {
			t.Errorf("set to %d: %s", i+3, got)
		}
	}
	for _, change := range []string{"SET max_threads = 77", "USE system", "CREATE TEMPORARY TABLE x (a UInt8)"} {
		run(t, e, change)
	}
	for range 6 { // all connections
		if got := run(t, e, "SELECT getSetting('max_threads'), getSetting('max_memory_usage')"); got != base {
			t.Errorf("settings stayed: %s, want %s", got, base)
		}
		if got := run(t, e, "SELECT currentDatabase(), (SELECT count() FROM system.tables WHERE is_temporary)"); got != "linli\t0" {
			t.Errorf("session stayed: %s", got)
		}
	}
}

// A reader that has gone to sleep must not keep the engine open.
func TestCloseUnderASleepingReader(t *testing.T) {
	e := open(t, t.TempDir())
	req, _ := http.NewRequest(http.MethodPost, "http://x/", strings.NewReader("SELECT number FROM numbers(1000000000)"))
	resp, err := e.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if err := e.Close(); err != nil || time.Since(start) > 5*time.Second {
		t.Errorf("Close: %v after %v", err, time.Since(start))
	}
	if _, err := io.Copy(io.Discard, resp.Body); !errors.Is(err, ErrClosed) {
		t.Errorf("the reader got %v", err)
	}
	if resp, err := e.Transport().RoundTrip(req); err == nil && resp.StatusCode == http.StatusOK {
		t.Error("a closed engine answered")
	}
}

func TestIgnoresTheMachinesConfiguration(t *testing.T) {
	library, err := Find("")
	if err != nil {
		if os.Getenv("LINLI_TEST_REQUIRE_CHDB") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	t.Chdir(t.TempDir())
	if err := os.WriteFile("config.xml", []byte("<clickhouse><default_database>x</default_database><nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TZ", "Asia/Shanghai")
	t.Setenv(EnvLibrary, library)
	if got := run(t, open(t, t.TempDir()), "SELECT timezone(), currentDatabase()"); got != "UTC\tlinli" {
		t.Error(got)
	}
}

// After an error a session of the library keeps the tables of its statement, and
// a synchronous DROP of them would hang.
func TestFailuresLetGoOfTables(t *testing.T) {
	e := open(t, t.TempDir())
	d := &door{engine: e, trusted: true}
	for name, failure := range map[string]func(){
		"error":        func() { do(d, "POST", "/", "SELECT throwIf(a = 10) FROM t FORMAT JSON") },
		"late error":   func() { do(d, "POST", "/?wait_end_of_query=1", "SELECT throwIf(a = 290000) FROM t") },
		"broken data":  func() { do(d, "POST", "/", "INSERT INTO t FORMAT TSV\nx\n") },
		"empty insert": func() { do(d, "POST", "/", "INSERT INTO t FORMAT Native\n") },
		"cancelled": func() {
			ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			req, _ := http.NewRequestWithContext(ctx, http.MethodPost, "http://x/", strings.NewReader("SELECT count() FROM t AS x, t AS y WHERE NOT ignore(x.a, y.a)"))
			_, _ = e.Transport().RoundTrip(req)
		},
		"not read": func() {
			req, _ := http.NewRequest(http.MethodPost, "http://x/", strings.NewReader("SELECT a FROM t"))
			if resp, err := e.Transport().RoundTrip(req); err == nil {
				_ = resp.Body.Close()
			}
		},
	} {
		run(t, e, "CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a")
		run(t, e, "INSERT INTO t SELECT number FROM numbers(300000)")
		failure()
		dropped := make(chan string)
		go func() { dropped <- run(t, e, "DROP TABLE t SYNC") }()
		select {
		case <-dropped:
		case <-time.After(20 * time.Second):
			t.Fatalf("%s: the table cannot be dropped", name)
		}
	}
}
