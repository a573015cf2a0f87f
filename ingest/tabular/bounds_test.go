package tabular

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

// oneColumn writes the same text so many times.
func oneColumn(t testing.TB, text string, rows int, opts ...parquet.WriterProperty) string {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.String}}, nil)
	path := filepath.Join(t.TempDir(), "a.parquet")
	f, err := os.Create(path) //nolint:gosec // a test's own folder
	if err != nil {
		t.Fatal(err)
	}
	w, err := pqarrow.NewFileWriter(schema, f, parquet.NewWriterProperties(opts...), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for range rows {
		b.Field(0).(*array.StringBuilder).Append(text)
		rec := b.NewRecord()
		if err := w.WriteBuffered(rec); err != nil {
			t.Fatal(err)
		}
		rec.Release()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// sum reads to the end and gives the rows and how much was allocated on the way.
func sum(path string) (rows int, allocated uint64, err error) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := Open(path)
	for err == nil {
		if _, err = r.Next(); err == nil {
			rows++
		}
	}
	if r != nil {
		_ = r.Close()
	}
	runtime.ReadMemStats(&after)
	return rows, after.TotalAlloc - before.TotalAlloc, err
}

// TestParquetBombs: a small file that unpacks to gigabytes, or says that it does, is refused in words and in bounded memory.
func TestParquetBombs(t *testing.T) {
	zstd := parquet.WithCompression(compress.Codecs.Zstd)
	head := "PAR1\x15\x02\x19\xfc" + string(binary.AppendUvarint(nil, 99_000_000)) // version 1, a schema of 99 million elements
	list := head + string(binary.LittleEndian.AppendUint32(nil, uint32(len(head)-4))) + "PAR1"
	for name, path := range map[string]string{
		"a page":       oneColumn(t, strings.Repeat("x", 80<<20), 1, zstd, parquet.WithDictionaryDefault(false)),
		"a dictionary": oneColumn(t, strings.Repeat("x", 256<<10), 1024, zstd, parquet.WithDictionaryDefault(true), parquet.WithDictionaryPageSizeLimit(8<<20)),
		"a list":       write(t, "b.parquet", list),
		"a footer":     write(t, "c.parquet", "PAR1"+strings.Repeat("\xff", 16)+"PAR1"),
	} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 256<<10 {
			t.Errorf("%s: %d bytes are no bomb", name, info.Size())
		}
		rows, allocated, err := sum(path)
		if rows > 0 || allocated > 1<<30 || err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "again") && !strings.Contains(err.Error(), "as CSV") {
			t.Errorf("%s: %d rows, %d MiB allocated, %v", name, rows, allocated>>20, err)
		}
	}
	if rows, _, err := sum(oneColumn(t, strings.Repeat("x", 32<<10), 2000, zstd)); rows != 2000 {
		t.Errorf("a good file of long texts: %d rows, %v", rows, err)
	}
}

// TestDeepParquet: groups within groups end in an error, not in a full stack.
func TestDeepParquet(t *testing.T) {
	for depth, want := range map[int]string{100: "nested", 2_000_000: "columns and groups"} {
		deep(t, depth, want)
	}
}

func deep(t *testing.T, depth int, want string) {
	t.Helper()
	body := []byte("\x15\x02\x19\xfc")
	body = binary.AppendUvarint(body, uint64(depth))
	for range depth - 1 {
		body = append(body, "\x35\x00\x18\x01a\x15\x02\x00"...) // required, named a, one child
	}
	body = append(body, "\x15\x02\x25\x00\x18\x01a\x00\x16\x00\x19\x0c\x00"...) // a leaf, then no rows in no groups
	data := append([]byte("PAR1"), body...)
	data = append(binary.LittleEndian.AppendUint32(data, uint32(len(body))), "PAR1"...)
	rows, allocated, err := sum(write(t, "a.parquet", string(data)))
	if rows > 0 || err == nil || !strings.Contains(err.Error(), want) || allocated > 64<<20 {
		t.Errorf("%d deep: %d rows, %d MiB, %v", depth, rows, allocated>>20, err)
	}
}
