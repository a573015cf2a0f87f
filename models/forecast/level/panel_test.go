package level

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// history is a record as the job's query gives it, without the columns named.
func historyRecord(without string) arrow.Record {
	var fields []arrow.Field
	for _, f := range []arrow.Field{
		{Name: "store_id", Type: arrow.BinaryTypes.String}, {Name: "product_id", Type: arrow.BinaryTypes.String}, {Name: "category", Type: arrow.BinaryTypes.String},
		{Name: "day", Type: arrow.FixedWidthTypes.Date32}, {Name: "quantity", Type: arrow.PrimitiveTypes.Float64},
		{Name: "stockout", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	} {
		if !strings.Contains(without, f.Name) {
			fields = append(fields, f)
		}
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i, f := range fields {
		switch f.Name {
		case "day":
			b.Field(i).(*array.Date32Builder).AppendValues([]arrow.Date32{100, 101}, nil)
		case "quantity":
			b.Field(i).(*array.Float64Builder).AppendValues([]float64{1.5, 2}, nil)
		case "stockout":
			b.Field(i).(*array.Float64Builder).AppendValues([]float64{0.5, 9}, []bool{true, false})
		default:
			b.Field(i).(*array.StringBuilder).AppendValues([]string{"x", "x"}, nil)
		}
	}
	return b.NewRecord()
}

func TestPanelFromRecord(t *testing.T) {
	two := []string{"x", "x"}
	rec := historyRecord("")
	p, err := PanelFromRecord(rec)
	if err != nil {
		t.Fatal(err)
	}
	if p.Stockout[0] != 0.5 || !math.IsNaN(p.Stockout[1]) {
		t.Errorf("stockout %v, want .5 and unknown", p.Stockout)
	}
	p.Stockout = nil
	if want := (Panel{StoreID: two, ProductID: two, Category: two, Day: []int32{100, 101}, Quantity: []float64{1.5, 2}}); !reflect.DeepEqual(p, want) {
		t.Errorf("%+v, want %+v", p, want)
	}
	if &p.Quantity[0] != &rec.Column(4).(*array.Float64).Float64Values()[0] {
		t.Error("quantity was copied")
	}
	p, err = PanelFromRecord(historyRecord("category stockout"))
	if err != nil || p.Category != nil || p.Stockout != nil {
		t.Errorf("%+v, %v; want category and stockout to be optional", p, err)
	}
	if rows, _, err := Forecast(p, Options{}); err != nil || len(rows) != 7 {
		t.Errorf("%d rows, %v from a record", len(rows), err)
	}
	if _, err = PanelFromRecord(historyRecord("quantity")); err == nil || !strings.Contains(err.Error(), `forecast history: column "quantity" is missing`) {
		t.Errorf("error %v without quantity", err)
	}
}
