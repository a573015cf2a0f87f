package gbdt

import "math"

// columns draws the columns of a tree; one with a single bin is of no use.
func (g *grower) columns(round int) {
	g.slots, g.plans = g.slots[:0], g.plans[:0]
	useful := make([]int, 0, len(g.data.features))
	for i := range g.data.features {
		if g.matrix.slots[i] >= 0 {
			useful = append(useful, i)
		}
	}
	want := len(useful)
	if g.p.ColumnFraction < 1 && want > 0 {
		want = max(1, int(math.Round(g.p.ColumnFraction*float64(want))))
	}
	for k, i := range useful { // selection sampling (Knuth, TAOCP 2, 3.4.2 S)
		left := uint64(len(useful) - k)
		if mix(mix(g.p.Seed^0x636f6c)+uint64(round)<<20+uint64(i))%left < uint64(want-len(g.slots)) {
			g.slots = append(g.slots, i)
		}
	}
	for slot, i := range g.slots {
		at := g.matrix.slots[i]
		if n := len(g.plans); n == 0 || g.plans[n-1].word != at/groupWidth {
			g.plans = append(g.plans, plan{word: at / groupWidth, first: slot})
		}
		p := &g.plans[len(g.plans)-1]
		p.shifts = append(p.shifts, uint8(at%groupWidth)*8)
	}
}

// draw chooses the rows of a tree, each by its own hash, and orders both lists.
func (g *grower) draw(round int, weight []float32) {
	n := g.data.rows
	fraction := uint64(g.p.RowFraction * (1 << 32))
	seed := mix(mix(g.p.Seed^0x726f77) + uint64(round/g.p.RowEvery))
	chosen := func(i int) bool {
		return (g.p.RowFraction >= 1 || mix(seed+uint64(i))>>32 < fraction) && (weight == nil || weight[i] > 0)
	}
	if g.p.RowFraction >= 1 && weight == nil {
		g.rows[0], g.rows[1], g.whole = g.rows[0][:n], nil, true
		g.pool.blocks(n, rowBlock, func(_, lo, hi int) {
			for i := lo; i < hi; i++ {
				g.rows[0][i] = int32(i)
			}
		})
		return
	}
	before := make([]int, (n+rowBlock-1)/rowBlock) // rows chosen in the blocks before each
	count := func() (total int) {
		g.pool.blocks(n, rowBlock, func(_, lo, hi int) {
			c := 0
			for i := lo; i < hi; i++ {
				if chosen(i) {
					c++
				}
			}
			before[lo/rowBlock] = c
		})
		for k, c := range before {
			before[k] = total
			total += c
		}
		return total
	}
	total := count()
	if total == 0 { // a tiny set and a small fraction: take all rows that count
		fraction = 1 << 32
		total = count()
	}
	g.rows[0], g.rows[1] = sized(g.rows[0], total), sized(g.rows[1], n-total)
	g.pool.blocks(n, rowBlock, func(_, lo, hi int) {
		a := before[lo/rowBlock]
		b := lo - a
		for i := lo; i < hi; i++ {
			if chosen(i) {
				g.rows[0][a] = int32(i)
				a++
			} else {
				g.rows[1][b] = int32(i)
				b++
			}
		}
	})
	g.whole = total == n
}

// sized gives room for n rows, the old one where it suffices.
func sized(rows []int32, n int) []int32 {
	if cap(rows) < n {
		return make([]int32, n)
	}
	return rows[:n]
}

// quantise packs the derivatives. The units are chosen so that no sum over rows can overflow its half word: on average
// a gradient has 2^31/rows levels. What lies between two levels is rounded up with the matching probability, drawn by
// row and round, so that sums over rows with small derivatives are not biased (Shi et al. 2022, with more levels).
func (g *grower) quantise(total sums, constant bool, round int) {
	n := float64(len(g.grad))
	const slack = 1 - 1e-6 // the derivatives were rounded to float32 after they were added up
	g.gradUnit = slack * (1<<31 - 1 - n) / total.gradient
	g.hessUnit = slack * (1<<32 - 1 - n) / total.hessian
	if constant {
		g.hessUnit = min(1<<20, math.Floor((1<<32-1)/n))
	}
	seed := mix(g.p.Seed) + uint64(round)<<32
	g.pool.blocks(len(g.grad), rowBlock, func(_, lo, hi int) {
		grad, hess, packed := g.grad[lo:hi], g.hess[lo:hi], g.packed[lo:hi]
		grad, hess = grad[:len(packed)], hess[:len(packed)]
		for i := range packed {
			r := (seed + uint64(lo+i)) * 0x9e3779b97f4a7c15
			r ^= r >> 32
			r *= 0xd6e8feb86659fd93
			up := float64(r>>40) * (1.0 / (1 << 24))
			upH := float64(r>>8&(1<<24-1)) * (1.0 / (1 << 24))
			q := int64(float64(grad[i])*g.gradUnit+up+(1<<32)) - 1<<32
			packed[i] = q<<32 + int64(float64(hess[i])*g.hessUnit+upH)
		}
	})
}
