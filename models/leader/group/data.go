package group

import (
	"fmt"
	"math/rand/v2"
)

// Lines are launches, held as columns of codes from 0: users and items are names without an order.
type Lines struct {
	Initiator, Item []int32
	Guests          [][]int32 // who joined; nobody: the launch failed
	Users, Items    int
}

// folds of the cross-fitting.
const nFolds = 10

// split deals the initiators out: fold 0 to nFolds-1 are learnt from, -1 is scored.
func (g Lines) split(seed uint64, held float64) (fold []int8, err error) {
	fold = make([]int8, g.Users)
	rng := rand.New(rand.NewPCG(seed, 0x6c696e6c69))
	for u := range fold {
		x, f := rng.Float64(), rng.IntN(nFolds) // both drawn for everybody: the split does not depend on what is in the lines
		if fold[u] = int8(f); x < held {
			fold[u] = -1
		}
	}
	var count [2][2]int
	for k, a := range g.Initiator {
		side, won := 0, 0
		if fold[a] < 0 {
			side = 1
		}
		if len(g.Guests[k]) > 0 {
			won = 1
		}
		count[side][won]++
	}
	for side, where := range []string{"to learn from", "to score"} {
		if count[side][0] < 50 || count[side][1] < 50 {
			return nil, fmt.Errorf("group: %d failed and %d succeeded launches %s; at least 50 of each are needed", count[side][0], count[side][1], where)
		}
	}
	return fold, nil
}

// past is what is known from some launches.
type past struct {
	won, lost []float64 // by item
	joined    [][]int32 // by user: whose groups
	liked     [][]int32 // by user: items of groups joined
	guests    [][]int32 // by initiator
	times     []float64 // by user: groups joined
	hosts     [][]int32 // by item: who succeeded with it
	losers    [][]int32 // by item: who launched it in vain
	buyers    [][]int32 // by item: who joined
	rate      float64
	all       float64
}

// learn takes in the launches of the initiators that use allows.
func (g Lines) learn(use func(initiator int32) bool) *past {
	p := &past{won: make([]float64, g.Items), lost: make([]float64, g.Items), joined: make([][]int32, g.Users), liked: make([][]int32, g.Users), guests: make([][]int32, g.Users),
		times: make([]float64, g.Users), hosts: make([][]int32, g.Items), losers: make([][]int32, g.Items), buyers: make([][]int32, g.Items)}
	won := 0.0
	for k, a := range g.Initiator {
		if !use(a) {
			continue
		}
		p.all++
		i := g.Item[k]
		if len(g.Guests[k]) == 0 {
			p.lost[i]++
			p.losers[i] = append(p.losers[i], a)
			continue
		}
		won++
		p.won[i]++
		p.hosts[i] = append(p.hosts[i], a)
		for _, u := range g.Guests[k] {
			p.joined[u], p.liked[u] = append(p.joined[u], a), append(p.liked[u], i)
			p.guests[a] = append(p.guests[a], u)
			p.buyers[i] = append(p.buyers[i], u)
			p.times[u]++
		}
	}
	p.rate = (won + 1) / (p.all + 2)
	return p
}
