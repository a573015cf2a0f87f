package household

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// differ is the standard deviation by which the shares of drawn groups differ, as those of neighbourhoods may.
const differ = .15

// mixes draws the households into groups and tells their mixes: at random in groups of 20 to 50, in groups whose shares differ as
// neighbourhoods' do, in such whose share is anything from none to all, which breaks what the estimate takes for granted, and by store.
func (u *unseen) mixes(is []bool, kind int, store []string, rng *rand.Rand, draws int) []Drawn {
	var random, differing, shifted []drawing
	n := len(is)
	average := 0.0
	for _, x := range is {
		if x {
			average += 1 / float64(n)
		}
	}
	size := math.Max(1, average*(1-average)/(differ*differ)-1)
	towns := distuv.Beta{Alpha: average * size, Beta: (1 - average) * size, Src: rng}
	var with, without []int
	for i, x := range is {
		if x {
			with = append(with, i)
		} else {
			without = append(without, i)
		}
	}
	for range draws {
		var r, d, s drawing
		perm := rng.Perm(n)
		for len(perm) >= MinBuyers {
			size := min(len(perm), MinBuyers+rng.IntN(31))
			r = append(r, perm[:size])
			perm = perm[size:]
		}
		drawn := func(share float64) (rows []int) {
			for range MinBuyers + rng.IntN(31) {
				if rng.Float64() < share {
					rows = append(rows, with[rng.IntN(len(with))])
				} else {
					rows = append(rows, without[rng.IntN(len(without))])
				}
			}
			return rows
		}
		for range r {
			d, s = append(d, drawn(towns.Rand())), append(s, drawn(rng.Float64()))
		}
		random, differing, shifted = append(random, r), append(differing, d), append(shifted, s)
	}
	out := []Drawn{u.score("20 to 50 households at random", random, is, kind), u.score("20 to 50, shares that differ by .15", differing, is, kind),
		u.score("20 to 50, any share from 0 to 1", shifted, is, kind)}
	byStore := map[string][]int{}
	for i, s := range store {
		byStore[s] = append(byStore[s], i)
	}
	var stores drawing
	for s, rows := range byStore {
		if s != "" && len(rows) >= MinBuyers {
			stores = append(stores, rows)
		}
	}
	slices.SortFunc(stores, func(a, b []int) int { return a[0] - b[0] })
	if len(stores) > 0 {
		out = append(out, u.score("by store", []drawing{stores}, is, kind))
	}
	return out
}

// drawing is a set of groups that are told together.
type drawing [][]int

func (u *unseen) score(name string, drawings []drawing, is []bool, kind int) Drawn {
	out := Drawn{Name: name}
	for _, groups := range drawings {
		e := &Estimator{c: &Classifier{Kinds: u.kinds, Share: u.share[0], Labels: len(is)}, groups: map[string]int{}, like: make([][]float32, len(u.like))}
		var truth, sum, average []float64
		for g, rows := range groups {
			e.names = append(e.names, fmt.Sprintf("%06d", g))
			var t, s, a float64
			for _, i := range rows {
				e.group, e.known = append(e.group, int32(g)), append(e.known, -1)
				for b := range u.like {
					for _, x := range u.like[b][i] {
						e.like[b] = append(e.like[b], float32(x))
					}
				}
				if is[i] {
					t++
				}
				s, a = s+u.posterior[i][kind], a+u.share[i][kind]
			}
			n := float64(len(rows))
			truth, sum, average = append(truth, t/n), append(sum, s/n), append(average, a/n)
		}
		for g, m := range e.Estimate().Groups {
			out.Groups++
			out.Average += math.Abs(average[g] - truth[g])
			out.Sum += math.Abs(sum[g] - truth[g])
			out.Ours += math.Abs(m.Share[kind] - truth[g])
			out.Width += m.High[kind] - m.Low[kind]
			if m.Low[kind] <= truth[g] && truth[g] <= m.High[kind] {
				out.Coverage++
			}
		}
	}
	n := float64(out.Groups)
	out.Average, out.Sum, out.Ours, out.Width, out.Coverage = out.Average/n, out.Sum/n, out.Ours/n, out.Width/n, out.Coverage/n
	return out
}

// auc is the chance that one of the kind scores above one of the others; NaN without both.
func auc(score []float64, is []bool) float64 {
	order := make([]int, len(score))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case score[a] < score[b]:
			return -1
		case score[a] > score[b]:
			return 1
		}
		return 0
	})
	yes, ranks := 0.0, 0.0
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && score[order[j]] == score[order[i]] {
			j++
		}
		for k := i; k < j; k++ {
			if is[order[k]] {
				yes++
				ranks += float64(i+j+1) / 2 // middle rank of equals, from 1
			}
		}
		i = j
	}
	no := float64(len(score)) - yes
	if yes == 0 || no == 0 {
		return math.NaN()
	}
	return (ranks - yes*(yes+1)/2) / (yes * no)
}
