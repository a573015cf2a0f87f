package leader

import (
	"cmp"
	"slices"
)

// finish adds channels and pairs, and brings all into a fixed order.
func (a *attribution) finish() {
	for i := range a.proc.events {
		e := &a.proc.events[i]
		a.channel(e.share).Brought += e.p
	}
	for _, c := range a.channels {
		a.r.Channels = append(a.r.Channels, *c)
	}
	slices.SortFunc(a.r.Channels, func(x, y Channel) int {
		return cmp.Or(cmp.Compare(x.Store, y.Store), cmp.Compare(x.Channel, y.Channel))
	})
	a.pairs()
	order := make([]int32, len(a.r.Sharers))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int {
		p, q := &a.r.Sharers[x], &a.r.Sharers[y]
		return cmp.Or(cmp.Compare(p.Community, q.Community), cmp.Compare(p.Rank, q.Rank))
	})
	sorted, at := make([]Sharer, len(order)), make([]int32, len(order))
	for to, from := range order {
		sorted[to], at[from] = a.r.Sharers[from], int32(to)
	}
	a.r.Sharers = sorted
	for i := range a.r.Pairs {
		a.r.Pairs[i].Sharer, a.r.Pairs[i].Buyer = at[a.r.Pairs[i].Sharer], at[a.r.Pairs[i].Buyer]
	}
	slices.SortFunc(a.r.Pairs, func(x, y Pair) int { return cmp.Or(cmp.Compare(x.Sharer, y.Sharer), cmp.Compare(x.Buyer, y.Buyer)) })
}

// pairs counts how often sharers bought through each other's shares.
func (a *attribution) pairs() {
	type key struct{ sharer, buyer int32 }
	count := map[key]*Pair{}
	for i := range a.p.ID {
		_, sharer, self, known := a.through(i)
		buyer, shares := a.number[a.p.Buyer[i]]
		if !known || self || !shares || !(a.p.Orders[i] > 0) {
			continue
		}
		a.r.Sharers[buyer].Bought++
		k := key{sharer, buyer}
		if count[k] == nil {
			count[k] = &Pair{Sharer: sharer, Buyer: buyer}
		}
		count[k].Purchases++
		count[k].Amount += a.p.Amount[i]
	}
	sold := map[int32]float64{} // by community
	for k := range a.r.Sharers {
		sold[a.proc.community[k]] += a.r.Sharers[k].Orders
	}
	for _, p := range count {
		of := a.r.Sharers[p.Sharer]
		if all := sold[a.proc.community[p.Sharer]]; all > 0 {
			p.Expected = a.r.Sharers[p.Buyer].Bought * of.Orders / all
		}
		a.r.Pairs = append(a.r.Pairs, *p)
	}
}
