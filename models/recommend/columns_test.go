package recommend

import (
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

func record(optional bool) arrow.Record {
	fields := []arrow.Field{
		{Name: "store_id", Type: arrow.BinaryTypes.String}, {Name: "product_id", Type: arrow.BinaryTypes.String}, {Name: "category", Type: arrow.BinaryTypes.String},
		{Name: "orders", Type: arrow.PrimitiveTypes.Uint64}, {Name: "buyers", Type: arrow.PrimitiveTypes.Uint32}, {Name: "revenue_fen", Type: arrow.PrimitiveTypes.Int64},
		{Name: "units", Type: arrow.PrimitiveTypes.Float64},
	}
	if optional {
		fields = append(fields, arrow.Field{Name: "offered_days", Type: arrow.PrimitiveTypes.Float64},
			arrow.Field{Name: "margin_fen", Type: arrow.PrimitiveTypes.Float64, Nullable: true})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i := range fields {
		switch f := b.Field(i).(type) {
		case *array.StringBuilder:
			f.Append("x")
		case *array.Uint64Builder:
			f.Append(4)
		case *array.Uint32Builder:
			f.Append(3)
		case *array.Int64Builder:
			f.Append(900)
		case *array.Float64Builder:
			if fields[i].Nullable {
				f.AppendNull()
			} else {
				f.Append(5)
			}
		}
	}
	return b.NewRecord()
}

func TestFromRecord(t *testing.T) {
	s, err := SalesFromRecord(record(true))
	if err != nil || s.Units[0] != 5 || s.Orders[0] != 4 || s.Buyers[0] != 3 || s.RevenueFen[0] != 900 || s.OfferedDays[0] != 5 || !math.IsNaN(s.MarginFen[0]) {
		t.Errorf("%+v, %v", s, err)
	}
	stores, err := StoresFromRecord(record(true))
	if err != nil || stores.StoreID[0] != "x" || stores.Orders[0] != 4 {
		t.Errorf("%+v, %v", stores, err)
	}
	rows, err := Rank(s, stores, Options{})
	if err != nil || len(rows) != 1 || rows[0].OwnUnits != 5 || rows[0].Buyers != 3 || rows[0].Evidence != 4 || rows[0].ChainUnits != 5 {
		t.Errorf("%+v, %v", rows, err)
	}
	if s, err = SalesFromRecord(record(false)); err != nil || s.OfferedDays != nil || s.MarginFen != nil {
		t.Errorf("%+v, %v; want offered_days and margin_fen to be optional", s, err)
	}
	missing := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema([]arrow.Field{{Name: "store_id", Type: arrow.BinaryTypes.String}}, nil)).NewRecord()
	if _, err = SalesFromRecord(missing); err == nil || !strings.Contains(err.Error(), `recommend sales: column "product_id" is missing`) {
		t.Errorf("error %v", err)
	}
	if _, err = StoresFromRecord(missing); err == nil || !strings.Contains(err.Error(), `recommend stores: column "orders" is missing`) {
		t.Errorf("error %v", err)
	}
}
