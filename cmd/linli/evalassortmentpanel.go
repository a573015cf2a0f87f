package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/models/recommend/demand"
)

// settle fills in what was not asked for.
func (s *pastSales) settle(e *evalAssortment) error {
	if e.measure == "" {
		e.measure = "units"
		if s.ids {
			e.measure = "orders"
		}
	}
	if e.days == 0 {
		e.days = min(28, max(7, int(s.last-s.first+1)/12/7*7))
	}
	if e.level == "" || e.level == "product" {
		e.level = "product_id"
	}
	if e.level != "product_id" && s.levels[e.level] == nil {
		return fmt.Errorf("--level %s: there is no such column; there are %s", e.level, strings.Join(s.byFineness(), ", "))
	}
	return nil
}

// values counts the items of a level.
func (s *pastSales) values(level string) int {
	if level == "product_id" {
		return len(s.products.list)
	}
	seen := map[string]bool{}
	for _, v := range s.levels[level] {
		seen[v] = true
	}
	return len(seen)
}

// byFineness lists the levels with at least two values, the finest first. A level that is as fine as the product is the product.
func (s *pastSales) byFineness() []string {
	out := []string{"product_id"}
	for _, c := range s.order {
		if n := s.values(c); n > 1 && n < len(s.products.list) {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(s.values(b), s.values(a)) })
	return out
}

// coarser is the next level above the one that is looked at, of which an item is nearly always in one value.
func (s *pastSales) coarser(level string) []string {
	items := s.products.list
	if level != "product_id" {
		items = s.levels[level]
	}
	n := s.values(level)
	for _, c := range s.byFineness() {
		if c == "product_id" || c == level || 2*s.values(c) > n {
			continue
		}
		of, split := map[string]string{}, 0
		for i, item := range items {
			if v, ok := of[item]; !ok {
				of[item] = s.levels[c][i]
			} else if v != s.levels[c][i] {
				split++
			}
		}
		if 20*split <= len(items) {
			return s.levels[c]
		}
	}
	return make([]string, len(s.products.list))
}

var errSpan = errors.New("the history spans fewer than three periods: give more of it, or a smaller --days")

// panel sums the lines up by store, item and period. Days that fill no period belong to the first.
func (s *pastSales) panel(e *evalAssortment) (*demand.Panel, error) {
	if err := s.settle(e); err != nil {
		return nil, err
	}
	periods := int(s.last-s.first+1) / e.days
	if periods < 3 {
		return nil, fmt.Errorf("%s: %w", e.orders, errSpan)
	}
	periods = min(periods, 120)
	period := func(day int32) int { return max(0, periods-1-int(s.last-day)/e.days) }
	items, category := &numbering{}, map[int32]string{}
	item := make([]int32, len(s.products.list))
	above := s.coarser(e.level)
	for i, id := range s.products.list {
		if e.level != "product_id" {
			id = s.levels[e.level][i]
		}
		if id == "" {
			id = "(none)"
		}
		item[i] = items.number(id)
		if _, ok := category[item[i]]; !ok {
			category[item[i]] = above[i]
		}
	}
	g := newGathering(periods)
	lines := s.lines
	slices.SortFunc(lines, func(a, b orderLine) int {
		return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(item[a.product], item[b.product]), cmp.Compare(a.day, b.day), cmp.Compare(a.order, b.order))
	})
	for i, l := range lines {
		y := 1.0
		switch e.measure {
		case "units":
			y = float64(l.quantity)
		case "value":
			y = float64(l.amount)
		default: // an order counts once for an item
			if i > 0 && s.ids && lines[i-1].order == l.order && lines[i-1].store == l.store && item[lines[i-1].product] == item[l.product] {
				continue
			}
		}
		g.add(l.store, item[l.product], period(l.day), y, false)
	}
	if len(s.users.list) > 0 {
		s.borrow(g, item, period)
	}
	b, err := demand.NewBuilder(periods, e.days)
	if err != nil {
		return nil, err
	}
	for i, k := range g.keys {
		row := demand.Row{Store: s.stores.list[k.store], Item: items.list[k.item], Category: category[k.item], Sold: g.row(g.sold, i)}
		if len(s.users.list) > 0 {
			row.Borrowed = g.row(g.borrowed, i)
		}
		if err := b.Add(row); err != nil {
			return nil, err
		}
	}
	return b.Build()
}

// borrow adds what households bought in other stores, by their share of shopping in each store up to then.
func (s *pastSales) borrow(g *gathering, item []int32, period func(int32) int) {
	lines := s.lines
	slices.SortFunc(lines, func(a, b orderLine) int {
		return cmp.Or(cmp.Compare(a.user, b.user), cmp.Compare(a.day, b.day), cmp.Compare(a.store, b.store), cmp.Compare(a.product, b.product), cmp.Compare(a.order, b.order))
	})
	for i := 0; i < len(lines); {
		u := lines[i].user
		shopping, total := map[int32]float64{}, 0.0
		end := i
		for end < len(lines) && lines[end].user == u {
			end++
		}
		if u < 0 {
			i = end
			continue
		}
		for i < end {
			k, to := period(lines[i].day), i
			for to < end && period(lines[to].day) == k {
				shopping[lines[to].store]++
				total++
				to++
			}
			for len(shopping) > 1 && i < to {
				l := lines[i]
				for store, n := range shopping {
					if store != l.store {
						g.add(store, item[l.product], k, n/total, true)
					}
				}
				i++
			}
			i = to
		}
	}
}

// gathering sums up by store, item and period.
type gathering struct {
	periods        int
	at             map[storeItem]int
	keys           []storeItem
	sold, borrowed []float32
}

type storeItem struct{ store, item int32 }

func newGathering(periods int) *gathering {
	return &gathering{periods: periods, at: map[storeItem]int{}}
}

func (g *gathering) add(store, item int32, period int, y float64, borrowed bool) {
	k := storeItem{store, item}
	i, ok := g.at[k]
	if !ok {
		i = len(g.keys)
		g.at[k] = i
		g.keys = append(g.keys, k)
		g.sold, g.borrowed = append(g.sold, make([]float32, g.periods)...), append(g.borrowed, make([]float32, g.periods)...)
	}
	if borrowed {
		g.borrowed[i*g.periods+period] += float32(y)
	} else {
		g.sold[i*g.periods+period] += float32(y)
	}
}

func (g *gathering) row(of []float32, i int) []float64 {
	out := make([]float64, g.periods)
	for k, x := range of[i*g.periods : (i+1)*g.periods] {
		out[k] = float64(x)
	}
	return out
}
