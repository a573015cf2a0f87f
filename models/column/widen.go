package column

import (
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

type number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

func widen[From, To number](in []From) []To {
	out := make([]To, len(in))
	for i, v := range in {
		out[i] = To(v)
	}
	return out
}

// dayValues views days as the int32 they are.
func dayValues(in []arrow.Date32) []int32 {
	if len(in) == 0 {
		return []int32{}
	}
	return unsafe.Slice((*int32)(unsafe.Pointer(&in[0])), len(in))
}

// wholes returns the whole numbers of an array, or nil if it holds something else.
func wholes(a arrow.Array) []int64 {
	switch t := a.(type) {
	case *array.Int64:
		if t.Len() == 0 { // no rows is not no column
			return []int64{}
		}
		return t.Int64Values()
	case *array.Int32:
		return widen[int32, int64](t.Int32Values())
	case *array.Int16:
		return widen[int16, int64](t.Int16Values())
	case *array.Int8:
		return widen[int8, int64](t.Int8Values())
	case *array.Uint64:
		return widen[uint64, int64](t.Uint64Values())
	case *array.Uint32:
		return widen[uint32, int64](t.Uint32Values())
	case *array.Uint16:
		return widen[uint16, int64](t.Uint16Values())
	case *array.Uint8:
		return widen[uint8, int64](t.Uint8Values())
	case *array.Boolean:
		out := make([]int64, t.Len())
		for i := range out {
			if t.Value(i) {
				out[i] = 1
			}
		}
		return out
	}
	return nil
}
