package gbdt

// bins is the histogram of one column: per bin the sum of gradients in the upper 32 bits and that of hessians in the
// lower 32, so that one addition serves both and the order of additions does not matter. The eight words beyond the 256
// bins are never used: without them the same bin of neighbouring columns would lie at the same offset of two memory
// pages, and the processor would take a load for the one of a store that it is not.
type bins [256 + 8]int64

const (
	groupWidth = 8       // columns that share a word
	rowBlock   = 1 << 13 // rows of one task
	gatherRows = 1 << 9  // rows gathered at a time: their words and eight histograms stay in the first-level cache
)

// matrix holds the bins row by row, eight columns in a word: one load feeds eight histograms, and a leaf with scattered
// rows touches one or two cache lines per row for all columns.
type matrix struct {
	words  []uint64
	stride int
	slots  []int // number of each column's byte, -1: not in it
}

// newMatrix copies the columns that can split.
func newMatrix(d *Dataset, threads int) *matrix {
	m := &matrix{slots: make([]int, len(d.features))}
	var used []int
	for i, f := range d.features {
		m.slots[i] = -1
		if f.bins > 1 {
			m.slots[i] = len(used)
			used = append(used, i)
		}
	}
	m.stride = (len(used) + groupWidth - 1) / groupWidth
	m.words = make([]uint64, m.stride*d.rows)
	blocks(d.rows, gatherRows, threads, func(_, lo, hi int) {
		for slot, i := range used {
			at, shift := lo*m.stride+slot/groupWidth, slot%groupWidth*8&63
			for _, b := range d.columns[i][lo:hi] {
				m.words[at] |= uint64(b) << shift
				at += m.stride
			}
		}
	})
	return m
}

// plan lists the columns of one word that the tree uses.
type plan struct {
	word   int
	first  int     // number of its first slot
	shifts []uint8 // of each slot's byte
}

// gatherer is a thread's room for gathered rows.
type gatherer struct {
	words [gatherRows]uint64
	sums  [gatherRows]int64
}

// gather copies one word of some rows. Misses of the cache overlap in this short loop, not in the long one that adds.
// Inlined, it would share registers with its caller and keep its counter in memory.
//
//go:noinline
func (m *matrix) gather(to *[gatherRows]uint64, word int, rows []int32) []uint64 {
	words, stride, out := m.words[word:], m.stride, to[:len(rows)]
	for i, r := range rows {
		out[i] = words[int(r)*stride]
	}
	return out
}

// pick copies the sums of some rows.
//
//go:noinline
func pick(to, from []int64, rows []int32) []int64 {
	to = to[:len(rows)]
	for i, r := range rows {
		to[i] = from[r]
	}
	return to
}

// add accumulates rows into the histograms of a word's columns; the words lie stride apart.
func (p *plan) add(h []bins, words []uint64, stride int, sums []int64) {
	if len(p.shifts) == groupWidth {
		add8((*[8]bins)(h), words, stride, sums)
		return
	}
	at := 0
	if len(p.shifts)&4 != 0 {
		add4((*[4]bins)(h), (*[4]uint8)(p.shifts), words, stride, sums)
		at = 4
	}
	if len(p.shifts)&2 != 0 {
		add2((*[2]bins)(h[at:]), (*[2]uint8)(p.shifts[at:]), words, stride, sums)
		at += 2
	}
	if len(p.shifts)&1 != 0 {
		add1(&h[at], p.shifts[at], words, stride, sums)
	}
}

func add8(h *[8]bins, words []uint64, stride int, sums []int64) {
	at := 0
	for _, s := range sums {
		w := words[at]
		at += stride
		h[0][uint8(w)] += s
		h[1][uint8(w>>8)] += s
		h[2][uint8(w>>16)] += s
		h[3][uint8(w>>24)] += s
		h[4][uint8(w>>32)] += s
		h[5][uint8(w>>40)] += s
		h[6][uint8(w>>48)] += s
		h[7][uint8(w>>56)] += s
	}
}

func add4(h *[4]bins, shifts *[4]uint8, words []uint64, stride int, sums []int64) {
	a, b, c, d := shifts[0]&63, shifts[1]&63, shifts[2]&63, shifts[3]&63
	at := 0
	for _, s := range sums {
		w := words[at]
		at += stride
		h[0][uint8(w>>a)] += s
		h[1][uint8(w>>b)] += s
		h[2][uint8(w>>c)] += s
		h[3][uint8(w>>d)] += s
	}
}

func add2(h *[2]bins, shifts *[2]uint8, words []uint64, stride int, sums []int64) {
	a, b := shifts[0]&63, shifts[1]&63
	at := 0
	for _, s := range sums {
		w := words[at]
		at += stride
		h[0][uint8(w>>a)] += s
		h[1][uint8(w>>b)] += s
	}
}

func add1(h *bins, shift uint8, words []uint64, stride int, sums []int64) {
	shift &= 63
	at := 0
	for _, s := range sums {
		h[uint8(words[at]>>shift)] += s
		at += stride
	}
}
