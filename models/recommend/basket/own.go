package basket

import "math"

// ages is how fast older baskets fade in the three fading counts: a basket counts fade^(baskets since).
var ages = [3]float64{0.95, 0.8, 0.5}

// own is what a user's baskets say about one item.
type own struct {
	item              int32
	count             int32
	first, last       int32 // number of the basket
	firstDay, lastDay int32
	late              int32   // of the last three baskets
	recent            int32   // baskets since the day from which places count
	lastGap           int32   // baskets between the last two purchases
	squares           float32 // sum of the squares of all such distances
	faded             [3]float32
	vector            [2]float32 // faded as the two crowds want it
}

// past is what a user's baskets say.
type past struct {
	baskets           int
	goods             int // items of all baskets
	lastSize          int
	repeats           int // items of baskets that were bought before
	chances           int // items of all baskets but the first
	recent            int // baskets since the day from which places count
	firstDay, lastDay int32
	items             []own
}

// remember sums up the baskets of a user. Slot maps items to places in items plus one; forget cleans it.
func (p *past) remember(l *Log, u int, fades [2]float64, from int32, slot []int32) {
	n := l.Count(u)
	*p = past{baskets: n, items: p.items[:0]}
	if n == 0 {
		return
	}
	p.firstDay, p.lastDay, p.lastSize = l.Day(u, 0), l.Day(u, n-1), len(l.Basket(u, n-1))
	for k := range n {
		goods, day, age := l.Basket(u, k), l.Day(u, k), float64(n-1-k)
		var w [3]float32
		for j, a := range ages {
			w[j] = float32(math.Pow(a, age))
		}
		v := [2]float32{float32(math.Pow(fades[0], age)), float32(math.Pow(fades[1], age))}
		p.goods += len(goods)
		if k > 0 {
			p.chances += len(goods)
		}
		recent := int32(0)
		if l.Days != nil && day >= from {
			recent = 1
			p.recent++
		}
		for _, i := range goods {
			s := slot[i]
			if s == 0 {
				p.items = append(p.items, own{item: i, first: int32(k), firstDay: day})
				s = int32(len(p.items))
				slot[i] = s
			} else {
				p.repeats++
			}
			o := &p.items[s-1]
			if o.count > 0 {
				o.lastGap = int32(k) - o.last
				o.squares += float32(o.lastGap) * float32(o.lastGap)
			}
			o.count++
			o.last, o.lastDay = int32(k), day
			o.recent += recent
			o.vector[0] += v[0]
			o.vector[1] += v[1]
			for j := range w {
				o.faded[j] += w[j]
			}
			if age < 3 {
				o.late++
			}
		}
	}
}

// forget cleans the slots that remember used.
func (p *past) forget(slot []int32) {
	for i := range p.items {
		slot[p.items[i].item] = 0
	}
}

// gap is the usual distance of an item's purchases, in baskets and in days; missing if it was bought once.
func (o *own) gap() (baskets, days float32) {
	if o.count < 2 {
		return missing, missing
	}
	between := float32(o.count - 1)
	return float32(o.last-o.first) / between, float32(o.lastDay-o.firstDay) / between
}

// rhythm is the usual distance of purchases in baskets, where few are known shrunk to that of everybody, and how far the user's own distances
// are from being equal: standard deviation over mean, missing below two of them.
func (o *own) rhythm(everybody float32) (gap, spread float32) {
	n, sum := float32(o.count-1), float32(o.last-o.first)
	gap = (sum + 2*everybody) / (n + 2)
	if n < 2 {
		return gap, missing
	}
	mean := sum / n
	return gap, float32(math.Sqrt(math.Max(float64(o.squares/n-mean*mean), 0))) / mean
}
