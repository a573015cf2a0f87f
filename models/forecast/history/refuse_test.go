package history

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
)

// TestRefuses: what cannot be mended gets one line that names the row and says what is wrong.
func TestRefuses(t *testing.T) {
	full := append(slices.Clone(plain), field("stockout", number), field("c_kind", text))
	a, b := row("s", "a", "2026-11-01", 1), row("s", "a", "2026-11-02", 1)
	for want, c := range map[string]struct {
		fields []arrow.Field
		rows   string
	}{
		"row 1 (s, a, 2026-11-01): there are two rows":                  {full, a + "," + a},
		"row 1 (s, a, 2026-11-02): stockout is 1.5":                     {full, a + "," + with(b, `"stockout":1.5`)},
		"stockout is -0.1":                                              {full, with(a, `"stockout":-0.1`)},
		`row 1 (s, a, 2026-11-02): c_kind is "m", before it was "k"`:    {full, with(a, `"c_kind":"k"`) + "," + with(b, `"c_kind":"m"`)},
		`row 2 (s, a, 2026-11-02): c_kind is "m"`:                       {full, with(a, `"c_kind":"k"`) + "," + row("s", "b", "2026-11-02", 1) + "," + with(b, `"c_kind":"m"`)},
		"row 1 (s, a, 1970-01-01): days from 1970-01-01 to 2026-11-01":  {full, a + "," + row("s", "a", "1970-01-01", 1)},
		"is not between 1900-01-01 and 2199-12-31":                      {full, row("s", "a", "0001-01-01", 1)},
		"row 0 (s, , 2026-11-01): store_id or product_id is null":       {full, row("s", "", "2026-11-01", 1)},
		`column "quantity" is missing`:                                  {plain[:3], `{"store_id":"s","product_id":"a","date":"2026-11-01"}`},
		`column "date" is missing`:                                      {[]arrow.Field{plain[0], plain[1], plain[3]}, `{"store_id":"s"}`},
		`column "quantity" has type utf8, want float64`:                 {[]arrow.Field{plain[0], plain[1], plain[2], field("quantity", text)}, row("s", "a", "2026-11-01", `"1"`)},
		`column "x_price" has type utf8, want float64`:                  {append(slices.Clone(plain), field("x_price", text)), with(a, `"x_price":"cheap"`)},
		`column "date" is null in row 0`:                                {plain, `{"store_id":"s","product_id":"a","quantity":1}`},
		`row 0: date is "yesterday"; give a date such as 2026-11-22`:    {[]arrow.Field{plain[0], plain[1], field("date", text), plain[3]}, row("s", "a", "yesterday", 1)},
		"there is no row; give the sales of at least one day":           {plain, ""},
		"row 1 (, a, 2026-11-01): store_id or product_id is null or em": {plain, a + `,{"product_id":"a","date":"2026-11-01","quantity":1}`},
	} {
		b := NewBuilder(math.MinInt32)
		err := b.Add(rec(t, c.fields, c.rows))
		if err == nil {
			_, err = b.Build()
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
}

func TestRefusesFuture(t *testing.T) {
	ahead := plain[:3]
	for want, rows := range map[string]string{
		"row 0 (s, a, 2026-11-01): the day is not after the last one of the history, 2026-11-01": `{"store_id":"s","product_id":"a","date":"2026-11-01"}`,
		"at most 366 are forecast":     `{"store_id":"s","product_id":"a","date":"2028-11-01"}`,
		"row 1 (s, a, 2026-11-02): th": `{"store_id":"s","product_id":"a","date":"2026-11-02"},{"store_id":"s","product_id":"a","date":"2026-11-02"}`,
	} {
		b := NewBuilder(math.MinInt32)
		if err := b.Add(rec(t, plain, row("s", "a", "2026-11-01", 1))); err != nil {
			t.Fatal(err)
		}
		if err := b.AddFuture(rec(t, ahead, rows)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %s", err, want)
		}
	}
	if err := NewBuilder(math.MinInt32).AddFuture(rec(t, ahead, `{"store_id":"s","product_id":"a","date":"2026-11-01"}`)); err == nil {
		t.Error("days to come are taken without a history")
	}
}
