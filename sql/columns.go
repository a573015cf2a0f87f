package sql

import (
	"context"
	"fmt"
	"strings"
)

// InsertColumns writes whole columns as one block: values holds one slice per name, all of one length.
func (db *DB) InsertColumns(ctx context.Context, table string, names []string, values []any) error {
	if !namePattern.MatchString(table) {
		return fmt.Errorf("insert into %q: not a name of a table", table)
	}
	what := "insert into " + table
	batch, err := db.conn.PrepareBatch(ctx, "INSERT INTO "+table+" (`"+strings.Join(names, "`, `")+"`)")
	if err != nil {
		return clean(what, err)
	}
	defer batch.Close()
	for i, v := range values {
		if err := batch.Column(i).Append(v); err != nil {
			return fmt.Errorf("%s: column %s: %w", what, names[i], err)
		}
	}
	return clean(what, batch.Send())
}
