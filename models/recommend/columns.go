package recommend

import (
	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Sales holds one row per store and product of the window.
type Sales struct {
	StoreID     []string
	ProductID   []string
	Category    []string
	Units       []float64 // sold, net of cancellations
	Orders      []int64   // distinct paid orders with the product
	Buyers      []int64   // distinct users
	RevenueFen  []int64
	OfferedDays []float64 // nil: every store offered every product on every day of the window
	MarginFen   []float64 // per unit; nil, NaN or 0: unknown
}

// SalesFromRecord reads store_id, product_id, category, units, orders, buyers,
// revenue_fen and, where there, offered_days and margin_fen.
func SalesFromRecord(rec arrow.Record) (Sales, error) {
	r := column.Read("recommend sales", rec)
	s := Sales{
		StoreID: r.Strings("store_id"), ProductID: r.Strings("product_id"), Category: r.Strings("category"),
		Units: r.Floats("units"), Orders: r.Ints("orders"), Buyers: r.Ints("buyers"), RevenueFen: r.Ints("revenue_fen"),
		OfferedDays: r.OptionalFloats("offered_days"), MarginFen: r.OptionalFloats("margin_fen"),
	}
	return s, r.Err()
}

// Stores holds every store to advise with its distinct paid orders of the window,
// 0 for a store that has not sold yet.
type Stores struct {
	StoreID []string
	Orders  []int64
}

// StoresFromRecord reads store_id and orders.
func StoresFromRecord(rec arrow.Record) (Stores, error) {
	r := column.Read("recommend stores", rec)
	s := Stores{StoreID: r.Strings("store_id"), Orders: r.Ints("orders")}
	return s, r.Err()
}
