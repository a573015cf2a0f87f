package sql

import (
	"context"
	"io"
)

// QueryFormat runs a query given as text and gives the answer as ClickHouse writes it in a format such as JSONEachRow or Vertical. The
// format stands beside the query, not in it. The caller closes the answer.
func (db *DB) QueryFormat(ctx context.Context, format, query string) (io.ReadCloser, error) {
	body, err := db.conn.QueryFormat(ctx, format, query)
	if err != nil {
		return nil, clean(firstLine(query), err)
	}
	return body, nil
}
