package boost

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/models/forecast/history"
)

// group says which series belong together.
type group struct {
	name string
	of   []int32 // per series
	n    int
}

// groups are those whose recent sales say something about a series of theirs.
type groups struct {
	chain, product, store group
	kind                  group // the finest c_* that products have
	corner                group // kind of goods within a store
	area                  group // product within the finest c_* that stores have
}

// perGroup is how many series a group of the finer kinds has at least, on average.
const perGroup = 4

func newGroups(h *history.History) groups {
	n := len(h.Series)
	stores, products := make([]int32, n), make([]int32, n)
	storeNo, productNo := map[string]int32{}, map[string]int32{}
	for i := range h.Series {
		stores[i], products[i] = number(storeNo, h.Series[i].Store), number(productNo, h.Series[i].Product)
	}
	g := groups{
		chain:   group{"chain", make([]int32, n), 1},
		product: group{"product", products, len(productNo)},
		store:   group{"store", stores, len(storeNo)},
	}
	goods, places := attributes(h, g.product), attributes(h, g.store)
	g.kind = rename(pick(goods, func(a group) bool { return 2*a.n <= g.product.n }, g.chain), "kind")
	enough := func(a group) bool { return n >= perGroup*a.n }
	cross := func(by group, with []group) []group {
		out := make([]group, len(with))
		for i, a := range with {
			out[i] = pair(by, a)
		}
		return out
	}
	g.corner = rename(pick(cross(g.store, goods), enough, g.store), "corner")
	g.area = rename(pick(cross(g.product, places), enough, g.product), "area")
	return g
}

func number(numbers map[string]int32, word string) int32 {
	at, ok := numbers[word]
	if !ok {
		at = int32(len(numbers))
		numbers[word] = at
	}
	return at
}

// attributes are the c_* columns that are the same for all series of a group's member, those with most levels first.
func attributes(h *history.History, by group) []group {
	var out []group
	for _, s := range h.Static {
		if len(s.Levels) < 2 {
			continue
		}
		first, constant := make(map[int32]int32, by.n), true
		for i, c := range s.Codes {
			if before, ok := first[by.of[i]]; ok && before != c {
				constant = false
				break
			}
			first[by.of[i]] = c
		}
		if !constant {
			continue
		}
		of := make([]int32, len(s.Codes))
		for i, c := range s.Codes {
			of[i] = c + 1 // 0 is unknown
		}
		out = append(out, group{s.Name, of, len(s.Levels) + 1})
	}
	slices.SortStableFunc(out, func(a, b group) int { return cmp.Compare(b.n, a.n) })
	return out
}

func pick(from []group, ok func(group) bool, otherwise group) group {
	if i := slices.IndexFunc(from, ok); i >= 0 {
		return from[i]
	}
	return otherwise
}

func rename(g group, name string) group {
	g.name = name
	return g
}

// pair groups series that are together in both.
func pair(a, b group) group {
	ids := map[[2]int32]int32{}
	out := group{of: make([]int32, len(a.of))}
	for i := range a.of {
		k := [2]int32{a.of[i], b.of[i]}
		id, ok := ids[k]
		if !ok {
			id = int32(len(ids))
			ids[k] = id
		}
		out.of[i] = id
	}
	out.n = len(ids)
	return out
}
