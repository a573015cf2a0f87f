package history

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

var (
	text   = arrow.BinaryTypes.String
	number = arrow.PrimitiveTypes.Float64
)

func field(name string, t arrow.DataType) arrow.Field {
	return arrow.Field{Name: name, Type: t, Nullable: true}
}

var plain = []arrow.Field{field("store_id", text), field("product_id", text), field("date", arrow.FixedWidthTypes.Date32), field("quantity", number)}

// rec makes a record of JSON rows: [{"store_id": …}, …].
func rec(t *testing.T, fields []arrow.Field, rows string) arrow.Record {
	t.Helper()
	r, _, err := array.RecordFromJSON(memory.DefaultAllocator, arrow.NewSchema(fields, nil), strings.NewReader("["+rows+"]"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func row(store, product, date string, quantity any) string {
	return fmt.Sprintf(`{"store_id":%q,"product_id":%q,"date":%q,"quantity":%v}`, store, product, date, quantity)
}

func with(row, more string) string { return strings.TrimSuffix(row, "}") + "," + more + "}" }

func build(t *testing.T, from int32, recs ...arrow.Record) *History {
	t.Helper()
	b := NewBuilder(from)
	for _, r := range recs {
		if err := b.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	h, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestMends: gaps, negative, missing and absurd quantities have a stated fallback, each counted.
func TestMends(t *testing.T) {
	fields := append(slices.Clone(plain), field("stockout", number))
	h := build(t, math.MinInt32, rec(t, fields, strings.Join([]string{
		row("s", "b", "2026-11-01", 3), row("s", "b", "2026-11-04", -2), row("s", "b", "2026-11-03", "null"),
		with(row("s", "a", "2026-11-05", 2), `"stockout":0.5`), row("s", "b", "2026-11-06", 1e16),
	}, ",")))
	if !reflect.DeepEqual(h.Notes, Notes{Series: 2, Days: 5, Gaps: 3, Negatives: 1, Unknown: 2}) {
		t.Errorf("notes %+v", h.Notes)
	}
	if got := fmt.Sprint(h.Series[0].Product, h.Series[0].Sold, h.Series[0].Out); got != "a[2 0] [0.5 0]" {
		t.Errorf("series a: %s", got)
	}
	b := h.Find("s", "b")
	if got := fmt.Sprint(b.Sold, b.Out); got != "[3 0 0 0 0 0] [0 0 1 0 0 1]" {
		t.Errorf("series b: %s", got)
	}
	if _, seen := b.At(h.First + 2); seen {
		t.Error("a day of unknown quantity counts as seen")
	}
	if h.Find("s", "c") != nil || TimeOf(h.First).Day() != 1 || TimeOf(h.Last).Day() != 6 || len(b.Known) > 0 {
		t.Errorf("first %d, last %d", h.First, h.Last)
	}
}

func TestAbsurd(t *testing.T) {
	rows := []string{row("s", "new", "2026-11-01", 2), row("s", "new", "2026-11-02", 1e9)}
	for d := 1; d <= 9; d++ {
		q := 3
		if d == 4 {
			q = 5000
		}
		rows = append(rows, row("s", "old", fmt.Sprintf("2026-11-%02d", d), q))
	}
	h := build(t, math.MinInt32, rec(t, plain, strings.Join(rows, ",")))
	if got := h.Find("s", "old").Sold[3]; got != 60 || h.Notes.Capped != 2 {
		t.Errorf("an absurd day is %v, want 60; %d capped, want 2", got, h.Notes.Capped)
	}
	if got := h.Find("s", "new").Sold[:2]; got[0] != 2 || got[1] != 1200 {
		t.Errorf("a new series' absurd day is %v, want 20 times 60", got)
	}
}

// TestAnyOrder: the same rows in any order, in one record or many, give the same history.
func TestAnyOrder(t *testing.T) {
	fields := append(slices.Clone(plain), field("x_price", number), field("c_kind", text))
	var rows []string
	rng := rand.New(rand.NewPCG(1, 1))
	for s := range 3 {
		for p := range 4 {
			for d := range 60 {
				if rng.Float64() < 0.7 {
					date := TimeOf(20_000 + int32(d)).Format("2006-01-02")
					rows = append(rows, with(row(fmt.Sprint("s", s), fmt.Sprint("p", p), date, d), fmt.Sprintf(`"x_price":%d,"c_kind":"k"`, d*p)))
				}
			}
		}
	}
	want := build(t, math.MinInt32, rec(t, fields, strings.Join(rows, ",")))
	for _, order := range []func(){func() { slices.Reverse(rows) }, func() { rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] }) }} {
		order()
		half := len(rows) / 2
		got := build(t, math.MinInt32, rec(t, fields, ""), rec(t, fields, strings.Join(rows[:half], ",")), rec(t, fields, strings.Join(rows[half:], ",")))
		if fmt.Sprint(got) != fmt.Sprint(want) { // NaN is unlike itself
			t.Error("another order of rows gives another history")
		}
	}
}

// TestWindow: rows before the window are left out, and the rest stays with its series.
func TestWindow(t *testing.T) {
	r := rec(t, plain, strings.Join([]string{
		row("s", "a", "2026-11-03", 1), row("s", "b", "2026-11-01", 7), row("s", "b", "2026-11-02", 8), row("s", "b", "2026-11-03", 9),
	}, ","))
	h := build(t, 20_760, r) // 2026-11-03
	if TimeOf(20_760).Format("2006-01-02") != "2026-11-03" {
		t.Fatal("the day is another")
	}
	if a, b := h.Find("s", "a"), h.Find("s", "b"); a.Sold[0] != 1 || b.Sold[0] != 9 || len(b.Sold) != 1 || h.Notes.Early != 2 {
		t.Errorf("a %v, b %v, %d early", a.Sold, b.Sold, h.Notes.Early)
	}
}

// TestKinds: keys may be numbers or a dictionary, dates instants or text.
func TestKinds(t *testing.T) {
	dict := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int16, ValueType: text}
	for name, f := range map[string][]arrow.Field{
		"numbers":    {field("store_id", arrow.PrimitiveTypes.Int64), field("product_id", arrow.PrimitiveTypes.Uint32), plain[2], plain[3]},
		"dictionary": {field("store_id", dict), field("product_id", dict), plain[2], plain[3]},
		"timestamp":  {plain[0], plain[1], field("date", arrow.FixedWidthTypes.Timestamp_us), plain[3]},
		"zone":       {plain[0], plain[1], field("date", &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "Asia/Shanghai"}), plain[3]},
		"text":       {plain[0], plain[1], field("date", text), plain[3]},
		"float32":    {plain[0], plain[1], field("day", arrow.FixedWidthTypes.Date32), field("quantity", arrow.PrimitiveTypes.Float32)},
		"whole":      {plain[0], plain[1], plain[2], field("quantity", arrow.PrimitiveTypes.Int32)},
	} {
		line := row("7", "12", "2026-11-03", 5)
		switch name {
		case "numbers":
			line = `{"store_id":7,"product_id":12,"date":"2026-11-03","quantity":5}`
		case "timestamp":
			line = row("7", "12", "2026-11-03 16:30:00", 5)
		case "zone":
			line = row("7", "12", "2026-11-02T16:30:00Z", 5)
		case "float32":
			line = strings.Replace(line, "date", "day", 1)
		}
		h := build(t, math.MinInt32, rec(t, f, line))
		if s := h.Find("7", "12"); s == nil || s.Start != 20_760 || s.Sold[0] != 5 {
			t.Errorf("%s: %+v", name, h.Series)
		}
	}
}

func TestFuture(t *testing.T) {
	fields := append(slices.Clone(plain), field("x_price", number), field("x_promo", number), field("c_kind", text))
	past := rec(t, fields, with(row("s", "a", "2026-11-03", 5), `"x_price":3,"x_promo":1,"c_kind":"k"`)+","+
		with(row("s", "a", "2026-11-02", 5), `"x_price":1e39,"x_promo":null,"c_kind":null`))
	b := NewBuilder(math.MinInt32)
	if err := b.Add(past); err != nil {
		t.Fatal(err)
	}
	ahead := []arrow.Field{plain[0], plain[1], plain[2], field("x_price", number), field("c_kind", text)}
	line := func(store, product, date, price, kind string) string {
		return fmt.Sprintf(`{"store_id":%q,"product_id":%q,"date":%q,"x_price":%s,"c_kind":%q}`, store, product, date, price, kind)
	}
	if err := b.AddFuture(rec(t, ahead, line("s", "a", "2026-11-05", "4", "k")+","+line("t", "new", "2026-11-04", "9", "m"))); err != nil {
		t.Fatal(err)
	}
	if err := b.Add(past); err == nil {
		t.Error("rows of the past are taken after days to come")
	}
	h, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	a, n := h.Find("s", "a"), h.Find("t", "new")
	if got := fmt.Sprint(a.Known, a.Asked, h.Ahead); got != "[[NaN 3 NaN 4] [NaN 1 NaN NaN]] [20762] 2" {
		t.Errorf("series a knows %s", got)
	}
	if got := fmt.Sprint(n.Sold, n.Start-h.Last, n.Known, n.Asked); got != "[] 1 [[9 NaN] [NaN NaN]] [20761]" {
		t.Errorf("the stranger knows %s", got)
	}
	if h.Notes.Strangers != 1 || !slices.Equal(h.Notes.Missing, []string{"x_promo"}) || h.Notes.Infinite != 1 {
		t.Errorf("notes %+v", h.Notes)
	}
	if got := fmt.Sprint(h.Static); got != "[{c_kind [0 1] [k m]}]" {
		t.Errorf("statics %s", got)
	}
}

// TestUntil: an earlier view holds nothing of later sales, and all that was known in advance.
func TestUntil(t *testing.T) {
	fields := append(slices.Clone(plain), field("x_price", number), field("stockout", number), field("c_kind", text))
	of := func(later int) *History {
		var rows []string
		for d := range 20 {
			q := d % 5
			if d >= 12 {
				q += later
			}
			date := TimeOf(20_000 + int32(d)).Format("2006-01-02")
			rows = append(rows, with(row("s", "a", date, q), fmt.Sprintf(`"x_price":%d,"stockout":%g,"c_kind":"k"`, d, 0.1*float64(d%2))))
			if d > 14 {
				rows = append(rows, with(row("s", "0", date, q), `"x_price":1,"stockout":0,"c_kind":"late"`))
			}
		}
		return build(t, math.MinInt32, rec(t, fields, strings.Join(rows, ",")))
	}
	h := of(0)
	u := h.Until(20_011)
	if len(u.Series) != 1 || len(u.Series[0].Sold) != 12 || len(u.Series[0].Out) != 12 || u.Last != 20_011 || u.Ahead != 8 || len(u.Series[0].Known[0]) != 20 {
		t.Errorf("until: %+v", u)
	}
	if len(u.Static[0].Codes) != 1 || u.Static[0].Levels[u.Static[0].Codes[0]] != "k" {
		t.Errorf("statics %+v", u.Static)
	}
	if !reflect.DeepEqual(u.Series, of(3).Until(20_011).Series) {
		t.Error("sales after the day change the view of it")
	}
	if h.Until(h.Last) != h || len(h.Until(h.First-1).Series) != 0 {
		t.Error("the views of the last day and of none are wrong")
	}
}

func TestWeekday(t *testing.T) {
	for _, d := range []int32{-800, -1, 0, 1, 20_000} {
		if want := (int(TimeOf(d).Weekday()) + 6) % 7; Weekday(d) != want || DayOf(TimeOf(d)) != d {
			t.Errorf("day %d: weekday %d, want %d", d, Weekday(d), want)
		}
	}
}
