package master

import (
	"reflect"
	"time"

	"github.com/shopspring/decimal"
)

// columnsOf turns rows into columns, which ClickHouse's driver takes ten times as fast.
func columnsOf[T Row](rows []T) (names []string, values []any) {
	list := reflect.ValueOf(rows)
	for i := range list.Type().Elem().NumField() {
		f := list.Type().Elem().Field(i)
		names = append(names, f.Tag.Get("ch"))
		var column any
		switch reflect.Zero(f.Type).Interface().(type) {
		case string:
			column = pick(list, i, reflect.Value.String)
		case int64:
			column = pick(list, i, reflect.Value.Int)
		case float64:
			column = pick(list, i, reflect.Value.Float)
		case uint8:
			column = pick(list, i, func(v reflect.Value) uint8 { return uint8(v.Uint()) })
		case uint16:
			column = pick(list, i, func(v reflect.Value) uint16 { return uint16(v.Uint()) })
		case uint32:
			column = pick(list, i, func(v reflect.Value) uint32 { return uint32(v.Uint()) })
		case time.Time:
			column = pick(list, i, func(v reflect.Value) time.Time { return *v.Addr().Interface().(*time.Time) })
		case decimal.Decimal:
			column = pick(list, i, func(v reflect.Value) decimal.Decimal { return *v.Addr().Interface().(*decimal.Decimal) })
		}
		values = append(values, column)
	}
	return names, values
}

func pick[V any](list reflect.Value, field int, get func(reflect.Value) V) []V {
	out := make([]V, list.Len())
	for i := range out {
		out[i] = get(list.Index(i).Field(field))
	}
	return out
}
