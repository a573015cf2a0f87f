package gbdt

import (
	"context"
	"math"
)

// grower grows one tree after another on the same rows; it holds the state of training.
type grower struct {
	p      Params
	o      objective
	data   *Dataset
	pool   *pool
	matrix *matrix

	grad, hess []float32 // of each row
	packed     []int64   // the same, quantised: gradient in the upper half
	gradUnit   float64   // packed units per unit of gradient
	hessUnit   float64

	rows    [2][]int32 // drawn rows and the others, both ordered by leaf
	spare   []int32    // as long as the longer
	ordered []int64    // gathered sums of a small leaf
	whole   bool       // rows[0] still holds all rows in order

	slots   []int  // columns in use by this tree
	plans   []plan // the same by group
	free    [][]bins
	scratch [][]bins // histograms of the threads but the first
	dirty   []bool
	room    []*gatherer
	levels  []*levels
	found   [2][]split // best split per slot, of the two children

	leaves []leaf
	tree   *tree
}

// leaf is a leaf of the tree that grows.
type leaf struct {
	start, count [2]int    // in rows
	part         [2][2]int // from and to of what lies in a stripe
	sum          int64
	depth        int
	hist         []bins
	best         split
	penalty      float64
	node, side   int // where the parent's link is; node -1: the root
}

// grow makes a tree from the derivatives and leaves the rows ordered by its leaves.
func (g *grower) grow(ctx context.Context) error {
	for i := range g.leaves {
		g.release(&g.leaves[i])
	}
	g.tree = &tree{}
	root := leaf{count: [2]int{len(g.rows[0]), len(g.rows[1])}, node: -1}
	for _, part := range g.sumBlocks() {
		root.sum += part
	}
	g.leaves = append(g.leaves[:0], root)
	g.search(&g.leaves[0], nil)
	for len(g.leaves) < g.p.Leaves {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := -1
		for i := range g.leaves {
			if gain := g.leaves[i].best.gain; gain > 0 && (at < 0 || gain > g.leaves[at].best.gain) {
				at = i
			}
		}
		if at < 0 {
			return nil
		}
		g.divide(at)
	}
	return nil
}

// sumBlocks adds the packed derivatives of the drawn rows.
func (g *grower) sumBlocks() []int64 {
	rows := g.rows[0]
	parts := make([]int64, (len(rows)+rowBlock-1)/rowBlock)
	g.pool.blocks(len(rows), rowBlock, func(_, lo, hi int) {
		acc := int64(0)
		for _, r := range rows[lo:hi] {
			acc += g.packed[r]
		}
		parts[lo/rowBlock] = acc
	})
	return parts
}

// divide splits a leaf: it stays the left child, the right one is appended.
func (g *grower) divide(at int) {
	lf := &g.leaves[at]
	s := lf.best
	left, right := *lf, *lf
	for k := range 2 {
		part := g.rows[k][lf.start[k]:][:lf.count[k]]
		n := g.partition(part, g.spare, &s)
		left.count[k], right.count[k] = n, lf.count[k]-n
		right.start[k] = lf.start[k] + n
	}
	g.whole = false
	if left.count[0] == 0 || right.count[0] == 0 { // possible only where all hessians are about nothing
		lf.best = split{}
		g.release(lf)
		return
	}
	n := g.tree.add(g.slots[s.slot], s.rule, s.gain*g.hessUnit/(g.gradUnit*g.gradUnit))
	if lf.node >= 0 {
		g.tree.nodes[lf.node].link[lf.side] = int16(n)
	}
	other := len(g.leaves)
	g.tree.nodes[n].link = [2]int16{int16(-1 - at), int16(-1 - other)}
	left.sum, right.sum = s.left, lf.sum-s.left
	left.node, left.side, right.node, right.side = n, 0, n, 1
	for _, child := range []*leaf{&left, &right} {
		child.depth, child.penalty, child.best, child.hist = lf.depth+1, s.penalty, split{}, nil
	}
	hist := lf.hist
	g.leaves[at] = left
	g.leaves = append(g.leaves, right)
	small, large := &g.leaves[at], &g.leaves[other]
	if small.count[0] > large.count[0] {
		small, large = large, small
	}
	large.hist = hist
	if len(g.leaves) < g.p.Leaves {
		g.search(small, large)
	}
}

// limits of a leaf; ok is false where it cannot be split.
func (g *grower) limits(lf *leaf) (l limits, ok bool) {
	h := float64(packedHessian(lf.sum))
	l = limits{ridge: g.p.L2 * g.hessUnit, hessianUnit: g.hessUnit, perRow: h / float64(lf.count[0])}
	l.minGain = g.p.MinGain * g.gradUnit * g.gradUnit / g.hessUnit
	l.hessian = int64(max(1, math.Ceil(g.p.MinHessian*g.hessUnit), (float64(g.p.MinLeaf)-0.5)*l.perRow))
	deep := g.p.MaxDepth > 0 && lf.depth >= g.p.MaxDepth
	return l, !deep && lf.count[0] >= 2*g.p.MinLeaf && h >= 2*float64(l.hessian)
}

// take gives room for a leaf's histograms, not cleared.
func (g *grower) take() []bins {
	if n := len(g.free); n > 0 {
		h := g.free[n-1]
		g.free = g.free[:n-1]
		return h[:len(g.slots)]
	}
	return make([]bins, len(g.slots), cap(g.slots))
}

func (g *grower) release(lf *leaf) {
	if lf.hist != nil {
		g.free = append(g.free, lf.hist)
		lf.hist = nil
	}
}
