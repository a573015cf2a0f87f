package basket

import (
	"cmp"
	"math"
	"slices"
)

// items is what the crowd's baskets say about each item.
type items struct {
	users, baskets int
	buyers         []float32 // share of the users
	bought         []float32 // share of the baskets
	late           []float32 // share of the last baskets
	rebuy          []float32 // chance that a basket after the first purchase holds it again, shrunk
	prior          []float32 // Σ(purchases-1)^.3 per buyer, shrunk
	gap            []float32 // baskets between purchases, shrunk
	again          []float32 // chance that the basket right after one with it holds it again, shrunk
	rhythm         *rhythm

	folds int
	next  []counts // by fold; the last one is everybody
}

// counts is what the next baskets of some users say.
type counts struct {
	users  float32
	in     []float32 // next baskets with the item
	fresh  []float32 // of users who had not bought it before
	owners []float32 // users who had

	owned, allOwners float32 // sums over the items: hits among owners, and owners
	popular          []int32 // items, best first; of a fold: by what the others say
}

const shrink = 10 // pseudo-users that pull an item's rate to that of all items

func newItems(c *crowd, folds int) *items {
	l := c.log
	n := l.Items
	s := &items{folds: folds, users: l.Len(), baskets: len(l.Baskets) - 1, rhythm: newRhythm(n)}
	for _, f := range []*[]float32{&s.buyers, &s.bought, &s.late, &s.rebuy, &s.prior, &s.gap, &s.again} {
		*f = make([]float32, n)
	}
	chances, hits, power, gaps, gapN, conts, contHits := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	slot, p := make([]int32, n), past{}
	mark, at := make([]int32, n), make([]int32, n) // at: the item's last basket, plus one
	for u := range l.Len() {
		p.remember(l, u, c.fades, 0, slot)
		p.forget(slot)
		for _, o := range p.items {
			i := o.item
			s.buyers[i]++
			s.bought[i] += float32(o.count)
			if int(o.last) == p.baskets-1 {
				s.late[i]++
			}
			chances[i] += float64(int32(p.baskets) - 1 - o.first)
			hits[i] += float64(o.count - 1)
			power[i] += math.Pow(float64(o.count-1), .3)
			gaps[i] += float64(o.last - o.first)
			gapN[i] += float64(o.count - 1)
			s.rhythm.end(i, int32(p.baskets)-1-o.last)
		}
		for k := range p.baskets {
			for _, i := range l.Basket(u, k) {
				if at[i] > 0 {
					s.rhythm.bought(i, int32(k)+1-at[i])
				}
				at[i] = int32(k) + 1
			}
		}
		for _, o := range p.items {
			at[o.item] = 0
		}
		for k := 1; k < p.baskets; k++ {
			for _, i := range l.Basket(u, k) {
				mark[i] = int32(u) + 1
			}
			for _, i := range l.Basket(u, k-1) {
				conts[i]++
				if mark[i] == int32(u)+1 {
					contHits[i]++
				}
			}
			for _, i := range l.Basket(u, k) {
				mark[i] = 0
			}
		}
	}
	rate := func(hit, of []float64) func(i int) float32 {
		var a, b float64
		for i := range hit {
			a += hit[i]
			b += of[i]
		}
		all := a / max(b, 1)
		return func(i int) float32 { return float32((hit[i] + shrink*all) / (of[i] + shrink)) }
	}
	buyers := make([]float64, n)
	for i := range buyers {
		buyers[i] = float64(s.buyers[i])
	}
	rebuy, prior, gap, again := rate(hits, chances), rate(power, buyers), rate(gaps, gapN), rate(contHits, conts)
	never := len(power) > 0 && slices.Max(power) == 0 // nobody has bought anything twice: a habit is as good with every item
	for i := range n {
		s.rebuy[i], s.prior[i], s.gap[i], s.again[i] = rebuy(i), prior(i), gap(i), again(i)
		if never {
			s.prior[i] = 1
		}
		s.buyers[i] /= float32(max(s.users, 1))
		s.bought[i] /= float32(max(s.baskets, 1))
		s.late[i] /= float32(max(s.users, 1))
	}
	s.rhythm.settle()
	s.count(c)
	return s
}

// fold is the part of the users that one belongs to.
func (s *items) fold(u int) int { return int(mix(uint64(u)) % uint64(s.folds)) }

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// count counts the next baskets by fold: of a user whose next basket is to be learned only the other folds may speak.
func (s *items) count(c *crowd) {
	n := c.log.Items
	for range s.folds + 1 {
		s.next = append(s.next, counts{in: make([]float32, n), fresh: make([]float32, n), owners: make([]float32, n)})
	}
	all := &s.next[s.folds]
	had := make([]int32, n)
	for u := range c.log.Len() {
		if len(c.next[u]) == 0 {
			continue
		}
		f := &s.next[s.fold(u)]
		f.users++
		all.users++
		goods, _ := c.tastes.row(int32(u))
		for _, i := range goods {
			f.owners[i]++
			all.owners[i]++
			f.allOwners++
			all.allOwners++
			had[i] = int32(u) + 1
		}
		for _, i := range c.next[u] {
			f.in[i]++
			all.in[i]++
			if had[i] != int32(u)+1 {
				f.fresh[i]++
				all.fresh[i]++
			} else {
				f.owned++
				all.owned++
			}
		}
	}
	for f := range s.next {
		s.next[f].popular = s.order(f)
	}
}

// order ranks the items by what next baskets of other folds hold; the last is by all of them.
func (s *items) order(fold int) []int32 {
	all, own := &s.next[s.folds], &s.next[fold]
	out, times := make([]int32, len(s.late)), make([]float32, len(s.late))
	for i := range out {
		out[i], times[i] = int32(i), all.in[i]
		if fold < s.folds {
			times[i] -= own.in[i]
		}
	}
	slices.SortFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(s.late[b], s.late[a]), cmp.Compare(s.buyers[b], s.buyers[a]), cmp.Compare(a, b))
	})
	return out
}

// view is what next baskets say to one user.
type view struct{ all, without *counts }

// seen leaves out the user's own fold if the next basket is to be learned.
func (s *items) seen(a *asked) view {
	v := view{all: &s.next[s.folds]}
	if a.hidden != nil && a.member >= 0 {
		v.without = &s.next[s.fold(int(a.member))]
	}
	return v
}

func (v *view) popular() []int32 {
	if v.without != nil {
		return v.without.popular
	}
	return v.all.popular
}

// of is how often next baskets hold the item: of all users, of those who had not bought it, and of those who had.
func (v *view) of(i int32) (in, fresh, owner float32) {
	users, all, new, owners := v.all.users, v.all.in[i], v.all.fresh[i], v.all.owners[i]
	owned, allOwners := v.all.owned, v.all.allOwners
	if w := v.without; w != nil {
		users, all, new, owners = users-w.users, all-w.in[i], new-w.fresh[i], owners-w.owners[i]
		owned, allOwners = owned-w.owned, allOwners-w.allOwners
	}
	return all / max(users, 1), new / max(users-owners, 1), (all - new + shrink*owned/max(allOwners, 1)) / (owners + shrink)
}
