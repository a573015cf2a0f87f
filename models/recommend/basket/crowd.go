package basket

import "math"

// crowd is the people that a user is compared with: what they bought, and of some what they bought next.
type crowd struct {
	log    *Log
	next   [][]int32 // of each user; nil where it is not known
	fades  [2]float64
	view   int // which of the two fades
	fade   float64
	idf    []float32
	posts  lists // users by item, with the weight of the item in the user's vector times idf, vectors of length 1
	tastes lists // items by user, with the faded share of the baskets that hold it
}

// lists are rows of numbers with weights, one after another.
type lists struct {
	start  []int32
	id     []int32
	weight []float32
}

func (l *lists) row(i int32) (id []int32, weight []float32) {
	from, to := l.start[i], l.start[i+1]
	return l.id[from:to], l.weight[from:to]
}

// flip makes columns of rows: lists by id.
func (l *lists) flip(columns int) lists {
	out := lists{start: make([]int32, columns+1), id: make([]int32, len(l.id)), weight: make([]float32, len(l.id))}
	for _, i := range l.id {
		out.start[i+1]++
	}
	for i := range columns {
		out.start[i+1] += out.start[i]
	}
	at := append([]int32(nil), out.start...)
	for r := range len(l.start) - 1 {
		for k := l.start[r]; k < l.start[r+1]; k++ {
			i := l.id[k]
			out.id[at[i]], out.weight[at[i]] = int32(r), l.weight[k]
			at[i]++
		}
	}
	return out
}

func newCrowd(l *Log, next [][]int32, fades [2]float64, view int) *crowd {
	fade := fades[view]
	c := &crowd{log: l, next: next, fades: fades, view: view, fade: fade, idf: make([]float32, l.Items), tastes: lists{start: []int32{0}}}
	slot, p := make([]int32, l.Items), past{}
	buyers := make([]int32, l.Items)
	for u := range l.Len() {
		p.remember(l, u, fades, 0, slot)
		p.forget(slot)
		whole := fadedBaskets(fade, p.baskets)
		for _, o := range p.items {
			buyers[o.item]++
			c.tastes.id = append(c.tastes.id, o.item)
			c.tastes.weight = append(c.tastes.weight, o.vector[view]/whole)
		}
		c.tastes.start = append(c.tastes.start, int32(len(c.tastes.id)))
	}
	for i, n := range buyers {
		c.idf[i] = float32(math.Log(float64(l.Len()+1) / float64(n+1)))
	}
	unit := lists{start: c.tastes.start, id: c.tastes.id, weight: make([]float32, len(c.tastes.id))}
	for u := range l.Len() {
		sum := 0.0
		for k := unit.start[u]; k < unit.start[u+1]; k++ {
			w := c.tastes.weight[k] * c.idf[unit.id[k]]
			unit.weight[k] = w
			sum += float64(w) * float64(w)
		}
		if sum == 0 {
			continue
		}
		scale := float32(1 / math.Sqrt(sum))
		for k := unit.start[u]; k < unit.start[u+1]; k++ {
			unit.weight[k] *= scale
		}
	}
	c.posts = unit.flip(l.Items)
	return c
}

// fadedBaskets is the faded number of n baskets.
func fadedBaskets(fade float64, n int) float32 {
	if fade == 1 {
		return float32(max(n, 1))
	}
	return float32((1 - math.Pow(fade, float64(max(n, 1)))) / (1 - fade))
}

// near finds the users most like the given past, best first; self is left out. At most about maxPosts pairs of
// the user and a buyer of the same item are looked at. sims is clean before and after.
func (c *crowd) near(p *past, self int32, k, maxPosts int, sims *tally, best *top) []scored {
	whole := fadedBaskets(c.fade, p.baskets)
	sum := 0.0
	for _, o := range p.items {
		w := float64(o.vector[c.view] / whole * c.idf[o.item])
		sum += w * w
	}
	best.reset(k)
	if sum == 0 {
		return nil
	}
	scale := float32(1 / math.Sqrt(sum))
	posts := 0
	for _, o := range p.items {
		posts += int(c.posts.start[o.item+1] - c.posts.start[o.item])
	}
	if posts > maxPosts { // what everybody buys tells least: the telling items first
		best.reset(len(p.items))
		for k, o := range p.items {
			best.offer(int32(k), o.vector[c.view]*c.idf[o.item])
		}
		order := best.sorted()
		for k, n := 0, 0; k < len(order); k++ {
			o := &p.items[order[k].id]
			if n += int(c.posts.start[o.item+1] - c.posts.start[o.item]); n > maxPosts && k > 0 {
				break
			}
			c.compare(o, scale/whole, sims)
		}
		best.reset(k)
	} else {
		for i := range p.items {
			c.compare(&p.items[i], scale/whole, sims)
		}
	}
	for _, v := range sims.touched {
		if v != self && sims.sum[v] > 0 {
			best.offer(v, sims.sum[v])
		}
	}
	sims.clear()
	return best.sorted()
}

// compare adds what an item says about how much alike its buyers are.
func (c *crowd) compare(o *own, scale float32, sims *tally) {
	w := o.vector[c.view] * c.idf[o.item] * scale
	users, weights := c.posts.row(o.item)
	for j, v := range users {
		sims.add(v, w*weights[j])
	}
}
