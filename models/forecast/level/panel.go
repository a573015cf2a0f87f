package level

import (
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Panel holds daily sales, one row per store, product and day, in any order. A
// day absent between a series' first and last day had no sales and no stock-out.
type Panel struct {
	StoreID   []string
	ProductID []string
	Category  []string  // nil: one category for all
	Day       []int32   // days since 1970-01-01, see DayOf
	Quantity  []float64 // sold that day
	Stockout  []float64 // share of selling hours without stock, 0..1; NaN unknown; nil: never
}

// PanelFromRecord reads store_id, product_id, day, quantity and, where there,
// stockout (may be null) and category.
func PanelFromRecord(rec arrow.Record) (Panel, error) {
	r := column.Read("forecast history", rec)
	p := Panel{
		StoreID: r.Strings("store_id"), ProductID: r.Strings("product_id"),
		Day: r.Days("day"), Quantity: r.NullableFloats("quantity"), Stockout: r.OptionalFloats("stockout"),
	}
	if r.Has("category") {
		p.Category = r.Strings("category")
	}
	return p, r.Err()
}

// DayOf numbers the date of t, in t's own zone, in days since 1970-01-01.
func DayOf(t time.Time) int32 {
	y, m, d := t.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// TimeOf is the inverse of DayOf: midnight UTC of the day.
func TimeOf(day int32) time.Time { return time.Unix(int64(day)*86_400, 0).UTC() }

// weekday numbers Monday 0 to Sunday 6.
func weekday(day int32) int { return int((int64(day)+3)%7+7) % 7 }
