package leader

import (
	"cmp"
	"slices"
)

// shapley shares each purchase among the sharers, and among the channels, of all that its buyer opened in the week before.
func (a *attribution) shapley(o Opens) {
	order := make([]int32, len(o.User))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(x, y int32) int {
		return cmp.Or(cmp.Compare(o.User[x], o.User[y]), cmp.Compare(o.At[x], o.At[y]), cmp.Compare(o.Share[x], o.Share[y]))
	})
	var paths, kinds [][]int32
	codes, names := map[string]int32{}, []string{}
	code := func(share int32) int32 {
		name := a.s.Channel[share]
		n, there := codes[name]
		if !there {
			n = int32(len(names))
			codes[name] = n
			names = append(names, name)
		}
		return n
	}
	for i := range a.p.ID {
		last, _, self, known := a.through(i)
		if !known || self || !(a.p.Orders[i] > 0) {
			continue
		}
		buyer, is := a.number[a.p.Buyer[i]]
		if !is {
			buyer = -1
		}
		touched := a.touches(o, order, a.p.Buyer[i], a.p.At[i], last)
		paths, kinds = paths[:0], kinds[:0]
		for _, t := range touched {
			if path := a.c.chain(t, buyer, nil); len(path) > 0 {
				paths = append(paths, path)
				var by []int32
				for up, n := t, 0; up >= 0 && n < longestChain; up, n = a.c.parent[up], n+1 {
					by = append(by, code(up))
				}
				kinds = append(kinds, by)
			}
		}
		Shapley(paths, func(who int32, part float64) {
			a.r.Sharers[who].Shapley += part
			a.r.Sharers[who].ShapleyFen += part * a.p.Amount[i]
		})
		Shapley(kinds, func(channel int32, part float64) {
			k := [2]string{a.s.Store[last], names[channel]}
			if c := a.channels[k]; c != nil {
				c.Shapley += part
			} else {
				a.channels[k] = &Channel{Store: k[0], Channel: k[1], Shapley: part}
			}
		})
	}
}

// touches are the shares that a buyer opened in the week before a purchase, the latest last, and the one it came through.
func (a *attribution) touches(o Opens, order []int32, buyer, at int64, last int32) []int32 {
	end, _ := slices.BinarySearchFunc(order, buyer, func(i int32, _ int64) int {
		if o.User[i] < buyer || o.User[i] == buyer && o.At[i] <= at {
			return -1
		}
		return 1
	})
	out := []int32{last}
	for end--; end >= 0 && len(out) < mostPaths; end-- {
		i := order[end]
		if o.User[i] != buyer || o.At[i] < at-touchDays*86_400_000 {
			break
		}
		if row, known := a.c.row[o.Share[i]]; known && !slices.Contains(out, row) {
			out = append(out, row)
		}
	}
	slices.Reverse(out)
	return out
}
