package history

import (
	"fmt"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"github.com/linli-project/linli/models/column"
)

// days reads the column date, or day: dates, instants (their date in the zone of the column, UTC if it has none), or text such as 2026-11-22.
func days(name string, rec arrow.Record, r *column.Reader) ([]int32, error) {
	col := "date"
	if !r.Has(col) && r.Has("day") {
		col = "day"
	}
	if !textual(rec, col) {
		out := r.Days(col)
		if err := r.Err(); err != nil {
			return nil, err
		}
		return local(name, rec, col, out)
	}
	text := r.Strings(col)
	out := make([]int32, len(text))
	for i, s := range text {
		if i > 0 && s == text[i-1] {
			out[i] = out[i-1]
			continue
		}
		if len(s) > 10 && (s[10] == ' ' || s[10] == 'T') {
			s = s[:10]
		}
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return nil, fmt.Errorf("%s: row %d: %s is %q; give a date such as 2026-11-22", name, i, col, text[i])
		}
		out[i] = DayOf(t)
	}
	return out, r.Err()
}

// local takes the UTC dates of instants to those of their column's zone.
func local(name string, rec arrow.Record, col string, utc []int32) ([]int32, error) {
	a, ok := rec.Column(rec.Schema().FieldIndices(col)[0]).(*array.Timestamp)
	if !ok {
		return utc, nil
	}
	typ := a.DataType().(*arrow.TimestampType)
	if typ.TimeZone == "" || typ.TimeZone == "UTC" {
		return utc, nil
	}
	zone, err := typ.GetZone()
	if err != nil {
		return nil, fmt.Errorf("%s: column %s: its time zone %q is not known here; write dates", name, col, typ.TimeZone)
	}
	out := make([]int32, len(utc))
	for i, v := range a.TimestampValues() {
		if i > 0 && v == a.Value(i-1) {
			out[i] = out[i-1]
			continue
		}
		out[i] = DayOf(v.ToTime(typ.Unit).In(zone))
	}
	return out, nil
}

func textual(rec arrow.Record, name string) bool {
	if rec == nil {
		return false
	}
	at := rec.Schema().FieldIndices(name)
	if len(at) != 1 {
		return false
	}
	switch rec.Schema().Field(at[0]).Type.ID() {
	case arrow.STRING, arrow.LARGE_STRING, arrow.DICTIONARY:
		return true
	}
	return false
}
