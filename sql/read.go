package sql

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Exec runs a statement given as text.
func (db *DB) Exec(ctx context.Context, query string, p Params) error {
	return db.exec(ctx, firstLine(query), query, p)
}

// Run runs a named statement.
func (db *DB) Run(ctx context.Context, name string, p Params) error {
	query, err := text(name)
	if err != nil {
		return err
	}
	return db.exec(ctx, name, query, p)
}

func (db *DB) exec(ctx context.Context, what, query string, p Params) error {
	// Waiting for the end makes a late failure an error instead of a cut answer.
	ctx, err := bound(ctx, p, clickhouse.Settings{"wait_end_of_query": 1})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer db.wrote()
	return clean(what, db.conn.Exec(ctx, query))
}

// Rows runs a named query and gives its rows. The caller closes them, on every path.
func (db *DB) Rows(ctx context.Context, name string, p Params) (driver.Rows, error) {
	query, err := text(name)
	if err != nil {
		return nil, err
	}
	return db.rows(ctx, name, query, p)
}

// Query is Rows for a query given as text.
func (db *DB) Query(ctx context.Context, query string, p Params) (driver.Rows, error) {
	return db.rows(ctx, firstLine(query), query, p)
}

func (db *DB) rows(ctx context.Context, what, query string, p Params) (driver.Rows, error) {
	ctx, err := bound(ctx, p, db.settings)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	rows, err := db.conn.Query(ctx, query)
	if err != nil {
		return nil, clean(what, err)
	}
	return &namedRows{rows, what}, nil
}

// namedRows words the errors of rows.
type namedRows struct {
	driver.Rows
	what string
}

func (r *namedRows) Err() error   { return clean(r.what, r.Rows.Err()) }
func (r *namedRows) Close() error { return clean(r.what, r.Rows.Close()) }

// Select runs a named query and puts all its rows into dest: a pointer to a
// slice of structs with ch:"column" tags, or of values if there is one column.
func (db *DB) Select(ctx context.Context, dest any, name string, p Params) error {
	query, err := text(name)
	if err != nil {
		return err
	}
	if list := reflect.ValueOf(dest); db.memory != nil && list.Kind() == reflect.Pointer && list.Elem().Kind() == reflect.Slice {
		return db.memory.read(ctx, db, list.Elem(), name, query, p)
	}
	return db.selectText(ctx, dest, name, query, p)
}

// SelectText is Select for a query given as text.
func (db *DB) SelectText(ctx context.Context, dest any, query string, p Params) error {
	return db.selectText(ctx, dest, firstLine(query), query, p)
}

func (db *DB) selectText(ctx context.Context, dest any, what, query string, p Params) error {
	list := reflect.ValueOf(dest)
	if list.Kind() != reflect.Pointer || list.Elem().Kind() != reflect.Slice {
		return fmt.Errorf("%s: the rows go into a pointer to a slice, not into a %T", what, dest)
	}
	list = list.Elem()
	rows, err := db.rows(ctx, what, query, p)
	if err != nil {
		return err
	}
	defer rows.Close()
	list.SetLen(0)
	for rows.Next() {
		item := reflect.New(list.Type().Elem())
		if err := scan(rows, item); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		list.Set(reflect.Append(list, item.Elem()))
	}
	return rows.Err()
}

// Get runs a named query and puts its first row into dest: a pointer to a
// struct, or to a value if there is one column. False says that there is no row.
func (db *DB) Get(ctx context.Context, dest any, name string, p Params) (bool, error) {
	query, err := text(name)
	if err != nil {
		return false, err
	}
	if item := reflect.ValueOf(dest); db.memory != nil && item.Kind() == reflect.Pointer && !item.IsNil() {
		rows := reflect.New(reflect.SliceOf(item.Type().Elem())).Elem()
		if err := db.memory.read(ctx, db, rows, name, query, p); err != nil || rows.Len() == 0 {
			return false, err
		}
		item.Elem().Set(rows.Index(0))
		return true, nil
	}
	return db.get(ctx, dest, name, query, p)
}

// GetText is Get for a query given as text.
func (db *DB) GetText(ctx context.Context, dest any, query string, p Params) (bool, error) {
	return db.get(ctx, dest, firstLine(query), query, p)
}

func (db *DB) get(ctx context.Context, dest any, what, query string, p Params) (bool, error) {
	item := reflect.ValueOf(dest)
	if item.Kind() != reflect.Pointer || item.IsNil() {
		return false, fmt.Errorf("%s: the row goes into a pointer, not into a %T", what, dest)
	}
	rows, err := db.rows(ctx, what, query, p)
	if err != nil {
		return false, err
	}
	if !rows.Next() {
		err := rows.Err()
		rows.Close()
		return false, err
	}
	if err := scan(rows, item); err != nil {
		rows.Close()
		return false, fmt.Errorf("%s: %w", what, err)
	}
	// A late error is the query's as well, so the rest is read: say LIMIT 1.
	if err := rows.Close(); err != nil {
		return false, err
	}
	return true, rows.Err()
}

// scan reads the row into a pointer to a struct or to a single value.
func scan(rows driver.Rows, item reflect.Value) error {
	t := item.Type().Elem()
	if t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() && hasTags(t) {
		return rows.ScanStruct(item.Interface())
	}
	return rows.Scan(item.Interface())
}

// hasTags tells a row from a struct that is itself a value, as a decimal is.
func hasTags(t reflect.Type) bool {
	for f := range t.Fields() {
		if f.Tag.Get("ch") != "" || f.Anonymous && f.Type.Kind() == reflect.Struct && hasTags(f.Type) {
			return true
		}
	}
	return false
}
