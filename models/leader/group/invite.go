package group

import (
	"cmp"
	"math"
	"slices"
)

// Invite is how well it was told who will join.
type Invite struct {
	Name                       string
	Recall10, Recall50, NDCG10 float64
}

// mostOf bounds how many people a source names: an item that everybody buys names nobody.
const mostOf = 400

// sources of people to invite to a group of an initiator for an item. Each names people with a weight of how often.
var sourceNames = []string{"whose groups they joined", "who joined the same groups", "whose groups their hosts joined", "who joined groups of the item", "who succeeded with the item", "who launched the item in vain", "who joins most"}

type named struct {
	user   int32
	source int8
	times  float64
}

// candidates names people for a group.
func (p *past) candidates(a, item int32, popular []int32, out []named) []named {
	out = out[:0]
	add := func(source int8, list []int32) {
		if len(list) > mostOf {
			list = list[len(list)-mostOf:]
		}
		for _, u := range list {
			if u != a {
				out = append(out, named{u, source, 1})
			}
		}
	}
	add(0, p.joined[a])
	for _, h := range p.joined[a] {
		add(1, p.guests[h])
		add(2, p.joined[h])
	}
	add(3, p.buyers[item])
	add(4, p.hosts[item])
	add(5, p.losers[item])
	add(6, popular)
	slices.SortFunc(out, func(x, y named) int { return cmp.Or(cmp.Compare(x.user, y.user), cmp.Compare(x.source, y.source)) })
	kept := out[:0]
	for _, n := range out {
		if k := len(kept) - 1; k >= 0 && kept[k].user == n.user && kept[k].source == n.source {
			kept[k].times++
			continue
		}
		kept = append(kept, n)
	}
	return kept
}

// kind puts together namings that are alike: the source, how often, how many it names, and how often the person joins groups.
func kind(n named, size int, times float64) int {
	level := func(x float64, top int) int { return min(top, int(math.Log2(1+x))) }
	return ((int(n.source)*3+level(n.times-1, 2))*8+level(float64(size)/2, 7))*5 + level(times, 4)
}

const nKinds = 7 * 3 * 8 * 5

// inviter knows how often people named so do join.
type inviter struct {
	hit, seen [nKinds]float64
	total     [2]float64
}

// sizes counts how many each source names.
func sizes(list []named) (n [7]int) {
	for _, x := range list {
		n[x.source]++
	}
	return n
}

func (v *inviter) learn(p *past, list []named, guests []int32) {
	n := sizes(list)
	for _, x := range list {
		k := kind(x, n[x.source], p.times[x.user])
		v.seen[k]++
		v.total[1]++
		if slices.Contains(guests, x.user) {
			v.hit[k]++
			v.total[0]++
		}
	}
}

// chance of a naming, shrunk to that of its source over all.
func (v *inviter) chance(k int) float64 {
	base := (v.total[0] + .1) / (v.total[1] + 1)
	return math.Min(.999, (v.hit[k]+50*base)/(v.seen[k]+50))
}

// rank orders the people named: chance that at least one of the reasons holds, as if they were independent.
func (v *inviter) rank(p *past, list []named, top int) []int32 {
	n := sizes(list)
	type scored struct {
		user  int32
		score float64
	}
	var all []scored
	for i := 0; i < len(list); {
		miss := 1.0
		j := i
		for ; j < len(list) && list[j].user == list[i].user; j++ {
			miss *= 1 - v.chance(kind(list[j], n[list[j].source], p.times[list[j].user]))
		}
		all = append(all, scored{list[i].user, 1 - miss})
		i = j
	}
	slices.SortFunc(all, func(x, y scored) int { return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.user, y.user)) })
	var out []int32
	for _, s := range all[:min(top, len(all))] {
		out = append(out, s.user)
	}
	return out
}

// score adds up what a list found of those who joined.
func (s *Invite) score(list, guests []int32, groups float64) {
	found10, found50, gain, ideal := 0.0, 0.0, 0.0, 0.0
	for i, u := range list[:min(50, len(list))] {
		if slices.Contains(guests, u) {
			found50++
			if i < 10 {
				found10++
				gain += 1 / math.Log2(float64(i)+2)
			}
		}
	}
	for i := range min(10, len(guests)) {
		ideal += 1 / math.Log2(float64(i)+2)
	}
	n := float64(len(guests))
	s.Recall10, s.Recall50, s.NDCG10 = s.Recall10+found10/n/groups, s.Recall50+found50/n/groups, s.NDCG10+gain/ideal/groups
}

// popularity orders users by groups joined.
func (p *past) popularity(top int) []int32 {
	var order []int32
	for u, n := range p.times {
		if n > 0 {
			order = append(order, int32(u))
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(p.times[b], p.times[a]), cmp.Compare(a, b)) })
	return order[:min(top, len(order))]
}

// byCount orders those who joined groups of the item by how often, then the most active of all: past counts, the baseline.
func (p *past) byCount(a, item int32, popular []int32, top int) []int32 {
	count := map[int32]float64{}
	for _, u := range p.buyers[item] {
		count[u]++
	}
	var order []int32
	for u := range count {
		order = append(order, u)
	}
	slices.SortFunc(order, func(x, y int32) int {
		return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(p.times[y], p.times[x]), cmp.Compare(x, y))
	})
	for _, u := range popular {
		if _, there := count[u]; !there {
			order = append(order, u)
		}
	}
	order = slices.DeleteFunc(order, func(u int32) bool { return u == a })
	return order[:min(top, len(order))]
}
