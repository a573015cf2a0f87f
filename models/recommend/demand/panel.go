package demand

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Panel is what sold, per store, item and period. Build one with a Builder.
type Panel struct {
	Stores     []string // sorted
	Items      []string // sorted
	Categories []string // sorted
	Category   []int    // of each item
	Periods    int
	Days       int // length of a period

	start    []int     // rows of store s are start[s] to start[s+1]
	item     []int32   // of each row, rising within a store
	sold     []float32 // of each row and period
	borrowed []float32 // nil: nothing is known of households
	offered  []bool    // of each row; nil: not known
	units    []float32 // of each row
	shown    []float32 // of each row, days
}

// Row is what one store sold of one item.
type Row struct {
	Store, Item, Category string
	Sold                  []float64 // per period, oldest first; below 0 counts as 0
	// Borrowed is what the store's households bought of the item in other stores, each household with its share of shopping
	// here up to then; nil where no households are known.
	Borrowed []float64
	Offered  bool // the store has it on offer now; see Builder.Offers
	// Units sold lately and Days on offer are kept for the caller; nothing is made of them here.
	Units, Days float64
}

// Item is a row as it is read back.
type Item struct {
	Item        int       // in Panel.Items
	Sold        []float32 // per period
	Offered     bool      // true where it is not known
	Units, Days float64
}

// Builder gathers a Panel.
type Builder struct {
	periods, days      int
	offers, households bool

	stores, items names
	category      []string // of each item as numbered
	rows          []raw
	sold          []float32
	borrowed      []float32
	units, shown  []float32
}

type raw struct {
	store, item int32
	at          int32
	offered     bool
}

type names struct {
	at   map[string]int32
	list []string
}

func (n *names) number(s string) (i int32, fresh bool) {
	if i, ok := n.at[s]; ok {
		return i, false
	}
	if n.at == nil {
		n.at = map[string]int32{}
	}
	i = int32(len(n.list)) //nolint:gosec // far below the limit
	s = strings.Clone(s)   // it may lie in a record that goes
	n.at[s] = i
	n.list = append(n.list, s)
	return i, true
}

// maxPeriods bounds the memory of a row.
const maxPeriods = 400

// NewBuilder starts a panel of so many periods of so many days.
func NewBuilder(periods, days int) (*Builder, error) {
	if periods < 1 || periods > maxPeriods || days < 1 {
		return nil, fmt.Errorf("demand: %d periods of %d days; give 1 to %d periods of at least one day", periods, days, maxPeriods)
	}
	return &Builder{periods: periods, days: days}, nil
}

// Offers says that Row.Offered is meant: what has no row is not offered.
func (b *Builder) Offers() { b.offers = true }

// Store makes a store known that may have sold nothing.
func (b *Builder) Store(id string) { b.stores.number(id) }

// Item makes an item known that may not have sold; its category must be that of its rows.
func (b *Builder) Item(id, category string) {
	if _, fresh := b.items.number(id); fresh {
		b.category = append(b.category, category)
	}
}

var errNoStore = errors.New("demand: no store at all; give at least one")

// Add takes a row; its texts and slices may be used again afterwards. One store and item may have one row.
func (b *Builder) Add(r Row) error {
	if len(r.Sold) != b.periods || r.Borrowed != nil && len(r.Borrowed) != b.periods {
		return fmt.Errorf("demand: %s, %s: %d periods, want %d", r.Store, r.Item, len(r.Sold), b.periods)
	}
	for _, v := range r.Sold {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("demand: %s, %s: sold %v; give a number", r.Store, r.Item, v)
		}
	}
	for _, v := range r.Borrowed {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("demand: %s, %s: borrowed %v; give a number", r.Store, r.Item, v)
		}
	}
	s, _ := b.stores.number(r.Store)
	i, fresh := b.items.number(r.Item)
	switch {
	case fresh:
		b.category = append(b.category, strings.Clone(r.Category))
	case b.category[i] != r.Category:
		return fmt.Errorf("demand: item %s is of category %q and of %q; give it one", r.Item, b.category[i], r.Category)
	}
	b.rows = append(b.rows, raw{s, i, int32(len(b.rows)), r.Offered}) //nolint:gosec // far below the limit
	for _, v := range r.Sold {
		b.sold = append(b.sold, float32(math.Max(0, v)))
	}
	b.units, b.shown = append(b.units, float32(r.Units)), append(b.shown, float32(r.Days))
	if r.Borrowed != nil && !b.households {
		b.households = true
		b.borrowed = make([]float32, len(b.sold)-b.periods)
	}
	if b.households {
		for k := range b.periods {
			v := 0.0
			if r.Borrowed != nil {
				v = math.Max(0, r.Borrowed[k])
			}
			b.borrowed = append(b.borrowed, float32(v))
		}
	}
	return nil
}

// sorted gives the names in order and the place of each number in it.
func (n *names) sorted() (list []string, place []int32) {
	order := make([]int32, len(n.list))
	for i := range order {
		order[i] = int32(i) //nolint:gosec // far below the limit
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(n.list[a], n.list[b]) })
	list, place = make([]string, len(order)), make([]int32, len(order))
	for at, i := range order {
		list[at], place[i] = n.list[i], int32(at) //nolint:gosec // far below the limit
	}
	return list, place
}

// Build orders what was gathered; the Builder is used up.
func (b *Builder) Build() (*Panel, error) {
	if len(b.stores.list) == 0 {
		return nil, errNoStore
	}
	p := &Panel{Periods: b.periods, Days: b.days}
	var storeAt, itemAt []int32
	p.Stores, storeAt = b.stores.sorted()
	p.Items, itemAt = b.items.sorted()
	p.Categories = slices.Clone(b.category)
	slices.Sort(p.Categories)
	p.Categories = slices.Compact(p.Categories)
	p.Category = make([]int, len(p.Items))
	for i, c := range b.category {
		p.Category[itemAt[i]], _ = slices.BinarySearch(p.Categories, c)
	}
	for i := range b.rows {
		b.rows[i].store, b.rows[i].item = storeAt[b.rows[i].store], itemAt[b.rows[i].item]
	}
	byPlace := func(a, b raw) int { return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(a.item, b.item)) }
	inOrder := slices.IsSortedFunc(b.rows, byPlace)
	if !inOrder {
		slices.SortFunc(b.rows, byPlace)
	}
	p.start = make([]int, len(p.Stores)+1)
	p.item = make([]int32, len(b.rows))
	if b.offers {
		p.offered = make([]bool, len(b.rows))
	}
	for i, r := range b.rows {
		if i > 0 && b.rows[i-1].store == r.store && b.rows[i-1].item == r.item {
			return nil, fmt.Errorf("demand: two rows for item %s in store %s; sum them first", p.Items[r.item], p.Stores[r.store])
		}
		p.start[r.store+1]++
		p.item[i] = r.item
		if b.offers {
			p.offered[i] = r.offered
		}
	}
	p.sold, p.borrowed, p.units, p.shown = b.sold, b.borrowed, b.units, b.shown
	if !inOrder { // rows that come in the order of their names are taken as they lie
		p.sold, p.borrowed = inPlace(b.rows, b.sold, b.periods), inPlace(b.rows, b.borrowed, b.periods)
		p.units, p.shown = inPlace(b.rows, b.units, 1), inPlace(b.rows, b.shown, 1)
	}
	for s := range p.Stores {
		p.start[s+1] += p.start[s]
	}
	*b = Builder{}
	return p, nil
}

// inPlace orders values, n of each row, as the rows are; none stay none.
func inPlace(rows []raw, values []float32, n int) []float32 {
	if values == nil {
		return nil
	}
	out := make([]float32, len(values))
	for i, r := range rows {
		copy(out[i*n:(i+1)*n], values[int(r.at)*n:])
	}
	return out
}

// Each calls f for each item that a store has a row of, in the order of the items.
func (p *Panel) Each(store int, f func(Item)) {
	for r := p.start[store]; r < p.start[store+1]; r++ {
		f(Item{int(p.item[r]), p.sold[r*p.Periods : (r+1)*p.Periods], p.offered == nil || p.offered[r], float64(p.units[r]), float64(p.shown[r])})
	}
}

// Listed tells whether it is known what stores offer.
func (p *Panel) Listed() bool { return p.offered != nil }
