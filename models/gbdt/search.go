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
	byRows := small.count[0] > parallelRows || g.p.Threads == 1
	if byRows {
		g.fillRows(small)
	} else {
		rows := g.rows[0][small.start[0]:][:small.count[0]]
		g.ordered = pick(g.ordered[:parallelRows], g.packed, rows)
	}
	tasks(len(g.plans), g.p.Threads, func(worker, k int) {
		p := &g.plans[k]
		h := small.hist[p.first:][:len(p.shifts)]
		if byRows {
			g.merge(h, p.first)
		} else {
			g.fillColumns(p, h, small, worker)
		}
		for i := range h {
			slot := p.first + i
			if large != nil {
				subtract(&large.hist[slot], &h[i])
			}
			for c, lf := range children {
				if open[c] {
					g.found[c][slot] = g.slotSplit(lf, slot, &l[c], g.levels[worker])
				}
			}
		}
	})
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

func subtract(from, what *bins) {
	for i, w := range what {
		from[i] -= w
	}
}

// fillRows fills the histograms of a large leaf, each thread its own from blocks of rows; merge adds them up.
func (g *grower) fillRows(lf *leaf) {
	clear(lf.hist)
	rows := g.rows[0][lf.start[0]:][:lf.count[0]]
	size := min(rowBlock, max(gatherRows, len(rows)/(4*g.p.Threads)))
	blocks(len(rows), size, g.p.Threads, func(worker, lo, hi int) {
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
				words := room.words[:]
				if whole {
					words = g.matrix.stretch(&room.words, p.word, lo, to)
				} else {
					words = g.matrix.gather(&room.words, p.word, rows[lo:to])
				}
				p.add(h[p.first:][:len(p.shifts)], words, sums)
			}
		}
	})
}

// merge adds the other threads' histograms of a few slots and leaves them clear for the next leaf.
func (g *grower) merge(h []bins, first int) {
	for w, dirty := range g.dirty {
		if !dirty {
			continue
		}
		other := g.scratch[w][first:][:len(h)]
		for i := range h {
			for b, v := range other[i] {
				h[i][b] += v
			}
		}
		clear(other)
	}
}

// fillColumns fills the histograms of one group from all rows of a small leaf.
func (g *grower) fillColumns(p *plan, h []bins, lf *leaf, worker int) {
	clear(h)
	rows, room := g.rows[0][lf.start[0]:][:lf.count[0]], g.room[worker]
	for lo := 0; lo < len(rows); lo += gatherRows {
		hi := min(len(rows), lo+gatherRows)
		p.add(h, g.matrix.gather(&room.words, p.word, rows[lo:hi]), g.ordered[lo:hi])
	}
}
