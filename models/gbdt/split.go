package gbdt

// split is the best way found to divide a leaf.
type split struct {
	gain    float64 // in units of the packed sums; <= 0: none
	slot    int
	rule    rule
	left    int64   // packed sums of the left side
	penalty float64 // ridge added to both sides' values
}

// rule sends a bin left or right.
type rule struct {
	category bool
	right    bool      // numbers: missing values go right
	bin      uint8     // numbers: greatest bin that goes left
	set      [4]uint64 // categories: bins that go left
}

func (r *rule) left(bin uint8) bool {
	if r.category {
		return r.set[bin>>6]>>(bin&63)&1 == 1
	}
	if bin == 0 {
		return !r.right
	}
	return bin <= r.bin
}

// limits are what a side of a split must hold, in units of the packed sums.
type limits struct {
	hessian     int64   // smallest hessian
	ridge       float64 // L2
	perRow      float64 // hessian of an average row of the leaf: counts rows
	hessianUnit float64 // packed units per unit of hessian
	minGain     float64
}

func packedGradient(s int64) float64 { return float64(s >> 32) }
func packedHessian(s int64) int64    { return int64(uint32(s)) }

// parent is the gain term of the undivided leaf.
func parent(total int64, ridge float64) float64 {
	g := packedGradient(total)
	return g * g / (float64(packedHessian(total)) + ridge)
}

// best is a candidate as a fraction: comparing by cross multiplication saves two divisions per bin.
type best struct {
	num, den float64
	at       int
	left     int64
}

// scan tries every cut of ordered bins; start is what lies left of the first, its missing values if they go left.
// Left of cut i are h[0..i]. The fractions are Σ G²/(H+ridge) of both sides.
func scan(h []int64, start, total int64, l *limits, b *best) (found bool) {
	acc := start
	num, den, at, left := b.num, b.den, -1, int64(0)
	for i, w := range h {
		acc += w
		rest := total - acc
		hl, hr := packedHessian(acc), packedHessian(rest)
		if hr < l.hessian {
			break
		}
		if hl < l.hessian {
			continue
		}
		gl, gr := packedGradient(acc), packedGradient(rest)
		dl, dr := float64(hl)+l.ridge, float64(hr)+l.ridge
		n, d := gl*gl*dr+gr*gr*dl, dl*dr
		if n*den > num*d {
			num, den, at, left = n, d, i, acc
		}
	}
	if at < 0 {
		return false
	}
	*b = best{num: num, den: den, at: at, left: left}
	return true
}

// numeric finds the best cut of a column of numbers, with missing values on either side.
func numeric(h *bins, count int, total int64, l *limits) (s split) {
	base := parent(total, l.ridge)
	b := best{num: base, den: 1}
	found := scan(h[1:count], 0, total, l, &b)
	if found {
		// without missing values in the leaf, later ones follow the greater side
		s.rule.right = h[0] != 0 || packedHessian(b.left) < packedHessian(total-b.left)
	}
	if h[0] != 0 && scan(h[1:count], h[0], total, l, &b) {
		found, s.rule.right = true, false
	}
	if !found {
		return split{}
	}
	s.rule.bin = uint8(b.at + 1)
	s.left = b.left
	s.gain = b.num/b.den - base
	if s.gain <= max(l.minGain, noise*base) {
		return split{}
	}
	return s
}

// noise is the share of a leaf's own term below which a gain is rounding.
const noise = 1e-9
