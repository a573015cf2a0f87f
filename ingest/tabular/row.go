package tabular

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

type kind uint8

const (
	missing kind = iota
	text
	number // text holds the literal
	boolean
	day     // at is its midnight in UTC
	instant // at is the instant
	local   // at is a clock reading without a zone, held as if in UTC
	nested  // text holds JSON
)

type value struct {
	kind kind
	text string
	at   time.Time
}

// Row is one row of a file. It is valid until the reader's next row.
type Row struct {
	Number int64 // line of the file, or row of a Parquet file, from 1
	unit   string
	cols   *columns
	vals   []value
}

func (r *Row) reset() {
	clear(r.vals)
	r.vals = r.vals[:0]
}

// set fills the place; places in between are missing.
func (r *Row) set(place int, v value) {
	for len(r.vals) <= place {
		r.vals = append(r.vals, value{})
	}
	r.vals[place] = v
}

func (r *Row) get(name string) value {
	if i, ok := r.cols.index[name]; ok && i < len(r.vals) {
		return r.vals[i]
	}
	return value{}
}

// Has says whether the column is there and not empty.
func (r *Row) Has(name string) bool {
	v := r.get(name)
	return v.kind > text || strings.TrimSpace(v.text) != ""
}

// Unit is what Number counts: "line" or "row".
func (r *Row) Unit() string { return r.unit }

// Where is the row's place for a message: "line 17" or "row 17".
func (r *Row) Where() string { return fmt.Sprintf("%s %d", r.unit, r.Number) }

// Cells are the contents of the row as text, in the order of the columns.
func (r *Row) Cells() []string {
	out := make([]string, len(r.vals))
	for i, v := range r.vals {
		out[i] = v.String()
	}
	return out
}

// IsJSON says whether the value is a JSON array or object, or a list or struct of Parquet, which Text gives as JSON.
func (r *Row) IsJSON(name string) bool { return r.get(name).kind == nested }

// Errorf makes the error that names the row and the column by its title in the file.
func (r *Row) Errorf(name, format string, args ...any) error {
	e := &RowError{Number: r.Number, Unit: r.unit, Column: name, Name: name, Value: r.Text(name), Problem: fmt.Sprintf(format, args...)}
	if i, ok := r.cols.index[name]; ok {
		e.Column = r.cols.titles[i]
	}
	return e
}

// RowError is what is wrong with one row.
type RowError struct {
	Number  int64
	Unit    string // "line" or "row"
	Column  string // as titled in the file; empty when the whole row is meant
	Name    string // of the column as it was asked for, whatever its title
	Value   string // what stands in the column
	Problem string
	Text    string // the beginning of a row that cannot be parted into columns
}

// Error implements error.
func (e *RowError) Error() string {
	if e.Column == "" {
		return fmt.Sprintf("%s %d: %s", e.Unit, e.Number, e.Problem)
	}
	return fmt.Sprintf("%s %d: column %s: %s", e.Unit, e.Number, e.Column, e.Problem)
}

func isRowError(err error) bool {
	_, ok := errors.AsType[*RowError](err)
	return ok
}

// rowErrorf concerns the whole row.
func (r *Row) rowErrorf(format string, args ...any) *RowError {
	return &RowError{Number: r.Number, Unit: r.unit, Problem: fmt.Sprintf(format, args...)}
}

// quote shows a value in a message, cut when it is long.
func quote(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
