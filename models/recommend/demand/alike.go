package demand

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

const (
	fewAlike  = 10
	manyAlike = 40
	// looked bounds how many items a comparison of stores looks at: the chain's best sellers, which hold nearly all that is known.
	looked = 1500
)

// findAlike finds for each store those that sell more and less of the same items than the chain.
func (o *Origin) findAlike() {
	p := o.p
	n := len(p.Stores)
	o.alike = make([][]neighbour, n)
	total := 0.0
	order := make([]int, 0, len(p.Items))
	for i, v := range o.chain[2] {
		if total += v; v > 0 {
			order = append(order, i)
		}
	}
	if n < 2 || total == 0 {
		return
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(o.chain[2][b], o.chain[2][a]), cmp.Compare(a, b)) })
	order = order[:min(looked, len(order))]
	place := make([]int, len(p.Items))
	for i := range place {
		place[i] = -1
	}
	for at, i := range order {
		place[i] = at
	}
	x := mat.NewDense(n, len(order), nil)
	side(n, func(s int) {
		row := x.RawRowView(s)
		if o.known[s] == 0 {
			return
		}
		for r := p.start[s]; r < p.start[s+1]; r++ {
			if at := place[p.item[r]]; at >= 0 {
				row[at] = float64(o.all[r])
			}
		}
		norm := 0.0
		for at, i := range order {
			e := o.known[s] * o.chain[2][i] / total
			row[at] = (row[at] - e) / math.Sqrt(e+.5)
			norm += row[at] * row[at]
		}
		if norm = math.Sqrt(norm); norm > 0 {
			for at := range row {
				row[at] /= norm
			}
		}
	})
	var c mat.SymDense
	c.SymOuterK(1, x)
	side(n, func(s int) {
		var list []neighbour
		for t := range n {
			if w := c.At(s, t); t != s && w > 0 && o.known[t] > 0 {
				list = append(list, neighbour{t, w})
			}
		}
		// Similarities of equal stores may differ in the last bits, whose order must not decide.
		slices.SortFunc(list, func(a, b neighbour) int {
			return cmp.Or(cmp.Compare(math.Round(b.weight*1e9), math.Round(a.weight*1e9)), cmp.Compare(a.store, b.store))
		})
		o.alike[s] = slices.Clip(list[:min(manyAlike, len(list))])
	})
}

// Alike lists the stores most like a store, the most alike first: at most n, and never more than forty.
func (o *Origin) Alike(store, n int) []int {
	var out []int
	for _, near := range o.alike[store][:min(n, len(o.alike[store]))] {
		out = append(out, near.store)
	}
	return out
}
