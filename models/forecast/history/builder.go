package history

import (
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Builder gathers rows. It is not for concurrent use.
type Builder struct {
	from   int32 // days before are left out
	begun  bool  // columns are known
	known  []string
	static []*words
	series []*gathering
	ids    map[key]int
	notes  Notes
	first  int32
	last   int32
	ahead  int32
}

type key struct{ store, product string }

// NewBuilder leaves out days before from; math.MinInt32 takes all.
func NewBuilder(from int32) *Builder {
	return &Builder{from: from, ids: map[key]int{}, first: math.MaxInt32, last: math.MinInt32}
}

// Through says that the history goes on to a day, though its last days may be without a row.
func (b *Builder) Through(day int32) { b.last = max(b.last, day) }

// Add takes rows of the past.
func (b *Builder) Add(rec arrow.Record) error {
	if b.ahead > 0 {
		return errors.New("sales history: rows of the past come after days to come; give all of the past first")
	}
	return b.add(rec, false)
}

// AddFuture takes rows of days to come, after all rows of the past. Columns that are missing there are unknown; series that have
// no history are counted, and returned by Build without any day.
func (b *Builder) AddFuture(rec arrow.Record) error {
	if len(b.series) == 0 {
		return errors.New("sales history: there is no row before the days to come; give the sales of at least one day")
	}
	return b.add(rec, true)
}

func (b *Builder) add(rec arrow.Record, future bool) error {
	name := "sales history"
	if future {
		name = "days to come"
	}
	r := column.Read(name, rec)
	in := rows{name: name, future: future, store: r.Keys("store_id"), product: r.Keys("product_id"), before: -1}
	var err error
	if in.day, err = days(name, rec, r); err != nil {
		return err
	}
	if !future {
		in.sold, in.out = r.NullableFloats("quantity"), r.OptionalFloats("stockout")
	}
	if !b.begun && !future {
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
		if err := b.row(&in, i); err != nil {
			return err
		}
	}
	return nil
}

// columns notes which c_* and x_* there are: those of the first record.
func (b *Builder) columns(names []string) {
	b.begun = true
	for _, n := range names {
		switch {
		case strings.HasPrefix(n, "x_"):
			b.known = append(b.known, n)
		case strings.HasPrefix(n, "c_"):
			b.static = append(b.static, &words{name: n, codes: map[string]int32{}})
		}
	}
}
