package community

import (
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// record has the columns named, of no rows or two: names that end in _id, states and categories are text, sums and degrees floats,
// the rest whole numbers, all 1.
func record(rows int, names ...string) arrow.Record {
	fields := make([]arrow.Field, len(names))
	for i, n := range names {
		fields[i] = arrow.Field{Name: n, Type: arrow.PrimitiveTypes.Int64}
		switch {
		case n == "cohort":
			fields[i].Type = arrow.FixedWidthTypes.Date32
		case strings.HasSuffix(n, "_id") || strings.HasSuffix(n, "_state") || n == "category" || n == "scope":
			fields[i].Type = arrow.BinaryTypes.String
		case len(n) < 3 || strings.HasPrefix(n, "x") || n == "margin_fen" || n == "square" || strings.HasSuffix(n, "itude"):
			fields[i].Type = arrow.PrimitiveTypes.Float64
		}
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for range rows {
		for _, f := range b.Fields() {
			switch f := f.(type) {
			case *array.StringBuilder:
				f.Append("a")
			case *array.Int64Builder:
				f.Append(1)
			case *array.Float64Builder:
				f.Append(1)
			case *array.Date32Builder:
				f.Append(1)
			}
		}
	}
	return b.NewRecord()
}

// TestFromRecord reads each input, also of no rows, and names each column that is missing.
func TestFromRecord(t *testing.T) {
	again := strings.Fields("scope scope_id users n nn x7 xx7 xn7 x14 xx14 xn14 x28 xx28 xn28")
	for name, c := range map[string]struct {
		names []string
		read  func(arrow.Record) error
	}{
		"cells":    {strings.Fields("community_id category buyers"), func(r arrow.Record) error { _, err := CategoryBuyersFromRecord(r); return err }},
		"buyers":   {strings.Fields("community_id days buyers"), func(r arrow.Record) error { _, err := BuyersFromRecord(r); return err }},
		"habits":   {strings.Fields("category days with_category users"), func(r arrow.Record) error { _, err := HabitsFromRecord(r); return err }},
		"prices":   {strings.Fields("community_id category band from_fen to_fen milli_units spend_fen"), func(r arrow.Record) error { _, err := PriceBandsFromRecord(r); return err }},
		"noise":    {strings.Fields("category band users n nn x xx xn m mm y yy ym"), func(r arrow.Record) error { _, err := PriceNoiseFromRecord(r); return err }},
		"hours":    {strings.Fields("community_id weekday hour orders clicks"), func(r arrow.Record) error { _, err := HourCountsFromRecord(r); return err }},
		"cohorts":  {strings.Fields("store_id cohort period exposed again"), func(r arrow.Record) error { _, err := CohortsFromRecord(r); return err }},
		"again":    {again, func(r arrow.Record) error { _, err := AgainFromRecord(r); return err }},
		"gaps":     {strings.Fields("category gap ended purchases"), func(r arrow.Record) error { _, err := GapsFromRecord(r); return err }},
		"expected": {append(strings.Fields("store_id visits since users missing"), Events[:]...), func(r arrow.Record) error { _, err := ExpectedFromRecord(r); return err }},
		"flows":    {strings.Fields("community_id from_state to_state members"), func(r arrow.Record) error { _, err := FlowsFromRecord(r); return err }},
		"reach":    {strings.Fields("community_id store_id buyers new_buyers"), func(r arrow.Record) error { _, err := ReachFromRecord(r); return err }},
		"margins":  {strings.Fields("community_id users buyers margin_fen square"), func(r arrow.Record) error { _, err := NewMarginsFromRecord(r); return err }},
		"places":   {strings.Fields("community_id store_id latitude longitude households"), func(r arrow.Record) error { _, err := PlacesFromRecord(r); return err }},
		"shops":    {strings.Fields("store_id latitude longitude open_days"), func(r arrow.Record) error { _, err := ShopsFromRecord(r); return err }},
	} {
		for _, rows := range []int{0, 2} {
			if err := c.read(record(rows, c.names...)); err != nil {
				t.Errorf("%s of %d rows: %v", name, rows, err)
			}
		}
		for i, missing := range c.names {
			rest := append(append([]string{}, c.names[:i]...), c.names[i+1:]...)
			if err := c.read(record(2, rest...)); err == nil || !strings.Contains(err.Error(), `column "`+missing+`" is missing`) {
				t.Errorf("%s: error %v without %s", name, err, missing)
			}
		}
	}
}
