package jobs

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/profile/customer"
	"github.com/linli-project/linli/sql"
)

// readUsers reads the users in slices by a hash of their ids, so that memory does not grow with the orders.
func readUsers(ctx context.Context, db *sql.DB, day time.Time, p sql.Params) (*customer.Book, error) {
	q := maps.Clone(p)
	q["lifetime"] = userLifetime
	var n uint64
	if _, err := db.Get(ctx, &n, "models/customer_users", q); err != nil {
		return nil, err
	}
	slices := n/usersAtOnce + 1
	q["slices"] = slices
	book := customer.NewBook(int32(day.Unix()/86_400), customer.Options{Window: profileWindow})
	for slice := range slices {
		q["slice"] = slice
		if err := readSlice(ctx, db, book, q); err != nil {
			return nil, fmt.Errorf("users, slice %d of %d: %w", slice+1, slices, err)
		}
	}
	return book, nil
}

func readSlice(ctx context.Context, db *sql.DB, book *customer.Book, p sql.Params) error {
	var records [4]arrow.Record
	for i, query := range []string{"models/customer_orders", "models/customer_categories", "models/customer_clicks", "models/customer_shares"} {
		rec, err := db.Arrow(ctx, query, p)
		if err != nil {
			return err
		}
		defer rec.Release()
		records[i] = rec
	}
	orders, err := customer.OrdersFromRecord(records[0])
	if err != nil {
		return err
	}
	categories, err := customer.CategoriesFromRecord(records[1])
	if err != nil {
		return err
	}
	clicks, err := customer.ClicksFromRecord(records[2])
	if err != nil {
		return err
	}
	shares, err := customer.SharesFromRecord(records[3])
	if err != nil {
		return err
	}
	return book.Add(orders, categories, clicks, shares)
}
