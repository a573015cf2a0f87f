package inventory

import "math"

// play runs the first so many paths with the given order.
func (s *scene) play(order float64, paths int) outcome {
	var o outcome
	for i := range paths {
		_, s.round = math.Modf(0.5 + float64(i)*(math.Phi-1))
		s.path(order, s.demand[i*s.days:(i+1)*s.days], &o)
	}
	for _, sum := range [...]*float64{&o.fen, &o.missed, &o.sold, &o.left, &o.lost, &o.wasted, &o.kept, &o.enough} {
		*sum /= float64(paths)
	}
	return o
}

// path plays one path. Each morning what is due comes, then an order may be made;
// each day customers take what there is; each evening what has had its day is
// thrown away, the rest is kept.
func (s *scene) path(order float64, demand []float64, sum *outcome) {
	shelf := &s.shelf
	shelf.reset(s.stock)
	way := order // all units under way
	for i := range s.inbound {
		way += s.inbound[i].units
	}
	clear(s.come)
	due, next := s.inbound, s.later
	short := 0.0
	for t, wanted := range demand {
		for ; len(due) > 0 && due[0].day <= t; due = due[1:] {
			shelf.put(due[0].batch)
			way -= due[0].units
		}
		if t == s.arrives {
			shelf.put(batch{units: order, ends: t + s.life - 1, own: true})
			way -= order
		}
		for ; len(next) > 0 && next[0].made <= t; next = next[1:] {
			n := &next[0]
			usable := shelf.units + way - shelf.fading(n.comes, n.wait, s.fresh)
			if units := s.refill(n.upTo - usable); units > 0 {
				s.come[n.comes] = units
				way += units
			}
		}
		if units := s.come[t]; units > 0 {
			shelf.put(batch{units: units, ends: t + s.life - 1})
			way -= units
		}
		sold := min(wanted, shelf.units)
		shelf.sell(sold, s.fresh)
		spoiled, own := shelf.spoil(t)
		sum.wasted += own
		if w := s.weight[t]; w > 0 {
			sum.fen += w * (s.under*(wanted-sold) + s.over*spoiled + s.hold*shelf.units)
		}
		if t >= s.arrives && t < s.arrives+s.cover {
			short += wanted - sold
			sum.sold += sold
			sum.lost += spoiled
			sum.kept += s.hold * shelf.units
			if t == s.arrives+s.cover-1 {
				sum.left += shelf.units
			}
		}
	}
	sum.missed += short
	if short < 1e-9 {
		sum.enough++
	}
}

// refill rounds a gap to packs, and up to the least order. Where it rounds up is
// spread over the paths: else a quantity might look good only for the later orders
// that it happens to tip.
func (s *scene) refill(gap float64) float64 {
	if packs := int(gap*s.perPack + s.round); packs > 0 {
		return max(s.least, float64(packs)*s.pack)
	}
	return 0
}
