package tabular

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// FuzzText: no CSV or JSON Lines content panics, hangs or gives more rows than it has bytes.
func FuzzText(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\xef\xbb\xbfa;b\n\"1\n\",2\r\n", "{\"a\":1}\n{\"b\":[{}]}\n", "a\n\xb6\xab\xc3\xc5\n", "\x1f\x8b\x08\x00", "a,\"b\nc"} {
		f.Add([]byte(s), true)
		f.Add([]byte(s), false)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte, isCSV bool) {
		path := filepath.Join(dir, "f.jsonl")
		if isCSV {
			path = filepath.Join(dir, "f.csv")
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := Open(path)
		if err != nil {
			return
		}
		defer func() { _ = r.Close() }()
		for n := 0; ; n++ {
			row, err := r.Next()
			if err != nil && !isRowError(err) {
				if !errors.Is(err, io.EOF) && err.Error() == "" {
					t.Fatal("an error without words")
				}
				return
			}
			for _, c := range r.Columns() {
				_, _ = row.Decimal(c, 3)
				_, _ = row.Date(c)
				_, _ = row.Instant(c, time.UTC)
			}
			if n > 1<<20 {
				t.Fatal("rows without end")
			}
		}
	})
}
