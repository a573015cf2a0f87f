package inventory

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// record holds one line; the i-th number is i.
func record(numbers, wholes []string, start bool) arrow.Record {
	fields := []arrow.Field{{Name: "store_id", Type: arrow.BinaryTypes.String}, {Name: "product_id", Type: arrow.BinaryTypes.String}}
	for _, n := range numbers {
		fields = append(fields, arrow.Field{Name: n, Type: arrow.PrimitiveTypes.Float64})
	}
	for _, n := range wholes {
		fields = append(fields, arrow.Field{Name: n, Type: arrow.PrimitiveTypes.Int64})
	}
	if start {
		fields = append(fields, arrow.Field{Name: "start", Type: arrow.FixedWidthTypes.Date32})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i := range fields {
		switch f := b.Field(i).(type) {
		case *array.StringBuilder:
			f.Append("x")
		case *array.Float64Builder:
			f.Append(float64(i))
		case *array.Int64Builder:
			f.Append(int64(i))
		case *array.Date32Builder:
			f.Append(20_000)
		}
	}
	return b.NewRecord()
}

func TestLinesFromRecord(t *testing.T) {
	demand := Demand{2, 3, 4, 5, 6, 7, 8, 9}
	got, err := LinesFromRecord(record(must, nil, false))
	if want := []Line{{StoreID: "x", ProductID: "x", Demand: demand}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	got, err = LinesFromRecord(record(append(append([]string{}, must...), "usual", "booked", "on_hand", "on_order", "pack_size", "min_order"),
		[]string{"days", "shelf_life_days", "price_fen", "cost_fen", "salvage_fen"}, true))
	want := []Line{{StoreID: "x", ProductID: "x", Demand: demand, Usual: 10, Booked: 11, OnHand: 12, OnOrder: 13, PackSize: 14, MinOrder: 15,
		Days: 16, ShelfLifeDays: 17, PriceFen: 18, CostFen: 19, SalvageFen: 20, Start: time.Unix(20_000*86_400, 0).UTC()}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	for i, name := range must {
		rest := append(append([]string{}, must[:i]...), must[i+1:]...)
		if _, err := LinesFromRecord(record(rest, nil, false)); err == nil || !strings.Contains(err.Error(), `inventory lines: column "`+name+`" is missing`) {
			t.Errorf("error %v without %s", err, name)
		}
	}
}
