package tabular

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if strings.HasSuffix(name, ".gz") && content != "" {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write([]byte(content))
		_ = w.Close()
		content = b.String()
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// read gives the cells of each row, or its error, with its place in front.
func read(t testing.TB, path string) []string {
	t.Helper()
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	var out []string
	for row, err := range r.Rows() {
		if err != nil {
			out = append(out, err.Error())
			continue
		}
		out = append(out, row.Where()+": "+strings.Join(row.Cells(), "|"))
	}
	return out
}

func TestRows(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String("门店编号,名称\n1,东门店\n2,鱼香肉丝\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file, content string
		want          []string
	}{
		"csv":              {"a.csv", "a,b\n1,x\n2,\"y\nz\"\n3,w\n", []string{"line 2: 1|x", "line 3: 2|y\nz", "line 5: 3|w"}},
		"csv, BOM, CRLF":   {"a.CSV", "\xef\xbb\xbfa,b\r\n1,x\r\n,\r\n\r\n2,y", []string{"line 2: 1|x", "line 5: 2|y"}},
		"csv.gz":           {"a.csv.gz", "a,b\n1,x\n", []string{"line 2: 1|x"}},
		"semicolons":       {"a.csv", "a;b\n1;x,y\n", []string{"line 2: 1|x,y"}},
		"tsv":              {"a.tsv", "a\tb\n1\tx,y\n", []string{"line 2: 1|x,y"}},
		"gb18030":          {"a.csv", gb, []string{"line 2: 1|东门店", "line 3: 2|鱼香肉丝"}},
		"too few fields":   {"a.csv", "a,b\n1\n2,y\n", []string{"line 2: has 1 fields, the header has 2", "line 3: 2|y"}},
		"quote":            {"a.csv", "a,b\n1,x\"y\n2,y\n", []string{"line 2: a quote is out of place: a quote inside a field is written twice, and the field stands in quotes", "line 3: 2|y"}},
		"latin-1":          {"a.csv", "a,b\n1,M\xfcller\n2,y\n", []string{"line 2: column b: is not UTF-8: save the file as CSV UTF-8", "line 3: 2|y"}},
		"header only":      {"a.csv", "a,b\n", nil},
		"jsonl":            {"a.jsonl", "{\"a\":1.50,\"b\":\"x\"}\n\n{\"b\":null,\"c\":[1,2],\"a\":true}\n", []string{"line 1: 1.50|x", "line 3: true||[1,2]"}},
		"ndjson.gz":        {"a.ndjson.gz", "{\"a\":1}", []string{"line 1: 1"}},
		"jsonl, broken":    {"a.jsonl", "{\"a\":1\n[1]\n{} {}\n{\"a\":2}", []string{"line 1: is not valid JSON: it ends in the middle", "line 2: is not a JSON object", "line 3: something follows the JSON object: one object a line", "line 4: 2"}},
		"jsonl, too long":  {"a.jsonl", `{"a":"` + strings.Repeat("x", MaxRow) + "\"}\n{\"a\":2}", []string{"line 1: is longer than 4 MiB", "line 2: 2"}},
		"jsonl, same name": {"a.jsonl", `{"a":1,"a":2}`, []string{`line 1: is not valid JSON: duplicate object member name`}},
	} {
		if got := read(t, write(t, c.file, c.content)); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %q\nwant %q", name, got, c.want)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	gz := func(s string) string { b, _ := os.ReadFile(write(t, "x.gz", s)); return string(b) }
	packed := gz("a,b\n" + strings.Repeat("1,2\n", 10))
	for name, c := range map[string]struct{ file, content, want string }{
		"empty":           {"a.csv", "", "is empty"},
		"blank":           {"a.csv", "\n \n", "is empty"},
		"packed nothing":  {"a.csv", gz("\n"), "is empty"},
		"ending":          {"a.txt", "x", `the ending ".txt" is not known`},
		"spreadsheet":     {"a.xlsx", "PK\x03\x04", "save it as CSV UTF-8"},
		"zip named csv":   {"a.csv", "PK\x03\x04....", "save it as CSV UTF-8"},
		"UTF-16":          {"a.csv", "\xff\xfea\x00", "is UTF-16: save it as CSV UTF-8"},
		"binary":          {"a.csv", "a,b\n\x00", "is not text"},
		"damaged":         {"a.csv", packed[:5] + "zzzzzzzz" + packed[13:], "compressed data"},
		"cut":             {"a.csv", packed[:len(packed)-4], "ends in the middle of its compressed data: copy the file again"},
		"title twice":     {"a.csv", "a,b,A\n", `columns "a" and "A" both mean a`},
		"no titles":       {"a.csv", ",,\n1,2,3\n", "the first line has no column titles"},
		"no parquet":      {"a.parquet", "PAR1 and no more", "is no Parquet file that can be read"},
		"packed parquet":  {"a.parquet.gz", "x", "unpack the .gz first"},
		"quote never end": {"a.csv", "a,b\n1,\"" + strings.Repeat("xxxxxxx\n", MaxRow/4), "a row is longer than 4 MiB: is a closing quote missing?"},
	} {
		r, err := Open(write(t, c.file, c.content))
		for err == nil {
			_, err = r.Next()
		}
		if errors.Is(err, io.EOF) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none.csv")); err == nil || !strings.HasSuffix(err.Error(), "none.csv: no such file") {
		t.Error(err)
	}
	if _, err := Open(t.TempDir()); err == nil || !strings.HasSuffix(err.Error(), "is a folder: name one file in it") {
		t.Error(err)
	}
	plain := write(t, "b.csv", "a\n1\n")
	if err := os.Rename(plain, plain+".gz"); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(plain + ".gz"); err == nil || !strings.Contains(err.Error(), "is not compressed") {
		t.Error(err)
	}
}

func TestAccess(t *testing.T) {
	r, err := Open(write(t, "a.csv", "N,d,when,flag,数量\n12.90, 2026/1/2 ,2026-11-22 10:30:00.5,是,abc\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Rename(map[string]string{"price": "n"}); err == nil || !strings.Contains(err.Error(), `has no column "price": it has N, d, when, flag, 数量`) {
		t.Error(err)
	}
	if err := r.Alias(map[string]string{"数量": "quantity"}); err != nil {
		t.Fatal(err)
	}
	row, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if n, err := row.Decimal("n", 2); n != 1290 || err != nil {
		t.Error(n, err)
	}
	if d, err := row.Date("d"); d.Format(time.DateOnly) != "2026-01-02" || err != nil {
		t.Error(d, err)
	}
	at, err := row.Instant("when", time.FixedZone("", 8*3600))
	if want := time.Date(2026, 11, 22, 2, 30, 0, 5e8, time.UTC); !at.Equal(want) || err != nil {
		t.Error(at, err)
	}
	if b, err := row.Bool("flag"); !b || err != nil {
		t.Error(b, err)
	}
	for want, err := range map[string]error{
		`line 2: column 数量: "abc" is not a number`:                                                                          second(row.Decimal("quantity", 3)),
		`line 2: column N: "12.90" is not a whole number`:                                                                   second(row.Int("n")),
		`line 2: column x: a number is missing`:                                                                             second(row.Int("x")),
		`line 2: column d: "2026/1/2" is a day without a time`:                                                              second(row.Instant("d", time.UTC)),
		`line 2: column N: "12.90" is no day such as 2026-11-22`:                                                            second(row.Date("n")),
		`line 2: column N: "12.90" is neither yes nor no: write 1 or 0`:                                                     second(row.Bool("n")),
		`line 2: column when: "2026-11-22 10:30:00.5" has no offset from UTC, such as +08:00: say in which time zone it is`: second(row.Instant("when", nil)),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestDecimalIsExact(t *testing.T) {
	for s, want := range map[string]int64{"12.9": 1290, "-0.01": -1, "+3": 300, "1e2": 10000, "129e-1": 1290, ".5": 50, "7.": 700,
		"0.000": 0, "12.900": 1290, "9999999999999999.99": 999999999999999999} {
		if n, problem := parseDecimal(s, 2); n != want || problem != "" {
			t.Errorf("%s: got %d %s, want %d", s, n, problem, want)
		}
	}
	for _, s := range []string{"", ".", "-", "1.001", "1,2", "0x1", "1e", "e5", "NaN", "1e99", "1_0", "１２", "--1", "1e-5", "99999999999999999999"} {
		if n, problem := parseDecimal(s, 2); problem == "" {
			t.Errorf("%q: got %d, want a refusal", s, n)
		}
	}
}
