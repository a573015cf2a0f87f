package tabular

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
)

// FuzzParquet: no file panics, hangs, takes memory beyond a bounded multiple of its size, or gives more rows than it says.
func FuzzParquet(f *testing.F) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.String, Nullable: true}, {Name: "b", Type: arrow.PrimitiveTypes.Int64},
		{Name: "c", Type: arrow.ListOf(arrow.PrimitiveTypes.Float64), Nullable: true}, {Name: "d", Type: &arrow.TimestampType{Unit: arrow.Millisecond}}}, nil)
	seeds := []string{writeParquet(f, schema, `[{"a":"x","b":5,"c":[1,2],"d":"2026-11-22 10:30:00"},{"b":6,"d":"2026-11-22 10:30:01"}]`)}
	for _, c := range []compress.Compression{compress.Codecs.Zstd, compress.Codecs.Snappy, compress.Codecs.Gzip, compress.Codecs.Brotli} {
		seeds = append(seeds, oneColumn(f, "some text", 3, parquet.WithCompression(c)), oneColumn(f, "text", 3, parquet.WithCompression(c), parquet.WithDictionaryDefault(false)))
	}
	for _, path := range seeds {
		data, err := os.ReadFile(path) //nolint:gosec // a test's own file
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(dir, "f.parquet")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r, err := Open(path)
		for n := 0; err == nil; n++ {
			if _, err = r.Next(); n > 1<<20 {
				break
			}
		}
		runtime.ReadMemStats(&after)
		if r != nil {
			_ = r.Close()
		}
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 256<<20+1000*uint64(len(data)) && err != nil {
			t.Fatalf("%d bytes allocated for %d: %v", grown, len(data), err)
		}
	})
}

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
