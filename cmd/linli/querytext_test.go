package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFormatClause(t *testing.T) {
	for query, want := range map[string][2]string{
		"SELECT 1":                 {"SELECT 1", ""},
		"SELECT 1 FORMAT Vertical": {"SELECT 1 ", "Vertical"},
		"select 1\nformat JSONEachRow ; -- FORMAT CSV\n": {"select 1\n", "JSONEachRow"},
		"SELECT 1 /* FORMAT CSV */":                      {"SELECT 1 /* FORMAT CSV */", ""},
		"SELECT 'x FORMAT CSV'":                          {"SELECT 'x FORMAT CSV'", ""},
		"SELECT 'it''s' AS a FORMAT CSV":                 {"SELECT 'it''s' AS a ", "CSV"},
		`SELECT '\' FORMAT CSV`:                          {`SELECT '\' FORMAT CSV`, ""},
		"SELECT format FROM t ORDER BY format DESC":      {"SELECT format FROM t ORDER BY format DESC", ""},
		"SELECT format('{}', x) AS y":                    {"SELECT format('{}', x) AS y", ""},
		"FORMAT CSV":                                     {"FORMAT CSV", ""},
		"SELECT format FROM t":                           {"SELECT format FROM t", ""},
		"SELECT 1 FORMAT CSV SETTINGS x = 1":             {"SELECT 1 SETTINGS x = 1", "CSV"},
		"-- by store\nSELECT 1 FORMAT Pretty":            {"-- by store\nSELECT 1 ", "Pretty"},
		"--":                                             {"--", ""},
		"":                                               {"", ""},
	} {
		if rest, format := formatClause(query); rest != want[0] || format != want[1] {
			t.Errorf("%q: %q %q, want %q", query, rest, format, want)
		}
	}
}

// TestQueryComesFrom: the command line, a file, standard input, and what is told where none holds a query.
func TestQueryComesFrom(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	open := func(path string) *os.File {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	good, empty, long := file("q.sql", "-- x\nSELECT 1"), file("empty.sql", " \n"), file("long.sql", strings.Repeat("x", longestQuery+1))
	for _, c := range []struct {
		args     []string
		file, in string
		want     string
	}{
		{[]string{"SELECT 2"}, "", empty, "SELECT 2"},
		{nil, good, empty, "-- x\nSELECT 1"},
		{nil, "", good, "-- x\nSELECT 1"},
		{[]string{"-"}, "", good, "-- x\nSELECT 1"},
		{[]string{"SELECT 2"}, good, empty, "! not both"},
		{[]string{"-"}, good, empty, "! not both"},
		{nil, empty, good, "! is empty"},
		{nil, long, good, "! that is no query"},
		{nil, filepath.Join(dir, "none.sql"), good, "! cannot be read"},
		{nil, "", os.DevNull, "! no query"},
	} {
		text, err := queryText(c.args, c.file, open(c.in))
		if why, bad := strings.CutPrefix(c.want, "! "); bad && (err == nil || !strings.Contains(err.Error(), why)) || !bad && (err != nil || text != c.want) {
			t.Errorf("%q --file %q: %q %v, want %q", c.args, c.file, text, err, c.want)
		}
	}
	if got := commented([]string{"query", "--dir", "x y", "-- a", "--b\nSELECT 1", "--", "--dir=a b"}); strings.Join(got, "|") != "query|--dir|x y| -- a| --b\nSELECT 1|--|--dir=a b" {
		t.Errorf("%q", got)
	}
}

// TestQueryFormats runs the command as people do: comments first, formats as a clause and as a flag.
func TestQueryFormats(t *testing.T) {
	dir := t.TempDir()
	stores := filepath.Join(dir, "stores.csv")
	if err := os.WriteFile(stores, []byte("store_id,name\ns1,x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	say(t, dir, "import", "stores", stores, want{})
	for _, c := range [][]string{
		{"-- a comment\nSELECT 7 AS seven FORMAT JSONEachRow", `{"seven":7}`},
		{"SELECT 7 AS seven FORMAT JSONEachRow SETTINGS max_threads = 1", `{"seven":7}`},
		{"SELECT 7 AS seven", "--format", "Vertical", "seven: 7"},
		{"--x\nSELECT 7 AS seven", "seven\n7"},
	} {
		words := []any{"query"}
		for _, w := range c[:len(c)-1] {
			words = append(words, w)
		}
		say(t, dir, append(words, want{c[len(c)-1]})...)
	}
	for format, told := range map[string]string{"NoSuchFormat": "NoSuchFormat", "CSV; DROP": "format"} {
		cmd := linli(t.Context(), dir, "query", "SELECT 1", "--format", format)
		if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), told) || strings.Count(strings.TrimSpace(string(out)), "\n") > 0 {
			t.Errorf("%s: %v %s", format, err, out)
		}
	}
}
