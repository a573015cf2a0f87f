package history

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// rows are the columns of one record.
type rows struct {
	name           string
	future         bool
	store, product []string
	day            []int32
	sold, out      []float64
	static         [][]string
	known          [][]float64
	before         int // the last row whose series was looked up, -1: none yet
	at             int // its series
}

// What days and quantities can be; beyond, something is wrong with the file, and room for every day between would be made.
const (
	firstDay = -25_567 // 1900-01-01
	lastDay  = 84_005  // 2199-12-31
	maxSpan  = 40 * 366
	maxSold  = 1e15
	maxAhead = 366
)

func (in *rows) fail(i int, format string, args ...any) error {
	head := []any{in.name, i, in.store[i], in.product[i], date(in.day[i])}
	return fmt.Errorf("%s: row %d (%s, %s, %s): "+format, append(head, args...)...)
}

// row takes one row in.
func (b *Builder) row(in *rows, i int) error {
	day := in.day[i]
	if day < firstDay || day > lastDay {
		return in.fail(i, "the date is not between %s and %s; is its unit right?", date(firstDay), date(lastDay))
	}
	if day < b.from {
		b.notes.Early++
		return nil
	}
	g, err := b.find(in, i)
	if err != nil {
		return err
	}
	if in.future {
		return b.ask(g, in, i)
	}
	if b.first, b.last = min(b.first, day), max(b.last, day); b.last-b.first > maxSpan {
		return in.fail(i, "days from %s to %s are more than 40 years; is a date wrong?", date(b.first), date(b.last))
	}
	at := g.room(day)
	if !math.IsNaN(float64(g.out[at])) {
		return in.fail(i, "there are two rows for one store, product and day; sum them first")
	}
	b.notes.Days++
	out := 0.0
	if in.out != nil && !math.IsNaN(in.out[i]) {
		if out = in.out[i]; out < 0 || out > 1 {
			return in.fail(i, "stockout is %v; it is the share of selling hours without stock, 0 to 1", out)
		}
	}
	sold := in.sold[i]
	switch {
	case math.IsNaN(sold) || math.IsInf(sold, 0) || sold > maxSold:
		b.notes.Unknown++
		sold, out = 0, 1
	case sold < 0:
		b.notes.Negatives++
		sold = 0
	}
	g.sold[at], g.out[at] = float32(sold), float32(out)
	b.notes.Infinite += g.learn(in, i, at)
	return nil
}

// find gives the row's series, and makes it when it is new. Rows of a series mostly follow one another.
func (b *Builder) find(in *rows, i int) (*gathering, error) {
	store, product := in.store[i], in.product[i]
	same := in.before >= 0 && product == in.product[in.before] && store == in.store[in.before]
	if !same {
		if store == "" || product == "" {
			return nil, in.fail(i, "store_id or product_id is null or empty; every row needs both")
		}
		at, ok := b.ids[key{store, product}]
		if !ok {
			at = b.begin(store, product, in.day[i])
		}
		in.at = at
	}
	g := b.series[in.at]
	for c, column := range in.static {
		if column == nil || column[i] == "" || same && column[i] == column[in.before] {
			continue // null says nothing
		}
		code := b.static[c].code(column[i])
		if g.static[c] >= 0 && g.static[c] != code {
			return nil, in.fail(i, "%s is %q, before it was %q; a c_* column says what a series always is", b.static[c].name, column[i],
				b.static[c].list[g.static[c]])
		}
		g.static[c] = code
	}
	in.before = i
	return g, nil
}

func (b *Builder) begin(store, product string, day int32) int {
	k := key{strings.Clone(store), strings.Clone(product)}
	g := &gathering{key: k, start: day, static: make([]int32, len(b.static)), known: make([][]float32, len(b.known))}
	for c := range g.static {
		g.static[c] = -1
	}
	b.ids[k] = len(b.series)
	b.series = append(b.series, g)
	return len(b.series) - 1
}

// ask notes a day to come and what is known of it.
func (b *Builder) ask(g *gathering, in *rows, i int) error {
	day := in.day[i]
	if day <= b.last {
		return in.fail(i, "the day is not after the last one of the history, %s", date(b.last))
	}
	if day-b.last > maxAhead {
		return in.fail(i, "the day is %d days after the last one of the history, %s; at most %d are forecast", day-b.last, date(b.last), maxAhead)
	}
	if slices.Contains(g.asked, day) {
		return in.fail(i, "there are two rows for one store, product and day")
	}
	if len(g.sold) == 0 && len(g.asked) == 0 {
		b.notes.Strangers++
		g.start = b.last + 1
	}
	g.asked = append(g.asked, day)
	b.ahead = max(b.ahead, day-b.last)
	b.notes.Infinite += g.learn(in, i, int(day-g.start))
	return nil
}
