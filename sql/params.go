package sql

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Params are the values of a query's {name:Type}: string, bool, integers,
// floats, time.Time (for DateTime and DateTime64), slices of these for Array,
// and nil or a nil pointer for NULL. A Date is a string, see [Day].
type Params map[string]any

// Day is the value of a {name:Date}: the day of t in t's own zone.
func Day(t time.Time) string { return t.Format(time.DateOnly) }

// FactPartitions are the partitions of a table of facts that some days lie in: a day each, but of the tables that keep [Blocks].
func FactPartitions(table string, days []time.Time) []string {
	switch table {
	case "fact_buyer", "fact_offer", "fact_board":
		return Blocks(days)
	}
	partitions := make([]string, len(days))
	for i, d := range days {
		partitions[i] = Day(d)
	}
	return partitions
}

// Blocks are the partitions of fact_buyer, fact_offer and fact_board that some days lie in: 64 days each, counted from 1970-01-01.
func Blocks(days []time.Time) []string {
	var blocks []string
	for _, d := range days {
		day := time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400
		if b := strconv.FormatInt(day/64, 10); !slices.Contains(blocks, b) {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// bound puts the values into the context, where the driver looks for them.
func bound(ctx context.Context, p Params, settings clickhouse.Settings) (context.Context, error) {
	values := make(clickhouse.Parameters, len(p))
	for name, v := range p {
		text, err := paramText(v)
		if err != nil {
			return nil, fmt.Errorf("parameter %s: %w", name, err)
		}
		values[name] = text
	}
	var options []clickhouse.QueryOption
	if len(values) > 0 {
		options = append(options, clickhouse.WithParameters(values))
	}
	if len(settings) > 0 {
		options = append(options, clickhouse.WithSettings(settings))
	}
	return clickhouse.Context(ctx, options...), nil
}

// escaped is ClickHouse's escaping of text in a tab-separated field, which is
// how parameters are read.
var escaped = strings.NewReplacer(`\`, `\\`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x00", `\0`, "\b", `\b`, "\f", `\f`)

// quoted is the same inside an array, between quotes.
var quoted = strings.NewReplacer(`\`, `\\`, "'", `\'`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\x00", `\0`, "\b", `\b`, "\f", `\f`)

func paramText(v any) (string, error) {
	rv := reflect.ValueOf(v)
	for rv.Kind() == reflect.Pointer && !rv.IsNil() {
		rv = rv.Elem()
	}
	if !rv.IsValid() || rv.Kind() == reflect.Pointer {
		return `\N`, nil
	}
	if rv.Kind() == reflect.String {
		return escaped.Replace(rv.String()), nil
	}
	if t, ok := rv.Interface().(time.Time); ok {
		return timeText(t), nil
	}
	return nested(rv)
}

// nested is the text of a value as it stands in an array.
func nested(rv reflect.Value) (string, error) {
	if t, ok := rv.Interface().(time.Time); ok {
		return "'" + timeText(t) + "'", nil
	}
	switch rv.Kind() {
	case reflect.String:
		return "'" + quoted.Replace(rv.String()) + "'", nil
	case reflect.Bool:
		if rv.Bool() {
			return "1", nil
		}
		return "0", nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(rv.Int(), 10), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(rv.Uint(), 10), nil
	case reflect.Float32, reflect.Float64:
		f := rv.Float()
		switch {
		case math.IsNaN(f):
			return "nan", nil
		case math.IsInf(f, 0):
			return map[bool]string{true: "inf", false: "-inf"}[f > 0], nil
		}
		return strconv.FormatFloat(f, 'g', -1, rv.Type().Bits()), nil
	case reflect.Slice, reflect.Array:
		parts := make([]string, rv.Len())
		for i := range parts {
			var err error
			if parts[i], err = nested(rv.Index(i)); err != nil {
				return "", err
			}
		}
		return "[" + strings.Join(parts, ",") + "]", nil
	}
	return "", fmt.Errorf("a %s cannot be bound: give a string, number, bool, time.Time or a slice of these", rv.Type())
}

// timeText is the instant in seconds since 1970, which means the same in every
// time zone, with milliseconds only if there are any: DateTime takes none.
func timeText(t time.Time) string {
	if ms := t.UnixMilli(); ms >= 1e12 && ms%1000 != 0 {
		return fmt.Sprintf("%d.%03d", ms/1000, ms%1000)
	} else if ms >= 1e12 {
		return strconv.FormatInt(ms/1000, 10)
	}
	// Few digits would be read as a date; before September 2001 the zone is UTC.
	return t.UTC().Format("2006-01-02 15:04:05.000")
}
