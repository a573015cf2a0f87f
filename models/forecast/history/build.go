package history

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Builder gathers rows. It is not for concurrent use.
type Builder struct {
	from   int32 // days before are left out
	known  []string
	static []*level
	series []*gathering
	ids    map[key]int
	notes  Notes
	last   int32
	ahead  int32
}

type key struct{ store, product string }

// level numbers the words of a c_* column.
type level struct {
	name  string
	codes map[string]int32
	words []string
}

// gathering is a series on its way: values from start on, NaN where no row has come.
type gathering struct {
	key
	start  int32
	sold   []float32
	out    []float32
	known  [][]float32
	asked  []int32
	static []int32
}

// NewBuilder leaves out days before from; math.MinInt32 takes all.
func NewBuilder(from int32) *Builder {
	return &Builder{from: from, ids: map[key]int{}, last: math.MinInt32}
}

// Through says that the history goes on to a day, though its last days may be without a row.
func (b *Builder) Through(day int32) { b.last = max(b.last, day) }

// Add takes rows of the past.
func (b *Builder) Add(rec arrow.Record) error { return b.add(rec, false) }

// AddFuture takes rows of days to come, after all rows of the past. Columns that are missing there are unknown; series that have
// no history are counted, and returned by Build without any day.
func (b *Builder) AddFuture(rec arrow.Record) error { return b.add(rec, true) }

func (b *Builder) add(rec arrow.Record, future bool) error {
	name := "sales history"
	if future {
		name = "days to come"
	}
	r := column.Read(name, rec)
	in := rows{store: r.Keys("store_id"), product: r.Keys("product_id")}
	in.day = days(r)
	if !future {
		in.sold, in.out = r.NullableFloats("quantity"), r.OptionalFloats("stockout")
	}
	if len(b.series) == 0 && !future {
		b.columns(r.Names())
	}
	for _, l := range b.static {
		if r.Has(l.name) {
			in.static = append(in.static, r.Keys(l.name))
		} else {
			in.static = append(in.static, nil)
		}
	}
	for _, x := range b.known {
		in.known = append(in.known, r.OptionalFloats(x))
		if future && !r.Has(x) && !slices.Contains(b.notes.Missing, x) {
			b.notes.Missing = append(b.notes.Missing, x)
		}
	}
	if err := r.Err(); err != nil {
		return err
	}
	for i := range in.day {
		if err := b.row(name, &in, i, future); err != nil {
			return err
		}
	}
	return nil
}

// Days are those of a record's rows.
func Days(rec arrow.Record) ([]int32, error) {
	r := column.Read("sales history", rec)
	return days(r), r.Err()
}

func days(r *column.Reader) []int32 {
	if !r.Has("date") && r.Has("day") {
		return r.Days("day")
	}
	return r.Days("date")
}

// columns notes which c_* and x_* there are: those of the first record.
func (b *Builder) columns(names []string) {
	for _, n := range names {
		switch {
		case strings.HasPrefix(n, "x_"):
			b.known = append(b.known, n)
		case strings.HasPrefix(n, "c_"):
			b.static = append(b.static, &level{name: n, codes: map[string]int32{}})
		}
	}
}

type rows struct {
	store, product []string
	day            []int32
	sold, out      []float64
	static         [][]string
	known          [][]float64
	at             int // series of the row before
}

func (b *Builder) row(name string, in *rows, i int, future bool) error {
	day := in.day[i]
	if day < b.from {
		b.notes.Early++
		return nil
	}
	fail := func(format string, args ...any) error {
		return fmt.Errorf("%s: row %d (%s, %s, %s): "+format, append([]any{name, i, in.store[i], in.product[i], date(day)}, args...)...)
	}
	if i == 0 || in.product[i] != in.product[i-1] || in.store[i] != in.store[i-1] {
		var err error
		if in.at, err = b.find(in, i, day); err != nil {
			return fail("%w", err)
		}
	}
	g := b.series[in.at]
	if future {
		return b.ask(g, in, i, day, fail)
	}
	at := g.room(day)
	if !math.IsNaN(float64(g.out[at])) {
		return fail("there are two rows for one store, product and day; sum them first")
	}
	b.last = max(b.last, day)
	b.notes.Days++
	out := 0.0
	if in.out != nil && !math.IsNaN(in.out[i]) {
		if out = in.out[i]; out < 0 || out > 1 {
			return fail("stockout is %v; it is the share of selling hours without stock, 0 to 1", out)
		}
	}
	sold := in.sold[i]
	switch {
	case math.IsNaN(sold) || math.IsInf(sold, 0) || sold > math.MaxFloat32:
		b.notes.Unknown++
		sold, out = 0, 1
	case sold < 0:
		b.notes.Negatives++
		sold = 0
	}
	g.sold[at], g.out[at] = float32(sold), float32(out)
	g.learn(in, i, at)
	return nil
}

// find gives the number of the row's series, and makes it when it is new.
func (b *Builder) find(in *rows, i int, day int32) (int, error) {
	k := key{in.store[i], in.product[i]}
	if at, ok := b.ids[k]; ok {
		g := b.series[at]
		for c, words := range in.static {
			if words != nil && b.static[c].words[g.static[c]] != words[i] {
				return 0, fmt.Errorf("%s is %q, before it was %q; a c_* column says what a series always is", b.static[c].name, words[i], b.static[c].words[g.static[c]])
			}
		}
		return at, nil
	}
	k = key{strings.Clone(k.store), strings.Clone(k.product)}
	g := &gathering{key: k, start: day, static: make([]int32, len(b.static)), known: make([][]float32, len(b.known))}
	for c, words := range in.static {
		word := ""
		if words != nil {
			word = words[i]
		}
		g.static[c] = b.static[c].code(word)
	}
	b.ids[k] = len(b.series)
	b.series = append(b.series, g)
	return len(b.series) - 1, nil
}

func (l *level) code(word string) int32 {
	c, ok := l.codes[word]
	if !ok {
		c = int32(len(l.words))
		word = strings.Clone(word)
		l.codes[word], l.words = c, append(l.words, word)
	}
	return c
}

var absent = float32(math.NaN())

// room makes place for the day and gives its index.
func (g *gathering) room(day int32) int {
	if day < g.start {
		front := int(g.start - day)
		g.sold, g.out = slices.Concat(blank(front), g.sold), slices.Concat(blank(front), g.out)
		for c := range g.known {
			g.known[c] = slices.Concat(blank(front), g.known[c])
		}
		g.start = day
	}
	at := int(day - g.start)
	for len(g.sold) <= at {
		g.sold, g.out = append(g.sold, absent), append(g.out, absent)
	}
	return at
}

func blank(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = absent
	}
	return out
}

// learn keeps what is known of a day.
func (g *gathering) learn(in *rows, i, at int) {
	for c, x := range in.known {
		for len(g.known[c]) <= at {
			g.known[c] = append(g.known[c], absent)
		}
		if x != nil {
			g.known[c][at] = float32(x[i])
		}
	}
}

// ask notes a day to come and what is known of it.
func (b *Builder) ask(g *gathering, in *rows, i int, day int32, fail func(string, ...any) error) error {
	if day <= b.last {
		return fail("the day is not after the last one of the history, %s", date(b.last))
	}
	if slices.Contains(g.asked, day) {
		return fail("there are two rows for one store, product and day")
	}
	if len(g.sold) == 0 && len(g.asked) == 0 {
		b.notes.Strangers++
		g.start = b.last + 1
	}
	if day-b.last > maxAhead {
		return fail("the day is %d days after the last one of the history, %s; at most %d are forecast", day-b.last, date(b.last), maxAhead)
	}
	g.asked = append(g.asked, day)
	b.ahead = max(b.ahead, day-b.last)
	g.learn(in, i, int(day-g.start))
	return nil
}

// maxAhead is the longest horizon, in days.
const maxAhead = 366

// order is that of series: by store, then product.
func order(a, b *gathering) int {
	return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(a.product, b.product))
}
