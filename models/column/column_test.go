package column

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// record builds a record of two rows; build fills each column.
func record(fields []arrow.Field, build func(*array.RecordBuilder)) arrow.Record {
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	build(b)
	return b.NewRecord()
}

func field(name string, t arrow.DataType) arrow.Field {
	return arrow.Field{Name: name, Type: t, Nullable: true}
}

func TestTypes(t *testing.T) {
	rec := record([]arrow.Field{
		field("s", arrow.BinaryTypes.String), field("b", arrow.BinaryTypes.Binary), field("f", arrow.PrimitiveTypes.Float64),
		field("f32", arrow.PrimitiveTypes.Float32), field("i", arrow.PrimitiveTypes.Int64), field("u8", arrow.PrimitiveTypes.Uint8),
		field("u64", arrow.PrimitiveTypes.Uint64), field("t", arrow.FixedWidthTypes.Boolean), field("d", arrow.FixedWidthTypes.Date32),
		field("d16", arrow.PrimitiveTypes.Uint16), field("null", arrow.PrimitiveTypes.Float64),
	}, func(b *array.RecordBuilder) {
		b.Field(0).(*array.StringBuilder).AppendValues([]string{"x", "y"}, nil)
		b.Field(1).(*array.BinaryBuilder).AppendValues([][]byte{[]byte("p"), []byte("q")}, nil)
		b.Field(2).(*array.Float64Builder).AppendValues([]float64{1.5, 2}, nil)
		b.Field(3).(*array.Float32Builder).AppendValues([]float32{0.5, 2}, nil)
		b.Field(4).(*array.Int64Builder).AppendValues([]int64{-7, 8}, nil)
		b.Field(5).(*array.Uint8Builder).AppendValues([]uint8{255, 0}, nil)
		b.Field(6).(*array.Uint64Builder).AppendValues([]uint64{1, math.MaxInt64}, nil)
		b.Field(7).(*array.BooleanBuilder).AppendValues([]bool{true, false}, nil)
		b.Field(8).(*array.Date32Builder).AppendValues([]arrow.Date32{-1, 20000}, nil)
		b.Field(9).(*array.Uint16Builder).AppendValues([]uint16{3, 20000}, nil)
		b.Field(10).(*array.Float64Builder).AppendValues([]float64{4, 5}, []bool{true, false})
	})
	r := Read("test", rec)
	for name, ok := range map[string]bool{
		"s": slices.Equal(r.Strings("s"), []string{"x", "y"}), "b": slices.Equal(r.Strings("b"), []string{"p", "q"}),
		"f": slices.Equal(r.Floats("f"), []float64{1.5, 2}), "f32": slices.Equal(r.Floats("f32"), []float64{0.5, 2}),
		"i": slices.Equal(r.Ints("i"), []int64{-7, 8}), "i as float": slices.Equal(r.Floats("i"), []float64{-7, 8}),
		"u8": slices.Equal(r.Ints("u8"), []int64{255, 0}), "u64": slices.Equal(r.Ints("u64"), []int64{1, math.MaxInt64}),
		"t": slices.Equal(r.Ints("t"), []int64{1, 0}), "d": slices.Equal(r.Days("d"), []int32{-1, 20000}),
		"d16": slices.Equal(r.Days("d16"), []int32{3, 20000}), "absent": r.OptionalFloats("absent") == nil && r.OptionalInts("absent") == nil,
		"null": math.IsNaN(r.NullableFloats("null")[1]) && r.NullableFloats("null")[0] == 4,
	} {
		if !ok {
			t.Errorf("column %s is read wrongly", name)
		}
	}
	if r.Err() != nil || r.Rows() != 2 {
		t.Errorf("%d rows, error %v", r.Rows(), r.Err())
	}
	if &r.Floats("f")[0] != &rec.Column(2).(*array.Float64).Float64Values()[0] {
		t.Error("float64 was copied")
	}
}

func TestDictionary(t *testing.T) {
	typ := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	rec := record([]arrow.Field{field("s", typ)}, func(b *array.RecordBuilder) {
		d := b.Field(0).(*array.BinaryDictionaryBuilder)
		for _, v := range []string{"b", "a", "b"} {
			if err := d.AppendString(v); err != nil {
				t.Fatal(err)
			}
		}
	})
	if got := Read("test", rec).Strings("s"); !slices.Equal(got, []string{"b", "a", "b"}) {
		t.Errorf("dictionary read as %q", got)
	}
}

func TestErrors(t *testing.T) {
	rec := record([]arrow.Field{
		field("s", arrow.BinaryTypes.String), field("f", arrow.PrimitiveTypes.Float64), field("u", arrow.PrimitiveTypes.Uint64),
		field("twice", arrow.PrimitiveTypes.Int64), field("twice", arrow.PrimitiveTypes.Int64),
	}, func(b *array.RecordBuilder) {
		b.Field(0).(*array.StringBuilder).AppendValues([]string{"x", "y"}, []bool{true, false})
		b.Field(1).(*array.Float64Builder).AppendValues([]float64{1, 2}, nil)
		b.Field(2).(*array.Uint64Builder).AppendValues([]uint64{1, math.MaxUint64}, nil)
		b.Field(3).(*array.Int64Builder).AppendValues([]int64{1, 2}, nil)
		b.Field(4).(*array.Int64Builder).AppendValues([]int64{1, 2}, nil)
	})
	for _, c := range []struct {
		read func(*Reader)
		want string
	}{
		{func(r *Reader) { r.Floats("none") }, `column "none" is missing; select it in the query (there are: s, f, u, twice, twice)`},
		{func(r *Reader) { r.Strings("s") }, `column "s" is null in row 1 (1 nulls in all)`},
		{func(r *Reader) { r.Ints("f") }, `column "f" has type float64, want int64; cast it in the query`},
		{func(r *Reader) { r.Strings("f") }, `column "f" has type float64, want utf8`},
		{func(r *Reader) { r.NullableFloats("s") }, `column "s" has type utf8, want float64`},
		{func(r *Reader) { r.Days("f") }, `column "f" has type float64, want date32`},
		{func(r *Reader) { r.Ints("u") }, `column "u" is 18446744073709551615 in row 1, more than an int64 holds`},
		{func(r *Reader) { r.Ints("twice") }, `column "twice" is there 2 times`},
		{func(r *Reader) { r.Ints("f"); r.Ints("none") }, `column "f" has type`}, // the first counts
	} {
		r := Read("test", rec)
		c.read(r)
		if err := r.Err(); err == nil || !strings.HasPrefix(err.Error(), "test: "+c.want) {
			t.Errorf("error %v, want %s", err, c.want)
		}
		if r.Floats("f") != nil {
			t.Error("reading goes on after an error")
		}
	}
	if err := Read("test", nil).Err(); err == nil {
		t.Error("no error without a record")
	}
}

func ExampleReader() {
	rec := record([]arrow.Field{field("units", arrow.PrimitiveTypes.Float64)}, func(b *array.RecordBuilder) {
		b.Field(0).(*array.Float64Builder).AppendValues([]float64{3, 4}, nil)
	})
	r := Read("sales", rec)
	fmt.Println(r.Floats("units"), r.Err())
	r.Ints("orders")
	fmt.Println(r.Err())
	// Output:
	// [3 4] <nil>
	// sales: column "orders" is missing; select it in the query (there are: units)
}
