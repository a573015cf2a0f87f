package check

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/graph/topo"

	"github.com/linli-project/linli/models/leader"
	"github.com/linli-project/linli/models/shrink"
)

const (
	leastEach  = 3    // purchases along each link of a ring
	oddLink    = 1e-3 // chance of as many along a link
	leastShare = .3   // of the last touch of the ring that comes from within it
)

// rings are the strongly connected groups (Tarjan 1972) of people who buy oddly often through each other's shares. What is usual of
// a pair follows from how much the one buys through shares and the other sells; neighbours who like each other spread around that.
func rings(r *leader.Result) (out []Finding, tested float64, err error) {
	size, tested, err := spread(r)
	if err != nil || tested == 0 {
		return nil, 1, err
	}
	g := simple.NewDirectedGraph()
	links := map[[2]int]float64{}
	amounts := map[[2]int]float64{}
	for _, p := range r.Pairs {
		k := [2]int{int(p.Sharer), int(p.Buyer)}
		links[k], amounts[k] = p.Purchases, p.Amount
		if p.Purchases >= leastEach && tail(p.Purchases, p.Expected, size) < oddLink {
			g.SetEdge(simple.Edge{F: simple.Node(p.Sharer), T: simple.Node(p.Buyer)})
		}
	}
	groups := topo.TarjanSCC(g)
	var people [][]int
	for _, group := range groups {
		if len(group) < 2 {
			continue
		}
		var ids []int
		for _, n := range group {
			ids = append(ids, int(n.ID()))
		}
		slices.Sort(ids)
		people = append(people, ids)
	}
	slices.SortFunc(people, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	sold := map[string]float64{}
	for k := range r.Sharers {
		sold[r.Sharers[k].Community] += r.Sharers[k].Orders
	}
	for number, ids := range people {
		inside, expected, amount, all := 0.0, 0.0, 0.0, 0.0
		for _, a := range ids {
			all += r.Sharers[a].Orders
			for _, b := range ids {
				if a != b {
					inside, amount = inside+links[[2]int{a, b}], amount+amounts[[2]int{a, b}]
					expected += r.Sharers[b].Bought * r.Sharers[a].Orders / math.Max(1, sold[r.Sharers[a].Community])
				}
			}
		}
		if inside < leastShare*all {
			continue
		}
		p := tail(inside, expected, size*float64(len(ids)))
		for _, a := range ids {
			own, stake := 0.0, 0.0
			var others []int
			for _, b := range ids {
				if a != b {
					own, stake = own+links[[2]int{a, b}], stake+amounts[[2]int{a, b}]
					others = append(others, b)
				}
			}
			_ = own
			out = append(out, Finding{Kind: Ring, Sharer: a, Others: others, Observed: inside, Expected: expected, Base: all, Amount: stake, p: p, ring: number + 1})
		}
	}
	return out, tested, nil
}

// spread learns how much pairs differ from what is expected of them, those that never met included. The number of tests is that of
// pairs who bought through each other's shares in both directions, and at least the number of sharers who sold.
func spread(r *leader.Result) (size, tested float64, err error) {
	type place struct{ sold, bought, people, listed, expected float64 }
	places := map[string]*place{}
	var names []string
	for k := range r.Sharers {
		s := &r.Sharers[k]
		p := places[s.Community]
		if p == nil {
			p = &place{}
			places[s.Community] = p
			names = append(names, s.Community)
		}
		p.sold, p.bought, p.people = p.sold+s.Orders, p.bought+s.Bought, p.people+1
		if s.Orders > 0 {
			tested++
		}
	}
	var count, expected, weight []float64
	pairs := slices.Clone(r.Pairs)
	slices.SortStableFunc(pairs, func(a, b leader.Pair) int { return cmp.Compare(a.Purchases, b.Purchases) })
	for _, p := range pairs[:len(pairs)-max(len(pairs)/100, min(6, len(pairs)/20))] {
		count, expected, weight = append(count, p.Purchases), append(expected, math.Max(p.Expected, 1e-9)), append(weight, 1)
		q := places[r.Sharers[p.Sharer].Community]
		q.listed++
		q.expected += p.Expected
	}
	for _, name := range names {
		p := places[name]
		if never, rest := p.people*(p.people-1)-p.listed, p.bought-p.expected; never > 0 && rest > 0 {
			count, expected, weight = append(count, 0), append(expected, rest/never), append(weight, never)
		}
	}
	if len(r.Pairs) == 0 {
		return 1, 0, nil
	}
	size, err = shrink.FitRate(count, expected, weight)
	return size, tested, err
}
