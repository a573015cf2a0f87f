package booking

import (
	"math"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// record has a row of numbers under each name; NaN is null.
func record(names string, rows ...[]float64) arrow.Record {
	var fields []arrow.Field
	for name := range strings.FieldsSeq(names) {
		f := arrow.Field{Name: name, Type: arrow.PrimitiveTypes.Float64, Nullable: true}
		switch name {
		case "day":
			f.Type = arrow.FixedWidthTypes.Date32
		case "product_id", "category", "promotion":
			f.Type = arrow.BinaryTypes.String
		}
		fields = append(fields, f)
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for _, row := range rows {
		for i, x := range row {
			switch f := b.Field(i).(type) {
			case *array.Date32Builder:
				f.Append(arrow.Date32(x))
			case *array.StringBuilder:
				f.Append(string(rune('a' + int(x))))
			case *array.Float64Builder:
				if math.IsNaN(x) {
					f.AppendNull()
				} else {
					f.Append(x)
				}
			}
		}
	}
	return b.NewRecord()
}

func TestRecords(t *testing.T) {
	h, err := HistoryFromRecord(record("day total booked_1 booked_2 kept_1 kept_2 product_id mean", []float64{20000, 7, 3, 6, 3, 5, 1, math.NaN()},
		[]float64{20001, 8, 2, 8, 2, 8, 2, 9}), []float64{24, 0}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if h.Booked[1][0] != 6 || h.Kept[1][0] != 5 || h.ProductID[1] != "c" || h.Category != nil || !math.IsNaN(h.Mean[0]) || h.Mean[1] != 9 || h.Day[1] != 20001 {
		t.Errorf("read %+v", h)
	}
	if _, err := Learn(h); err != nil {
		t.Error(err)
	}
	if h, err = HistoryFromRecord(record("day total booked_1 booked_2"), []float64{24, 0}, 0); err != nil || h.Kept != nil || len(h.Booked) != 2 {
		t.Errorf("without kept: %+v, %v", h, err)
	}
	if _, err = HistoryFromRecord(record("day total booked_1"), []float64{24, 0}, 0); err == nil || !strings.Contains(err.Error(), `"booked_2" is missing`) {
		t.Errorf("booked_2 is missing: %v", err)
	}
	n, err := NowFromRecord(record("day mean booked category", []float64{20000, 7, 3, 0}))
	if err != nil || n.Booked[0] != 3 || n.Category[0] != "a" || n.Promotion != nil {
		t.Errorf("read %+v, %v", n, err)
	}
	if _, err = NowFromRecord(record("day mean booked", []float64{20000, 7, math.NaN()})); err == nil || !strings.Contains(err.Error(), "is null in row 0") {
		t.Errorf("a null: %v", err)
	}
}
