package chdb

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/ClickHouse/ch-go/compress"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"
)

func text(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestDoor(t *testing.T) {
	e := open(t, t.TempDir())
	run(t, e, "CREATE TABLE t (a UInt64, s String) ENGINE = MergeTree ORDER BY a")
	d := e.Handler(DoorOptions{})
	q := url.QueryEscape
	for _, tc := range []struct {
		name, method, target, body string
		status                     int
		want                       string // the answer, or a part of it if it begins with …
	}{
		{"ping", "GET", "/ping", "", 200, "Ok.\n"},
		{"root", "GET", "/", "", 200, "Ok.\n"},
		{"no such page", "GET", "/play", "", 404, "…no handle"},
		{"GET", "GET", "/?query=" + q("SELECT 1"), "", 200, "1\n"},
		{"POST", "POST", "/", "SELECT 1", 200, "1\n"},
		{"query and body are one text", "POST", "/?query=" + q("SELECT 1,"), " 2", 200, "1\t2\n"},
		{"default_format", "POST", "/?default_format=CSV", "SELECT 'a'", 200, "\"a\"\n"},
		{"FORMAT wins", "POST", "/?default_format=CSV", "SELECT 'a' FORMAT TSV", 200, "a\n"},
		{"database", "POST", "/?database=system", "SELECT currentDatabase()", 200, "system\n"},
		{"no such database", "POST", "/?database=nosuch", "SELECT 1", 404, "…UNKNOWN_DATABASE"},
		{"database is a name", "POST", "/?database=" + q("linli`; DROP TABLE t; --"), "SELECT 1", 404, "…UNKNOWN_DATABASE"},
		{"param", "POST", "/?param_x=" + q(`it's \\ \n"`), "SELECT {x:String} FORMAT CSV", 200, "\"it's \\ \n\"\"\"\n"},
		{"param is no SQL", "POST", "/?param_x=" + q("1; DROP TABLE t"), "SELECT {x:UInt8}", 400, "…BAD_QUERY_PARAMETER"},
		{"param as a name", "POST", "/?param_x=t", "SELECT count() FROM {x:Identifier}", 200, "0\n"},
		{"setting", "POST", "/?max_threads=1", "SELECT getSetting('max_threads')", 200, "1\n"},
		{"no such setting", "POST", "/?nosuch=1", "SELECT 1", 400, "…UNKNOWN_SETTING"},
		{"setting's name is no SQL", "POST", "/?" + q("max_threads=1, x") + "=1", "SELECT 1", 400, "…UNKNOWN_SETTING"},
		{"setting's value is no SQL", "POST", "/?log_queries_min_type=" + q("x', readonly='1"), "SELECT 1", 500, "…Code:"},
		{"setting of a string", "POST", "/?format_csv_null_representation=" + q(`'\`), "SELECT NULL FORMAT CSV", 200, "'\\\n"},
		{"syntax error", "POST", "/", "SELEC 1", 400, "…Code: 62. DB::Exception: Syntax error"},
		{"unknown table", "POST", "/", "SELECT * FROM nosuch", 404, "…(UNKNOWN_TABLE)"},
		{"empty", "POST", "/", " ", 400, "…Empty query"},
		{"two statements", "POST", "/", "SELECT 1; DROP TABLE t", 400, "…Multi-statements"},
		{"two statements, second broken", "POST", "/", "DROP TABLE t; SELEC", 400, "…SYNTAX_ERROR"},
		{"GET does not write", "GET", "/?query=" + q("DROP TABLE t"), "", 403, "…READONLY"},
		{"GET does not insert", "GET", "/?query=" + q("INSERT INTO t VALUES (1,'')"), "", 403, "…READONLY"},
		{"file", "POST", "/", "SELECT * FROM file('/etc/passwd', 'LineAsString')", 403, "…ACCESS_DENIED"},
		{"outfile", "POST", "/", "SELECT 1 INTO OUTFILE '/tmp/x'", 501, "…INTO OUTFILE"},
		{"insert in the body", "POST", "/", "INSERT INTO t VALUES (1, 'a;b'), (2, 'it''s')", 200, ""},
		{"insert with query", "POST", "/?query=" + q("INSERT INTO t (a, s) FORMAT CSV"), "3,\"x\n\ny\"\n", 200, ""},
		{"insert without FORMAT", "POST", "/?query=" + q("INSERT INTO t") + "&default_format=TSV", "4\tfour\n", 200, ""},
		{"insert select", "POST", "/", "INSERT INTO t SELECT 5, 'five'", 200, ""},
		{"insert with parameter", "POST", "/?param_t=t", "INSERT INTO {t:Identifier} SELECT 6, 'six'", 200, ""},
		{"broken insert stores nothing", "POST", "/", "INSERT INTO t FORMAT CSV\n7,a\nx,b\n", 400, "…CANNOT_PARSE"},
		{"insert into nothing", "POST", "/", "INSERT INTO nosuch FORMAT CSV\n7,a\n", 404, "…UNKNOWN_TABLE"},
		{"what was stored", "POST", "/", "SELECT a, s FROM t ORDER BY a FORMAT CSV", 200,
			"1,\"a;b\"\n2,\"it's\"\n3,\"x\n\ny\"\n4,\"four\"\n5,\"five\"\n6,\"six\"\n"},
		{"show", "POST", "/", "SHOW TABLES", 200, "t\n"},
		{"exists", "GET", "/?query=" + q("EXISTS TABLE t"), "", 200, "1\n"},
		{"explain", "GET", "/?query=" + q("EXPLAIN SYNTAX SELECT 1"), "", 200, "…SELECT 1"},
		{"with", "GET", "/?query=" + q("WITH 1 AS x SELECT x"), "", 200, "1\n"},
		{"bracket", "GET", "/?query=" + q("(SELECT 1) UNION ALL (SELECT 1)"), "", 200, "1\n1\n"},
		{"totals", "POST", "/", "SELECT a > 3 AS k, count() FROM t GROUP BY k WITH TOTALS ORDER BY k FORMAT TSV", 200, "0\t3\n1\t3\n\n0\t6\n"},
		{"wait", "POST", "/?wait_end_of_query=1", "SELECT throwIf(number = 250000) FROM numbers(300000)", 500, "…Code: 395"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			resp := do(d, tc.method, tc.target, tc.body)
			got := text(t, resp.Body)
			part, isPart := strings.CutPrefix(tc.want, "…")
			if resp.StatusCode != tc.status || isPart && !strings.Contains(got, part) || !isPart && got != tc.want {
				t.Errorf("%d %q, want %d %q", resp.StatusCode, got, tc.status, tc.want)
			}
			if tc.status != 200 && tc.name != "no such page" && resp.Header.Get("X-ClickHouse-Exception-Code") == "" {
				t.Error("no exception code in the header")
			}
		})
	}
}

// A result that comes in pieces has to be the same document as in one.
func TestStreamedFormats(t *testing.T) {
	e := open(t, t.TempDir())
	d := e.Handler(DoorOptions{})
	const query = "SELECT number AS n, concat('\"', toString(number), ',\n') AS `s\n\"` FROM numbers(200000)"
	c, err := e.acquire(t.Context(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer e.release(c)
	for _, format := range []string{"TSV", "TSVWithNames", "TSVWithNamesAndTypes", "CSV", "CSVWithNames", "CSVWithNamesAndTypes", "JSONEachRow",
		"JSONCompactEachRow", "JSONCompactEachRowWithNames", "JSONCompactEachRowWithNamesAndTypes", "RowBinary", "TSKV", "Native", "JSONCompact", "Values"} {
		t.Run(format, func(t *testing.T) {
			want, err := c.exec(query, format)
			if err != nil {
				t.Fatal(err)
			}
			resp := do(d, "POST", "/?default_format="+format+"&output_format_parallel_formatting=0", query)
			got := text(t, resp.Body)
			if format == "JSONCompact" { // has the elapsed time in it
				got, want = got[:1000], want[:1000]
			}
			if got != string(want) {
				t.Errorf("%d bytes, want %d", len(got), len(want))
			}
		})
	}
}

func TestCompression(t *testing.T) {
	e := open(t, t.TempDir())
	run(t, e, "CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a")
	srv := httptest.NewServer(e.Handler(DoorOptions{}))
	defer srv.Close()
	var want strings.Builder
	for i := range 100000 {
		fmt.Fprintln(&want, i)
	}
	unpack := map[string]func(io.Reader) io.Reader{
		"gzip": func(r io.Reader) io.Reader { z, _ := gzip.NewReader(r); return z },
		"zstd": func(r io.Reader) io.Reader { z, _ := zstd.NewReader(r); return z },
		"lz4":  func(r io.Reader) io.Reader { return lz4.NewReader(r) },
	}
	for encoding, reader := range unpack {
		req, _ := http.NewRequest(http.MethodPost, srv.URL, strings.NewReader("SELECT number FROM numbers(100000)"))
		req.Header.Set("Accept-Encoding", encoding)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		if resp.Header.Get("Content-Encoding") != encoding {
			t.Errorf("%s was not used", encoding)
		}
		if got := text(t, reader(resp.Body)); got != want.String() {
			t.Errorf("%s: %d bytes", encoding, len(got))
		}
		resp.Body.Close()
	}
	// ClickHouse's own blocks, there and back.
	resp, err := http.Post(srv.URL+"/?compress=1", "", strings.NewReader("SELECT number FROM numbers(100000)"))
	if err != nil {
		t.Fatal(err)
	}
	if got := text(t, blockReader{compress.NewReader(resp.Body)}); got != want.String() {
		t.Errorf("compress=1: %d bytes", len(got))
	}
	resp.Body.Close()
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, want.String())
	_ = z.Close()
	resp = do(e.Handler(DoorOptions{}), "POST", "/?query="+url.QueryEscape("INSERT INTO t FORMAT TSV"), packed.String(), "Content-Encoding", "gzip")
	if resp.StatusCode != http.StatusOK || run(t, e, "SELECT count(), sum(a) FROM t") != "100000\t4999950000" {
		t.Error("a gzipped insert was not stored", text(t, resp.Body))
	}
	blocks := compress.NewWriter(compress.LevelZero, compress.LZ4)
	if err := blocks.Compress([]byte(want.String())); err != nil {
		t.Fatal(err)
	}
	resp = do(e.Handler(DoorOptions{}), "POST", "/?decompress=1&query="+url.QueryEscape("INSERT INTO t FORMAT TSV"), string(blocks.Data))
	if resp.StatusCode != http.StatusOK || run(t, e, "SELECT count() FROM t") != "200000" {
		t.Error("decompress=1 was not stored", text(t, resp.Body))
	}
	for _, cut := range []int{10, 25, 26, len(blocks.Data) - 1} {
		resp = do(e.Handler(DoorOptions{}), "POST", "/?decompress=1&query="+url.QueryEscape("INSERT INTO t FORMAT TSV"), string(blocks.Data[:cut]))
		if resp.StatusCode == http.StatusOK {
			t.Errorf("blocks cut after %d bytes were stored", cut)
		}
	}
	if got := run(t, e, "SELECT count() FROM t"); got != "200000" {
		t.Errorf("%s rows after cut inserts", got)
	}
}

// An error after the first piece must not look like the end of the answer.
func TestLateError(t *testing.T) {
	e := open(t, t.TempDir())
	srv := httptest.NewServer(e.Handler(DoorOptions{}))
	defer srv.Close()
	resp, err := http.Post(srv.URL, "", strings.NewReader("SELECT throwIf(number = 900000) FROM numbers(1000000)"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err == nil || resp.StatusCode != http.StatusOK {
		t.Errorf("status %d, %d bytes, and no error", resp.StatusCode, len(b))
	}
	if !strings.Contains(string(b[max(0, len(b)-1000):]), "\r\n__exception__\r\n"+resp.Header.Get("X-ClickHouse-Exception-Tag")+"\r\nCode: 395.") {
		t.Errorf("the error is not in the answer: %q", b[max(0, len(b)-300):])
	}
}

// A client that dies in the middle of an insert leaves nothing behind.
func TestCutInsert(t *testing.T) {
	e := open(t, t.TempDir())
	run(t, e, "CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a")
	srv := httptest.NewServer(e.Handler(DoorOptions{}))
	defer srv.Close()
	body, w := io.Pipe()
	go func() {
		_, _ = io.WriteString(w, "INSERT INTO t FORMAT TSV\n"+strings.Repeat("1\n", 300000))
		_ = w.CloseWithError(io.ErrClosedPipe)
	}()
	if resp, err := http.Post(srv.URL, "", body); err == nil {
		resp.Body.Close()
		t.Fatal("the cut insert was accepted")
	}
	srv.Close() // waits for the handler
	if got := run(t, e, "SELECT count() FROM t"); got != "0" {
		t.Errorf("%s rows were stored", got)
	}
}

func TestReadOnlyDoor(t *testing.T) {
	e := open(t, t.TempDir())
	run(t, e, "CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a")
	d := e.Handler(DoorOptions{ReadOnly: true})
	for sql, status := range map[string]int{
		"SELECT count() FROM t":                200,
		"SHOW TABLES":                          200,
		"DESCRIBE TABLE t":                     200,
		"INSERT INTO t VALUES (1)":             403,
		"INSERT INTO t SELECT 1":               403,
		"DROP TABLE t":                         403,
		"SET readonly = 0":                     403,
		"SYSTEM STOP MERGES":                   403,
		"SELECT 1 SETTINGS readonly = 0":       403,
		"SELECT * FROM viewExplain('', '', 1)": 500,
	} {
		if resp := do(d, "POST", "/", sql); resp.StatusCode != status && (status != 500 || resp.StatusCode == http.StatusOK) {
			t.Errorf("%s: %d, want %d: %s", sql, resp.StatusCode, status, text(t, resp.Body))
		}
	}
	run(t, e, "INSERT INTO t VALUES (1)") // other doors are as they were
}

func TestWhoMayEnter(t *testing.T) {
	e := open(t, t.TempDir())
	enter := func(o DoorOptions, host string, header ...string) int {
		req := httptest.NewRequest(http.MethodPost, "http://"+host+"/", strings.NewReader("SELECT 1"))
		for i := 0; i < len(header); i += 2 {
			req.Header.Set(header[i], header[i+1])
		}
		w := httptest.NewRecorder()
		e.Handler(o).ServeHTTP(w, req)
		return w.Code
	}
	free, guarded := DoorOptions{}, DoorOptions{Password: "s3cret"}
	for _, tc := range []struct {
		name   string
		got    int
		status int
	}{
		{"by address", enter(free, "127.0.0.1:8123"), 200},
		{"by address 6", enter(free, "[::1]:8123"), 200},
		{"by localhost", enter(free, "localhost:8123"), 200},
		{"rebound name", enter(free, "evil.example:8123"), 403},
		{"web page", enter(free, "127.0.0.1:8123", "Origin", "https://evil.example"), 403},
		{"web form", enter(free, "127.0.0.1:8123", "Sec-Fetch-Site", "cross-site"), 403},
		{"no password", enter(guarded, "127.0.0.1:8123"), 401},
		{"wrong password", enter(guarded, "db.example:8123", "X-ClickHouse-User", "default", "X-ClickHouse-Key", "no"), 401},
		{"wrong user", enter(guarded, "db.example:8123", "X-ClickHouse-User", "root", "X-ClickHouse-Key", "s3cret"), 401},
		{"password", enter(guarded, "db.example:8123", "X-ClickHouse-User", "default", "X-ClickHouse-Key", "s3cret"), 200},
		{"basic", enter(guarded, "db.example:8123", "Authorization", "Basic ZGVmYXVsdDpzM2NyZXQ="), 200},
	} {
		if tc.got != tc.status {
			t.Errorf("%s: %d, want %d", tc.name, tc.got, tc.status)
		}
	}
}
