package tabular

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

// writeParquet writes the JSON rows three to a row group.
func writeParquet(t testing.TB, schema *arrow.Schema, rows string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.parquet")
	f, err := os.Create(path) //nolint:gosec // a test's own folder
	if err != nil {
		t.Fatal(err)
	}
	rec, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Release()
	w, err := pqarrow.NewFileWriter(schema, f, parquet.NewWriterProperties(parquet.WithMaxRowGroupLength(3)), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(rec); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestParquet(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Int32},
		{Name: "name", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "price", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
		{Name: "exact", Type: &arrow.Decimal128Type{Precision: 10, Scale: 2}},
		{Name: "on", Type: arrow.FixedWidthTypes.Date32},
		{Name: "utc", Type: &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}},
		{Name: "clock", Type: &arrow.TimestampType{Unit: arrow.Microsecond}},
		{Name: "tags", Type: arrow.ListOf(arrow.PrimitiveTypes.Int64), Nullable: true},
	}, nil)
	line := `{"id":7,"name":"苹果","price":12.9,"exact":"3.86","on":"2026-11-22","utc":"2026-11-22 02:30:00","clock":"2026-11-22 10:30:00","tags":[1,2]}`
	path := writeParquet(t, schema, "["+strings.Repeat(line+",", 6)+strings.NewReplacer(`"苹果"`, "null", "12.9", "null", "[1,2]", "null").Replace(line)+"]")
	got := read(t, path)
	if want := "row 2: 7|苹果|12.9|3.86|2026-11-22|2026-11-22T02:30:00Z|2026-11-22 10:30:00|[1,2]"; len(got) != 7 || got[1] != want {
		t.Errorf("got  %q\nwant %q, 7 rows", got, want)
	}
	if want := "row 7: 7|||3.86|2026-11-22|2026-11-22T02:30:00Z|2026-11-22 10:30:00|"; got[6] != want {
		t.Errorf("got  %q\nwant %q", got[6], want)
	}
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	row, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 2, 30, 0, 0, time.UTC)
	utc, err1 := row.Instant("utc", nil)
	clock, err2 := row.Instant("clock", time.FixedZone("", 8*3600))
	fen, err3 := row.Decimal("price", 2)
	if !utc.Equal(at) || !clock.Equal(at) || fen != 1290 || err1 != nil || err2 != nil || err3 != nil {
		t.Error(utc, clock, fen, err1, err2, err3)
	}
	if want := (Position{1, 7, "rows"}); r.Position() != want {
		t.Error(r.Position())
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestNestedParquet: structures, lists of them and maps are JSON, whatever in them is missing.
func TestNestedParquet(t *testing.T) {
	line := arrow.StructOf(arrow.Field{Name: "product_id", Type: arrow.BinaryTypes.String, Nullable: true}, arrow.Field{Name: "quantity", Type: arrow.PrimitiveTypes.Float64},
		arrow.Field{Name: "tags", Type: arrow.ListOf(arrow.BinaryTypes.String), Nullable: true})
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "id", Type: arrow.PrimitiveTypes.Int64},
		{Name: "lines", Type: arrow.ListOf(line), Nullable: true},
		{Name: "place", Type: arrow.StructOf(arrow.Field{Name: "x", Type: arrow.PrimitiveTypes.Float64, Nullable: true}, arrow.Field{Name: "y \"", Type: arrow.FixedWidthTypes.Date32, Nullable: true}), Nullable: true},
		{Name: "map", Type: arrow.MapOf(arrow.BinaryTypes.String, arrow.PrimitiveTypes.Int64), Nullable: true},
	}, nil)
	path := writeParquet(t, schema, `[{"id":1,"lines":[{"product_id":"p1","quantity":1.5,"tags":["a","b"]},{"product_id":null,"quantity":2,"tags":null}],"place":{"x":1,"y \"":"2026-11-22"},"map":[{"key":"k","value":5}]},
		{"id":2,"lines":null,"place":null,"map":null}, {"id":3,"lines":[],"place":{"x":null,"y \"":null},"map":[]}, {"id":4,"lines":[{"product_id":"p4","quantity":4,"tags":[]}],"place":{"x":4,"y \"":null},"map":null}]`)
	want := []string{
		`row 1: 1|[{"product_id":"p1","quantity":1.5,"tags":["a","b"]},{"product_id":null,"quantity":2,"tags":null}]|{"x":1,"y \"":"2026-11-22"}|[{"key":"k","value":5}]`,
		`row 2: 2|||`, `row 3: 3|[]||[]`,
		`row 4: 4|[{"product_id":"p4","quantity":4,"tags":[]}]|{"x":4,"y \"":null}|`,
	}
	if got := read(t, path); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	deeper := arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.StructOf(arrow.Field{Name: "b", Type: line})}}, nil)
	if _, err := Open(writeParquet(t, deeper, `[{"a":{"b":{"product_id":"p","quantity":1,"tags":[]}}}]`)); err == nil || !strings.Contains(err.Error(), "JSON text") {
		t.Error(err)
	}
}

// TestDamagedParquet flips and cuts: no panic, no hang, and an error that is one line.
func TestDamagedParquet(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.String}, {Name: "b", Type: arrow.PrimitiveTypes.Int64}}, nil)
	path := writeParquet(t, schema, "["+strings.TrimSuffix(strings.Repeat(`{"a":"x","b":5},`, 20), ",")+"]")
	whole := read(t, path)
	data, err := os.ReadFile(path) //nolint:gosec // a test's own file
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(data); i += 1 + len(data)/400 {
		bad := append([]byte(nil), data...)
		bad[i] ^= 0x55
		p := write(t, "b.parquet", string(bad))
		r, err := Open(p)
		n := 0
		for err == nil {
			if _, err = r.Next(); err == nil {
				n++
			}
			if n > 100 {
				t.Fatalf("byte %d: more rows than there were", i)
			}
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("byte %d: %v", i, err)
		}
		if r != nil {
			_ = r.Close()
		}
	}
	if _, err := Open(write(t, "c.parquet", string(data[:len(data)/2]))); err == nil {
		t.Error("half a file was opened")
	}
	if again := read(t, path); !reflect.DeepEqual(again, whole) {
		t.Error("reading twice differs")
	}
}

// TestKeep: what is not asked for is not read, even where it could not be; the others stay in their places, also after a jump
// to a later row group.
func TestKeep(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "Ref", Type: arrow.BinaryTypes.String},
		{Name: "took", Type: arrow.FixedWidthTypes.Time32s}, {Name: "n", Type: arrow.PrimitiveTypes.Int64}}, nil)
	path := writeParquet(t, schema, `[{"Ref":"a","took":"10:30:00","n":1},{"Ref":"b","took":"10:30:00","n":2},{"Ref":"c","took":"10:30:00","n":3},{"Ref":"d","took":"10:30:00","n":4}]`)
	for _, c := range []struct {
		keep []string
		want string
	}{{[]string{"id", "n", "colour"}, "a1 b2 c3 d4 "}, {[]string{"n"}, "1 2 3 4 "}} {
		r, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = r.Close() }()
		if err := errors.Join(r.Alias(map[string]string{"ref": "id"}), r.Keep(c.keep)); err != nil {
			t.Fatal(err)
		}
		got := ""
		for row, err := range r.Rows() {
			if err != nil {
				t.Fatal(err)
			}
			got += row.Text("id") + row.Text("n") + " "
		}
		if got != c.want || !r.Has("took") {
			t.Errorf("keeping %s: %q, want %q", c.keep, got, c.want)
		}
		if err := r.Seek(Mark{Rows: 3}); err != nil {
			t.Fatal(err)
		}
		if row, err := r.Next(); err != nil || row.Text("n") != "4" {
			t.Errorf("row 4: %v %v", row, err)
		}
	}
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if err := r.Keep([]string{"nothing"}); err != nil { // all are read then, with the one that cannot be
		t.Fatal(err)
	}
	if _, err := r.Next(); err == nil || !strings.Contains(err.Error(), "column took") {
		t.Errorf("%v", err)
	}
}
