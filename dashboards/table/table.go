// Package table is a table that can be shown, or taken out as CSV or Excel:
// the same rows in each form.
package table

import (
	"math"
	"time"

	"github.com/linli-project/linli/dashboards/words"
)

// Kind is what a column holds.
type Kind int

const (
	text Kind = iota
	number
	money
	day
)

// Column is a head with its kind.
type Column struct {
	Name string
	kind Kind
}

// Text makes a column of strings.
func Text(name string) Column { return Column{name, text} }

// Number makes a column of float64.
func Number(name string) Column { return Column{name, number} }

// Money makes a column of int64 fen.
func Money(name string) Column { return Column{name, money} }

// Day makes a column of time.Time days.
func Day(name string) Column { return Column{name, day} }

// Numeric says whether the column is set to the right.
func (c Column) Numeric() bool { return c.kind == number || c.kind == money }

// Show writes a value of the column as pages do.
func (c Column) Show(p words.Printer, v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return p.Quantity(v)
	case int64:
		return p.Money(v)
	case time.Time:
		return p.ShortDay(v)
	}
	return ""
}

// Table is a title, columns and rows. Note is a line below it in workbooks, which travel without the page; files for machines hold rows only.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]any
	Note    string
}

// New makes an empty table.
func New(title string, columns ...Column) *Table { return &Table{Title: title, Columns: columns} }

// Add appends a row with one value per column.
func (t *Table) Add(values ...any) {
	if len(values) != len(t.Columns) {
		panic("table: a row of " + t.Title + " does not fit its columns")
	}
	t.Rows = append(t.Rows, values)
}

// plain is a value as files want it: fen in yuan, days as dates, none as empty.
func plain(v any) any {
	switch v := v.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
	case int64:
		return float64(v) / 100
	case time.Time:
		if words.Never(v) {
			return nil
		}
		return v.Format(time.DateOnly)
	}
	return v
}
