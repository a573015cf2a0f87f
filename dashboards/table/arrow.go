package table

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// Record is the table as Arrow: text, float64, days; money is in yuan, as in the other files; none is null.
func (t *Table) Record() arrow.Record {
	fields := make([]arrow.Field, len(t.Columns))
	for i, c := range t.Columns {
		kind := arrow.PrimitiveTypes.Float64
		switch c.kind {
		case text:
			kind = arrow.BinaryTypes.String
		case day:
			kind = arrow.FixedWidthTypes.Date32
		}
		fields[i] = arrow.Field{Name: c.Name, Type: kind, Nullable: true}
	}
	note := arrow.NewMetadata([]string{"title"}, []string{t.Title})
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, &note))
	defer b.Release()
	for _, row := range t.Rows {
		for i, v := range row {
			into := b.Field(i)
			if v == nil || plain(v) == nil {
				into.AppendNull()
				continue
			}
			switch into := into.(type) {
			case *array.StringBuilder:
				into.Append(v.(string))
			case *array.Date32Builder:
				into.Append(arrow.Date32FromTime(v.(time.Time)))
			case *array.Float64Builder:
				into.Append(plain(v).(float64))
			}
		}
	}
	return b.NewRecord()
}

// Parquet writes the table as a Parquet file.
func (t *Table) Parquet(w io.Writer) error {
	r := t.Record()
	defer r.Release()
	return WriteParquet(w, r)
}

// JSON writes the table as an object with its title and its rows.
func (t *Table) JSON(w io.Writer) error {
	r := t.Record()
	defer r.Release()
	rows, err := Objects(r)
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(struct {
		Title string          `json:"title"`
		Rows  json.RawMessage `json:"rows"`
	}{t.Title, rows})
}

// Formats are what a table can be taken out as.
var Formats = []string{"csv", "xlsx", "parquet", "json"}

// Write writes the table in a format.
func (t *Table) Write(w io.Writer, format string) error {
	switch format {
	case "csv":
		return t.CSV(w)
	case "xlsx":
		return Excel(w, t)
	case "parquet":
		return t.Parquet(w)
	case "json":
		return t.JSON(w)
	}
	return fmt.Errorf("table: format %q: want csv, xlsx, parquet or json", format)
}
