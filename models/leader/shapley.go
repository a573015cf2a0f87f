package leader

import (
	"math/bits"
	"slices"
)

// mostPaths is how many touches a purchase's credit is shared among, the latest ones: 2^8 coalitions at most.
const mostPaths = 8

// Shapley shares one purchase among players, exactly. A path is the players without whom a touch had not come about; the purchase
// happens in a coalition that holds all players of at least one path:
//
//	v(S) = 1 if P_k ⊆ S for some k, else 0 = Σ over non-empty sets A of paths of (-1)^(|A|+1) · u(∪A)(S)
//
// where u(T) is the unanimity game of T, whose value each player of T shares equally (Shapley 1953). So a single path of n
// players gives each 1/n, and n paths of one player each give each 1/n. At most 8 distinct paths are looked at, the last ones.
// credit is called for each player once, in rising order; the credits sum to 1, or to nothing if no path has a player.
func Shapley(paths [][]int32, credit func(player int32, part float64)) {
	paths = minimal(paths)
	if len(paths) == 0 {
		return
	}
	if len(paths) == 1 { // nearly all
		for _, p := range paths[0] {
			credit(p, 1/float64(len(paths[0])))
		}
		return
	}
	var players []int32
	for _, p := range paths {
		players = append(players, p...)
	}
	slices.Sort(players)
	players = slices.Compact(players)
	part := make([]float64, len(players))
	in := make([]bool, len(players))
	for set := 1; set < 1<<len(paths); set++ {
		clear(in)
		size := 0
		for k, p := range paths {
			if set>>k&1 == 0 {
				continue
			}
			for _, player := range p {
				if at, _ := slices.BinarySearch(players, player); !in[at] {
					in[at] = true
					size++
				}
			}
		}
		value := 1 / float64(size)
		if bits.OnesCount(uint(set))%2 == 0 {
			value = -value
		}
		for i := range in {
			if in[i] {
				part[i] += value
			}
		}
	}
	for i, p := range players {
		credit(p, part[i])
	}
}

// minimal sorts each path, and leaves out empty ones and those that hold another: they add nothing to any coalition.
func minimal(paths [][]int32) (out [][]int32) {
	for k, p := range paths {
		if len(p) == 0 {
			continue
		}
		p = slices.Compact(slices.Sorted(slices.Values(p)))
		paths[k] = p
		if !slices.ContainsFunc(out, func(q []int32) bool { return subset(q, p) }) {
			out = append(slices.DeleteFunc(out, func(q []int32) bool { return subset(p, q) }), p)
		}
	}
	return out[max(0, len(out)-mostPaths):]
}

// subset tells whether sorted a lies within sorted b.
func subset(a, b []int32) bool {
	for _, x := range a {
		if _, there := slices.BinarySearch(b, x); !there {
			return false
		}
	}
	return true
}
