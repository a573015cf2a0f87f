package gbdt

import (
	"context"
	"fmt"
	"math"
)

// booster adds trees to the scores of the training rows.
type booster struct {
	grower
	target    Target
	score     []float64
	selectors []*selector // of each thread, for quantiles
}

func newBooster(d *Dataset, t Target, p Params, o objective, base float64) *booster {
	n := d.rows
	b := &booster{target: t, score: make([]float64, n)}
	t.fill(b.score, base)
	g := &b.grower
	g.p, g.o, g.data, g.pool = p, o, d, newPool(p.Threads)
	g.matrix = newMatrix(d, p.Threads)
	g.grad, g.hess, g.packed = make([]float32, n), make([]float32, n), make([]int64, n)
	g.rows[0], g.spare = make([]int32, n), make([]int32, n)
	g.ordered = make([]int64, parallelRows)
	g.slots = make([]int, 0, len(d.features))
	g.found = [2][]split{make([]split, len(d.features)), make([]split, len(d.features))}
	g.dirty = make([]bool, p.Threads)
	for range p.Threads {
		g.scratch = append(g.scratch, nil)
		g.room = append(g.room, new(gatherer))
		g.levels = append(g.levels, new(levels))
		b.selectors = append(b.selectors, new(selector))
	}
	for w := 1; w < p.Threads; w++ {
		g.scratch[w] = make([]bins, len(d.features))
	}
	return b
}

// round grows a tree and adds it to the scores; again is false where more rounds cannot help. The tree is nil where
// nothing is left to learn.
func (b *booster) round(ctx context.Context, round int) (again bool, err error) {
	b.tree = nil
	total := b.derive()
	if !(total.gradient < math.MaxFloat32) || !(total.hessian < math.MaxFloat32) {
		return false, fmt.Errorf("derivatives overflow: target, weights or offset are too large; scale them down")
	}
	const vanished = 1e-12
	if total.gradient <= vanished*total.magnitude || total.hessian <= 0 {
		return false, nil
	}
	b.quantise(total, b.o.constantHessian() && b.target.Weight == nil, round)
	if round == 0 || b.p.RowFraction < 1 && round%b.p.RowEvery == 0 || !b.whole {
		b.draw(round, b.target.Weight)
	}
	b.columns(round)
	if err := b.grow(ctx); err != nil {
		return false, err
	}
	b.finish()
	b.tree.prepare()
	const still = 1e-7
	sampled := b.p.RowFraction < 1 || b.p.ColumnFraction < 1
	return sampled || len(b.leaves) > 1 || math.Abs(float64(b.tree.values[0])) > still, nil
}

// derive fills the derivatives and adds them up, block by block so that threads do not change the sums.
func (b *booster) derive() (total sums) {
	n := len(b.score)
	parts := make([]sums, (n+rowBlock-1)/rowBlock)
	b.pool.blocks(n, rowBlock, func(_, lo, hi int) {
		var w []float32
		if b.target.Weight != nil {
			w = b.target.Weight[lo:hi]
		}
		parts[lo/rowBlock] = b.o.gradients(b.target.Y[lo:hi], w, b.score[lo:hi], b.grad[lo:hi], b.hess[lo:hi])
	})
	for _, s := range parts {
		total.gradient += s.gradient
		total.hessian += s.hessian
		total.magnitude += s.magnitude
	}
	return total
}
