package main

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"github.com/linli-project/linli/ingest/tabular"
	"github.com/linli-project/linli/models/forecast"
	"github.com/linli-project/linli/models/forecast/history"
)

var forecastSchema = func() *arrow.Schema {
	fields := []arrow.Field{{Name: "store_id", Type: arrow.BinaryTypes.String}, {Name: "product_id", Type: arrow.BinaryTypes.String},
		{Name: "date", Type: arrow.FixedWidthTypes.Date32}}
	for _, name := range []string{"mean", "q05", "q10", "q25", "q50", "q75", "q90", "q95"} {
		fields = append(fields, arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Float64})
	}
	return arrow.NewSchema(fields, nil)
}()

// writeForecast writes the rows of the days that were asked for; of all where no future was given.
func writeForecast(path string, h *history.History, rows []forecast.Row) (written int, err error) {
	asked := askedDays(h)
	return written, tabular.WriteRecords(path, forecastSchema, func(write func(arrow.Record) error) error {
		b := array.NewRecordBuilder(memory.DefaultAllocator, forecastSchema)
		defer b.Release()
		flush := func() error {
			rec := b.NewRecord()
			defer rec.Release()
			if rec.NumRows() == 0 {
				return nil
			}
			return write(rec)
		}
		in := 0
		for i := range rows {
			r := &rows[i]
			day := history.DayOf(r.Day)
			if asked != nil && !asked[askedDay{r.StoreID, r.ProductID, day}] {
				continue
			}
			b.Field(0).(*array.StringBuilder).Append(r.StoreID)
			b.Field(1).(*array.StringBuilder).Append(r.ProductID)
			b.Field(2).(*array.Date32Builder).Append(arrow.Date32(day))
			b.Field(3).(*array.Float64Builder).Append(r.Mean)
			for j, q := range forecast.Quantiles(r) {
				b.Field(4 + j).(*array.Float64Builder).Append(q)
			}
			written++
			if in++; in == 100_000 {
				if err := flush(); err != nil {
					return err
				}
				in = 0
			}
		}
		return flush()
	})
}

type askedDay struct {
	store, product string
	day            int32
}

// askedDays are those that the future names; nil if there was none.
func askedDays(h *history.History) map[askedDay]bool {
	if h.Ahead == 0 {
		return nil
	}
	out := map[askedDay]bool{}
	for i := range h.Series {
		s := &h.Series[i]
		for _, d := range s.Asked {
			out[askedDay{s.Store, s.Product, d}] = true
		}
	}
	return out
}
