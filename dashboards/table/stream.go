package table

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

// Kinds are the media types of the formats that a record can be written in.
var Kinds = map[string]string{
	"json":    "application/json",
	"csv":     "text/csv; charset=utf-8",
	"arrow":   "application/vnd.apache.arrow.stream",
	"parquet": "application/vnd.apache.parquet",
	"xlsx":    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

// WriteArrow writes a record as an Arrow stream.
func WriteArrow(w io.Writer, r arrow.Record) error {
	out := ipc.NewWriter(w, ipc.WithSchema(r.Schema()))
	if err := out.Write(r); err != nil {
		return fmt.Errorf("arrow: %w", err)
	}
	return out.Close()
}

// WriteParquet writes a record as a Parquet file; the Arrow schema is kept inside, so days stay days.
func WriteParquet(w io.Writer, r arrow.Record) error {
	out, err := pqarrow.NewFileWriter(r.Schema(), unclosed{w}, parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Snappy)), pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	if err := out.Write(r); err != nil {
		return fmt.Errorf("parquet: %w", err)
	}
	return out.Close()
}

// unclosed keeps the writer of Parquet from closing what it was only lent.
type unclosed struct{ io.Writer }

// Objects are the rows of a record as JSON: one object per row, days as 2026-11-22, what is not a number as null.
func Objects(r arrow.Record) ([]byte, error) {
	b := []byte{'['}
	names := make([][]byte, r.NumCols())
	for i := range names {
		name, err := json.Marshal(r.ColumnName(i))
		if err != nil {
			return nil, err
		}
		names[i] = name
	}
	for row := range int(r.NumRows()) {
		if row > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		for i, name := range names {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(append(b, name...), ':')
			cell, err := json.Marshal(cell(r.Column(i), row))
			if err != nil {
				return nil, fmt.Errorf("json: column %s: %w", r.ColumnName(i), err)
			}
			b = append(b, cell...)
		}
		b = append(b, '}')
	}
	return append(b, ']'), nil
}

// WriteCSV writes a record as Table.CSV does: byte order mark, no formulas.
func WriteCSV(w io.Writer, r arrow.Record) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	cells := make([]string, r.NumCols())
	for i := range cells {
		cells[i] = r.ColumnName(i)
	}
	if err := out.Write(cells); err != nil {
		return err
	}
	for row := range int(r.NumRows()) {
		for i := range cells {
			switch v := cell(r.Column(i), row).(type) {
			case nil:
				cells[i] = ""
			case string:
				cells[i] = harmless(v)
			case float64:
				cells[i] = strconv.FormatFloat(v, 'f', -1, 64)
			default:
				cells[i] = fmt.Sprint(v)
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// cell is a value as JSON wants it.
func cell(c arrow.Array, row int) any {
	if c.IsNull(row) {
		return nil
	}
	switch c := c.(type) {
	case *array.String:
		return c.Value(row)
	case *array.Float64:
		if v := c.Value(row); !math.IsNaN(v) && !math.IsInf(v, 0) {
			return v
		}
		return nil
	case *array.Date32:
		return c.Value(row).ToTime().Format(time.DateOnly)
	case *array.Int64:
		return c.Value(row)
	case *array.Uint64:
		return c.Value(row)
	case *array.Uint16:
		return c.Value(row)
	case *array.Uint8:
		return c.Value(row)
	}
	return c.ValueStr(row)
}
