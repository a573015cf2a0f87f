package profile

import (
	"reflect"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// record has the columns named, ids as text, the rest as whole numbers: the i-th
// column holds i and i+1.
func record(names ...string) arrow.Record {
	fields := make([]arrow.Field, len(names))
	for i, n := range names {
		fields[i] = arrow.Field{Name: n, Type: arrow.PrimitiveTypes.Uint32}
		if strings.HasSuffix(n, "_id") || n == "category" {
			fields[i].Type = arrow.BinaryTypes.String
		}
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	for i := range names {
		switch f := b.Field(i).(type) {
		case *array.StringBuilder:
			f.AppendValues([]string{"a", "b"}, nil)
		case *array.Uint32Builder:
			f.AppendValues([]uint32{uint32(i), uint32(i) + 1}, nil)
		}
	}
	return b.NewRecord()
}

// TestFromRecord reads each input whole, and names each column that is missing.
func TestFromRecord(t *testing.T) {
	ids := []string{"a", "b"}
	for _, c := range []struct {
		names []string
		read  func(arrow.Record) (any, error)
		want  any
	}{
		{[]string{"user_id", "community_id", "store_id", "orders", "recency_days", "monetary_fen", "age_days"},
			func(r arrow.Record) (any, error) { return BuyersFromRecord(r) },
			Buyers{ids, ids, ids, []int64{3, 4}, []int64{4, 5}, []int64{5, 6}, []int64{6, 7}}},
		{[]string{"user_id", "hour", "orders"}, func(r arrow.Record) (any, error) { return BuyerHoursFromRecord(r) },
			BuyerHours{ids, []int64{1, 2}, []int64{2, 3}}},
		{[]string{"community_id", "category", "buyers"}, func(r arrow.Record) (any, error) { return CategoryBuyersFromRecord(r) },
			CategoryBuyers{ids, ids, []int64{2, 3}}},
		{[]string{"community_id", "buyers"}, func(r arrow.Record) (any, error) { return CommunityBuyersFromRecord(r) },
			CommunityBuyers{ids, []int64{1, 2}}},
		{[]string{"community_id", "hour", "orders"}, func(r arrow.Record) (any, error) { return CommunityHoursFromRecord(r) },
			CommunityHours{ids, []int64{1, 2}, []int64{2, 3}}},
	} {
		got, err := c.read(record(c.names...))
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v, %v; want %+v", got, err, c.want)
		}
		for i, name := range c.names {
			rest := append(append([]string{}, c.names[:i]...), c.names[i+1:]...)
			if _, err := c.read(record(rest...)); err == nil || !strings.Contains(err.Error(), `column "`+name+`" is missing`) {
				t.Errorf("error %v without %s", err, name)
			}
		}
	}
}
