package master

import (
	"context"
	"errors"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
	"github.com/linli-project/linli/sql"
)

// longestTaken is the longest statement that is taken from a page, in rows.
const longestTaken = 200_000

// What can be wrong with a statement that somebody hands in, besides the faults of a [FileError].
const (
	BadRow   = "row"   // more or fewer fields than titles, a quote out of place, no UTF-8
	BadCell  = "cell"  // the column says which
	BadTwice = "twice" // an order twice on a day
)

// Refusal is why a statement was not taken, for who tells a reader in another language.
type Refusal struct {
	kind, unit    string
	number        int64
	column, value string
	err           error
}

// Error implements error.
func (r *Refusal) Error() string { return r.err.Error() }

// Unwrap gives what was found.
func (r *Refusal) Unwrap() error { return r.err }

// Refused gives the fault, the place ("line" or "row" and its number, from 1; 0: the whole file), the column by its name here, and
// what stands in it.
func (r *Refusal) Refused() (kind, unit string, number int64, column, value string) {
	return r.kind, r.unit, r.number, r.column, r.value
}

// TakeStatement imports a statement that somebody hands in on a page: what [Import] does, for rows of stores that may alone. Ready is
// told what was read (rows, first and last day; paid, refunded and commission in fen) when every row is right and before any can be
// seen; its error refuses the file. What is wrong with the file is a *Refusal, and nothing was imported.
func TakeStatement(ctx context.Context, db *sql.DB, path string, at time.Time, may func(store string) bool,
	ready func(rows int64, first, last time.Time, fen [3]int64) error,
) error {
	var sum statementSum
	_, err := Import(ctx, db, Statements, path, Options{Now: at, May: may, MaxRows: longestTaken, sum: &sum, Ready: func(r Result) error {
		return ready(r.Rows, sum.first, sum.last, sum.fen)
	}})
	return refusal(err)
}

func refusal(err error) error {
	if file, ok := errors.AsType[*FileError](err); ok {
		return &Refusal{kind: file.Fault, column: file.Column, err: err}
	}
	if twice, ok := errors.AsType[*TwiceError](err); ok {
		return &Refusal{kind: BadTwice, unit: twice.Unit, number: twice.Number, err: err}
	}
	if row, ok := errors.AsType[*tabular.RowError](err); ok {
		r := &Refusal{kind: BadCell, unit: row.Unit, number: row.Number, column: row.Name, value: row.Value, err: err}
		if row.Name == "" {
			r.kind = BadRow
		}
		return r
	}
	return err
}

// statementSum is what the rows of a statement come to.
type statementSum struct {
	first, last time.Time
	fen         [3]int64 // paid, refunded, commission
}

func (t *statementSum) add(s Statement) {
	if t.first.IsZero() || s.BusinessDay.Before(t.first) {
		t.first = s.BusinessDay
	}
	if s.BusinessDay.After(t.last) {
		t.last = s.BusinessDay
	}
	for i, fen := range []int64{s.Paid, s.Refunded, s.Commission} {
		t.fen[i] += fen
	}
}
