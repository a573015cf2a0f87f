package gbdt

import (
	"math"
	"slices"
)

// levels is a thread's room for the sorting of a category's bins: keys in the order of their ratios, with the bin in
// the lowest byte.
type levels struct{ order []uint64 }

// categories finds the best division of a category: one level against the rest where there are few, else a prefix of
// the levels sorted by gradient over hessian, which holds the optimum among all divisions (Fisher 1958), from either
// end and with the safeguards of LightGBM (Ke et al. 2017): smoothing, a ridge, and bounds on levels and rows.
func (p *Params) categories(h *bins, count int, total int64, l *limits, lv *levels) split {
	base := parent(total, l.ridge)
	used := 0
	for _, w := range h[:count] {
		if w != 0 {
			used++
		}
	}
	if used < 2 {
		return split{}
	}
	b := best{num: base, den: 1}
	s := split{rule: rule{category: true}}
	if used <= p.OneHotLevels {
		for i, w := range h[:count] {
			if w != 0 && try(w, total, l.hessian, l.ridge, &b) {
				b.at = i
				s.rule.set = [4]uint64{}
				s.rule.set[i>>6] = 1 << (i & 63)
			}
		}
		return s.finish(&b, base, l)
	}
	lv.order = lv.order[:0]
	smooth := p.CatSmooth * l.perRow
	for i, w := range h[:count] {
		if hess := float64(packedHessian(w)); w != 0 && hess >= smooth {
			lv.order = append(lv.order, sortable(packedGradient(w)/(hess+smooth))&^0xff|uint64(i))
		}
	}
	slices.Sort(lv.order)
	s.penalty = p.CatL2
	ridge := l.ridge + p.CatL2*l.hessianUnit
	group := int64(float64(p.MinCatGroup) * l.perRow)
	most := min(p.MaxCatLevels, (len(lv.order)+1)/2)
	for range 2 {
		var acc, last int64
		var set [4]uint64
		for _, key := range lv.order[:most] {
			bin := uint8(key)
			acc += h[bin]
			set[bin>>6] |= 1 << (bin & 63)
			if packedHessian(total-acc) < max(l.hessian, group) {
				break
			}
			if packedHessian(acc)-last < group {
				continue
			}
			last = packedHessian(acc)
			if try(acc, total, l.hessian, ridge, &b) {
				s.rule.set = set
			}
		}
		slices.Reverse(lv.order)
	}
	return s.finish(&b, base, l)
}

// sortable maps a number to an integer of the same order.
func sortable(v float64) uint64 {
	b := math.Float64bits(v)
	return b ^ (uint64(int64(b)>>63) | 1<<63)
}

// try compares one division with the best so far.
func try(left, total, hessian int64, ridge float64, b *best) bool {
	right := total - left
	hl, hr := packedHessian(left), packedHessian(right)
	if hl < hessian || hr < hessian {
		return false
	}
	gl, gr := packedGradient(left), packedGradient(right)
	dl, dr := float64(hl)+ridge, float64(hr)+ridge
	n, d := gl*gl*dr+gr*gr*dl, dl*dr
	if n*b.den <= b.num*d {
		return false
	}
	b.num, b.den, b.left = n, d, left
	return true
}

func (s split) finish(b *best, base float64, l *limits) split {
	s.left = b.left
	s.gain = b.num/b.den - base
	if s.gain <= max(l.minGain, noise*base) {
		return split{}
	}
	return s
}
