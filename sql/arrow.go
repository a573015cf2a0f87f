package sql

import (
	"context"
	"fmt"
	"io"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// arrowSettings make columns that Go code can use as they come: strings are
// utf8, days are date32, dictionaries are plain, nothing is packed.
var arrowSettings = clickhouse.Settings{
	"output_format_arrow_string_as_string":              1,
	"output_format_arrow_low_cardinality_as_dictionary": 0,
	"output_format_arrow_compression_method":            "none",
	"output_format_arrow_date_as_uint16":                0,
}

// ArrowReader gives the records of a query one after another, in bounded memory.
type ArrowReader struct {
	name string
	body io.ReadCloser
	ipc  *ipc.Reader
	err  error
}

// ArrowStream runs a named query and gives its records. The caller closes it.
func (db *DB) ArrowStream(ctx context.Context, name string, p Params) (*ArrowReader, error) {
	query, err := text(name)
	if err != nil {
		return nil, err
	}
	return db.arrowStream(ctx, name, query, p)
}

// ArrowStreamText is ArrowStream for a query given as text.
func (db *DB) ArrowStreamText(ctx context.Context, query string, p Params) (*ArrowReader, error) {
	return db.arrowStream(ctx, firstLine(query), query, p)
}

func (db *DB) arrowStream(ctx context.Context, what, query string, p Params) (*ArrowReader, error) {
	ctx, err := bound(ctx, p, arrowSettings)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	body, err := db.conn.QueryFormat(ctx, "ArrowStream", query)
	if err != nil {
		return nil, clean(what, err)
	}
	r, err := ipc.NewReader(body, ipc.WithAllocator(memory.DefaultAllocator))
	if err != nil {
		body.Close()
		return nil, clean(what, err)
	}
	return &ArrowReader{name: what, body: body, ipc: r}, nil
}

// Schema of the records.
func (r *ArrowReader) Schema() *arrow.Schema { return r.ipc.Schema() }

// Next moves to the next record. It returns false at the end and after an error, which Err tells.
func (r *ArrowReader) Next() bool {
	if r.err != nil || !r.ipc.Next() {
		if err := r.ipc.Err(); err != nil && r.err == nil {
			r.err = clean(r.name, err)
		}
		return false
	}
	return true
}

// Record is the current record, valid until the next Next unless retained.
func (r *ArrowReader) Record() arrow.Record { return r.ipc.Record() }

// Err is the error that ended the reading.
func (r *ArrowReader) Err() error { return r.err }

// Close ends the query and frees the current record. It may be called twice.
func (r *ArrowReader) Close() error {
	if r.ipc == nil {
		return nil
	}
	r.ipc.Release()
	r.ipc = nil
	return clean(r.name, r.body.Close())
}

// Arrow runs a named query and gives its whole result as one record. The caller
// releases it. A float64 column without nulls is a []float64 as it lies there:
// record.Column(i).(*array.Float64).Float64Values().
func (db *DB) Arrow(ctx context.Context, name string, p Params) (arrow.Record, error) {
	query, err := text(name)
	if err != nil {
		return nil, err
	}
	return db.arrow(ctx, name, query, p)
}

// ArrowText is Arrow for a query given as text.
func (db *DB) ArrowText(ctx context.Context, query string, p Params) (arrow.Record, error) {
	return db.arrow(ctx, firstLine(query), query, p)
}

func (db *DB) arrow(ctx context.Context, what, query string, p Params) (arrow.Record, error) {
	r, err := db.arrowStream(ctx, what, query, p)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var parts []arrow.Record
	defer func() {
		for _, part := range parts {
			part.Release()
		}
	}()
	for r.Next() {
		part := r.Record()
		part.Retain()
		parts = append(parts, part)
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	return concatenate(r.Schema(), parts)
}

// concatenate makes one record of several, or an empty one of none.
func concatenate(schema *arrow.Schema, parts []arrow.Record) (arrow.Record, error) {
	if len(parts) == 1 {
		parts[0].Retain()
		return parts[0], nil
	}
	if len(parts) == 0 {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		defer b.Release()
		return b.NewRecord(), nil
	}
	columns := make([]arrow.Array, schema.NumFields())
	rows := int64(0)
	for _, part := range parts {
		rows += part.NumRows()
	}
	for i := range columns {
		pieces := make([]arrow.Array, len(parts))
		for k, part := range parts {
			pieces[k] = part.Column(i)
		}
		column, err := array.Concatenate(pieces, memory.DefaultAllocator)
		if err != nil {
			return nil, fmt.Errorf("join the records of column %s: %w", schema.Field(i).Name, err)
		}
		defer column.Release()
		columns[i] = column
	}
	return array.NewRecord(schema, columns, rows), nil
}
