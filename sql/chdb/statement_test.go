package chdb

import "testing"

func TestReadSQL(t *testing.T) {
	for _, tc := range []struct {
		text, keyword, format, head, data string
		totals, outfile                   bool
	}{
		{text: "SELECT 1", keyword: "SELECT"},
		{text: " -- hi\n/* FORMAT x */ select 1 format JSON;", keyword: "SELECT", format: "JSON"},
		{text: "SELECT 1 FORMAT CSV SETTINGS max_threads = 1", keyword: "SELECT", format: "CSV"},
		{text: "SELECT 'a FORMAT b', \"FORMAT\", `x` FROM t", keyword: "SELECT"},
		{text: "SELECT format FROM t", keyword: "SELECT"},
		{text: "SELECT a AS format FROM (SELECT 1 AS a)", keyword: "SELECT"},
		{text: "SELECT a FROM t ORDER BY format FORMAT TSV", keyword: "SELECT", format: "TSV"},
		{text: "SELECT * FROM (SELECT 1 FORMAT TSV)", keyword: "SELECT"},
		{text: "SELECT $x$ FORMAT JSON $x$", keyword: "SELECT"},
		{text: "SELECT a FROM t GROUP BY a WITH TOTALS", keyword: "SELECT", totals: true},
		{text: "SELECT 1 INTO OUTFILE '/x'", keyword: "SELECT", outfile: true},
		{text: "(SELECT 1)", keyword: "("},
		{text: "INSERT INTO t SELECT 1", keyword: "INSERT", head: ""},
		{text: "INSERT INTO t (a, b) FORMAT CSV\n1,2\n", keyword: "INSERT", format: "CSV", head: "INSERT INTO t (a, b) ", data: "1,2\n"},
		{text: "insert into t format Native\n\n\n\x00", keyword: "INSERT", format: "Native", head: "insert into t ", data: "\n\n\x00"},
		{text: "INSERT INTO db.t SETTINGS a = 'FORMAT x', b=1 FORMAT TSV 1\t2", keyword: "INSERT", format: "TSV",
			head: "INSERT INTO db.t SETTINGS a = 'FORMAT x', b=1 ", data: "1\t2"},
		{text: "INSERT INTO t VALUES (1, 'FORMAT')", keyword: "INSERT", format: "Values", head: "INSERT INTO t ", data: " (1, 'FORMAT')"},
		{text: "INSERT INTO format VALUES (1)", keyword: "INSERT", format: "Values", head: "INSERT INTO format ", data: " (1)"},
		{text: "INSERT INTO t (format, values) VALUES (1, 2)", keyword: "INSERT", format: "Values", head: "INSERT INTO t (format, values) ", data: " (1, 2)"},
		{text: "INSERT INTO t (a) (SELECT 1)", keyword: "INSERT"},
		{text: "INSERT INTO t (a)", keyword: "INSERT", head: "INSERT INTO t (a)"},
	} {
		s := readSQL(tc.text)
		data := ""
		if s.hasData {
			data = tc.text[s.dataAt:]
		}
		if s.keyword != tc.keyword || s.format != tc.format || s.head != tc.head || data != tc.data ||
			s.totals != tc.totals || s.outfile != tc.outfile {
			t.Errorf("%q:\n got %+v, data %q\nwant %+v", tc.text, s, data, tc)
		}
	}
}

func TestReachesOutside(t *testing.T) {
	for text, want := range map[string]string{
		"SELECT * FROM file('/etc/passwd')":                  "file",
		"SELECT * FROM `url` ('http://x')":                   "url",
		"INSERT INTO FUNCTION /* x */ s3('a') SELECT 1":      "s3",
		"SELECT 'file(1)', file FROM t -- file(1)":           "",
		"CREATE TABLE x (a UInt8) ENGINE = File(CSV)":        "File",
		"SELECT * FROM numbers(3)":                           "",
		"SELECT * FROM remote('127.0.0.1', 'system', 'one')": "remote",
	} {
		if got := reachesOutside(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func FuzzReadSQL(f *testing.F) {
	f.Add("SELECT 'a\\'' FORMAT CSV")
	f.Add("INSERT INTO t (a) FORMAT x\n$$")
	f.Add("/* -- ' $a$ `")
	f.Fuzz(func(t *testing.T, text string) {
		s := readSQL(text)
		if s.hasData && (s.dataAt < 0 || s.dataAt > len(text)) {
			t.Fatalf("data at %d of %d", s.dataAt, len(text))
		}
		reachesOutside(text)
	})
}
