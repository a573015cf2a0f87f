package gbdt

// parallelRows is the size from which a leaf's rows, not its columns, are divided among the threads.
const parallelRows = 2 * gatherRows

// search builds the histograms of the smaller of two siblings from its rows, those of the larger by subtracting them
// from the parent's, and finds the best split of both. large is nil for the root.
func (g *grower) search(small, large *leaf) {
	children := [2]*leaf{small, large}
	var l [2]limits
	var open [2]bool
	for k, lf := range children {
		if lf != nil {
			l[k], open[k] = g.limits(lf)
		}
	}
	if !open[0] && !open[1] {
		if large != nil {
			g.release(large)
		}
		return
	}
	small.hist = g.take()
	finish := func(worker, slot int) { // once the smaller child's histogram of the column is complete
		if large != nil {
			n := g.data.features[g.slots[slot]].bins
			subtract(large.hist[slot][:n], small.hist[slot][:n])
		}
		for c, lf := range children {
			if open[c] {
				g.found[c][slot] = g.slotSplit(lf, slot, &l[c], g.levels[worker])
			}
		}
	}
	if small.count[0] > parallelRows || g.p.Threads == 1 {
		g.fillRows(small)
		g.pool.tasks(len(g.slots), func(worker, slot int) {
			g.merge(&small.hist[slot], slot)
			finish(worker, slot)
		})
		clear(g.dirty)
	} else {
		g.fillColumns(small, finish)
	}
	for c, lf := range children {
		if open[c] {
			lf.best = split{}
			for slot, s := range g.found[c][:len(g.slots)] {
				if s.gain > lf.best.gain {
					lf.best = s
					lf.best.slot = slot
				}
			}
		}
		if lf != nil && lf.best.gain <= 0 {
			g.release(lf)
		}
	}
}

func (g *grower) slotSplit(lf *leaf, slot int, l *limits, lv *levels) split {
	f := g.data.features[g.slots[slot]]
	if f.category {
		return g.p.categories(&lf.hist[slot], f.bins, lf.sum, l, lv)
	}
	return numeric(&lf.hist[slot], f.bins, lf.sum, l)
}

func subtract(from, what []int64) {
	from = from[:len(what)]
	for i, w := range what {
		from[i] -= w
	}
}

// fillRows fills the histograms of a large leaf, each thread its own from blocks of rows; merge adds them up.
func (g *grower) fillRows(lf *leaf) {
	clear(lf.hist)
	rows := g.rows[0][lf.start[0]:][:lf.count[0]]
	size := min(rowBlock, max(gatherRows, len(rows)/(16*g.p.Threads)))
	g.pool.blocks(len(rows), size, func(worker, lo, hi int) {
		h := lf.hist
		if worker > 0 {
			g.dirty[worker] = true
			h = g.scratch[worker][:len(g.slots)]
		}
		room, whole := g.room[worker], g.whole && len(rows) == g.data.rows
		for ; lo < hi; lo += gatherRows {
			to := min(hi, lo+gatherRows)
			sums := g.packed[lo:to]
			if !whole {
				sums = pick(room.sums[:], g.packed, rows[lo:to])
			}
			for k := range g.plans {
				p := &g.plans[k]
				words, stride := g.matrix.words[lo*g.matrix.stride+p.word:], g.matrix.stride
				if !whole {
					words, stride = g.matrix.gather(&room.words, p.word, rows[lo:to]), 1
				}
				p.add(h[p.first:][:len(p.shifts)], words, stride, sums)
			}
		}
	})
}

// merge adds the other threads' histograms of a column and leaves them clear for the next leaf.
func (g *grower) merge(h *bins, slot int) {
	for w, dirty := range g.dirty {
		if dirty {
			other := &g.scratch[w][slot]
			for b, v := range other[:256] {
				h[b] += v
			}
			clear(other[:])
		}
	}
}

// fillColumns fills the histograms of a small leaf, each thread those of one word's columns at a time, and calls finish
// for each.
func (g *grower) fillColumns(lf *leaf, finish func(worker, slot int)) {
	rows := g.rows[0][lf.start[0]:][:lf.count[0]]
	sums := pick(g.ordered, g.packed, rows)
	g.pool.tasks(len(g.plans), func(worker, k int) {
		p := &g.plans[k]
		h := lf.hist[p.first:][:len(p.shifts)]
		clear(h)
		for lo := 0; lo < len(rows); lo += gatherRows {
			hi := min(len(rows), lo+gatherRows)
			p.add(h, g.matrix.gather(&g.room[worker].words, p.word, rows[lo:hi]), 1, sums[lo:hi])
		}
		for i := range h {
			finish(worker, p.first+i)
		}
	})
}
