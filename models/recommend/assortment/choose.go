package assortment

import (
	"cmp"
	"container/heap"
	"slices"
)

// state is a range in the making.
type state struct {
	items  []Item
	limits Limits
	cats   []totals
	held   []int // items of each category
	kept   [storages]int
	in     []bool
	turn   []int
	most   []int // per category; below 0: no bound
}

// totals of a category: all demand, and orders and value of what is offered.
type totals struct{ all, orders, value float64 }

// gain of one more order-like quantity d worth v in a category whose offered items have orders and value.
func (t totals) gain(d, v, sigma float64) float64 {
	if !(t.all > 0) {
		return v
	}
	return v*(1+sigma-sigma*(t.orders+d)/t.all) - sigma*d/t.all*t.value
}

func (t totals) without(d, v float64) totals { return totals{t.all, t.orders - d, t.value - v} }

// gain is what an item adds to the range as it stands, or what it would take with it.
func (s *state) gain(i int) float64 {
	it, t := &s.items[i], s.cats[s.items[i].Category]
	if s.in[i] {
		t = t.without(it.Orders, it.Value)
	}
	return t.gain(it.Orders, it.Value, s.limits.Substitution) - it.Waste
}

// reach is the orders that nobody serves without the item.
func (s *state) reach(i int) float64 {
	it, t := &s.items[i], s.cats[s.items[i].Category]
	if s.in[i] {
		t = t.without(it.Orders, it.Value)
	}
	t.value = t.orders
	return max(0, t.gain(it.Orders, it.Orders, s.limits.Substitution))
}

// pull is the gain by which items are ranked.
func (s *state) pull(i int) float64 {
	g := s.gain(i)
	if !s.items[i].Present && g > 0 {
		g *= 1 - s.limits.Inertia
	}
	return g
}

func (s *state) add(i int) {
	it := &s.items[i]
	s.in[i] = true
	s.turn = append(s.turn, i)
	s.cats[it.Category].orders += it.Orders
	s.cats[it.Category].value += it.Value
	s.held[it.Category]++
	s.kept[it.Storage]++
}

// room tells whether an item fits beside what is there.
func (s *state) room(i int) bool {
	it := &s.items[i]
	space, most := s.limits.Space[it.Storage], s.most[it.Category]
	return (space < 0 || s.kept[it.Storage] < space) && (most < 0 || s.held[it.Category] < most)
}

func (s *state) allowed(i int) bool {
	it := &s.items[i]
	return !it.Banned && !it.Locked && (!it.Unfit || it.Present) && !(it.MarginRate < s.limits.Floor)
}

// queue is a heap of items by the last known gain.
type queue struct {
	s     *state
	items []int
	pull  []float64 // by item
}

func (q *queue) Len() int { return len(q.items) }
func (q *queue) Less(a, b int) bool {
	x, y := q.items[a], q.items[b]
	return cmp.Or(cmp.Compare(q.pull[y], q.pull[x]), cmp.Compare(q.s.items[x].ID, q.s.items[y].ID)) < 0
}
func (q *queue) Swap(a, b int) { q.items[a], q.items[b] = q.items[b], q.items[a] }
func (q *queue) Push(x any)    { q.items = append(q.items, x.(int)) }
func (q *queue) Pop() any {
	last := q.items[len(q.items)-1]
	q.items = q.items[:len(q.items)-1]
	return last
}

// greedy adds the item that gains most until enough says stop or nothing that fits gains anything; at all costs: also what loses.
func (s *state) greedy(candidates []int, atAllCosts bool, enough func() bool) {
	q := &queue{s: s, items: slices.Clone(candidates), pull: make([]float64, len(s.items))}
	for _, i := range candidates {
		q.pull[i] = s.pull(i)
	}
	heap.Init(q)
	for q.Len() > 0 && !enough() {
		i := q.items[0]
		if now := s.pull(i); now < q.pull[i] { // gains only fall
			q.pull[i] = now
			heap.Fix(q, 0)
			continue
		}
		if q.pull[i] <= 0 && !atAllCosts {
			return
		}
		heap.Pop(q)
		if s.room(i) { // room only shrinks
			s.add(i)
		}
	}
}

// Choose finds the range of a store. The order of the items does not matter.
func Choose(items []Item, limits Limits) (*Range, error) {
	if err := limits.check(items); err != nil {
		return nil, err
	}
	n := 0
	for _, it := range items {
		n = max(n, it.Category+1)
	}
	for _, q := range limits.Quotas {
		n = max(n, q.Category+1)
	}
	s := &state{items: items, limits: limits, cats: make([]totals, n), held: make([]int, n), in: make([]bool, len(items)), most: make([]int, n)}
	r := &Range{Gain: make([]float64, len(items)), Reach: make([]float64, len(items))}
	for c := range s.most {
		s.most[c] = -1
	}
	for _, it := range items {
		s.cats[it.Category].all += it.Orders
	}
	r.Notes = s.lock()
	slots := max(limits.Slots, len(s.turn))
	r.Notes = append(r.Notes, s.quotas(slots)...)
	var free []int
	for i := range items {
		if s.allowed(i) && !s.in[i] {
			free = append(free, i)
		}
	}
	s.greedy(free, false, func() bool { return len(s.turn) >= slots })
	r.Size = len(s.turn)
	switch {
	case r.Size == 0 && slots > 0:
		r.Notes = append(r.Notes, Note{Kind: NothingToOffer})
	case r.Size < limits.Slots:
		r.Notes = append(r.Notes, Note{Kind: SlotsLeft, Count: limits.Slots - r.Size})
	}
	r.Effect = EffectOf(items, s.in, limits.Substitution)
	for i := range items {
		r.Gain[i], r.Reach[i] = s.gain(i), s.reach(i)
	}
	if limits.Beyond > 0 {
		free = slices.DeleteFunc(free, func(i int) bool { return s.in[i] })
		s.greedy(free, false, func() bool { return len(s.turn) >= r.Size+limits.Beyond })
	}
	r.Turn = s.turn
	return r, nil
}

// lock puts in what must be there.
func (s *state) lock() (notes []Note) {
	both := 0
	for i := range s.items {
		if s.items[i].Locked {
			s.add(i)
			if s.items[i].Banned {
				both++
			}
		}
	}
	slices.SortFunc(s.turn, func(a, b int) int {
		return cmp.Or(cmp.Compare(s.items[b].Value-s.items[b].Waste, s.items[a].Value-s.items[a].Waste), cmp.Compare(s.items[a].ID, s.items[b].ID))
	})
	if both > 0 {
		notes = append(notes, Note{Kind: LockedAndBanned, Count: both})
	}
	if over := len(s.turn) - s.limits.Slots; over > 0 {
		notes = append(notes, Note{Kind: LocksExceedSlots, Count: over})
	}
	for k, n := range s.kept {
		if space := s.limits.Space[k]; space >= 0 && n > space {
			notes = append(notes, Note{Kind: SpaceExceeded, Count: n - space})
		}
	}
	return notes
}

// quotas sets the bounds of the categories and fills their minima. The last quota of a category holds.
func (s *state) quotas(slots int) (notes []Note) {
	least := make([]int, len(s.most))
	for _, q := range s.limits.Quotas {
		s.most[q.Category], least[q.Category] = q.Max, max(0, q.Min)
	}
	for c, n := range least {
		if m := s.most[c]; m >= 0 && n > m {
			notes = append(notes, Note{Kind: QuotaContradicts, Category: c, Count: n - m})
			least[c] = m
		}
	}
	for c, n := range least {
		if n == 0 {
			continue
		}
		var of []int
		for i := range s.items {
			if s.items[i].Category == c && s.allowed(i) {
				of = append(of, i)
			}
		}
		s.greedy(of, true, func() bool { return s.held[c] >= n || len(s.turn) >= slots })
		if short := n - s.held[c]; short > 0 {
			notes = append(notes, Note{Kind: QuotaNotMet, Category: c, Count: short})
		}
	}
	return notes
}

// EffectOf tells what offering some of the items is expected to do.
func EffectOf(items []Item, in []bool, sigma float64) (e Effect) {
	var cats []totals
	all := 0.0
	for i, it := range items {
		for len(cats) <= it.Category {
			cats = append(cats, totals{})
		}
		t := &cats[it.Category]
		t.all += it.Orders
		all += it.Orders
		if in[i] {
			t.orders += it.Orders
			t.value += it.Value
			e.Items++
			e.Waste += it.Waste
		}
	}
	for _, t := range cats {
		more := 1.0
		if t.all > 0 {
			more += sigma * (1 - t.orders/t.all)
		}
		e.Orders += t.orders * more
		e.Margin += t.value * more
	}
	if all > 0 {
		e.Coverage = e.Orders / all
	}
	return e
}
