package manager

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/sql"
)

// TopStore is a store by sales.
type TopStore struct {
	StoreID string `ch:"store_id"`
	Name    string `ch:"name"`
	City    string `ch:"city"`
	Amount  int64  `ch:"amount"`
	Before  int64  `ch:"before_amount"`
	Orders  uint64 `ch:"orders"`
}

// TopProduct is a product by sales.
type TopProduct struct {
	ProductID string  `ch:"product_id"`
	Name      string  `ch:"name"`
	NameEn    string  `ch:"name_en"`
	Unit      string  `ch:"unit"`
	Amount    int64   `ch:"amount"`
	Before    int64   `ch:"before_amount"`
	Units     float64 `ch:"units"`
	Stores    uint64  `ch:"stores"`
}

// Tops are a period and its ten largest of one kind.
type Tops[T any] struct {
	Period Period
	Rows   []T
}

func loadTops[T any](ctx context.Context, db *sql.DB, name string, p Period) (Tops[T], error) {
	t := Tops[T]{Period: p}
	if err := db.Select(ctx, &t.Rows, name, p.params()); err != nil {
		return t, fmt.Errorf("tops: %w", err)
	}
	return t, nil
}

// Change is now and before as the words for a change want them.
func (t TopStore) Change() [2]float64 { return [2]float64{float64(t.Amount), float64(t.Before)} }

// Change is now and before as the words for a change want them.
func (t TopProduct) Change() [2]float64 { return [2]float64{float64(t.Amount), float64(t.Before)} }
