package history

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// words numbers the words of a c_* column.
type words struct {
	name  string
	codes map[string]int32
	list  []string
}

func (w *words) code(word string) int32 {
	c, ok := w.codes[word]
	if !ok {
		c = int32(len(w.list))
		word = strings.Clone(word) // the record's memory goes
		w.codes[word], w.list = c, append(w.list, word)
	}
	return c
}

// gathering is a series on its way: values from start on, NaN where no row has come.
type gathering struct {
	key
	start  int32
	sold   []float32
	out    []float32
	known  [][]float32
	asked  []int32
	static []int32 // -1: not told yet
}

var absent = float32(math.NaN())

// room makes place for the day and gives its index. At the front there is place for more, as rows may come latest first.
func (g *gathering) room(day int32) int {
	if day < g.start {
		front := max(int(g.start-day), len(g.sold)/2)
		g.sold, g.out = slices.Concat(blank(front), g.sold), slices.Concat(blank(front), g.out)
		for c := range g.known {
			g.known[c] = slices.Concat(blank(front), g.known[c])
		}
		g.start -= int32(front)
	}
	at := int(day - g.start)
	for len(g.sold) <= at {
		g.sold, g.out = append(g.sold, absent), append(g.out, absent)
	}
	return at
}

// trim takes away the place at the front that no row came for.
func (g *gathering) trim() {
	n := 0
	for n < len(g.out) && g.out[n] != g.out[n] {
		n++
	}
	g.sold, g.out, g.start = g.sold[n:], g.out[n:], g.start+int32(n)
	for c := range g.known {
		g.known[c] = g.known[c][min(n, len(g.known[c])):]
	}
}

func blank(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = absent
	}
	return out
}

// learn keeps what is known of a day, and counts what is infinite, which is not kept.
func (g *gathering) learn(in *rows, i, at int) (infinite int) {
	for c, x := range in.known {
		for len(g.known[c]) <= at {
			g.known[c] = append(g.known[c], absent)
		}
		if x == nil {
			continue
		}
		if v := float32(x[i]); math.IsInf(float64(v), 0) {
			infinite++
		} else {
			g.known[c][at] = v
		}
	}
	return infinite
}

// order is that of series: by store, then product.
func order(a, b *gathering) int {
	return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(a.product, b.product))
}
