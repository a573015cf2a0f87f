package tabular

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// reader gives access to the values of one column of a batch, by the column's type.
func reader(col arrow.Array) (func(i int) value, error) {
	get, err := typed(col)
	if err != nil {
		return nil, err
	}
	if col.NullN() == 0 {
		return get, nil
	}
	return func(i int) value {
		if col.IsNull(i) {
			return value{}
		}
		return get(i)
	}, nil
}

func typed(col arrow.Array) (func(i int) value, error) {
	switch a := col.(type) {
	case *array.String:
		return texts(a.Value), nil
	case *array.LargeString:
		return texts(a.Value), nil
	case *array.Binary:
		return texts(a.ValueString), nil
	case *array.Boolean:
		return func(i int) value { return value{kind: boolean, text: strconv.FormatBool(a.Value(i))} }, nil
	case *array.Int8:
		return ints(a.Value), nil
	case *array.Int16:
		return ints(a.Value), nil
	case *array.Int32:
		return ints(a.Value), nil
	case *array.Int64:
		return ints(a.Value), nil
	case *array.Uint8:
		return ints(a.Value), nil
	case *array.Uint16:
		return ints(a.Value), nil
	case *array.Uint32:
		return ints(a.Value), nil
	case *array.Uint64:
		return func(i int) value { return value{kind: number, text: strconv.FormatUint(a.Value(i), 10)} }, nil
	case *array.Float32:
		return func(i int) value { return floating(float64(a.Value(i)), 32) }, nil
	case *array.Float64:
		return func(i int) value { return floating(a.Value(i), 64) }, nil
	case *array.Decimal128:
		scale := a.DataType().(*arrow.Decimal128Type).Scale
		return func(i int) value { return value{kind: number, text: a.Value(i).ToString(scale)} }, nil
	case *array.Date32:
		return func(i int) value { return value{kind: day, at: a.Value(i).ToTime()} }, nil
	case *array.Date64:
		return func(i int) value { return value{kind: day, at: a.Value(i).ToTime()} }, nil
	case *array.Timestamp:
		return timestamps(a), nil
	case *array.Null:
		return func(int) value { return value{} }, nil
	case *array.Dictionary:
		get, err := typed(a.Dictionary())
		return func(i int) value { return get(a.GetValueIndex(i)) }, err
	case *array.List, *array.LargeList, *array.Struct, *array.Map:
		return func(i int) value {
			b, err := json.Marshal(col.GetOneForMarshal(i))
			if err != nil {
				return value{}
			}
			return value{kind: nested, text: string(b)}
		}, nil
	}
	return nil, fmt.Errorf("the type %s is not read: export it as text, number, day or timestamp", col.DataType())
}

func texts(get func(int) string) func(int) value {
	// The array's memory is reused after the batch, a row's text may live on.
	return func(i int) value { return value{kind: text, text: string([]byte(get(i)))} }
}

func ints[T int8 | int16 | int32 | int64 | uint8 | uint16 | uint32](get func(int) T) func(int) value {
	return func(i int) value { return value{kind: number, text: strconv.FormatInt(int64(get(i)), 10)} }
}

// floating writes the shortest decimal that means this float: what a person put in, 12.9 and not 12.9000000000000004.
func floating(f float64, bits int) value {
	if f != f { // dataframes write missing numbers as NaN
		return value{}
	}
	return value{kind: number, text: strconv.FormatFloat(f, 'f', -1, bits)}
}

func timestamps(a *array.Timestamp) func(int) value {
	typ := a.DataType().(*arrow.TimestampType)
	k := instant
	if typ.TimeZone == "" {
		k = local
	}
	return func(i int) value {
		return value{kind: k, at: unix(int64(a.Value(i)), typ.Unit)}
	}
}

func unix(n int64, unit arrow.TimeUnit) time.Time {
	switch unit {
	case arrow.Second:
		return time.Unix(n, 0).UTC()
	case arrow.Millisecond:
		return time.UnixMilli(n).UTC()
	case arrow.Microsecond:
		return time.UnixMicro(n).UTC()
	default:
		return time.Unix(0, n).UTC()
	}
}
