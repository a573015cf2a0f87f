package jobs

import (
	"context"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/sql"
)

// profileWindow is how many days of orders a profile looks back on.
const profileWindow = 90

// read gives a query's columns to a model's reader and lets them go afterwards: the model must copy what it keeps.
func read[T any](ctx context.Context, db *sql.DB, query string, p sql.Params, from func(arrow.Record) (T, error), use func(T) error) error {
	rec, err := db.Arrow(ctx, query, p)
	if err != nil {
		return err
	}
	defer rec.Release()
	columns, err := from(rec)
	if err != nil {
		return err
	}
	return use(columns)
}

func runProfile(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	p := sql.Params{"day": sql.Day(day), "window": profileWindow}
	steps := []func(context.Context, *sql.DB, time.Time, sql.Params) (uint64, error){users, windows, households}
	var total uint64
	for _, step := range steps {
		n, err := step(ctx, db, day, p)
		if err != nil {
			return total, err
		}
		total += n
	}
	return total, nil
}

// texts reads a query's single text column.
func texts(ctx context.Context, db *sql.DB, query string, p sql.Params) ([]string, error) {
	rows, err := db.Rows(ctx, query, p)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}
