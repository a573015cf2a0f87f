package owner

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// reader reads one list of a store and a day as a table.
type reader func(ctx context.Context, db *sql.DB, p words.Printer, store string, day time.Time) (*table.Table, error)

var readers = map[string]reader{
	"aggregation": listOf("aggregation", aggregation), "purchase": listOf("purchase", purchase), "products": listOf("products", products),
	"sorting": listOf("sorting", sorting), "delivery": listOf("delivery", delivery), "redemption": redemption,
}

// columns are the heads of a list, with how a row of its query fills them.
type columns[T any] func(words.Printer) ([]table.Column, func(T) []any)

// listOf makes the reader of a list from its query, which has the list's name.
func listOf[T any](kind string, of columns[T]) reader {
	return func(ctx context.Context, db *sql.DB, p words.Printer, store string, day time.Time) (*table.Table, error) {
		var rows []T
		if err := db.Select(ctx, &rows, "owner/"+kind, sql.Params{"store": store, "day": chain.Date(day)}); err != nil {
			return nil, fmt.Errorf("list %s: %w", kind, err)
		}
		return filled(p.T("list."+kind), p, rows, of), nil
	}
}

// filled is a table of rows.
func filled[T any](title string, p words.Printer, rows []T, of columns[T]) *table.Table {
	heads, cells := of(p)
	t := table.New(title, heads...)
	for _, r := range rows {
		t.Add(cells(r)...)
	}
	return t
}

// redemption is the list as a table, for files; the page has a button for each order.
func redemption(ctx context.Context, db *sql.DB, p words.Printer, store string, day time.Time) (*table.Table, error) {
	rows, err := waiting(ctx, db, store, day)
	if err != nil {
		return nil, fmt.Errorf("list redemption: %w", err)
	}
	return filled(p.T("list.redemption"), p, rows, pickups), nil
}

// tail is the end of an order's id, enough to find the order in the mini-program.
func tail(id string) string {
	runes := []rune(id)
	return string(runes[max(0, len(runes)-8):])
}
