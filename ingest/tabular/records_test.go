package tabular

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

var recordSchema = arrow.NewSchema([]arrow.Field{{Name: "id", Type: arrow.BinaryTypes.String},
	{Name: "kind", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}, Nullable: true},
	{Name: "on", Type: arrow.FixedWidthTypes.Date32}, {Name: "x_price", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "x_n", Type: arrow.PrimitiveTypes.Int64}}, nil)

// recordsOf writes so many rows, and gives the path.
func recordsOf(t *testing.T, dir string, rows int) string {
	t.Helper()
	path := filepath.Join(dir, "a.parquet")
	err := WriteRecords(path, recordSchema, func(write func(arrow.Record) error) error {
		for from := 0; from < rows; from += 1000 {
			var text []string
			for i := from; i < min(from+1000, rows); i++ {
				text = append(text, fmt.Sprintf(`{"id":"苹果%d","kind":"k%d","on":"2026-11-22","x_price":%d.5,"x_n":%d}`, i, i%3, i%7, i))
			}
			rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, recordSchema, strings.NewReader("["+strings.Join(text, ",")+"]"))
			if err != nil {
				return err
			}
			defer rec.Release()
			if err := write(rec); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestRecords: what is written is read again, in pieces, whole or by columns.
func TestRecords(t *testing.T) {
	path := recordsOf(t, t.TempDir(), recordRows+500)
	rows, pieces := 0, 0
	err := Records(t.Context(), path, nil, func(rec arrow.Record) error {
		if n := int(rec.NumRows()); n > recordRows || rec.NumCols() != 5 {
			t.Errorf("a record of %d rows and %d columns", n, rec.NumCols())
		}
		for i := range int(rec.NumRows()) {
			if want := fmt.Sprintf("苹果%d k%d 2026-11-22 %d.5", rows, rows%3, rows%7); want != fmt.Sprint(rec.Column(0).ValueStr(i), " ", rec.Column(1).ValueStr(i), " ",
				rec.Column(2).ValueStr(i), " ", rec.Column(3).ValueStr(i)) || rec.Column(4).(*array.Int64).Value(i) != int64(rows) {
				t.Fatalf("row %d is not %s", rows, want)
			}
			rows++
		}
		pieces++
		return nil
	})
	if err != nil || rows != recordRows+500 || pieces < 2 {
		t.Errorf("%d rows in %d pieces, %v", rows, pieces, err)
	}
	err = Records(t.Context(), path, []string{"x_n", "none"}, func(rec arrow.Record) error {
		if rec.NumCols() != 1 || rec.ColumnName(0) != "x_n" {
			t.Errorf("columns %v", rec.Schema())
		}
		return nil
	})
	if n, errColumns := Columns(path, "x_"); err != nil || errColumns != nil || n != 2 {
		t.Errorf("%d columns begin with x_, want 2; %v, %v", n, err, errColumns)
	}
}

// TestRecordsEnds: an error, or the end of the context, stops the reading, and names the file once.
func TestRecordsEnds(t *testing.T) {
	path := recordsOf(t, t.TempDir(), 10)
	stop := errors.New("enough")
	if err := Records(t.Context(), path, nil, func(arrow.Record) error { return stop }); !errors.Is(err, stop) || err.Error() != path+": enough" {
		t.Errorf("%v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Records(ctx, path, nil, func(arrow.Record) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	called := false
	if err := Records(t.Context(), recordsOf(t, t.TempDir(), 0), nil, func(arrow.Record) error { called = true; return nil }); err != nil || called {
		t.Errorf("a file without a row: %v, called %t", err, called)
	}
}

// TestRecordsRefuse: damaged files and those that are none get one line.
func TestRecordsRefuse(t *testing.T) {
	dir := t.TempDir()
	whole, err := os.ReadFile(recordsOf(t, dir, 2000))
	if err != nil {
		t.Fatal(err)
	}
	broken := append([]byte{}, whole...)
	for i := 4; i < 400; i++ {
		broken[i] ^= 0x5a
	}
	for want, content := range map[string][]byte{"is empty": {}, "no Parquet file": []byte("store_id,date\n"), "too short": []byte("abc"),
		"no Parquet file that": whole[:len(whole)/2], "damaged": broken} {
		path := filepath.Join(dir, "b.parquet")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		err := Records(t.Context(), path, nil, func(arrow.Record) error { return nil })
		if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), path) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	for path, want := range map[string]string{dir: "is a folder", dir + "/none": "no such file"} {
		if err := Records(t.Context(), path, nil, func(arrow.Record) error { return nil }); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if _, err := Columns(dir+"/none", "x_"); err == nil {
		t.Error("columns of no file")
	}
}

// TestWriteRecords: an error leaves the file that was there, and nothing beside it.
func TestWriteRecords(t *testing.T) {
	dir := t.TempDir()
	path := recordsOf(t, dir, 3)
	before, err := os.ReadFile(path) //nolint:gosec // a test's own folder
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("disk full")
	err = WriteRecords(path, recordSchema, func(func(arrow.Record) error) error { return stop })
	if !errors.Is(err, stop) || !strings.Contains(err.Error(), path) {
		t.Errorf("%v", err)
	}
	after, _ := os.ReadFile(path) //nolint:gosec // a test's own folder
	if left, _ := os.ReadDir(dir); string(before) != string(after) || len(left) != 1 {
		t.Errorf("%d files; changed: %t", len(left), string(before) != string(after))
	}
	if err := WriteRecords(filepath.Join(dir, "none", "a"), recordSchema, func(func(arrow.Record) error) error { return nil }); err == nil {
		t.Error("a file in no folder is written")
	}
}
