package column

import (
	"math"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// Strings reads a text column: utf8, binary or a dictionary of them.
func (r *Reader) Strings(name string) []string {
	a := r.find(name)
	if a == nil || !r.full(name, a) {
		return nil
	}
	if d, ok := a.(*array.Dictionary); ok {
		words := texts(d.Dictionary())
		if words == nil {
			r.mistyped(name, "utf8", a)
			return nil
		}
		out := make([]string, d.Len())
		for i := range out {
			out[i] = words[d.GetValueIndex(i)]
		}
		return out
	}
	out := texts(a)
	if out == nil {
		r.mistyped(name, "utf8", a)
	}
	return out
}

// texts returns the strings of an array, or nil if it does not hold text.
func texts(a arrow.Array) []string {
	var value func(int) string
	switch t := a.(type) {
	case *array.String:
		value = t.Value
	case *array.LargeString:
		value = t.Value
	case *array.Binary:
		value = t.ValueString
	case *array.LargeBinary:
		value = t.ValueString
	default:
		return nil
	}
	out := make([]string, a.Len())
	for i := range out {
		out[i] = value(i)
	}
	return out
}

// Floats reads a float column without nulls; float64 is not copied. Whole
// numbers are accepted too.
func (r *Reader) Floats(name string) []float64 {
	a := r.find(name)
	if a == nil || !r.full(name, a) {
		return nil
	}
	return r.floats(name, a)
}

// NullableFloats reads a float column and gives NaN for null.
func (r *Reader) NullableFloats(name string) []float64 {
	a := r.find(name)
	if a == nil {
		return nil
	}
	out := r.floats(name, a)
	if out == nil || a.NullN() == 0 {
		return out
	}
	marked := make([]float64, len(out))
	for i, v := range out {
		if a.IsNull(i) {
			v = math.NaN()
		}
		marked[i] = v
	}
	return marked
}

// OptionalFloats is NullableFloats for a column that need not be there: then nil.
func (r *Reader) OptionalFloats(name string) []float64 {
	if r.err != nil || !r.Has(name) {
		return nil
	}
	return r.NullableFloats(name)
}

func (r *Reader) floats(name string, a arrow.Array) []float64 {
	switch t := a.(type) {
	case *array.Float64:
		return t.Float64Values()
	case *array.Float32:
		return widen[float32, float64](t.Float32Values())
	}
	if whole := wholes(a); whole != nil {
		return widen[int64, float64](whole)
	}
	r.mistyped(name, "float64", a)
	return nil
}

// Ints reads a column of whole numbers of any width, or bool as 0 and 1; int64
// is not copied.
func (r *Reader) Ints(name string) []int64 {
	a := r.find(name)
	if a == nil || !r.full(name, a) {
		return nil
	}
	if t, ok := a.(*array.Uint64); ok {
		for i, v := range t.Uint64Values() {
			if v > math.MaxInt64 {
				r.fail(name, "is %d in row %d, more than an int64 holds; cast it in the query", v, i)
				return nil
			}
		}
	}
	out := wholes(a)
	if out == nil {
		r.mistyped(name, "int64", a)
	}
	return out
}

// OptionalInts is Ints for a column that need not be there: then nil.
func (r *Reader) OptionalInts(name string) []int64 {
	if r.err != nil || !r.Has(name) {
		return nil
	}
	return r.Ints(name)
}

// Days reads a column of days as days since 1970-01-01: date32 (not copied),
// date64, or uint16 as ClickHouse may write a Date.
func (r *Reader) Days(name string) []int32 {
	a := r.find(name)
	if a == nil || !r.full(name, a) {
		return nil
	}
	switch t := a.(type) {
	case *array.Date32:
		return dayValues(t.Date32Values())
	case *array.Date64:
		out := make([]int32, t.Len())
		for i, v := range t.Date64Values() {
			out[i] = int32(int64(v) / 86_400_000)
		}
		return out
	case *array.Uint16:
		return widen[uint16, int32](t.Uint16Values())
	case *array.Int32:
		return t.Int32Values()
	case *array.Timestamp:
		perDay := int64(24 * time.Hour / t.DataType().(*arrow.TimestampType).Unit.Multiplier())
		out := make([]int32, t.Len())
		for i, v := range t.TimestampValues() {
			out[i] = int32(math.Floor(float64(v) / float64(perDay)))
		}
		return out
	}
	r.mistyped(name, "date32", a)
	return nil
}

// Keys reads a column of keys: text, or whole numbers, which are written out. Null is the empty text.
func (r *Reader) Keys(name string) []string {
	a := r.find(name)
	if a == nil {
		return nil
	}
	whole := wholes(a)
	if whole == nil {
		if a.NullN() == 0 {
			return r.Strings(name)
		}
		out := make([]string, a.Len())
		for i := range out {
			if a.IsValid(i) {
				out[i] = a.ValueStr(i)
			}
		}
		return out
	}
	out := make([]string, len(whole))
	for i, v := range whole {
		if i > 0 && v == whole[i-1] && a.IsValid(i-1) {
			out[i] = out[i-1]
		} else if a.IsValid(i) {
			out[i] = strconv.FormatInt(v, 10)
		}
	}
	return out
}

// Names lists the record's columns.
func (r *Reader) Names() []string {
	if r.rec == nil {
		return nil
	}
	fields := r.rec.Schema().Fields()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return names
}
