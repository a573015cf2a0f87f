package sql

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Batch starts an insert of rows or columns: `INSERT INTO t` or `INSERT INTO t
// (a, b)`. It is sent as one block by Send; the caller closes it on every path.
func (db *DB) Batch(ctx context.Context, insert string) (driver.Batch, error) {
	b, err := db.conn.PrepareBatch(ctx, insert)
	return b, clean(firstLine(insert), err)
}

// BatchToken is Batch with an insert_deduplication_token: of two blocks with
// the same token, a table with a deduplication window keeps the first.
func (db *DB) BatchToken(ctx context.Context, insert, token string) (driver.Batch, error) {
	return db.Batch(withToken(ctx, token), insert)
}

func withToken(ctx context.Context, token string) context.Context {
	if token == "" {
		return ctx
	}
	return clickhouse.Context(ctx, clickhouse.WithSettings(clickhouse.Settings{
		"insert_deduplicate":         1,
		"insert_deduplication_token": token,
	}))
}

// Insert writes rows, a slice of structs with ch:"column" tags, as one block.
// With a token, a second insert of the same token stores nothing.
func (db *DB) Insert(ctx context.Context, table string, rows any, token string) error {
	list := reflect.ValueOf(rows)
	if list.Kind() != reflect.Slice {
		return fmt.Errorf("insert into %s: want a slice of structs, not a %T", table, rows)
	}
	if list.Len() == 0 {
		return nil
	}
	if !namePattern.MatchString(table) {
		return fmt.Errorf("insert into %q: not a name of a table", table)
	}
	elem := list.Type().Elem()
	pointers := elem.Kind() == reflect.Pointer
	if pointers {
		elem = elem.Elem()
	}
	columns := columnsOf(elem)
	if len(columns) == 0 {
		return fmt.Errorf("insert into %s: %s has no field with a ch tag", table, elem)
	}
	what := "insert into " + table
	defer db.wrote()
	batch, err := db.conn.PrepareBatch(withToken(ctx, token), "INSERT INTO "+table+" (`"+strings.Join(columns, "`, `")+"`)")
	if err != nil {
		return clean(what, err)
	}
	defer batch.Close()
	for i := range list.Len() {
		item := list.Index(i)
		if !pointers {
			item = item.Addr()
		}
		if err := batch.AppendStruct(item.Interface()); err != nil {
			return fmt.Errorf("%s: row %d: %w", what, i, err)
		}
	}
	return clean(what, batch.Send())
}

// columnsOf lists the ch tags of a struct, embedded structs included.
func columnsOf(t reflect.Type) []string {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var columns []string
	for f := range t.Fields() {
		tag := f.Tag.Get("ch")
		switch {
		case tag == "-":
		case tag != "":
			columns = append(columns, tag)
		case f.Anonymous:
			columns = append(columns, columnsOf(f.Type)...)
		}
	}
	return columns
}

// firstLine shortens a statement to say which one failed.
func firstLine(query string) string {
	line := strings.Join(strings.Fields(query), " ")
	if runes := []rune(line); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return line
}
