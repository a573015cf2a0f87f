package chdb

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSpaceIsKeptFree: the library does not notice a write that fails, so it must stop before the disk is full.
func TestSpaceIsKeptFree(t *testing.T) {
	e := open(t, t.TempDir())
	if got, want := run(t, e, "SELECT keep_free_space FROM system.disks WHERE name = 'default'"), cushion(e.Dir()); got != fmt.Sprint(want) || want == 0 {
		t.Errorf("%s bytes are kept free, want %d", got, want)
	}
}

// TestInspect: a folder of which a piece is missing is refused, one that a kill has left half made is not.
func TestInspect(t *testing.T) {
	const id = "df47b267-9802-4b99-9619-165d747a6a17"
	table := "ATTACH TABLE _ UUID '" + id + "'\n(\n    `a` UInt8\n)\nENGINE = MergeTree\nORDER BY a\n"
	whole := map[string]string{"metadata/linli.sql": "ATTACH DATABASE _\nENGINE = Atomic\n", "metadata/linli/click.sql": table, "store/df4/" + id + "/format_version.txt": "1"}
	for name, c := range map[string]struct {
		change map[string]string // files; empty ones are emptied, "-" takes away
		want   string
	}{
		"whole":                       {nil, ""},
		"new":                         {map[string]string{"metadata": "-", "store": "-"}, ""},
		"no file of the database":     {map[string]string{"metadata/linli.sql": "-"}, "metadata/linli.sql is missing"},
		"killed while it was made":    {map[string]string{"metadata/linli.sql": "-", "metadata/linli/click.sql": "-"}, ""},
		"killed while a table was":    {map[string]string{"metadata/linli/t.sql.tmp": table}, ""},
		"no data of a table":          {map[string]string{"store/df4/" + id: "-"}, "the data of table click, is missing"},
		"an empty file of a table":    {map[string]string{"metadata/linli/click.sql": ""}, "click.sql is empty"},
		"a table without a folder":    {map[string]string{"metadata/linli/v.sql": strings.Replace(strings.ReplaceAll(table, "MergeTree", "Memory"), "df4", "aaa", 1)}, ""},
		"data that nobody knows":      {map[string]string{"store/abc/x/y": "1"}, ""},
		"a database without a folder": {map[string]string{"metadata/other.sql": "ATTACH DATABASE _\nENGINE = Memory\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put := func(file, text string) {
				path := filepath.Join(dir, file)
				if text == "-" {
					if err := os.RemoveAll(path); err != nil {
						t.Fatal(err)
					}
					return
				}
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for file, text := range whole {
				put(file, text)
			}
			for file, text := range c.change {
				put(file, text)
			}
			err := inspect(dir)
			if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), remedy)) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}
