package inventory

import (
	"math"

	"gonum.org/v1/gonum/stat"
)

// solver decides lines one after another, with buffers of its own.
type solver struct {
	opt    Options
	fan    *fan
	main   scene    // from the stock there is
	calm   scene    // the long run, for the safety of later orders
	curves []*curve // of the line: by day as far as they are given, or one of all periods
}

// choice is a decision and what it leads to.
type choice struct {
	aim
	packs   float64
	with    outcome // of the order
	without outcome // of ordering nothing
	rest    draws   // demand of the days served, booked units included
	enough  bool    // no more is needed than there is
}

// solve decides a line by playing it through: each quantity considered is followed
// to its end on all paths.
func (v *solver) solve(l *Line, wish aim, lasting bool) choice {
	ch := choice{aim: wish}
	safety, s := v.stage(l, ch.aim, lasting), &v.main
	ch.rest = s.wanted()
	left := s.before()
	least := math.Ceil(l.MinOrder/l.PackSize - 1e-9)
	owed := math.Ceil(max(0, l.Booked-left.quantile(0.1))/l.PackSize - 1e-9)
	if owed > 0 {
		owed = max(owed, least)
	}
	play := s.remembering(l.PackSize)
	byLevel := func(n float64, paths int) float64 {
		o := play(n, paths)
		return ch.level*o.missed + (1-ch.level)*(o.left+o.lost)
	}
	byCost := func(n float64, paths int) float64 { return play(n, paths).fen }
	guess := max(owed, math.Round((ch.rest.mean()+safety*stat.StdDev(ch.rest, nil)-left.mean())/l.PackSize))
	need := max(guess, ch.rest.mean()/l.PackSize)
	// first on some paths, then on all, among quantities close by
	descent := func(f func(n float64, paths int) float64, from float64) float64 {
		at := descend(func(n float64) float64 { return f(n, min(rough, s.paths)) }, from, owed, half(max(need, from)/6), half(need/64))
		return descend(func(n float64) float64 { return f(n, s.paths) }, at, owed, half(need/64), half(need/64))
	}
	// the fewest packs that reach the level
	enough := func(near float64) float64 {
		return reach(func(n float64) bool { return play(n, s.paths).enough >= ch.level-1e-9 }, near, owed)
	}
	objective := byCost
	if ch.bound {
		objective = byLevel
	}
	best := descent(objective, guess)
	for k := 1.0; k < 3 && least > 1; k++ { // least orders bring valleys
		if other := descent(objective, best+k*least); objective(other, s.paths) < objective(best, s.paths) {
			best = other
		}
	}
	if !ch.bound {
		ch.level = play(best, s.paths).enough
		switch ch.clip(v.opt); {
		case ch.bound:
			if other := descent(byLevel, best); other > best {
				best, objective = other, byLevel
			}
		case ch.capped:
			best = min(best, enough(best))
		}
	}
	if ch.reach {
		best = enough(best)
	}
	if best > owed && best < least {
		if best = owed; ch.reach || objective(least, s.paths) < objective(owed, s.paths) {
			best = least
		}
	}
	ch.packs, ch.with, ch.without = best, play(best, s.paths), play(0, s.paths)
	return ch
}

// remembering plays numbers of packs, each no more than once.
func (s *scene) remembering(pack float64) func(n float64, paths int) outcome {
	type key struct {
		n     float64
		paths int
	}
	seen := map[key]outcome{}
	return func(n float64, paths int) outcome {
		o, ok := seen[key{n, paths}]
		if !ok {
			o = s.play(n*pack, paths)
			seen[key{n, paths}] = o
		}
		return o
	}
}

// descend walks downhill from start, not below low, in strides that grow while they
// lead down, from steps that are halved until they are fine.
func descend(f func(float64) float64, start, low, step, fine float64) float64 {
	best, bestCost := start, f(start)
	for step >= fine {
		moved := false
		for _, stride := range [2]float64{step, -step} {
			for ; best+stride >= low; stride *= 2 {
				c := f(best + stride)
				if c >= bestCost {
					break
				}
				best, bestCost, moved = best+stride, c, true
			}
			if moved {
				break
			}
		}
		if !moved {
			step /= 2
		}
	}
	return best
}

// reach is the least number, from low on, that is enough; start if none near it is.
func reach(enough func(float64) bool, start, low float64) float64 {
	high := max(start, low, 1)
	for doubled := 0; !enough(high); doubled++ {
		if doubled == 6 {
			return start
		}
		high *= 2
	}
	low-- // not enough, or not wanted
	for high-low > 1 {
		if middle := math.Floor((low + high) / 2); enough(middle) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// half is the power of two at or below v, at least 1.
func half(v float64) float64 { return math.Exp2(math.Floor(math.Log2(max(1, v)))) }
