package sql

import (
	"context"
	"fmt"
	"strings"
	"sync"
)

// columnLists are those that queries have given so far, by text: working them out takes as long as running a small query.
var columnLists sync.Map

// columnsOf lists the columns that a query gives, for an INSERT by name.
func (db *DB) columnsOf(ctx context.Context, what, query string, p Params) (string, error) {
	if list, ok := columnLists.Load(query); ok {
		return list.(string), nil
	}
	rows, err := db.rows(ctx, what, "DESCRIBE TABLE (\n"+query+"\n)", p)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name, ignored string
		if err := rows.Scan(&name, &ignored, &ignored, &ignored, &ignored, &ignored, &ignored); err != nil {
			return "", fmt.Errorf("%s: %w", what, err)
		}
		names = append(names, "`"+strings.NewReplacer(`\`, `\\`, "`", "\\`").Replace(name)+"`")
	}
	if err := rows.Err(); err != nil {
		return "", err
	}
	list := strings.Join(names, ", ")
	columnLists.Store(query, list)
	return list, nil
}
