package gbdt

import "slices"

// stripe is a number of rows whose scores and derivatives stay in the second-level cache while all leaves visit them.
const stripe = 1 << 15

// finish gives the leaves their values and adds them to the scores of all rows.
func (b *booster) finish() {
	b.tree.values = make([]float32, len(b.leaves))
	if b.o.loss == Pinball {
		b.quantiles()
	} else {
		b.steps()
	}
	b.stripes(func(_, _ int, lf *leaf, k int) {
		v := float64(b.tree.values[k])
		for side, part := range lf.part {
			for _, r := range b.rows[side][part[0]:part[1]] {
				b.score[r] += v
			}
		}
	})
}

// stripes calls f for every leaf and stripe of rows; the leaf's part is then what lies in the stripe.
func (b *booster) stripes(f func(worker, stripe int, lf *leaf, k int)) {
	b.pool.blocks(b.data.rows, stripe, func(worker, lo, hi int) {
		for k := range b.leaves {
			lf := b.leaves[k]
			for side, rows := range b.rows {
				rows = rows[:lf.start[side]+lf.count[side]]
				from, _ := slices.BinarySearch(rows[lf.start[side]:], int32(lo))
				from += lf.start[side]
				to, _ := slices.BinarySearch(rows[from:], int32(hi))
				lf.part[side] = [2]int{from, from + to}
			}
			f(worker, lo/stripe, &lf, k)
		}
	})
}

// steps computes leaf values from the unrounded derivatives, added up in the order of rows and stripes.
func (b *booster) steps() {
	n := len(b.leaves)
	parts := make([][2]float64, n*((b.data.rows+stripe-1)/stripe))
	b.stripes(func(_, s int, lf *leaf, k int) {
		var grad, hess float64
		for _, r := range b.rows[0][lf.part[0][0]:lf.part[0][1]] {
			grad += float64(b.grad[r])
			hess += float64(b.hess[r])
		}
		parts[s*n+k] = [2]float64{grad, hess}
	})
	for k := range b.leaves {
		var grad, hess float64
		for at := k; at < len(parts); at += n {
			grad += parts[at][0]
			hess += parts[at][1]
		}
		b.tree.values[k] = float32(b.p.LearningRate * b.o.value(grad, hess, b.p.L2+b.leaves[k].penalty))
	}
}

// quantiles gives each leaf the weighted quantile of its residuals, the exact minimum of the pinball loss.
func (b *booster) quantiles() {
	residuals := b.spare // as ordered keys
	b.stripes(func(_, _ int, lf *leaf, _ int) {
		at := lf.part[0][0]
		for i, r := range b.rows[0][at:lf.part[0][1]] {
			residuals[at+i] = orderKey(float32(float64(b.target.Y[r]) - b.score[r]))
		}
	})
	b.pool.tasks(len(b.leaves), func(worker, k int) {
		lo := b.leaves[k].start[0]
		hi := lo + b.leaves[k].count[0]
		q := b.selectors[worker].quantile(residuals[lo:hi], b.rows[0][lo:hi], b.target.Weight, b.o.quantile)
		b.tree.values[k] = float32(b.p.LearningRate * float64(q))
	})
}
