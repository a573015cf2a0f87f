// Package column reads typed columns by name from an Arrow record, which is how
// ClickHouse's ArrowStream reaches the models.
//
// Shape: one record, one slice per column, all as long as the record. float64,
// int64 and date32 buffers and the bytes of strings are shared with the record,
// not copied: keep the record (do not Release it) while the slices are in use,
// and do not write to them. Other widths are copied once.
//
// Errors: the Reader remembers the first thing that is wrong, a missing column,
// a type it cannot use or a null where none may be, and Err returns it with the
// name of the table, the column and what to do about it. After an error every
// further read gives nil.
package column

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
)

// Reader takes columns out of one record.
type Reader struct {
	table string
	rec   arrow.Record
	err   error
}

// Read starts reading rec; table names it in errors.
func Read(table string, rec arrow.Record) *Reader {
	r := &Reader{table: table, rec: rec}
	if rec == nil {
		r.err = fmt.Errorf("%s: no record to read; pass the result of the query", table)
	}
	return r
}

// Err returns the first error met, or nil.
func (r *Reader) Err() error { return r.err }

// Rows returns the number of rows of the record.
func (r *Reader) Rows() int {
	if r.rec == nil {
		return 0
	}
	return int(r.rec.NumRows())
}

// Has tells whether the record has a column of that name.
func (r *Reader) Has(name string) bool {
	return r.rec != nil && len(r.rec.Schema().FieldIndices(name)) > 0
}

// find returns the column, or nil after recording why there is none.
func (r *Reader) find(name string) arrow.Array {
	if r.err != nil {
		return nil
	}
	at := r.rec.Schema().FieldIndices(name)
	switch len(at) {
	case 1:
		return r.rec.Column(at[0])
	case 0:
		r.fail(name, "is missing; select it in the query (there are: %s)", strings.Join(r.Names(), ", "))
	default:
		r.fail(name, "is there %d times; give each column one name in the query", len(at))
	}
	return nil
}

func (r *Reader) fail(name, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: column %q "+format, append([]any{r.table, name}, args...)...)
	}
}

func (r *Reader) mistyped(name, want string, got arrow.Array) {
	r.fail(name, "has type %s, want %s; cast it in the query", got.DataType(), want)
}

// full reports whether a column has no null, and records an error if it has.
func (r *Reader) full(name string, a arrow.Array) bool {
	if a.NullN() == 0 {
		return true
	}
	for i := range a.Len() {
		if a.IsNull(i) {
			r.fail(name, "is null in row %d (%d nulls in all); filter such rows or give them a value in the query", i, a.NullN())
			break
		}
	}
	return false
}
