package inventory

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

var must = []string{"mean", "q05", "q10", "q25", "q50", "q75", "q90", "q95"}

// withLists adds columns of lists to a record of one line.
func withLists(rec arrow.Record, values map[string][]float64) arrow.Record {
	fields, columns := rec.Schema().Fields(), rec.Columns()
	for name, v := range values {
		b := array.NewListBuilder(memory.DefaultAllocator, arrow.PrimitiveTypes.Float64)
		b.Append(true)
		b.ValueBuilder().(*array.Float64Builder).AppendValues(v, nil)
		fields, columns = append(fields, arrow.Field{Name: name, Type: b.Type(), Nullable: true}), append(columns, b.NewArray())
	}
	return array.NewRecord(arrow.NewSchema(fields, nil), columns, 1)
}

func TestLists(t *testing.T) {
	given := map[string][]float64{
		"booked_daily": {3, 0}, "stock_units": {4, 5}, "stock_days_left": {1, 0},
		"arrival_day": {0, 2}, "arrival_units": {7, 8}, "arrival_days_left": {0, 4},
	}
	for i, name := range must {
		given["daily_"+name] = []float64{float64(i), float64(10 + i)}
	}
	rec := withLists(record(append(append([]string{}, must...), "pick_fresh", "service"), []string{"lead_days", "delivers"}, false), given)
	got, err := LinesFromRecord(rec)
	want := Line{
		StoreID: "x", ProductID: "x", Demand: Demand{2, 3, 4, 5, 6, 7, 8, 9}, PickFresh: 10, Service: 11, LeadDays: 12, Delivers: 13,
		Daily:       []Demand{{0, 1, 2, 3, 4, 5, 6, 7}, {10, 11, 12, 13, 14, 15, 16, 17}},
		BookedDaily: []float64{3, 0}, Stock: []Batch{{4, 1}, {5, 0}}, Arrivals: []Arrival{{0, 7, 0}, {2, 8, 4}},
	}
	if err != nil || !reflect.DeepEqual(got, []Line{want}) {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	// ages and days left on arrival may be left out
	got, err = LinesFromRecord(withLists(record(must, nil, false), map[string][]float64{"stock_units": {4}, "arrival_day": {1}, "arrival_units": {7}}))
	if err != nil || !reflect.DeepEqual(got[0].Stock, []Batch{{4, 0}}) || !reflect.DeepEqual(got[0].Arrivals, []Arrival{{1, 7, 0}}) {
		t.Errorf("%+v, %v", got, err)
	}
	for want, lists := range map[string]map[string][]float64{
		"row 0 (x, x): daily_mean has 2 days, daily_q05 0": {"daily_mean": {1, 2}},
		"stock_units has 1 batches, stock_days_left 2":     {"stock_units": {1}, "stock_days_left": {1, 2}},
		"have 1, 2 and 2 deliveries":                       {"arrival_day": {1}, "arrival_units": {1, 2}},
		"stock_days_left holds 1.5":                        {"stock_units": {1}, "stock_days_left": {1.5}},
		"arrival_day holds NaN":                            {"arrival_day": {math.NaN()}, "arrival_units": {1}},
	} {
		if _, err := LinesFromRecord(withLists(record(must, nil, false), lists)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if _, err := LinesFromRecord(record(append(append([]string{}, must...), "stock_units"), nil, false)); err == nil || !strings.Contains(err.Error(), "want a list of float64") {
		t.Errorf("error %v for a column that is no list", err)
	}
}
