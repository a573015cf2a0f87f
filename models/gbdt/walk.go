package gbdt

// place is a node or a leaf in the form that prediction walks through. Numbers and categories look the same, and a leaf
// leads back to itself: a step has no branch that could be mispredicted.
type place struct {
	right   [4]uint64 // bins that go right
	feature uint32
	link    [2]uint16
}

// lanes is the number of rows that walk down together, so that the latency of one's loads hides behind the others'.
const lanes = 4

// prepare derives the places: the nodes, then the leaves.
func (t *tree) prepare() {
	t.walk = make([]place, len(t.nodes)+len(t.values))
	for i := range t.nodes {
		n, p := &t.nodes[i], &t.walk[i]
		p.feature = uint32(n.feature)
		for k, l := range n.link {
			p.link[k] = uint16(l)
			if l < 0 {
				p.link[k] = uint16(len(t.nodes) - 1 - int(l))
			}
		}
		r := t.rule(n)
		for bin := range 256 {
			if !r.left(uint8(bin)) {
				p.right[bin>>6] |= 1 << (bin & 63)
			}
		}
	}
	for i := range t.values {
		at := uint16(len(t.nodes) + i)
		t.walk[at].link = [2]uint16{at, at}
	}
}

// sum adds the tree's values to the scores of rows whose bins lie one after another, stride bytes apart.
func (t *tree) sum(score []float64, rows []uint8, stride int) {
	walk, leaf := t.walk, uint(len(t.nodes))
	i := 0
	for ; i+lanes <= len(score); i += lanes {
		a, b, c, d := uint(0), uint(0), uint(0), uint(0)
		part := rows[i*stride:][:lanes*stride]
		for min(a, b, c, d) < leaf {
			a = step(walk, a, part, 0)
			b = step(walk, b, part, stride)
			c = step(walk, c, part, 2*stride)
			d = step(walk, d, part, 3*stride)
		}
		score[i] += float64(t.values[a-leaf])
		score[i+1] += float64(t.values[b-leaf])
		score[i+2] += float64(t.values[c-leaf])
		score[i+3] += float64(t.values[d-leaf])
	}
	for ; i < len(score); i++ {
		at := uint(0)
		for at < leaf {
			at = step(walk, at, rows, i*stride)
		}
		score[i] += float64(t.values[at-leaf])
	}
}

// step goes one place down with the row whose bins begin at from.
func step(walk []place, at uint, rows []uint8, from int) uint {
	p := &walk[at]
	bin := rows[from+int(p.feature)]
	return uint(p.link[p.right[bin>>6]>>(bin&63)&1])
}
