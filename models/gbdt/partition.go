package gbdt

// partition orders a leaf's rows so that those which go left come first, both sides in their old order, and returns how
// many they are. Each thread divides one stretch, left rows in place and right rows into spare; then the stretches are
// put together.
func (g *grower) partition(rows, spare []int32, s *split) int {
	var table [256]uint8 // without a branch per row, which nobody could predict
	for b := range table {
		if s.rule.left(uint8(b)) {
			table[b] = 1
		}
	}
	column := g.data.columns[g.slots[s.slot]]
	parts := 1
	if len(rows) > rowBlock/2 {
		parts = g.p.Threads
	}
	size := (len(rows) + parts - 1) / parts
	counts := make([]int, parts)
	g.pool.tasks(parts, func(_, k int) {
		lo, hi := min(k*size, len(rows)), min((k+1)*size, len(rows))
		counts[k] = divide(rows[lo:hi], spare[lo:hi], column, &table)
	})
	left := counts[0]
	for k := 1; k < parts; k++ {
		copy(rows[left:], rows[k*size:][:counts[k]])
		left += counts[k]
	}
	to := left
	for k := range parts {
		n := min((k+1)*size, len(rows)) - k*size - counts[k]
		to += copy(rows[to:], spare[k*size:][:n])
	}
	return left
}

// divide is not inlined so that its counters stay in registers.
//
//go:noinline
func divide(rows, spare []int32, column []uint8, table *[256]uint8) int {
	left, right := 0, 0
	spare = spare[:len(rows)]
	for _, r := range rows {
		goes := int(table[column[r]])
		rows[left], spare[right] = r, r
		left += goes
		right += 1 - goes
	}
	return left
}
