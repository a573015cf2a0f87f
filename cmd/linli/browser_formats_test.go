//go:build browser

package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
	"github.com/xuri/excelize/v2"
)

// sheetOf is a table out of a file: its heads, and its cells as text.
type sheetOf struct {
	heads []string
	rows  [][]string
}

// opened reads an exported file with the library of its format.
func opened(t *testing.T, format string, content []byte) sheetOf {
	t.Helper()
	switch format {
	case "csv":
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) == 0 {
			t.Fatalf("%v in %s", err, content)
		}
		return sheetOf{rows[0], rows[1:]}
	case "xlsx":
		book, err := excelize.OpenReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = book.Close() }()
		rows, err := book.GetRows(book.GetSheetList()[0], excelize.Options{RawCellValue: true})
		if err != nil || len(rows) == 0 {
			t.Fatalf("no rows: %v", err)
		}
		for i := range rows { // empty cells at the end of a row are left out
			rows[i] = append(rows[i], make([]string, len(rows[0])-len(rows[i]))...)
		}
		return sheetOf{rows[0], rows[1:]}
	case "parquet":
		return openedParquet(t, content)
	}
	var text struct {
		Title string
		Rows  []json.RawMessage
	}
	decode(t, string(content), &text)
	if text.Title == "" {
		t.Error("the file has no title")
	}
	var s sheetOf
	for i, object := range text.Rows {
		heads, cells := inOrder(t, object)
		if i == 0 {
			s.heads = heads
		}
		s.rows = append(s.rows, cells)
	}
	return s
}

// inOrder reads the fields of an object in the order in which they stand.
func inOrder(t *testing.T, object []byte) (names, values []string) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(object))
	_, _ = d.Token()
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		value, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		if value != nil {
			text = fmt.Sprint(value)
		}
		names, values = append(names, fmt.Sprint(name)), append(values, text)
	}
	return names, values
}

func openedParquet(t *testing.T, content []byte) sheetOf {
	t.Helper()
	f, err := file.NewParquetReader(bytes.NewReader(content), file.WithReadProps(parquet.NewReaderProperties(memory.DefaultAllocator)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	table, err := r.ReadTable(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer table.Release()
	s := sheetOf{rows: make([][]string, table.NumRows())}
	for i := range int(table.NumCols()) {
		s.heads = append(s.heads, table.Schema().Field(i).Name)
		n := 0
		for _, chunk := range table.Column(i).Data().Chunks() {
			for k := range chunk.Len() {
				text := ""
				if !chunk.IsNull(k) {
					text = chunk.ValueStr(k)
				}
				s.rows[n] = append(s.rows[n], text)
				n++
			}
		}
	}
	return s
}

// same says whether two cells hold the same, be it written with more digits or fewer.
func same(a, b string) bool {
	if a == b || strings.TrimPrefix(a, "'") == strings.TrimPrefix(b, "'") {
		return true
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && math.Abs(x-y) <= 1e-9*math.Max(1, math.Abs(x))
}
