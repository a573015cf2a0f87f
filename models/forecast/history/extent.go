package history

import (
	"math"
	"sort"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Extent finds how much a history holds before it is built: what a look at keys and dates alone tells.
type Extent struct {
	First, Last int32 // days of any row
	Rows        int64
	starts      map[key]int32
}

// NewExtent is that of no rows.
func NewExtent() *Extent {
	return &Extent{First: math.MaxInt32, Last: math.MinInt32, starts: map[key]int32{}}
}

// Add takes rows of the past, of which it needs store_id, product_id and date.
func (e *Extent) Add(rec arrow.Record) error {
	const name = "sales history"
	r := column.Read(name, rec)
	stores, products := r.Keys("store_id"), r.Keys("product_id")
	on, err := days(name, rec, r)
	if err != nil {
		return err
	}
	var k key
	start := int32(math.MaxInt32)
	for i, day := range on {
		if i == 0 || products[i] != k.product || stores[i] != k.store {
			k = key{stores[i], products[i]}
			var ok bool
			if start, ok = e.starts[k]; !ok {
				k = key{strings.Clone(k.store), strings.Clone(k.product)}
				start = math.MaxInt32
			}
		}
		if day < start {
			start = day
			e.starts[k] = day
		}
		e.First, e.Last = min(e.First, day), max(e.Last, day)
	}
	e.Rows += rec.NumRows()
	return nil
}

// Days counts the days of series that a history from a day on holds, with those that have no row.
func (e *Extent) Days(from int32) (n int64) {
	for _, start := range e.starts {
		n += max(0, int64(e.Last)-int64(max(start, from))+1)
	}
	return n
}

// From is the earliest day from which the history holds at most so many days of series.
func (e *Extent) From(most int64) int32 {
	span := max(0, int64(e.Last)-int64(e.First)+1)
	return int32(int64(e.First) + int64(sort.Search(int(span), func(d int) bool { return e.Days(int32(int64(e.First)+int64(d))) <= most })))
}
