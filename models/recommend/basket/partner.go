package basket

import "math"

// partner is an item that goes with another.
type partner struct {
	item   int32
	users  int32 // who bought both; for follow: baskets
	weight float32
}

const (
	partners  = 50  // kept per item
	tasteSize = 200 // items of a user that are paired, those bought most and last
	wide      = 200 // items of a basket from which on it tells nothing of what follows what, and would take their square in time
)

// together lists for each item the items that the same people buy: the cosine of the two sets of buyers, less where few
// people stand behind it, n/(n+shrink).
func (c *crowd) together() [][]partner {
	short := lists{start: []int32{0}}
	var best top
	for u := range c.log.Len() {
		id, w := c.tastes.row(int32(u))
		best.reset(tasteSize)
		for k, i := range id {
			best.offer(i, w[k])
		}
		for _, s := range best.sorted() {
			short.id, short.weight = append(short.id, s.id), append(short.weight, 1)
		}
		short.start = append(short.start, int32(len(short.id)))
	}
	byItem := short.flip(c.log.Items)
	return pairs(&byItem, 2, func(u int32, sum *tally) {
		id, _ := short.row(u)
		for _, j := range id {
			sum.add(j, 1)
		}
	}, func(both, ofI, ofJ float64) float64 { return both / math.Sqrt(ofI*ofJ) * both / (both + shrink) })
}

// follow lists for each item the other items of the baskets right after one with it.
func (c *crowd) follow() [][]partner {
	l := c.log
	after := make([]int32, len(l.Baskets)-1) // the basket after each basket, -1 if none
	for u := range l.Len() {
		for b := l.Users[u]; b < l.Users[u+1]; b++ {
			after[b] = b + 1
		}
		if l.Count(u) > 0 {
			after[l.Users[u+1]-1] = -1
		}
	}
	held := lists{start: l.Baskets, id: l.Goods, weight: make([]float32, len(l.Goods))}
	byItem := held.flip(l.Items)
	return pairs(&byItem, 1, func(b int32, sum *tally) {
		if a := after[b]; a >= 0 && l.size(b) <= wide && l.size(a) <= wide {
			for _, j := range l.Goods[l.Baskets[a]:l.Baskets[a+1]] {
				sum.add(j, 1)
			}
		}
	}, func(both, ofI, ofJ float64) float64 { return both / math.Sqrt((ofI+shrink)*(ofJ+shrink)) })
}

// pairs finds each item's best partners. add counts what goes with one holder of the item.
func pairs(byItem *lists, least float32, add func(holder int32, sum *tally), weight func(both, ofI, ofJ float64) float64) [][]partner {
	n := len(byItem.start) - 1
	out := make([][]partner, n)
	sum := newTally(n)
	var best top
	for i := range int32(n) {
		holders, _ := byItem.row(i)
		for _, h := range holders {
			add(h, &sum)
		}
		best.reset(partners)
		for _, j := range sum.touched {
			if j != i && sum.sum[j] >= least {
				of, _ := byItem.row(j)
				best.offer(j, float32(weight(float64(sum.sum[j]), float64(len(holders)), float64(len(of)))))
			}
		}
		for _, s := range best.sorted() {
			out[i] = append(out[i], partner{s.id, int32(sum.sum[s.id]), s.score})
		}
		sum.clear()
	}
	return out
}
